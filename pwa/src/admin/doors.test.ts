import { afterEach, expect, test, vi } from 'vitest';
import { b64u } from '../envelope/bytes';
import type { Ledger } from '../ledger/ledger';
import { newLink, wordsOf } from './doors';

const OURS = b64u(new Uint8Array(32).fill(7));
const OTHERS = b64u(new Uint8Array(32).fill(8));
const tanaka = { root_print: OURS } as unknown as Ledger;

function serverGives(print: string): void {
  const link = `https://kasane.example.jp/enrol#${b64u(new Uint8Array(32))}.${print}`;
  const body = JSON.stringify({ link, expires_at: '2026-11-24T01:10:00Z' });
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(body, { headers: { 'content-type': 'application/json' } })));
}

afterEach(() => vi.unstubAllGlobals());

test('Tanaka hands on a link that names the root her own device was enrolled under', async () => {
  serverGives(OURS);
  expect((await newLink(tanaka, 'sato')).link).toContain(OURS);
});

test('a link that names another root is never shown: the new phone would believe it', async () => {
  serverGives(OTHERS);
  const refused = await newLink(tanaka, 'sato').catch((error: unknown) => error);
  expect(refused).toMatchObject({ detail: { problem: 'other_root' } });
  expect(wordsOf(refused)).toContain('使わずに');
});
