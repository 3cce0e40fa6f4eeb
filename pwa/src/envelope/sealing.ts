/** Seals and opens records under a household key. Twin of server/envelope/sealing.py. */

import { type Bytes, CannotOpen, concat, sameBytes, u32, u64, utf8, uuidBytes, uuidText } from './bytes';
import { DEFLATED, type Envelope, HEADER_BYTES, headerBytes, MAX_BYTES, MAX_PAYLOAD, PADDED, type Place, SIGNATURE_BYTES, SUITE, TAG_BYTES } from './frame';
import { inflate } from './inflate';
import { sign } from './signing';

const SMALLEST = 256;

/** One household key, usable but not readable. */
export interface HouseholdKey {
  readonly seal: CryptoKey;
  readonly mac: CryptoKey;
}

export class TooLarge extends Error {
  constructor() {
    super('too_large');
    this.name = 'TooLarge';
  }
}

/** The raw bytes are needed once, to wrap the key for its first recipients; clear them with `fill(0)` afterwards. */
export async function newHouseholdKey(): Promise<{ raw: Bytes; key: HouseholdKey }> {
  const raw = crypto.getRandomValues(new Uint8Array(32));
  return { raw, key: await importHouseholdKey(raw) };
}

export async function importHouseholdKey(raw: Bytes): Promise<HouseholdKey> {
  if (raw.length !== 32) throw new CannotOpen();
  const [seal, mac] = await Promise.all([
    crypto.subtle.importKey('raw', raw, 'HKDF', false, ['deriveBits']),
    crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']),
  ]);
  return { seal, mac };
}

/** `salt` is given by test vectors only. */
export async function seal(key: HouseholdKey, signKey: CryptoKey, payload: Bytes, place: Place, salt?: Bytes): Promise<Bytes> {
  if (payload.length > MAX_PAYLOAD) throw new TooLarge();
  const own = salt ?? crypto.getRandomValues(new Uint8Array(32));
  const [{ aes, nonce, commit }, packed] = await Promise.all([derive(key, place, own, 'encrypt'), deflate(payload)]);
  const deflated = packed.length < payload.length;
  const body = pad(deflated ? packed : payload);
  if (HEADER_BYTES + body.length + TAG_BYTES + SIGNATURE_BYTES > MAX_BYTES) throw new TooLarge();
  const header = headerBytes(place, PADDED | (deflated ? DEFLATED : 0), own, commit, body.length);
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData: header }, aes, body);
  const signed = concat(header, new Uint8Array(sealed));
  return concat(signed, await sign(signKey, signed));
}

/** Throws CannotOpen. Does not look at the signature: `madeBy` comes first. */
export async function openSealed(key: HouseholdKey, envelope: Envelope): Promise<Bytes> {
  const { aes, nonce, commit } = await derive(key, envelope, envelope.salt, 'decrypt');
  // GCM alone opens under more than one key; the commitment is what ties the envelope to this one.
  if (!sameBytes(commit, envelope.commit)) throw new CannotOpen();
  const how = { name: 'AES-GCM', iv: nonce, additionalData: envelope.header };
  const body = new Uint8Array(await crypto.subtle.decrypt(how, aes, envelope.ciphertext).catch(refuse));
  const packed = envelope.flags & PADDED ? unpad(body) : body;
  return envelope.flags & DEFLATED ? inflate(packed, MAX_PAYLOAD) : packed;
}

/** Published with the epoch, so that every recipient knows all were given the same key. */
export async function keyCheck(key: HouseholdKey, bucket: string, epoch: number): Promise<Bytes> {
  return (await hmac(key, concat(utf8('KEP1 id'), uuidBytes(bucket), u32(epoch)))).slice(0, 16);
}

/** The same on the phone and in the vault; without the key it is noise. Carries no UUID version bits. */
export async function alertId(key: HouseholdKey, opId: string): Promise<string> {
  return uuidText(await hmac(key, concat(utf8('kasane alert v1'), uuidBytes(opId))));
}

/** Padmé (PURBs, 2019): the size tells at most the top bits of the length, at ≤ 12 % cost. */
export function paddedLength(length: number): number {
  if (length < SMALLEST) return SMALLEST;
  const exponent = 31 - Math.clz32(length);
  const mask = (1 << (exponent - (32 - Math.clz32(exponent)))) - 1;
  return (length + mask) & ~mask;
}

async function derive(key: HouseholdKey, place: Place, salt: Bytes, use: 'encrypt' | 'decrypt') {
  const ids = concat(uuidBytes(place.bucket), u32(place.epoch), uuidBytes(place.op_id), uuidBytes(place.device), u64(place.dseq));
  const info = concat(utf8('KEP1 seal'), Uint8Array.of(SUITE), ids);
  const how = { name: 'HKDF', hash: 'SHA-256', salt, info };
  const okm = new Uint8Array(await crypto.subtle.deriveBits(how, key.seal, 76 * 8));
  const aes = await crypto.subtle.importKey('raw', okm.subarray(0, 32), 'AES-GCM', false, [use]);
  return { aes, nonce: okm.subarray(32, 44), commit: okm.slice(44) };
}

async function hmac(key: HouseholdKey, message: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign('HMAC', key.mac, message));
}


function pad(body: Bytes): Bytes {
  const padded = new Uint8Array(paddedLength(body.length + 1));
  padded.set(body);
  padded[body.length] = 0x80;
  return padded;
}

function unpad(body: Bytes): Bytes {
  let end = body.length - 1;
  while (end >= 0 && body[end] === 0) end--;
  if (body[end] !== 0x80) throw new CannotOpen();
  return body.subarray(0, end);
}

/** Written straight into the stream: by way of a Blob and a Response it takes ten times as long on a slow phone. */
async function deflate(payload: Bytes): Promise<Bytes> {
  const { readable, writable } = new CompressionStream('deflate-raw');
  const writer = writable.getWriter();
  const written = Promise.all([writer.write(payload), writer.close()]);
  const parts: Uint8Array[] = [];
  const reader = readable.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) parts.push(part.value);
  await written;
  return concat(...parts);
}

function refuse(): never {
  throw new CannotOpen();
}
