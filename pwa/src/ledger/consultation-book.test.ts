import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Consultation } from '../casework/records';
import { Store } from '../store/store';
import { keyFor, makeHousehold, Office, type Person, PretendServer } from '../sync/testing/office';
import type { Told } from './consultation-book';
import type { OpenLedger } from './open-ledger.svelte';
import { closeBooks, openBook, stubBrowser } from './testing/books';

const SOON = { timeout: 15_000 };
const NEIGHBOUR = '川端 ヨシ';
const told: Told = { name: NEIGHBOUR, relation: 'お隣', tel: '075-000-0000', may_be_named: 'no' };
let office: Office;
let server: PretendServer;
let sato: Person;
let home: Awaited<ReturnType<typeof makeHousehold>>;
let staff: string;

beforeEach(async () => {
  stubBrowser();
  office = await Office.open();
  sato = await office.enrol('佐藤');
  const tanaka = await office.enrol('田中', 'coordinator');
  home = await makeHousehold();
  server = new PretendServer(office);
  server.scope = [{ id: home.bucket, kind: 'household', role: 'lead', basis: 'internal_use', center: '26101', epoch: 1 }];
  server.keys = [await keyFor(sato, tanaka, home)];
  staff = sato.staff;
});

afterEach(closeBooks);

/** Sato without a signal, her book open. */
async function unlocks(): Promise<OpenLedger> {
  const ledger = await openBook(office, sato, { transport: server.transport });
  await vi.waitFor(() => expect(ledger.sync.last_sync_at).not.toBeNull(), SOON);
  server.faults = Array.from({ length: 60 }, () => 'lost_request' as const);
  await ledger.record(home.bucket, { kind: 'household.open', center: '26101', fields: { name: '森川' }, recorded_at: '2026-11-24T09:00:00+09:00' });
  return ledger;
}

const consultation = (): Consultation => ({ received_at: '2026-11-24T10:00:00+09:00', method: 'street', channel: 'neighbour', concerns: ['no_food'], facts: '雨戸が三日閉まったまま', quotes: '', urgency: 'now', received_by: staff });

async function taken(ledger: OpenLedger): Promise<string> {
  await ledger.consultations.take(consultation(), told, { household: home.bucket });
  await vi.waitFor(async () => expect((await ledger.household(home.bucket))?.consultations).toHaveLength(1), SOON);
  return (await ledger.household(home.bucket))!.consultations[0]!.consultation.informant!;
}

test('what a neighbour told goes into the household, who told it into a packet of its own, both in one step', async () => {
  const ledger = await unlocks();
  const before = (await new Store(staff).outbox()).length;
  const packet = await taken(ledger);
  const sent = (await new Store(staff).nextBatch(20)).slice(before).map(({ op }) => op);
  expect(sent.map(({ bucket }) => bucket)).toEqual([home.bucket, packet]);
  expect(sent[1]!.opens).toMatchObject([{ id: packet, kind: 'packet', center: '26101', epoch: 1 }]);
  expect(sent.flatMap(({ effects }) => effects ?? [])).toEqual([]);
  const state = await ledger.household(home.bucket);
  expect(JSON.stringify(state)).not.toContain(NEIGHBOUR);
  expect(ledger.summaries.find(({ bucket }) => bucket === home.bucket)?.unanswered).toMatchObject({ urgency: 'now' });
});

test('the packet stands on no list, among no sheets, and in no row that this phone keeps', async () => {
  const ledger = await unlocks();
  const packet = await taken(ledger);
  expect(ledger.summaries.map(({ bucket }) => bucket)).toEqual([home.bucket]);
  expect(ledger.sheets.rows).toEqual([]);
  expect(await ledger.sheets.one(packet)).toBeNull();
  expect(await ledger.household(packet)).toBeNull();
  const store = new Store(staff);
  expect((await store.summaries()).map(({ bucket }) => bucket)).toEqual([home.bucket]);
  expect(await store.view(packet)).toBeFalsy();
  expect(JSON.stringify([ledger.summaries, ledger.unsent, ledger.drafts])).not.toContain(NEIGHBOUR);
});

test('it is opened by a word that stays: who, when and why', async () => {
  const ledger = await unlocks();
  const packet = await taken(ledger);
  expect(await ledger.consultations.seal(packet)).toEqual({ packet, by: staff, openings: [] });
  expect(await ledger.consultations.open(packet, 'contact', home.bucket)).toMatchObject({ name: NEIGHBOUR, tel: '075-000-0000', household: home.bucket });
  expect((await ledger.consultations.seal(packet))?.openings).toMatchObject([{ by: staff, why: 'contact' }]);
});

test('who has not the packet is told no more than that there is one', async () => {
  const ledger = await unlocks();
  expect(await ledger.consultations.seal(crypto.randomUUID())).toBeNull();
  await expect(ledger.consultations.open(crypto.randomUUID(), 'contact', home.bucket)).rejects.toThrow();
});

test('a household nobody knew begins with what was told of it, and a correction keeps the first words', async () => {
  const ledger = await unlocks();
  const bucket = await ledger.consultations.take(consultation(), null, { fields: { hint: '青い門', provisional: true, lead: staff, phase: 'intake' }, persons: [{ estimated_age: 80 }] });
  const state = await ledger.household(bucket);
  expect(state!.fields.phase!.value).toBe('intake');
  expect(state!.consultations).toHaveLength(1);
  const target = state!.consultations[0]!.id;
  await ledger.consultations.take({ ...consultation(), urgency: 'usual' }, told, { household: bucket, amends: { target, reason: '聞きちがい' } });
  await vi.waitFor(async () => expect((await ledger.household(bucket))!.consultations[0]!.versions).toHaveLength(2), SOON);
  const [entry] = (await ledger.household(bucket))!.consultations;
  expect(entry!.versions.map(({ consultation: { urgency } }) => urgency)).toEqual(['now', 'usual']);
  expect(await ledger.consultations.open(entry!.consultation.informant!, 'check', bucket)).toMatchObject({ consultation: target });
});
