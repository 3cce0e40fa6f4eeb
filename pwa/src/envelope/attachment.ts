/** Seals and opens a photo in segments (STREAM) under a household key. Twin of server/envelope/attachment.py. */

import { type Bytes, CannotOpen, concat, sameBytes, sha256, u32, utf8, uuidBytes } from './bytes';
import { SUITE, TAG_BYTES } from './frame';
import type { HouseholdKey } from './sealing';

export const SEGMENT_BYTES = 256 * 1024;
export const MOST_SEGMENTS = 60; // 15 MiB
const SALT_BYTES = 32;
const PREFIX_BYTES = 7;

/** What the sealed header tells of the segments; `digest` is the SHA-256 of all of them in their order. */
export interface Attachment { salt: Bytes; size: number; n: number; digest: Bytes }
export interface AttachmentPlace { att: string; bucket: string; epoch: number }

/** `salt` is given by test vectors only. */
export async function sealSegments(key: HouseholdKey, content: Bytes, place: AttachmentPlace, salt?: Bytes): Promise<{ header: Attachment; segments: Bytes[] }> {
  const n = segmentsOf(content.length);
  const own = salt ?? crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const stream = await streamOf(key, own, place, 'encrypt');
  const segments: Bytes[] = [];
  for (let index = 0; index < n; index++) {
    const part = content.slice(index * SEGMENT_BYTES, (index + 1) * SEGMENT_BYTES);
    segments.push(new Uint8Array(await crypto.subtle.encrypt(stream.how(index, index === n - 1), stream.aes, part)));
  }
  return { header: { salt: own, size: content.length, n, digest: await sha256(concat(...segments)) }, segments };
}

/** Throws CannotOpen unless these are all the segments the header speaks of, in their order. */
export async function openSegments(key: HouseholdKey, header: Attachment, segments: readonly Bytes[], place: AttachmentPlace): Promise<Bytes> {
  const { n, size } = header;
  if (n < 1 || n > MOST_SEGMENTS || segments.length !== n || segmentsOf(size) !== n) throw new CannotOpen();
  if (!sameBytes(await sha256(concat(...segments)), header.digest)) throw new CannotOpen();
  const stream = await streamOf(key, header.salt, place, 'decrypt');
  const parts: Bytes[] = [];
  for (const [index, sealed] of segments.entries()) {
    if (sealed.length <= TAG_BYTES || sealed.length > SEGMENT_BYTES + TAG_BYTES) throw new CannotOpen();
    parts.push(new Uint8Array(await crypto.subtle.decrypt(stream.how(index, index === n - 1), stream.aes, sealed).catch(refuse)));
  }
  const content = concat(...parts);
  if (content.length !== size) throw new CannotOpen();
  return content;
}

/** How many segments a content of this size has; throws CannotOpen for none and for too many. */
export function segmentsOf(size: number): number {
  const n = Math.ceil(size / SEGMENT_BYTES);
  if (!(n >= 1 && n <= MOST_SEGMENTS)) throw new CannotOpen();
  return n;
}

/** STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015): place and end of a segment lie in its nonce. */
async function streamOf(key: HouseholdKey, salt: Bytes, { att, bucket, epoch }: AttachmentPlace, use: 'encrypt' | 'decrypt') {
  if (salt.length !== SALT_BYTES) throw new CannotOpen();
  const info = concat(utf8('KEP1 blob'), Uint8Array.of(SUITE), uuidBytes(bucket), u32(epoch), uuidBytes(att));
  const okm = new Uint8Array(await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info }, key.seal, (32 + PREFIX_BYTES) * 8));
  const aes = await crypto.subtle.importKey('raw', okm.subarray(0, 32), 'AES-GCM', false, [use]);
  const prefix = okm.slice(32);
  const additionalData = concat(uuidBytes(att), uuidBytes(bucket), u32(epoch));
  const how = (index: number, last: boolean) => ({ name: 'AES-GCM', iv: concat(prefix, u32(index), Uint8Array.of(Number(last))), additionalData });
  return { aes, how };
}

function refuse(): never {
  throw new CannotOpen();
}
