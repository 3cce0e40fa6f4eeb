/** Bytes and how they are spelled: base64url without padding, lower-case hyphenated UUIDs. */

export type Bytes = Uint8Array<ArrayBuffer>;

/** The one answer to bytes that do not parse, verify or open. */
export class CannotOpen extends Error {
  constructor() {
    super('cannot_open');
    this.name = 'CannotOpen';
  }
}

const encoder = new TextEncoder();

export function utf8(text: string): Bytes {
  return encoder.encode(text) as Bytes;
}

export function concat(...parts: Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function u32(value: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

export function u64(value: number | bigint): Bytes {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

/** Takes the same time wherever the two differ. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a[i]! ^ b[i]!;
  return difference === 0;
}

export function b64u(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

const SIXES = new Uint8Array(128).fill(255);
[...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].forEach((char, six) => (SIXES[char.charCodeAt(0)] = six));

/** Throws CannotOpen for any second spelling, and when another number of bytes was expected. */
export function fromB64u(text: unknown, length?: number): Bytes {
  if (typeof text !== 'string' || text.length % 4 === 1) throw new CannotOpen();
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let held = 0;
  let bits = 0;
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const six = SIXES[text.charCodeAt(i)] ?? 255;
    if (six === 255) throw new CannotOpen();
    held = (held << 6) | six;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = held >> bits;
    held &= (1 << bits) - 1;
  }
  // Bits left over must be zero, or the same bytes would have two spellings.
  if (held !== 0 || (length !== undefined && bytes.length !== length)) throw new CannotOpen();
  return bytes;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isUuid(text: unknown): text is string {
  return typeof text === 'string' && UUID.test(text);
}

export function uuidBytes(id: string): Bytes {
  if (!isUuid(id)) throw new CannotOpen();
  const digits = id.replaceAll('-', '');
  const bytes = new Uint8Array(16);
  // Not `Uint8Array.from({ length })`, which is ten times as slow: a record that is kept spells a dozen of them.
  for (let at = 0; at < 16; at++) bytes[at] = parseInt(digits.slice(2 * at, 2 * at + 2), 16);
  return bytes;
}

export function uuidText(bytes: Uint8Array): string {
  const text = hex(bytes.subarray(0, 16));
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
}

const PAIRS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += PAIRS[byte];
  return text;
}

export async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}
