import 'fake-indexeddb/auto';
import { afterEach, expect, test, vi } from 'vitest';
import { StoreFailure } from './failures';
import { NO_HEAD } from './rows';
import { Store } from './store';

const BUCKET = '11111111-1111-4111-8111-111111111111';

function own(dseq: number) {
  const id = crypto.randomUUID();
  const hash = new Uint8Array(32).fill(dseq);
  return {
    op: { id, bucket: BUCKET, device: BUCKET, dseq, seq: null, received_at: null, e: new Uint8Array([1]), own: 1 as const, aside: null, hash },
    outbox: { dseq, op: id, bucket: BUCKET, hash, queued_at: '2026-11-24T01:00:00Z', last_error: null },
  };
}

afterEach(() => void vi.restoreAllMocks());

test('a record, its place in the outbox and the head are written together or not at all', async () => {
  const store = new Store(crypto.randomUUID());
  const first = own(1);
  await store.commit({ ops: [first], expected: NO_HEAD, next: { ...NO_HEAD, dseq: 1, prev: first.op.hash } });
  const late = store.commit({ ops: [own(1)], expected: NO_HEAD, next: { ...NO_HEAD, dseq: 1 } });
  await expect(late).rejects.toMatchObject({ code: 'stale_head' });
  expect(await store.outboxCount()).toBe(1);
  expect((await store.opsOf(BUCKET)).map(({ id }) => id)).toEqual([first.op.id]);
});

test('a connection the browser dropped is opened anew and the write still lands [F-15 IDB-3]', async () => {
  const store = new Store(crypto.randomUUID());
  await store.head();
  const real = IDBDatabase.prototype.transaction;
  let failures = 2;
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...given: Parameters<typeof real>) {
    if (failures-- > 0) throw new DOMException('Connection to Indexed Database server lost', 'UnknownError');
    return real.apply(this, given);
  });
  await store.putDraft({ id: 'd', sealed: new Uint8Array([1]), saved_at: '2026-11-24T01:00:00Z' });
  expect(await store.drafts()).toHaveLength(1);
});

test('a write that stays impossible is reported, never swallowed', async () => {
  const store = new Store(crypto.randomUUID());
  const real = IDBDatabase.prototype.transaction;
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...given: Parameters<typeof real>) {
    if (given[1] === 'readwrite') throw new DOMException('gone', 'InvalidStateError');
    return real.apply(this, given);
  });
  await expect(store.putDraft({ id: 'd', sealed: new Uint8Array([1]), saved_at: '' })).rejects.toMatchObject({ code: 'lost' });
});

test('a full disk is told apart from a lost database [F-15 IDB-1]', async () => {
  const store = new Store(crypto.randomUUID());
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('no space', 'QuotaExceededError');
  });
  const refused = store.putDraft({ id: 'd', sealed: new Uint8Array([1]), saved_at: '' });
  await expect(refused).rejects.toBeInstanceOf(StoreFailure);
  await expect(refused).rejects.toMatchObject({ code: 'full' });
});

test('a folded view older than the newest record is not shown as current', async () => {
  const store = new Store(crypto.randomUUID());
  await store.putFolded(BUCKET, new Uint8Array([1]), new Uint8Array([2]), 0);
  expect(await store.view(BUCKET)).not.toBeNull();
  const first = own(1);
  await store.commit({ ops: [first], expected: NO_HEAD, next: { ...NO_HEAD, dseq: 1, prev: first.op.hash } });
  expect(await store.view(BUCKET)).toBeNull();
});
