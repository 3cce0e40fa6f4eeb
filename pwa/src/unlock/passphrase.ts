/** The passphrase as an unlock factor: what is long enough, suggestions, and its slow hash. */
import { workerUrl } from '../app/worker-url';
import type { Bytes } from '../store/rows';
import argonUrl from './argon.worker.ts?worker&url';
import { randomBytes } from './keys';
import { WORDS } from './words';

/** 64 MiB and 3 passes: 0.2–0.4 s on a desk machine, a second or two on a phone. */
export const COST = { memory_kib: 64 * 1024, passes: 3 };
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

export function passphraseFactor(passphrase: string, salt: Bytes, cost: { memory_kib: number; passes: number } = COST): Promise<Bytes> {
  const worker = new Worker(workerUrl(argonUrl), { type: 'module' });
  return new Promise<Bytes>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<{ factor?: Bytes }>) => (data.factor ? resolve(data.factor) : reject(new Error('argon2')));
    worker.onerror = () => reject(new Error('argon2 worker'));
    worker.postMessage({ passphrase: tidy(passphrase), salt, ...cost });
  }).finally(() => worker.terminate());
}
