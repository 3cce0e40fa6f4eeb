/** Looks at everything a pull brings before it may count: the signature of each operation, the grant behind each key. */
import { fromB64u, sameBytes } from '../envelope/bytes';
import { whyNot } from '../envelope/epochs';
import { type Envelope, parse, placeOf } from '../envelope/frame';
import { keyCheck } from '../envelope/sealing';
import type { Trust } from '../envelope/trust';
import { unwrap } from '../envelope/wrapping';
import type { KeyRow, OpRow } from '../store/rows';
import type { PullReply } from './wire';
import { allMadeBy, type Claim } from './witness';

/** A broken or forged operation is kept and counted, never folded; bytes that are no envelope at all have no place to go. */
export async function takeOps(ops: PullReply['ops'], trust: Trust, device: string): Promise<OpRow[]> {
  const read = ops.flatMap((op) => placed(op, device) ?? []);
  const aside = await standings(read.map(({ envelope }) => envelope), trust);
  return read.map(({ row }, index) => ({ ...row, aside: aside[index]! }));
}

function placed({ seq, rcv, e }: PullReply['ops'][number], device: string): { row: Omit<OpRow, 'aside'>; envelope: Envelope | null } | null {
  try {
    const envelope = readable(e);
    const { op_id: id, bucket, dseq, device: by } = envelope ?? placeOf(e);
    return { row: { id, bucket, device: by, dseq, seq, received_at: rcv, e, own: by === device ? 1 : 0 }, envelope };
  } catch {
    return null;
  }
}

/** null: of a form that a later app reads. It is kept as it came, or the pull would have passed it by for good. */
function readable(raw: OpRow['e']): Envelope | null {
  try {
    return parse(raw);
  } catch {
    return null;
  }
}

/** Of each envelope why it does not count, or null; one of a newer form has none yet. */
async function standings(envelopes: (Envelope | null)[], trust: Trust): Promise<OpRow['aside'][]> {
  const found = envelopes.map((envelope) => ({ envelope, key: envelope && (trust.certificate(envelope.device)?.verifier ?? null) }));
  const held = (await allMadeBy(found.filter((one): one is Claim => one.key !== null))).values();
  return found.map(({ envelope, key }) => {
    if (!envelope) return 'newer';
    return key ? (held.next().value ? null : 'signature') : 'signer';
  });
}

/** Operations whose signer was not known when they came, or whose form was not: looked at again once the directory, or the app, has grown. */
export async function lookAgain(rows: OpRow[], trust: Trust): Promise<OpRow[]> {
  const waiting = rows.filter((row) => (row.aside === 'signer' && trust.certificate(row.device)) || (row.aside === 'newer' && readable(row.e)));
  const aside = await standings(waiting.map((row) => parse(row.e)), trust);
  return waiting.map((row, index) => ({ ...row, aside: aside[index]! }));
}

/** The same rows, with those whose signer has become known since they were looked at. */
export async function knownNow(rows: OpRow[], trust: Trust): Promise<OpRow[]> {
  const newer = new Map((await lookAgain(rows, trust)).map((row) => [row.id, row]));
  return newer.size === 0 ? rows : rows.map((row) => newer.get(row.id) ?? row);
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
