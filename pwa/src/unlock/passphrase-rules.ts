/** What passphrase is long enough, and suggestions for one. */
import { randomBytes } from './keys';
import { WORDS } from './words';

const LEAST_CHARACTERS = 14;
const LEAST_WORDS = 5;
const SUGGESTED_WORDS = 6;

/** Spaces between words and full-width letters are typing habits, not secrets. */
export function tidy(passphrase: string): string {
  return passphrase.normalize('NFKC').trim().replace(/[\s・]+/g, ' ');
}

export function strongEnough(passphrase: string): boolean {
  const tidied = tidy(passphrase);
  const words = tidied.split(' ').filter((word) => [...word].length >= 2);
  const different = new Set(tidied.replaceAll(' ', '')).size;
  if (different < 6) return false;
  return new Set(words).size >= LEAST_WORDS || [...tidied.replaceAll(' ', '')].length >= LEAST_CHARACTERS;
}

/** Six of 256 words: 48 bits, each guess costing a slow hash and needing this very device. */
export function suggest(): string {
  return [...randomBytes(SUGGESTED_WORDS)].map((index) => WORDS[index]).join(' ');
}
