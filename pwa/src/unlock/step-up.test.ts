import 'fake-indexeddb/auto';
import { expect, test, vi } from 'vitest';
import { fromB64u, utf8 } from '../envelope/bytes';
import { importPoint, verify } from '../envelope/signing';
import { newDeviceKeys } from '../envelope/wrapping';
import type { Identity } from '../store/rows';
import { Store } from '../store/store';
import { type Call, type Transport, Trouble } from '../sync/transport';
import { lockStorageKey, newLocalRandom, newStorageKey, randomBytes } from './keys';

const FACTOR = randomBytes(32);
vi.mock('./passphrase', () => ({ passphraseFactor: (phrase: string) => Promise.resolve(phrase === 'あさひ かもがわ' ? FACTOR : new Uint8Array(32)) }));
const { showAgain, showHere } = await import('./step-up');
const { delayAfter, waitOf } = await import('./attempts');

/** Tanaka's office computer with its book open. */
async function desk(): Promise<{ staff: string; identity: Identity }> {
  const [storage, local, staff, device] = [await newStorageKey(), await newLocalRandom(), crypto.randomUUID(), crypto.randomUUID()];
  const lsk = await lockStorageKey(storage, local, FACTOR, device, 'passphrase');
  const keys = await newDeviceKeys(storage);
  const identity: Identity = {
    staff, device, label: '', state: 'active', check_code: '', root_print: '', created_at: '', local, keys, locks: { passphrase: { salt: randomBytes(16), memory_kib: 8, passes: 1, lsk } },
  };
  const store = new Store(staff);
  await store.setMeta('identity', identity);
  store.close();
  return { staff, identity };
}

interface Told { path: string; body: { challenge: string; signature: string } }

function server(told: Told[], over = false): Transport {
  let isOver = over;
  return <T>(path: string, call?: Call) => {
    told.push({ path, body: call?.body as Told['body'] });
    if (path === '/access/v1/session') isOver = false;
    if (isOver && path.includes('step-up')) return Promise.reject(new Trouble('session', { status: 401 }));
    return Promise.resolve({ challenge: path.includes('step-up') ? 'for-the-session' : 'to-sign-in' } as T);
  };
}

test('the right passphrase signs the session’s own challenge, and nothing else', async () => {
  const { staff, identity } = await desk();
  const told: Told[] = [];
  expect(await showAgain(staff, { passphrase: 'あさひ かもがわ' }, server(told))).toEqual({ refusal: null, wait_s: 0 });
  expect(told.map(({ path }) => path)).toEqual(['/access/v1/step-up/challenge', '/access/v1/step-up']);
  const { challenge, signature } = told[1]!.body;
  const words = utf8(`kasane step-up v1\n${identity.device}\n${challenge}`);
  expect(await verify(await importPoint(identity.keys.sign.point), words, fromB64u(signature, 64))).toBe(true);
});

test('whoever finds the book open and does not know the passphrase signs nothing, and waits longer each time', async () => {
  const { staff } = await desk();
  const told: Told[] = [];
  const answers = [];
  for (let n = 0; n < 4; n += 1) answers.push(await showAgain(staff, { passphrase: 'ちがう' }, server(told)));
  expect(answers.map(({ refusal, wait_s }) => [refusal, wait_s])).toEqual([['wrong', 0], ['wrong', 0], ['wait', 5], ['wait', 10]]);
  expect(told).toEqual([]);
});

test('whoever mistyped while the clock was a day ahead waits as long as anybody else once it is right', async () => {
  const { staff } = await desk();
  const store = new Store(staff);
  await store.setMeta('tries', { failed: 4, not_before: Date.now() + 24 * 3_600_000 });
  store.close();
  expect(await waitOf(staff)).toBe(delayAfter(4));
});

test('a session that ended meanwhile is opened first', async () => {
  const { staff } = await desk();
  const told: Told[] = [];
  expect((await showAgain(staff, { passphrase: 'あさひ かもがわ' }, server(told, true))).refusal).toBeNull();
  expect(told.map(({ path }) => path)).toEqual(['/access/v1/step-up/challenge', '/access/v1/challenge', '/access/v1/session', '/access/v1/step-up/challenge', '/access/v1/step-up']);
});

test('without a network the factor was right and the act still waits', async () => {
  const { staff } = await desk();
  const nobody: Transport = () => Promise.reject(new Trouble('offline'));
  await expect(showAgain(staff, { passphrase: 'あさひ かもがわ' }, nobody)).rejects.toMatchObject({ code: 'offline' });
});

test('on the device alone the factor opens with no word to the office, and a wrong one waits as at the lock', async () => {
  const { staff } = await desk();
  expect(await showHere(staff, { passphrase: 'あさひ かもがわ' })).toEqual({ refusal: null, wait_s: 0 });
  const refused = [];
  for (let n = 0; n < 3; n += 1) refused.push((await showHere(staff, { passphrase: 'ちがう' })).refusal);
  expect(refused).toEqual(['wrong', 'wrong', 'wait']);
});
