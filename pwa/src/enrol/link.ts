/** The enrolment link and the proofs made from its secret, as docs/wire.md has them. The secret itself never leaves this page. */
import { type Bytes, concat, fromB64u, sha256, utf8, uuidBytes } from '../envelope/bytes';

export interface EnrolLink { secret: Bytes; root_print: string }
export interface PublicKeys { kem: Bytes; sign: Bytes; upload: Bytes }

/** null for anything that is not `<secret>.<root print>`. */
export function parseLink(fragment: string): EnrolLink | null {
  const [secret, root_print, ...more] = fragment.replace(/^#/, '').split('.');
  if (!secret || !root_print || more.length > 0) return null;
  try {
    fromB64u(root_print, 32);
    return { secret: fromB64u(secret, 32), root_print };
  } catch {
    return null;
  }
}

/** What somebody pasted: a whole link of this very app, or only what stands behind its `#`; null for all else, also a link of another address. */
export function fragmentOf(pasted: string, origin: string): string | null {
  const text = pasted.normalize('NFKC').replace(/\s/g, '');
  const at = text.indexOf('#');
  if (at > 0 && text.slice(0, at) !== `${origin}/enrol`) return null;
  const fragment = `#${text.slice(at + 1)}`;
  return parseLink(fragment) ? fragment : null;
}

export async function codeId(secret: Bytes): Promise<Bytes> {
  return (await sha256(concat(utf8('kasane code id v1'), secret))).slice(0, 16);
}

export async function transcriptOf(secret: Bytes, device: string, keys: PublicKeys): Promise<Bytes> {
  return transcriptBy(await codeId(secret), device, keys);
}

/** The same for somebody who does not know the secret: the approver. */
export function transcriptBy(code_id: Bytes, device: string, keys: PublicKeys): Bytes {
  return concat(utf8('kasane enrol v1'), code_id, uuidBytes(device), keys.kem, keys.sign, keys.upload);
}

export async function proofOf(secret: Bytes, transcript: Bytes): Promise<Bytes> {
  const verifier = await sha256(concat(utf8('kasane code key v1'), secret));
  const key = await crypto.subtle.importKey('raw', verifier, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, transcript));
}

/** Six digits that both screens show. */
export async function checkCode(transcript: Bytes): Promise<string> {
  const hash = await sha256(concat(utf8('kasane check v1'), transcript));
  const number = new DataView(hash.buffer).getUint32(0) % 1_000_000;
  return String(number).padStart(6, '0');
}
