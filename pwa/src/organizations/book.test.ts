/** The directory on Sato's phone: there without a signal and after a restart, and brought up to date by what is new. */
import 'fake-indexeddb/auto';
import { afterEach, expect, test, vi } from 'vitest';
import type { OrganizationRow } from '../store/organization-rows';
import { Store } from '../store/store';
import { Trouble, type Transport } from '../sync/transport';
import { OrganizationBook } from './book.svelte';

afterEach(() => void vi.useRealTimers());

const row = (id: string, seq: number, change: Partial<OrganizationRow> = {}): OrganizationRow => ({
  id, name: id, kana: 'あ', kind: 'npo', fields: ['disability'], target: '', center: null, area_level: 'city', area_name: '', tels: [{ label: '', number: '075-000-0201' }], url: '', hours: '', address: '', notes: '', is_public: true,
  checked_on: '2026-11-01', checked_by: 'fujii', checked_by_name: '藤井 一郎', version: 1, ended: false, seq, ...change,
});

/** What the office answers, page by page of two, as docs/wire.md has it. */
class PretendOffice {
  gen = crypto.randomUUID() as string;
  rows: OrganizationRow[] = [];
  asked: string[] = [];
  away = false;

  readonly transport: Transport = <T>(path: string) => {
    this.asked.push(path);
    if (this.away) return Promise.reject(new Trouble('offline'));
    const query = new URL(path, 'https://kasane.example.jp').searchParams;
    const newest = Math.max(0, ...this.rows.map(({ seq }) => seq));
    const whole = query.get('since') === '0' || query.get('gen') !== this.gen || Number(query.get('since')) > newest;
    const page = this.rows.filter(({ seq }) => seq > (whole ? 0 : Number(query.get('since')))).sort((a, b) => a.seq - b.seq).slice(0, 2);
    const head = page.at(-1)?.seq ?? newest;
    return Promise.resolve({ gen: this.gen, head, whole, more: head < newest, organizations: page } as T);
  };
}

const staff = () => crypto.randomUUID();
const names = (book: OrganizationBook) => book.rows.map(({ id }) => id).sort();

async function filled(office: PretendOffice, who = staff()): Promise<OrganizationBook> {
  const book = new OrganizationBook(new Store(who), office.transport);
  await book.refresh(true);
  return book;
}

test('what came once is there after a restart without a signal', async () => {
  const office = new PretendOffice();
  office.rows = [row('a', 1), row('b', 2), row('c', 3)];
  const who = staff();
  (await filled(office, who)).close();
  office.away = true;
  const again = new OrganizationBook(new Store(who), office.transport);
  await again.read();
  expect([names(again), again.state, again.heardAt !== null]).toEqual([['a', 'b', 'c'], 'known', true]);
  await again.refresh(true);
  expect(names(again)).toEqual(['a', 'b', 'c']);
});

test('later only what is new is asked for, and what has ended is forgotten', async () => {
  const office = new PretendOffice();
  office.rows = [row('a', 1), row('b', 2)];
  const book = await filled(office);
  office.rows = [row('b', 2), row('a', 3, { ended: true, version: 2 }), row('c', 4)];
  await book.refresh(true);
  expect(names(book)).toEqual(['b', 'c']);
  expect(office.asked.at(-1)).toBe(`/organizations/v1/organizations?since=2&gen=${office.gen}`);
});

test('after the server was put back from a backup what it no longer knows is gone', async () => {
  const office = new PretendOffice();
  office.rows = [row('a', 1), row('b', 2), row('c', 3)];
  const book = await filled(office);
  Object.assign(office, { gen: crypto.randomUUID(), rows: [row('a', 1)] });
  await book.refresh(true);
  expect(names(book)).toEqual(['a']);
});

test('what was just changed here is seen at once and no older answer overwrites it', async () => {
  const office = new PretendOffice();
  office.rows = [row('a', 1)];
  const book = await filled(office);
  await book.take(row('a', 5, { version: 2, hours: '毎日', checked_by: 'mori' }));
  office.rows = [row('a', 4, { version: 1 })];
  await book.refresh(true);
  expect(book.rows).toMatchObject([{ hours: '毎日', version: 2, checked_by_name: '' }]);
});

test('a line that breaks between two pages leaves the copy as it was', async () => {
  const office = new PretendOffice();
  office.rows = [row('a', 1)];
  const book = await filled(office);
  office.rows = [row('a', 1), row('b', 2), row('c', 3), row('d', 4)];
  const broken: Transport = (path, call) => (path.includes('since=3') ? Promise.reject(new Trouble('offline')) : office.transport(path, call));
  const cut = new OrganizationBook((book as unknown as { store: Store }).store, broken);
  await cut.refresh(true);
  await book.read();
  expect(names(book)).toEqual(['a']);
  await book.refresh(true);
  expect(names(book)).toEqual(['a', 'b', 'c', 'd']);
});

test('the open app asks every ten minutes, a screen that shows it at once', async () => {
  const office = new PretendOffice();
  office.rows = [row('a', 1)];
  const book = await filled(office);
  await book.refresh();
  expect(office.asked).toHaveLength(1);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11 * 60_000 });
  await book.refresh();
  expect(office.asked).toHaveLength(2);
});

test('a phone of before the directory keeps what it holds when its database grows', async () => {
  const who = staff();
  const before = await new Promise<IDBDatabase>((done, failed) => {
    const asked = indexedDB.open(`kasane-${who}`, 2);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore('meta', { keyPath: 'name' });
      asked.result.createObjectStore('drafts', { keyPath: 'id' }).add({ id: 'd', sealed: new Uint8Array([1]), saved_at: '' });
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error as DOMException);
  });
  before.close();
  const office = new PretendOffice();
  office.rows = [row('a', 1)];
  const store = new Store(who);
  const book = new OrganizationBook(store, office.transport);
  await book.refresh(true);
  expect(names(book)).toEqual(['a']);
  expect(await store.drafts()).toHaveLength(1);
});

test('a new device of the same person begins without the old one’s copy', async () => {
  const office = new PretendOffice();
  office.rows = [row('a', 1)];
  const who = staff();
  (await filled(office, who)).close();
  const store = new Store(who);
  await store.startAnew({} as never);
  const book = new OrganizationBook(store, office.transport);
  await book.read();
  expect([book.rows, book.heardAt]).toEqual([[], null]);
});
