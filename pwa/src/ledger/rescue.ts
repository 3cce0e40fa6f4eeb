/** A file with everything unsent, for the day no network will come: the same sealed bytes a push would carry, readable by nobody on the way. Needs no unlocking. */
import { b64u, hex, sha256, utf8 } from '../envelope/bytes';
import { sign } from '../envelope/signing';
import type { Identity, OpRow } from '../store/rows';
import type { OwnOp, Store } from '../store/store';
import { onTheWire } from '../sync/upload';
import type { SignedLine } from '../sync/wire';

export const RESCUE_VERSION = 2;
const EVERYTHING = 1_000_000;

/** `unread`: records that are on the device and could not be read from it; everything else is in the file. */
export interface Rescued { file: Blob; unread: number }

export async function rescueBlob(store: Store): Promise<Blob> {
  return (await rescue(store)).file;
}

export async function rescue(store: Store): Promise<Rescued> {
  const identity = await store.meta('identity');
  if (!identity) throw new Error('this device is nobody’s');
  const lines: SignedLine[] = [];
  const { ops, unread } = await readable(store);
  for (const { op } of ops) lines.push(await lineOf(op, identity));
  const file = { kasane_rescue: RESCUE_VERSION, device: identity.device, made_at: new Date().toISOString(), lines };
  return { file: new Blob([JSON.stringify(file)], { type: 'application/json' }), unread };
}

/** All at once, or, where one of them is damaged, each by itself. */
async function readable(store: Store): Promise<{ ops: OwnOp[]; unread: number }> {
  const whole = await store.nextBatch(EVERYTHING).catch(() => null);
  if (whole) return { ops: whole, unread: 0 };
  const places = await store.outboxPlaces();
  const ops: OwnOp[] = [];
  for (const place of places) {
    const own = await store.unsentAt(place).catch(() => null);
    if (own) ops.push(own);
  }
  return { ops, unread: places.length - ops.length };
}

/** Under the upload key's signature as a whole: whoever carries the file can neither take an alert from a record nor lay a key beside it. */
async function lineOf(op: OpRow, { device, keys }: Identity): Promise<SignedLine> {
  const raw = JSON.stringify({ ...onTheWire(op), ...(op.opens?.length ? { opens: op.opens } : {}) });
  const digest = hex(await sha256(utf8(raw)));
  return { raw, sig: b64u(await sign(keys.upload.privateKey, utf8(`kasane rescue v1\n${device}\n${digest}`))) };
}
