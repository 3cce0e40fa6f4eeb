/** The pull as it travels (docs/wire.md): a length, the reply as JSON, then the sealed records one after the other. */
import type { SyncReply } from './wire';

export const FRAMES = 'application/vnd.kasane.frames';

type Listed = Omit<NonNullable<SyncReply['pull']>, 'ops'> & { ops: { seq: number; rcv: string; n: number }[] };

/** null for anything that is not one whole reply: a cut line, another server's page. */
export function readFrames(buffer: ArrayBuffer): SyncReply | null {
  const length = buffer.byteLength < 4 ? Infinity : new DataView(buffer).getUint32(0);
  if (length > buffer.byteLength - 4) return null;
  const bytes = new Uint8Array(buffer);
  let reply: { push?: SyncReply['push']; pull?: Listed };
  try {
    reply = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  } catch {
    return null;
  }
  const { pull, ...rest } = reply;
  if (!pull) return length + 4 === buffer.byteLength ? rest : null;
  let at = 4 + length;
  // Copies: a view would take the whole page with it into every row of the database.
  const ops = pull.ops.map(({ seq, rcv, n }) => ({ seq, rcv, e: bytes.slice(at, (at += n)) }));
  return at === buffer.byteLength ? { ...rest, pull: { ...pull, ops } } : null;
}
