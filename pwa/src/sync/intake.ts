/** Looks at everything a pull brings before it may count: the signature of each operation, the grant behind each key. */
import { fromB64u, sameBytes } from '../envelope/bytes';
import { whyNot } from '../envelope/epochs';
import { type Envelope, parse, placeOf } from '../envelope/frame';
import { keyCheck } from '../envelope/sealing';
import { madeBy } from '../envelope/signing';
import type { Trust } from '../envelope/trust';
import { unwrap } from '../envelope/wrapping';
import type { KeyRow, OpRow } from '../store/rows';
import type { PullReply } from './wire';

/** A broken or forged operation is kept and counted, never folded; bytes that are no envelope at all have no place to go. */
export async function takeOps(ops: PullReply['ops'], trust: Trust, device: string): Promise<OpRow[]> {
  const rows = await Promise.all(ops.map((op) => takeOp(op, trust, device).catch(() => null)));
  return rows.filter((row) => row !== null);
}

async function takeOp({ seq, rcv, e }: PullReply['ops'][number], trust: Trust, device: string): Promise<OpRow> {
  const envelope = readable(e);
  const { op_id: id, ...place } = envelope ?? placeOf(e);
  const { bucket, dseq } = place;
  return {
    id, bucket, device: place.device, dseq, seq, received_at: rcv, e, own: place.device === device ? 1 : 0,
    aside: envelope ? await standing(envelope, trust) : 'newer',
  };
}

/** null: of a form that a later app reads. It is kept as it came, or the pull would have passed it by for good. */
function readable(raw: OpRow['e']): Envelope | null {
  try {
    return parse(raw);
  } catch {
    return null;
  }
}

async function standing(envelope: ReturnType<typeof parse>, trust: Trust): Promise<OpRow['aside']> {
  const signer = trust.certificate(envelope.device);
  if (!signer) return 'signer';
  return (await madeBy(envelope, signer.verifier)) ? null : 'signature';
}

/** Operations whose signer was not known when they came, or whose form was not: looked at again once the directory, or the app, has grown. */
export async function lookAgain(rows: OpRow[], trust: Trust): Promise<OpRow[]> {
  const waiting = rows.filter((row) => (row.aside === 'signer' && trust.certificate(row.device)) || (row.aside === 'newer' && readable(row.e)));
  return Promise.all(waiting.map(async (row) => ({ ...row, aside: await standing(parse(row.e), trust) })));
}

/** `known`: the keys of a household that this device has already */
export interface Taker { trust: Trust; device: string; kem: CryptoKeyPair; known(bucket: string): Promise<KeyRow[]> }

/** Keeps a key only with a grant for exactly this device by somebody entitled, and only if it is the key everybody else got. */
export async function takeKeys(keys: PullReply['keys'], taker: Taker): Promise<{ rows: KeyRow[]; refused: KeyRow[] }> {
  const good = await Promise.all(keys.map((key) => holds(key, taker).catch(() => false)));
  return { rows: keys.filter((_, index) => good[index]), refused: keys.filter((_, index) => !good[index]) };
}

async function holds(key: KeyRow, { trust, device, kem, known }: Taker): Promise<boolean> {
  const grant = await trust.readGrant(key.grant);
  const published = fromB64u(key.key_check, 16);
  const fits = grant.bucket === key.bucket && grant.epoch === key.epoch && grant.device === device && sameBytes(grant.key_check, published);
  // The center of this very device: which center a household has is only the server's word.
  if (!fits || whyNot(grant, trust, trust.certificate(device)?.center ?? null)) return false;
  const before = (await known(key.bucket)).find(({ epoch }) => epoch === key.epoch);
  if (before && before.key_check !== key.key_check && trust.certificate(grant.signer)?.role !== 'vault') return false;
  const opened = await unwrap(fromB64u(key.wrap), kem, { bucket: key.bucket, epoch: key.epoch, device });
  return sameBytes(await keyCheck(opened, key.bucket, key.epoch), published);
}
