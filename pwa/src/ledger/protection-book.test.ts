import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Protection } from '../casework/protection-records';
import { Store } from '../store/store';
import { keyFor, makeHousehold, Office, type Person, PretendServer } from '../sync/testing/office';
import type { OpenLedger } from './open-ledger.svelte';
import { closeBooks, openBook, stubBrowser } from './testing/books';

const SOON = { timeout: 15_000 };
const AT = '2026-11-24T09:00:00+09:00';
const [AKI, JIRO] = [crypto.randomUUID(), crypto.randomUUID()];
const PLACE = { ward: '北区', town: '紫野雲林院町', banchi: '31番地の8', hint: '角の酒屋の奥', phone: '075-000-1234' };
let office: Office;
let server: PretendServer;
let tanaka: Person;
let home: Awaited<ReturnType<typeof makeHousehold>>;
const inoue = crypto.randomUUID();

beforeEach(async () => {
  stubBrowser();
  office = await Office.open();
  tanaka = await office.enrol('田中', 'coordinator');
  home = await makeHousehold();
  server = new PretendServer(office);
  server.scope = [{ id: home.bucket, kind: 'household', role: 'lead', basis: 'internal_use', center: '26101', epoch: 1 }];
  server.keys = [await keyFor(tanaka, tanaka, home)];
});

afterEach(closeBooks);

/** Tanaka without a signal; Aki and Jiro live at one address. */
async function unlocks(): Promise<OpenLedger> {
  const ledger = await openBook(office, tanaka, { transport: server.transport, role: 'coordinator' });
  await vi.waitFor(() => expect(ledger.sync.last_sync_at).not.toBeNull(), SOON);
  server.faults = Array.from({ length: 80 }, () => 'lost_request' as const);
  await ledger.record(home.bucket, { kind: 'household.open', center: '26101', fields: { name: '里中', ...PLACE }, recorded_at: AT });
  await ledger.record(home.bucket, { kind: 'person.add', person: AKI, fields: { family_name: '里中', given_name: 'アキ', phone: '090-0000-5678' }, recorded_at: AT });
  await ledger.record(home.bucket, { kind: 'person.add', person: JIRO, fields: { family_name: '里中', given_name: '次郎' }, recorded_at: AT });
  await vi.waitFor(async () => expect((await ledger.household(home.bucket))?.persons).toHaveLength(2), SOON);
  return ledger;
}

const protection = (...staff: string[]): Protection => ({
  persons: [AKI], since: '2026-11-01', until: '2027-10-31', basis: 'registry', called: 'あじさい', told: '', people: staff.map((one) => ({ staff: one, name: '', basis: 'consent' })),
});

async function marked(ledger: OpenLedger, keepsPlace = false): Promise<string | null> {
  const state = (await ledger.household(home.bucket))!;
  const other = await ledger.protections.mark(state, protection(tanaka.staff, inoue), state.persons.filter(({ id }) => id === JIRO), keepsPlace);
  await vi.waitFor(async () => expect((await ledger.household(home.bucket))?.protection).toMatchObject({ called: 'あじさい' }), SOON);
  return other;
}

const SECRETS = [...Object.values(PLACE).filter((word) => word !== '北区'), '090-0000-5678'];
const told = (value: unknown): string[] => SECRETS.filter((word) => JSON.stringify(value).includes(word));

test('Tanaka hides where Aki lives: no row, no page and no line of what waits says it, and the office is told for whom it is', async () => {
  const ledger = await unlocks();
  const before = (await new Store(tanaka.staff).outbox()).length;
  await marked(ledger);
  expect(told([ledger.summaries, await ledger.household(home.bucket)])).toEqual([]);
  expect(ledger.summaries.find(({ bucket }) => bucket === home.bucket)).toMatchObject({ title: '伏せた世帯（あじさい）', kana: '', protected: true });
  const sent = (await new Store(tanaka.staff).nextBatch(30)).slice(before).map(({ op }) => op);
  expect(JSON.stringify(sent.flatMap(({ effects }) => effects ?? []))).toContain('protection.set');
  expect(JSON.stringify(sent)).not.toContain('里中');
});

test('Jiro goes on in a household that knows nothing of hers, and the mark is the last word of the old one', async () => {
  const ledger = await unlocks();
  const other = (await marked(ledger, true))!;
  const his = (await ledger.household(other))!;
  expect(JSON.stringify(his)).not.toContain(home.bucket);
  expect(his.persons.map(({ fields }) => fields.given_name?.value)).toEqual(['次郎']);
  expect(his.fields.town?.value).toBe(PLACE.town);
  expect(told(his.persons)).toEqual([]);
  const hers = (await ledger.household(home.bucket))!;
  expect(hers.persons.find(({ id }) => id === JIRO)?.fields.left_on?.value).toBeTruthy();
});

test('where nobody keeps the address, it goes into neither', async () => {
  const ledger = await unlocks();
  const other = (await marked(ledger, false))!;
  expect(told(await ledger.household(other))).toEqual([]);
});

test('opening it says who, when and why before it says anything else, and is kept nowhere', async () => {
  const ledger = await unlocks();
  await marked(ledger);
  expect(await ledger.protections.openings(home.bucket)).toEqual([]);
  const place = await ledger.protections.open(home.bucket, 'visit');
  expect(place.fields.town?.value).toBe(PLACE.town);
  expect(place.persons[AKI]?.phone?.value).toBe('090-0000-5678');
  expect(await ledger.protections.openings(home.bucket)).toMatchObject([{ by: tanaka.staff, why: 'visit' }]);
  expect(told([ledger.summaries, await ledger.household(home.bucket)])).toEqual([]);
});

test('who is not named opens nothing and leaves no word of it', async () => {
  const ledger = await unlocks();
  await ledger.record(home.bucket, { kind: 'protection.set', protection: protection(inoue), recorded_at: AT });
  vi.spyOn(ledger.me, 'staff', 'get').mockReturnValue(crypto.randomUUID());
  await expect(ledger.protections.open(home.bucket, 'visit')).rejects.toThrow();
  expect(await ledger.protections.openings(home.bucket)).toEqual([]);
});

test('a household that is one with another cannot be hidden', async () => {
  const ledger = await unlocks();
  const state = (await ledger.household(home.bucket))!;
  await expect(ledger.protections.mark({ ...state, merged_from: [{} as never] }, protection(inoue), [], true)).rejects.toThrow();
});
