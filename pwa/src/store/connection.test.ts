import 'fake-indexeddb/auto';
import { afterEach, expect, test, vi } from 'vitest';
import { Connection, LAYOUT } from './connection';
import { Store } from './store';

afterEach(() => void vi.restoreAllMocks());

/** Another tab with a newer app: it may open its layout only when every older connection has made way. */
function newerLayout(name: string): { opened: Promise<IDBDatabase>; blocked: () => boolean } {
  let blocked = false;
  const asked = indexedDB.open(name, LAYOUT + 1);
  const opened = new Promise<IDBDatabase>((done, failed) => {
    asked.onblocked = () => void (blocked = true);
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error as DOMException);
  });
  return { opened, blocked: () => blocked };
}

test('Sato’s old tab makes way for the newer app in the second one, and then says that it is too old [F-15 IDB-4]', async () => {
  const old = new Store(crypto.randomUUID());
  await old.putDraft({ id: 'd', sealed: new Uint8Array([1]), saved_at: '2026-11-24T01:00:00Z' });
  const newer = newerLayout(old.connection.name);
  const database = await newer.opened;
  expect(newer.blocked()).toBe(false);
  expect(database.objectStoreNames.contains('drafts')).toBe(true);
  await expect(old.putDraft({ id: 'e', sealed: new Uint8Array([1]), saved_at: '' })).rejects.toMatchObject({ code: 'newer' });
  await expect(old.drafts()).rejects.toMatchObject({ code: 'newer' });
  database.close();
});

test('a write under way ends before the newer layout begins [F-15]', async () => {
  const old = new Store(crypto.randomUUID());
  await old.head();
  const writing = old.putDraft({ id: 'd', sealed: new Uint8Array([1]), saved_at: '' });
  const database = await newerLayout(old.connection.name).opened;
  await writing;
  const kept = database.transaction('drafts').objectStore('drafts').count();
  await new Promise((done) => void (kept.onsuccess = done));
  expect(kept.result).toBe(1);
  database.close();
});

test('what a person wrote waits for the disk; only what can be made anew does not', async () => {
  const asked: (IDBTransactionDurability | undefined)[] = [];
  const real = IDBDatabase.prototype.transaction;
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...given: Parameters<typeof real>) {
    if (given[1] === 'readwrite') asked.push(given[2]?.durability);
    return real.apply(this, given);
  });
  const store = new Store(crypto.randomUUID());
  await store.putDraft({ id: 'd', sealed: new Uint8Array([1]), saved_at: '' });
  await store.changeProgress({ ack: 0 });
  expect(asked).toEqual(['strict', 'strict']);
  await store.putFolded(crypto.randomUUID(), new Uint8Array([1]), new Uint8Array([1]), 0);
  expect(asked[2]).toBe('relaxed');
});

test('a handle that is dead for good is thrown away: only a fresh one brings the write to the disk [F-15 IDB-3]', async () => {
  const store = new Store(crypto.randomUUID());
  await store.head();
  const real = IDBDatabase.prototype.transaction;
  let dead: IDBDatabase | null = null;
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...given: Parameters<typeof real>) {
    dead ??= this;
    if (this === dead) throw new DOMException('Connection to Indexed Database server lost', 'UnknownError');
    return real.apply(this, given);
  });
  await store.putDraft({ id: 'd', sealed: new Uint8Array([1]), saved_at: '' });
  expect(await store.drafts()).toHaveLength(1);
});

test('a write that was begun and then aborted is reported, and nothing of it stays [F-15]', async () => {
  const connection = new Connection(`kasane-${crypto.randomUUID()}`);
  const write = connection.write(['meta'], async (tx) => {
    await tx.objectStore('meta').put({ name: 'head', value: {} });
    throw new Error('the second half failed');
  });
  await expect(write).rejects.toThrow('the second half failed');
  expect(await connection.read(['meta'], (tx) => tx.objectStore('meta').count())).toBe(0);
});

test('a closed book writes nothing more', async () => {
  const store = new Store(crypto.randomUUID());
  store.close();
  await expect(store.changeProgress({ ack: 1 })).rejects.toMatchObject({ code: 'lost' });
});
