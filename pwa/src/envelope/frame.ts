/** Reads the routing fields of a sealed record without opening it. Twin of server/envelope/frame.py. */

import { type Bytes, CannotOpen, concat, sameBytes, sha256, u32, u64, uuidBytes, uuidText } from './bytes';

export const MAGIC = Uint8Array.of(0x4b, 0x45, 0x50, 0x01);
export const SUITE = 1; // P-256 / HKDF-SHA256 / AES-256-GCM with key commitment
export const KIND = { op: 1, snapshot: 2, draft: 3, alertBody: 4, attachmentHeader: 5, keyBegun: 6 } as const;
/** where the kind lies in the raw bytes */
export const KIND_AT = 5;
export const DEFLATED = 1;
export const PADDED = 2;
export const HEADER_BYTES = 180;
export const TAG_BYTES = 16;
export const SIGNATURE_BYTES = 64;
export const MAX_BYTES = 64 * 1024;
export const MAX_PAYLOAD = 64 * 1024;

/** Where a record belongs; every field of it is bound by the seal. */
export interface Place {
  kind: number;
  schema: number;
  epoch: number;
  bucket: string;
  op_id: string;
  device: string;
  dseq: number;
  /** 48 bits of milliseconds, 16 bits of counter */
  hlc: bigint;
  prev: Bytes;
}

export interface Envelope extends Place {
  suite: number;
  flags: number;
  salt: Bytes;
  commit: Bytes;
  /** with its tag */
  ciphertext: Bytes;
  signature: Bytes;
  /** the associated data of the seal: every routing field */
  header: Bytes;
  signed: Bytes;
  raw: Bytes;
}

/** Throws CannotOpen unless the bytes are exactly one whole envelope of a suite and flags we know. */
export function parse(raw: Bytes): Envelope {
  if (raw.length < HEADER_BYTES + TAG_BYTES + SIGNATURE_BYTES || raw.length > MAX_BYTES) throw new CannotOpen();
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const end = HEADER_BYTES + view.getUint32(176) + TAG_BYTES;
  const flags = view.getUint32(8);
  const known = view.getUint8(4) === SUITE && (flags & ~(DEFLATED | PADDED)) === 0;
  if (!sameBytes(raw.subarray(0, 4), MAGIC) || !known || raw.length !== end + SIGNATURE_BYTES) throw new CannotOpen();
  const kind = view.getUint8(KIND_AT);
  const epoch = view.getUint32(12);
  const dseq = view.getBigUint64(64);
  if (kind === 0 || epoch === 0 || dseq < 1n || dseq > BigInt(Number.MAX_SAFE_INTEGER)) throw new CannotOpen();
  return {
    suite: SUITE, kind, schema: view.getUint16(6), flags, epoch,
    bucket: uuidText(raw.subarray(16, 32)), op_id: uuidText(raw.subarray(32, 48)), device: uuidText(raw.subarray(48, 64)),
    dseq: Number(dseq), hlc: view.getBigUint64(72),
    prev: raw.subarray(80, 112), salt: raw.subarray(112, 144), commit: raw.subarray(144, 176),
    ciphertext: raw.subarray(HEADER_BYTES, end), signature: raw.subarray(end),
    header: raw.subarray(0, HEADER_BYTES), signed: raw.subarray(0, end), raw,
  };
}

/** Where a record of a form we do not know belongs: later forms keep these places. Throws CannotOpen on what is no record at all. */
export function placeOf(raw: Bytes): Pick<Place, 'bucket' | 'op_id' | 'device' | 'dseq'> {
  if (raw.length < HEADER_BYTES || raw.length > MAX_BYTES || !sameBytes(raw.subarray(0, 3), MAGIC.subarray(0, 3))) throw new CannotOpen();
  const dseq = new DataView(raw.buffer, raw.byteOffset, raw.byteLength).getBigUint64(64);
  if (dseq < 1n || dseq > BigInt(Number.MAX_SAFE_INTEGER)) throw new CannotOpen();
  return { bucket: uuidText(raw.subarray(16, 32)), op_id: uuidText(raw.subarray(32, 48)), device: uuidText(raw.subarray(48, 64)), dseq: Number(dseq) };
}

/** `length` counts the ciphertext without its tag. */
export function headerBytes(place: Place, flags: number, salt: Bytes, commit: Bytes, length: number): Bytes {
  const kinds = Uint8Array.of(SUITE, place.kind, place.schema >> 8, place.schema & 0xff);
  const ids = concat(uuidBytes(place.bucket), uuidBytes(place.op_id), uuidBytes(place.device));
  const head = concat(MAGIC, kinds, u32(flags), u32(place.epoch), ids, u64(place.dseq), u64(place.hlc));
  return concat(head, place.prev, salt, commit, u32(length));
}

/** What the device's next envelope carries as `prev`. */
export function digest(raw: Bytes): Promise<Bytes> {
  return sha256(raw);
}

export function noPrev(): Bytes {
  return new Uint8Array(32);
}
