/** The author's word for what a record does to an alert: clear effects, bound to the very envelope they belong to. Twin of server/envelope/effects.py. */
import { b64u, type Bytes, concat, fromB64u, utf8 } from './bytes';
import { sign, verify } from './signing';

/** `hash` is SHA-256 of the whole envelope. */
export async function signEffects(key: CryptoKey, hash: Bytes, effects: readonly object[]): Promise<string> {
  return b64u(await sign(key, messageOf(hash, effects)));
}

export async function effectsAreSigned(key: CryptoKey, hash: Bytes, effects: readonly object[], signature: string): Promise<boolean> {
  return verify(key, messageOf(hash, effects), fromB64u(signature, 64));
}

/** What is signed. */
export function messageOf(hash: Bytes, effects: readonly object[]): Bytes {
  return concat(utf8('KEP1 effects'), hash, utf8(spelled(effects)));
}

/** JSON with sorted names and no spaces: one spelling, however often it was stored as values in between. */
export function spelled(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spelled).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const named = Object.entries(value).filter(([, inner]) => inner !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${named.map(([name, inner]) => `${JSON.stringify(name)}:${spelled(inner)}`).join(',')}}`;
}
