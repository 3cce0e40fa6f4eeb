/** P-256 signatures as raw r‖s, and public keys as uncompressed points. Twin of server/envelope/signing.py. */

import { type Bytes, CannotOpen, sha256 } from './bytes';
import type { Envelope } from './frame';

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' };
const ALGORITHM = { name: 'ECDSA', hash: 'SHA-256' };
export const POINT_BYTES = 65;

export async function pointOf(publicKey: CryptoKey): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.exportKey('raw', publicKey));
}

/** Throws CannotOpen when the 65 bytes are not a point of the curve. */
export async function importPoint(point: Bytes): Promise<CryptoKey> {
  if (point.length !== POINT_BYTES) throw new CannotOpen();
  try {
    return await crypto.subtle.importKey('raw', point, CURVE, true, ['verify']);
  } catch {
    throw new CannotOpen();
  }
}

export async function sign(key: CryptoKey, message: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign(ALGORITHM, key, message));
}

/** False for any signature that does not hold. */
export async function verify(key: CryptoKey, message: Bytes, signature: Bytes): Promise<boolean> {
  return signature.length === 64 && (await crypto.subtle.verify(ALGORITHM, key, signature, message));
}

/** Whether the holder of this signing key made exactly these bytes. */
export function madeBy(envelope: Envelope, key: CryptoKey): Promise<boolean> {
  return verify(key, envelope.signed, envelope.signature);
}

/** SHA-256 of a public key: of the office root it is what an enrolment link pins. */
export function printOf(point: Bytes): Promise<Bytes> {
  return sha256(point);
}
