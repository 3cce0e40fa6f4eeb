import 'fake-indexeddb/auto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Store } from '../store/store';
import { keyFor, makeHousehold, Office, type Person, PretendServer } from '../sync/testing/office';
import { type Transport, Trouble } from '../sync/transport';
import { merging } from '../households/together';
import { sealLocal } from '../unlock/keys';
import type { Payload } from '../casework/records';
import { NoKey } from './ledger';
import { listRows } from './list-rows';
import type { OpenLedger } from './open-ledger.svelte';
import { closeBooks, open, openBook, stubBrowser } from './testing/books';
import { summaryPlace } from './storage-places';

const CANARY = '縁側で手を振ってくださった';
const DRAFT = { id: 'd1', kind: 'visit', bucket: null, title: '森川', started_at: '2026-11-24T13:34:00+09:00', focus: null, value: { facts: CANARY } };
const note: Payload = { kind: 'note.add', text: CANARY, recorded_at: '2026-11-24T10:00:00+09:00' };
/** Two cores carry more than this. */
const SOON = { timeout: 15_000 };
const nobody: Transport = () => Promise.reject(new Trouble('offline'));

let office: Office;
let server: PretendServer;
let sato: Person;
let tanaka: Person;
let home: Awaited<ReturnType<typeof makeHousehold>>;
let staff: string;

beforeEach(async () => {
  stubBrowser();
  office = await Office.open();
  sato = await office.enrol('佐藤');
  tanaka = await office.enrol('田中', 'coordinator');
  home = await makeHousehold();
  server = new PretendServer(office);
  server.scope = [{ id: home.bucket, kind: 'household', role: 'lead', basis: 'internal_use', center: '26101', epoch: 1 }];
  server.keys = [await keyFor(sato, tanaka, home)];
  staff = crypto.randomUUID();
});

afterEach(closeBooks);

const unlocks = (transport: Transport = server.transport, locked = () => undefined, person = sato, of = staff): Promise<OpenLedger> => openBook(office, person, { transport, locked, staff: of });

/** Everything on the disk of this phone, as somebody who copies its profile would read it. */
async function everythingStored(): Promise<string> {
  const asked = indexedDB.open(`kasane-${staff}`);
  const db = await new Promise<IDBDatabase>((done) => void (asked.onsuccess = () => done(asked.result)));
  const rows = await Promise.all([...db.objectStoreNames].map((name) => new Promise<unknown[]>((done) => {
    const all = db.transaction(name).objectStore(name).getAll();
    all.onsuccess = () => done(all.result);
  })));
  db.close();
  const bytes = (value: unknown): string => (value instanceof Uint8Array ? new TextDecoder().decode(value) : JSON.stringify(value, (_, one: unknown) => (one instanceof Uint8Array ? new TextDecoder().decode(one) : one)));
  return rows.flat().map(bytes).join('\n');
}

test('the draft goes in the very transaction that keeps its record: a kill between the two leaves neither twice [F-14 DRAFT-5]', async () => {
  const ledger = await unlocks();
  await vi.waitFor(() => expect(ledger.sync.last_sync_at).not.toBeNull(), SOON);
  await ledger.saveDraft(DRAFT);
  const store = new Store(staff);
  await ledger.record(home.bucket, note, [], [], DRAFT.id);
  expect(await store.drafts()).toEqual([]);
});

test('what Sato writes is kept before anything is sent, and leaves when the office can be reached [QUEUE-2]', async () => {
  const ledger = await unlocks();
  await vi.waitFor(() => expect(ledger.sync.last_sync_at).not.toBeNull(), SOON);
  server.faults = Array.from({ length: 99 }, () => 'lost_request' as const); // away until it is said to be back
  const { op } = await ledger.record(home.bucket, note);
  expect((await new Store(staff).outbox()).map((row) => row.op)).toContain(op);
  await vi.waitFor(() => expect(ledger.sync.trouble).toBe('offline'), SOON);
  await vi.waitFor(() => expect(ledger.unsent).toHaveLength(1), SOON);
  server.faults = [];
  await ledger.syncNow();
  expect(server.stored.map(({ id }) => id)).toEqual([op]);
  await vi.waitFor(() => expect(ledger.unsent).toHaveLength(0), SOON);
});

test('neither a draft nor a record nor the list of what waits lies readable on the phone [I8]', async () => {
  const ledger = await unlocks();
  await vi.waitFor(() => expect(ledger.sync.last_sync_at).not.toBeNull(), SOON);
  server.faults = Array.from({ length: 9 }, () => 'lost_request' as const);
  await ledger.saveDraft(DRAFT);
  await ledger.record(home.bucket, note);
  await vi.waitFor(async () => expect(await new Store(staff).summaries()).not.toEqual([]), SOON);
  const stored = await everythingStored();
  for (const word of [CANARY, CANARY.slice(0, 6), '森川']) expect(stored).not.toContain(word);
});

test('a draft is there again after the book was closed, and a half-typed one of another key is not shown as nonsense', async () => {
  const first = await unlocks(nobody);
  await first.saveDraft(DRAFT);
  first.lock();
  await new Store(staff).putDraft({ id: 'strange', sealed: new Uint8Array(64), saved_at: '' });
  const again = await unlocks(nobody);
  expect(again.drafts.map(({ id, value }) => [id, value])).toEqual([['d1', { facts: CANARY }]]);
  await again.dropDraft('d1');
  expect((await new Store(staff).drafts()).map(({ id }) => id)).toEqual(['strange']);
});

test('a household whose key is not here takes no record, rather than one nobody could open', async () => {
  const ledger = await unlocks(nobody);
  await expect(ledger.record(crypto.randomUUID(), note)).rejects.toBeInstanceOf(NoKey);
  expect(await new Store(staff).outboxCount()).toBe(0);
});

test('a merge is kept in both households or in neither', async () => {
  const other = await makeHousehold();
  server.scope = [...server.scope, { ...server.scope[0]!, id: other.bucket }];
  server.keys = [...server.keys, await keyFor(sato, tanaka, other)];
  const ledger = await unlocks();
  await vi.waitFor(() => expect(ledger.sync.last_sync_at).not.toBeNull(), SOON);
  for (const { bucket } of [home, other]) await ledger.record(bucket, note);
  await vi.waitFor(() => expect(ledger.households).toHaveLength(2), SOON);
  const [going, staying] = merging(home.bucket, other.bucket, '2026-11-24T11:00:00+09:00');
  await expect(ledger.recordTogether([going!, { ...staying!, bucket: crypto.randomUUID() }])).rejects.toBeInstanceOf(NoKey);
  server.faults = Array.from({ length: 9 }, () => 'lost_request' as const);
  await ledger.recordTogether([going!, staying!]);
  const kept = (await new Store(staff).outbox()).map(({ bucket }) => bucket).sort();
  expect(kept.filter((bucket, index) => kept.indexOf(bucket) === index)).toEqual([home.bucket, other.bucket].sort());
  expect(kept).toHaveLength(2);
  server.faults = [];
  await ledger.syncNow();
  expect(server.stored).toHaveLength(4);
  expect(ledger.summaries).toHaveLength(2);
});

test('several records of one form are kept at once, and the form is gone only then', async () => {
  const ledger = await unlocks();
  await vi.waitFor(() => expect(ledger.sync.last_sync_at).not.toBeNull(), SOON);
  await ledger.record(home.bucket, note);
  await ledger.saveDraft(DRAFT);
  const ask: Payload = { kind: 'backup.ask', question: 'だれが声をかけるか', tried: '', urgency: 'normal', recorded_at: note.recorded_at };
  await expect(ledger.recordTogether([{ bucket: home.bucket, payload: ask }, { bucket: crypto.randomUUID(), payload: note }], DRAFT.id)).rejects.toBeInstanceOf(NoKey);
  expect(ledger.drafts).toHaveLength(1);
  await ledger.recordTogether([{ bucket: home.bucket, payload: ask }, { bucket: home.bucket, payload: note }], DRAFT.id);
  expect([ledger.drafts, await new Store(staff).drafts()]).toEqual([[], []]);
  await vi.waitFor(() => expect(ledger.summaries[0]?.requests).toMatchObject([{ by: staff, question: 'だれが声をかけるか', ended: null }]), SOON);
});

test('a list an older app left is folded anew rather than compared without its addresses', async () => {
  const first = await unlocks();
  await vi.waitFor(() => expect(first.sync.last_sync_at).not.toBeNull(), SOON);
  await first.record(home.bucket, note);
  await vi.waitFor(async () => expect(await new Store(staff).summaries()).not.toEqual([]), SOON);
  const rows = await new Store(staff).summaries();
  const { place: _place, late: _late, offers: _offers, watch: _watch, ...older } = first.summaries[0]!;
  const { summaries, behind } = await listRows([{ ...rows[0]!, sealed: await sealLocal(sato.keys.storage, summaryPlace(home.bucket), older) }], sato.keys.storage);
  expect([summaries[0]?.late, summaries[0]?.place.banchi, summaries[0]?.offers, summaries[0]?.watch, behind]).toEqual([0, '', [], null, [home.bucket]]);
});

test('a closed book shows nothing, writes nothing, and its household keys are gone from the memory [I15]', async () => {
  const keys: WeakRef<CryptoKey>[] = [];
  const real = crypto.subtle.importKey.bind(crypto.subtle) as (...given: unknown[]) => Promise<CryptoKey>;
  const spy = vi.spyOn(crypto.subtle, 'importKey').mockImplementation((async (...given: unknown[]) => {
    const key = await real(...given);
    if (given[2] === 'HKDF' && (given[4] as string[]).includes('deriveBits')) keys.push(new WeakRef(key));
    return key;
  }) as typeof crypto.subtle.importKey);
  const told = vi.fn();
  const ledger = await unlocks(server.transport, told);
  await vi.waitFor(() => expect(ledger.sync.last_sync_at).not.toBeNull(), SOON);
  await ledger.record(home.bucket, note);
  await ledger.saveDraft(DRAFT);
  await vi.waitFor(() => expect(ledger.summaries).toHaveLength(1), SOON);
  spy.mockRestore();
  ledger.lock();
  expect([ledger.summaries, ledger.households, ledger.drafts, ledger.alerts, ledger.unsent, ledger.colleagues]).toEqual([[], [], [], [], [], []]);
  expect(told).toHaveBeenCalledOnce();
  await expect(ledger.saveDraft(DRAFT)).rejects.toMatchObject({ code: 'lost' });
  expect(keys.length).toBeGreaterThan(0);
  setFlagsFromString('--expose_gc');
  const collect = runInNewContext('gc') as () => void;
  await vi.waitFor(() => {
    collect();
    expect(keys.filter((key) => key.deref() !== undefined)).toEqual([]);
  }, SOON);
  expect(open).toContain(ledger);
});

test('when Sato is no longer on a household it disappears from the list in the same round [I4]', async () => {
  const ledger = await unlocks();
  await vi.waitFor(() => expect(ledger.sync.last_sync_at).not.toBeNull(), SOON);
  await ledger.record(home.bucket, note);
  await vi.waitFor(() => expect(ledger.summaries.map(({ bucket }) => bucket)).toEqual([home.bucket]), SOON);
  Object.assign(server, { gone: [home.bucket], scope: [], keys: [] });
  await ledger.syncNow();
  await vi.waitFor(() => expect(ledger.summaries).toEqual([]), SOON);
  await expect(ledger.record(home.bucket, note)).rejects.toBeInstanceOf(NoKey);
});

test('a record of one tab appears in the other', async () => {
  const first = await unlocks();
  await vi.waitFor(() => expect(first.sync.last_sync_at).not.toBeNull(), SOON);
  const second = await unlocks();
  await first.record(home.bucket, note);
  await vi.waitFor(() => expect(second.summaries).toHaveLength(1), SOON);
  await first.saveDraft(DRAFT);
  await vi.waitFor(() => expect(second.drafts).toHaveLength(1), SOON);
});

test('Mori opens her own book on Sato’s device: nothing of Sato’s is in it, and what Sato has not sent is still there [USER-1]', async () => {
  const satos = await unlocks();
  await vi.waitFor(() => expect(satos.sync.last_sync_at).not.toBeNull(), SOON);
  server.faults = Array.from({ length: 9 }, () => 'lost_request' as const);
  await satos.saveDraft(DRAFT);
  const { op } = await satos.record(home.bucket, note);
  satos.lock();
  const moris = await unlocks(nobody, () => undefined, await office.enrol('森', 'office'), crypto.randomUUID());
  expect([moris.households, moris.summaries, moris.drafts, moris.unsent]).toEqual([[], [], [], []]);
  await expect(moris.record(home.bucket, note)).rejects.toBeInstanceOf(NoKey);
  moris.lock();
  server.faults = [];
  const again = await unlocks();
  expect(again.drafts.map(({ value }) => value)).toEqual([{ facts: CANARY }]);
  await again.syncNow();
  expect(server.stored.map(({ id }) => id)).toEqual([op]);
});
