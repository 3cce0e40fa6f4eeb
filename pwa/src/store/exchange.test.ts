import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from 'vitest';
import { applyAck, applyPage, forgetCursor, type Page, pruneRetained, purgeBuckets, requeue } from './exchange';
import { NO_HEAD } from './rows';
import { Store } from './store';

const DAY = 24 * 60 * 60 * 1000;
const NOW = Date.parse('2026-11-24T09:00:00+09:00');
const [HOME, OTHER, PHONE, GEN] = ['1', '2', '3', '4'].map((n) => n.repeat(8) + '-1111-4111-8111-111111111111') as [string, string, string, string];
const ago = (days: number) => new Date(NOW - days * DAY).toISOString();

let store: Store;
beforeEach(() => void (store = new Store(crypto.randomUUID())));

const hashOf = (dseq: number) => new Uint8Array(32).fill(dseq);

/** Sato’s records 1 … n of a household, waiting to be sent. */
async function writes(count: number, bucket = HOME, from = 0): Promise<string[]> {
  const ids = Array.from({ length: count }, () => crypto.randomUUID());
  const ops = ids.map((id, n) => {
    const [dseq, hash] = [from + n + 1, hashOf(from + n + 1)];
    return {
      op: { id, bucket, device: PHONE, dseq, seq: null, received_at: null, e: new Uint8Array([dseq]), own: 1 as const, aside: null, hash, queued_at: ago(0) },
      outbox: { dseq, op: id, bucket, hash, queued_at: ago(0), last_error: null },
    };
  });
  await store.commit({ ops, expected: await store.head(), next: { ...NO_HEAD, dseq: from + count, prev: hashOf(from + count) } });
  return ids;
}

const acked = (ack: number, days = 0, ack_hash = hashOf(ack)) => applyAck(store, { gen: GEN, ack, ack_hash, results: [], now: ago(days) });

const page = (change: Partial<Page> = {}): Page => ({
  gen: GEN, cursor: 'c', ops: [], gone: [], held: [], keys: [], alerts: [], scope: { rev: 1 }, now: ago(0), clock_off_ms: 0, last: true, ...change,
});

const kept = async (bucket = HOME) => (await store.opsOf(bucket)).map(({ dseq }) => dseq).sort();

test('of three records sent the one the office did not acknowledge stays in the outbox [I1]', async () => {
  await writes(3);
  expect(await acked(2)).toEqual({ sent: 2 });
  expect((await store.outbox()).map(({ dseq }) => dseq)).toEqual([3]);
});

test('a number without the hash of our own record takes nothing off the list', async () => {
  await writes(3);
  expect(await acked(2, 0, hashOf(9))).toEqual({ mismatch: true });
  expect(await acked(7)).toEqual({ mismatch: true });
  expect(await store.outboxCount()).toBe(3);
});

test('a fresh start of the pull leaves what waits where it is', async () => {
  await writes(2);
  await forgetCursor(store);
  expect(await store.outboxCount()).toBe(2);
  expect((await store.progress()).cursor).toBeNull();
});

test('a restored office gets again what it lost, and what was never sent is still in line once', async () => {
  await writes(3);
  await acked(2);
  expect(await requeue(store, 'other', 1)).toBe(1);
  expect((await store.outbox()).map(({ dseq }) => dseq)).toEqual([2, 3]);
  expect(await requeue(store, 'other', 1)).toBe(0);
});

test('a household handed over leaves nothing readable here, and keeps as sealed bytes only what may be needed again [I4]', async () => {
  await writes(2);
  await acked(1, 40);
  await acked(2, 3);
  await writes(1, HOME, 2);
  await applyPage(store, page({ keys: [{ bucket: HOME, epoch: 1, key_check: '', wrap: '', grant: '' }] }));
  await store.putFolded(HOME, new Uint8Array([1]), new Uint8Array([2]), 3);
  await applyPage(store, page({ gone: [HOME] }));
  expect(await store.keysOf(HOME)).toEqual([]);
  expect(await store.summaries()).toEqual([]);
  expect(await store.view(HOME)).toBeNull();
  expect(await kept()).toEqual([2, 3]);
  expect((await store.outbox()).map(({ dseq }) => dseq)).toEqual([3]);
});

test('the spare copy of a household handed over goes after 35 days, never before and never unsent', async () => {
  await writes(3);
  await acked(1, 34);
  await acked(2, 10);
  await purgeBuckets(store, [HOME], ago(10));
  expect(await pruneRetained(store, NOW)).toBe(0);
  expect(await kept()).toEqual([1, 2, 3]);
  expect(await pruneRetained(store, NOW + DAY)).toBe(1);
  expect(await kept()).toEqual([2, 3]);
  expect(await pruneRetained(store, NOW + 400 * DAY)).toBe(1);
  expect(await kept()).toEqual([3]);
  expect(await store.outboxCount()).toBe(1);
});

test('records of a household that is still Sato’s are never pruned', async () => {
  await writes(1);
  await acked(1, 400);
  expect(await pruneRetained(store, NOW)).toBe(0);
  expect(await kept()).toEqual([1]);
});

test('a household that comes back brings its spare copies back into the case [PURGE-2]', async () => {
  const [id] = await writes(1);
  await acked(1, 10);
  await purgeBuckets(store, [HOME], ago(10));
  const row = (await store.op(id!))!;
  await applyPage(store, page({ ops: [{ ...row, seq: 5, received_at: ago(10) }] }));
  expect(await pruneRetained(store, NOW + 400 * DAY)).toBe(0);
});

test('what is gone goes before what came, and another household is not touched', async () => {
  await writes(1);
  await acked(1, 1);
  await writes(1, OTHER, 1);
  await applyPage(store, page({ gone: [HOME] }));
  expect(await kept(OTHER)).toEqual([2]);
});
