import { afterEach, expect, test, vi } from 'vitest';
import { b64u } from '../envelope/bytes';
import { checkCode, transcriptBy } from '../enrol/link';
import type { Ledger } from '../ledger/ledger';
import { approve, digitsOf, newLink, showsOtherDigits, wordsOf } from './doors';
import type { DeviceRow } from './waiters.svelte';

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

const point = (fill: number) => new Uint8Array(65).fill(fill);
const ID = '00000000-0000-4000-8000-00000000000a';

/** Sato's new phone as the server lists it. */
async function waiting(changes: Partial<DeviceRow> = {}): Promise<DeviceRow> {
  const keys = { kem: point(4), sign: point(5), upload: point(6) };
  const check_code = await checkCode(transcriptBy(new Uint8Array(16).fill(9), ID, keys));
  return {
    id: ID, staff: ID, staff_name: '佐藤', role: 'outreach_worker', center: '26101', label: '', state: 'pending', check_code, code_id: b64u(new Uint8Array(16).fill(9)),
    kem_key: b64u(keys.kem), sign_key: b64u(keys.sign), upload_key: b64u(keys.upload), enrolled_at: '', last_seen_at: null, certified: false, ...changes,
  };
}

test('the six digits are reckoned from the keys that Tanaka signs for', async () => {
  const device = await waiting();
  expect(await digitsOf(device)).toBe(device.check_code);
  expect(await showsOtherDigits(device)).toBe(false);
});

test.each<[string, Partial<DeviceRow>]>([
  ['another signing key', { sign_key: b64u(point(7)) }], ['another receiving key', { kem_key: b64u(point(7)) }], ['another upload key', { upload_key: b64u(point(7)) }],
  ['another device', { id: ID.replace('a', 'b') }], ['another code', { code_id: b64u(new Uint8Array(16)) }], ['no code', { code_id: null }], ['no key', { kem_key: '' }],
  ['digits of its own', { check_code: '000000' }],
])('%s shown with the digits of Sato’s phone is seen, and nothing is signed or sent', async (_what, changes) => {
  const device = await waiting(changes);
  const signed = vi.fn();
  const sent = vi.fn();
  vi.stubGlobal('fetch', sent);
  expect(await showsOtherDigits(device)).toBe(true);
  const refused = await approve({ approve: signed } as unknown as Ledger, device, (await waiting()).check_code).catch((error: unknown) => error);
  expect(wordsOf(refused)).toContain('承認せずに');
  expect([signed.mock.calls, sent.mock.calls]).toEqual([[], []]);
});

test('digits typed from another screen are not those of the keys: nothing is signed', async () => {
  const signed = vi.fn();
  const refused = await approve({ approve: signed } as unknown as Ledger, await waiting(), '000000').catch((error: unknown) => error);
  expect(refused).toMatchObject({ detail: { problem: 'check_code_wrong' } });
  expect(signed).not.toHaveBeenCalled();
});
