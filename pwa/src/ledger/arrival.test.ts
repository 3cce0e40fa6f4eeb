import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fromB64u } from '../envelope/bytes';
import { keyFor, makeHousehold, Office, type Person, PretendServer } from '../sync/testing/office';
import { Phone } from '../sync/testing/phone';
import { Store } from '../store/store';
import { type Call, type Transport, Trouble } from '../sync/transport';
import type { PullReply } from '../sync/wire';
import { bySession, sendAll } from '../sync/upload';
import { Arrival } from './arrival';
import type { OpenLedger } from './open-ledger.svelte';
import { closeBooks, openBook, stubBrowser } from './testing/books';

const SOON = { timeout: 15_000 };
const NOTES = 3;
type House = Awaited<ReturnType<typeof makeHousehold>>;

let office: Office;
let server: PretendServer;
let sato: Person;
let tanaka: Person;
let houses: House[];
let staff: string;

beforeEach(async () => {
  stubBrowser();
  office = await Office.open();
  sato = await office.enrol('佐藤');
  tanaka = await office.enrol('田中', 'coordinator');
  houses = await Promise.all([makeHousehold(), makeHousehold(), makeHousehold()]);
  server = new PretendServer(office);
  server.scope = houses.map(({ bucket }) => ({ id: bucket, kind: 'household', role: 'lead', basis: 'internal_use', center: '26101', epoch: 1 }));
  server.keys = await Promise.all(houses.map((home) => keyFor(sato, tanaka, home)));
  staff = crypto.randomUUID();
  const desk = new Phone(tanaka, office);
  for (const home of houses) for (let n = 0; n < NOTES; n += 1) await desk.note(home, `記録${n}`);
  await sendAll(desk.store, tanaka.device, server.transport, bySession);
});

afterEach(closeBooks);

/** The office hands out `size` records a page, household by household; `mayAnswer` says whether the line carries this one. */
function inPages(size: number, mayAnswer: (page: number) => Promise<void> | void, olderOffice = false): Transport {
  let asked = 0;
  return async <T>(path: string, call: Call = {}): Promise<T> => {
    const answer = await server.transport<{ pull?: PullReply }>(path, path === '/sync/v1/sync' ? { ...call, body: { pull: { ...(call.body as { pull: object }).pull, cursor: '0' } } } : call);
    if (!answer?.pull) return answer as T;
    await mayAnswer((asked += 1));
    const from = Number((call.body as { pull: { cursor: string | null } }).pull.cursor ?? 0);
    const order = server.stored.map(({ seq, e }) => ({ seq, rcv: '2026-11-24T01:00:00Z', e: fromB64u(e) }));
    const ops = order.slice(from, from + size);
    const place = (index: number) => houses[Math.floor(index / NOTES)]!.bucket;
    const buckets = [...new Set(order.map((_, index) => index).slice(from + size).map(place))];
    const more = from + size < order.length;
    const behind = more && !olderOffice ? { behind: { buckets, today: buckets.includes(houses[0]!.bucket) ? 1 : 0, ...(from === 0 ? { ops: order.length } : {}) } } : {};
    return { pull: { ...answer.pull, cursor: String(from + ops.length), ops, more, ...behind } } as T;
  };
}

const opens = (transport: Transport): Promise<OpenLedger> => openBook(office, sato, { transport, staff });
const notesOf = async (ledger: OpenLedger, home: House) => (await ledger.household(home.bucket))?.notes.length ?? null;

test('the household that bears on today is read while the rest still travels, and no half of another one is shown [FIRST-2]', async () => {
  let carry: () => void = () => undefined;
  const line = new Promise<void>((done) => (carry = done));
  const ledger = await opens(inPages(4, (page) => (page > 1 ? line : undefined)));
  await vi.waitFor(() => expect(ledger.summaries.map(({ bucket }) => bucket)).toEqual([houses[0]!.bucket]), SOON);
  expect(ledger.sync.first).toEqual({ done: 1, total: 3, records: { done: 4, total: 9 }, today: true });
  expect(await notesOf(ledger, houses[0]!)).toBe(NOTES);
  expect(await notesOf(ledger, houses[1]!), 'one of its three records is here').toBeNull();
  expect(ledger.isComing(houses[1]!.bucket)).toBe(true);
  carry();
  await vi.waitFor(() => expect(ledger.sync).toMatchObject({ first: null, awaited: 0 }), SOON);
  expect(await Promise.all(houses.map((home) => notesOf(ledger, home)))).toEqual([NOTES, NOTES, NOTES]);
});

test('a page that is stored and not yet told of shows no half of a household to whoever opens it by its address [I3]', async () => {
  const untold = vi.spyOn(Arrival.prototype, 'learn').mockImplementation(() => undefined);
  let carry: () => void = () => undefined;
  const line = new Promise<void>((done) => (carry = done));
  const ledger = await opens(inPages(4, (page) => (page > 1 ? line : undefined)));
  await vi.waitFor(async () => expect((await new Store(staff).progress()).cursor).toBe('4'), SOON);
  expect(await notesOf(ledger, houses[1]!), 'one of its three records is here').toBeNull();
  untold.mockRestore();
  carry();
  await vi.waitFor(async () => expect(await notesOf(ledger, houses[1]!)).toBe(NOTES), SOON);
});

test('a line that is cut shows what has come, and a book that is closed goes on where it stood [FIRST-2]', async () => {
  const cut = await opens(inPages(4, (page) => (page > 1 ? Promise.reject(new Trouble('offline')) : undefined)));
  await vi.waitFor(() => expect(cut.sync.trouble).toBe('offline'), SOON);
  await vi.waitFor(() => expect(cut.sync.first).toMatchObject({ done: 1, total: 3 }), SOON);
  cut.lock();
  const store = new Store(staff);
  expect((await store.progress()).behind).toEqual(houses.slice(1).map(({ bucket }) => bucket));
  const again = await opens(inPages(4, () => undefined));
  expect(again.sync.first, 'known before the network is asked').toMatchObject({ done: 1, total: 3, records: { done: 4, total: 9 } });
  await vi.waitFor(() => expect(again.sync).toMatchObject({ first: null, awaited: 0 }), SOON);
  expect(await Promise.all(houses.map((home) => notesOf(again, home)))).toEqual([NOTES, NOTES, NOTES]);
});

test('an older office, which does not say what is whole, has nothing shown before the end', async () => {
  let carry: () => void = () => undefined;
  const line = new Promise<void>((done) => (carry = done));
  const ledger = await opens(inPages(4, (page) => (page > 2 ? line : undefined), true));
  await vi.waitFor(async () => expect((await new Store(staff).progress()).cursor).toBe('8'), SOON);
  expect(ledger.summaries).toEqual([]);
  expect(ledger.sync.first).toMatchObject({ done: 0, total: 3, records: null, today: false });
  carry();
  await vi.waitFor(() => expect(ledger.summaries).toHaveLength(3), SOON);
});

test('however pages are cut and the line breaks, each household is shown whole or not at all [FIRST-2 I3]', async () => {
  await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 9 }), fc.array(fc.boolean(), { maxLength: 6 }), async (size, breaks) => {
    staff = crypto.randomUUID();
    const ledger = await opens(inPages(size, (page) => (breaks[page] ? Promise.reject(new Trouble('offline')) : undefined)));
    const seen: (number | null)[] = [];
    await vi.waitFor(async () => {
      for (const home of houses) seen.push(await notesOf(ledger, home));
      if (ledger.sync.trouble) await ledger.syncNow();
      expect(ledger.sync).toMatchObject({ first: null, awaited: 0, trouble: null, last_sync_at: expect.any(String) });
    }, SOON);
    expect(new Set(seen.filter((count) => count !== null))).toSatisfy((counts: Set<number>) => [...counts].every((count) => count === NOTES));
    expect(await Promise.all(houses.map((home) => notesOf(ledger, home)))).toEqual([NOTES, NOTES, NOTES]);
    ledger.lock();
  }), { numRuns: 12 });
}, 60_000);
