import 'fake-indexeddb/auto';
import { expect, test, vi } from 'vitest';
import { Store } from '../store/store';
import { DraftBook } from './draft-book.svelte';

const DRAFT = { id: 'd1', kind: 'visit', bucket: null, title: '森川さん宅', started_at: '2026-11-24T10:00:00+09:00', focus: 'facts', value: { facts: '戸を少し開けてくださった' } };

async function book(): Promise<{ store: Store; drafts: DraftBook; told: ReturnType<typeof vi.fn> }> {
  const storage = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  const store = new Store(crypto.randomUUID());
  const told = vi.fn();
  return { store, drafts: new DraftBook(store, storage, told), told };
}

test('a draft lies on the device until it is thrown away, and the other tabs are told each time', async () => {
  const { store, drafts, told } = await book();
  await drafts.keep(DRAFT);
  await drafts.read();
  expect(drafts.rows).toMatchObject([DRAFT]);
  await drafts.drop('d1');
  expect([drafts.rows, await store.drafts(), told.mock.calls.length]).toEqual([[], [], 2]);
});

test('what went with its record costs the next screen no second wait for the disk', async () => {
  const { store, drafts } = await book();
  await drafts.keep(DRAFT);
  await store.dropDraft('d1');
  drafts.taken('d1');
  const written = vi.spyOn(store, 'dropDraft');
  await drafts.drop('d1');
  expect([drafts.rows, written.mock.calls]).toEqual([[], []]);
});

test('a draft written once more while its record was being kept is thrown away all the same', async () => {
  const { store, drafts } = await book();
  drafts.taken('d1');
  await drafts.keep(DRAFT);
  await drafts.drop('d1');
  expect(await store.drafts()).toEqual([]);
});
