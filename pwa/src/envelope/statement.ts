/** Signed statements (JWS compact, ES256) and the hash chain they lie in. Twin of server/envelope/statement.py; WebCrypto only, to keep the first load small. */

import { b64u, type Bytes, CannotOpen, concat, fromB64u, sha256, utf8 } from './bytes';
import { importPoint, sign, verify } from './signing';

export type Typ = 'kasane-root' | 'kasane-device' | 'kasane-revoke' | 'kasane-grant' | 'kasane-approve' | 'kasane-transfer' | 'kasane-figures';
export type Claims = Record<string, unknown>;
export const ROOT = 'root';
const MAX_CHARS = 8 * 1024;

/** `kid` is the signer's device id, or ROOT. */
export async function signStatement(typ: Typ, claims: Claims, key: CryptoKey, kid: string): Promise<string> {
  const signed = `${b64u(utf8(JSON.stringify({ alg: 'ES256', typ, kid })))}.${b64u(utf8(JSON.stringify(claims)))}`;
  return `${signed}.${b64u(await sign(key, utf8(signed)))}`;
}

/** What an unverified statement says of itself: enough to find the key, worth nothing more. */
export function markOf(statement: string): { typ: string; kid: string } {
  const { alg, typ, kid, ...rest } = read(parts(statement)[0]);
  if (alg !== 'ES256' || typeof typ !== 'string' || typeof kid !== 'string' || Object.keys(rest).length > 0) throw new CannotOpen();
  return { typ, kid };
}

/** Unverified: for routing only, such as finding the bucket of a grant. */
export function claimsOf(statement: string): Claims {
  return read(parts(statement)[1]);
}

/** The claims, when the holder of `point` signed them as exactly this kind under this name; else CannotOpen. */
export async function readStatement(statement: string, typ: string, kid: string, point: Bytes): Promise<Claims> {
  const mark = markOf(statement);
  if (mark.typ !== typ || mark.kid !== kid) throw new CannotOpen();
  const [header, claims, signature] = parts(statement);
  const key = await importPoint(point);
  if (!(await verify(key, utf8(`${header}.${claims}`), fromB64u(signature, 64)))) throw new CannotOpen();
  return read(claims);
}

/** hash(n) of the directory; hash(0) is 32 zero bytes. */
export function chainHash(previous: Bytes, statement: string): Promise<Bytes> {
  return sha256(concat(previous, utf8(statement)));
}

function parts(statement: string): [string, string, string] {
  const split = statement.split('.');
  if (split.length !== 3 || statement.length > MAX_CHARS) throw new CannotOpen();
  return split as [string, string, string];
}

function read(part: string): Claims {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(fromB64u(part)));
  } catch {
    throw new CannotOpen();
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new CannotOpen();
  return value as Claims;
}
