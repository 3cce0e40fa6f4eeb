/** A file with everything unsent, for the day no network will come: the same sealed bytes a push would carry, readable by nobody on the way. Needs no unlocking. */
import { b64u, hex, sha256, utf8 } from '../envelope/bytes';
import { sign } from '../envelope/signing';
import type { Identity, OpRow } from '../store/rows';
import type { Store } from '../store/store';
import { onTheWire } from '../sync/upload';
import type { SignedLine } from '../sync/wire';

export const RESCUE_VERSION = 2;
const EVERYTHING = 1_000_000;

export async function rescueBlob(store: Store): Promise<Blob> {
  const identity = await store.meta('identity');
  if (!identity) throw new Error('this device is nobody’s');
  const lines: SignedLine[] = [];
  for (const { op } of await store.nextBatch(EVERYTHING)) lines.push(await lineOf(op, identity));
  const file = { kasane_rescue: RESCUE_VERSION, device: identity.device, made_at: new Date().toISOString(), lines };
  return new Blob([JSON.stringify(file)], { type: 'application/json' });
}

/** Under the upload key's signature as a whole: whoever carries the file can neither take an alert from a record nor lay a key beside it. */
async function lineOf(op: OpRow, { device, keys }: Identity): Promise<SignedLine> {
  const raw = JSON.stringify({ ...onTheWire(op), ...(op.opens?.length ? { opens: op.opens } : {}) });
  const digest = hex(await sha256(utf8(raw)));
  return { raw, sig: b64u(await sign(keys.upload.privateKey, utf8(`kasane rescue v1\n${device}\n${digest}`))) };
}
