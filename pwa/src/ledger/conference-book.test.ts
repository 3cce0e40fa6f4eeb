import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Material } from '../casework/conference-records';
import type { Payload } from '../casework/records';
import { digestOf } from '../sheets/digest';
import { Store } from '../store/store';
import { keyFor, makeHousehold, Office, type Person, PretendServer } from '../sync/testing/office';
import type { OpenLedger } from './open-ledger.svelte';
import { closeBooks, openBook, stubBrowser } from './testing/books';

const SOON = { timeout: 15_000 };
let office: Office;
let server: PretendServer;
let tanaka: Person;
let home: Awaited<ReturnType<typeof makeHousehold>>;
let staff: string;

beforeEach(async () => {
  stubBrowser();
  office = await Office.open();
  tanaka = await office.enrol('田中', 'coordinator');
  const endo = await office.enrol('遠藤', 'manager');
  home = await makeHousehold();
  server = new PretendServer(office);
  server.scope = [{ id: home.bucket, kind: 'household', role: 'center', basis: 'internal_use', center: '26101', epoch: 1 }];
  server.keys = [await keyFor(tanaka, endo, home)];
  staff = tanaka.staff;
});

afterEach(closeBooks);

/** Tanaka without a signal, her book open. */
async function unlocks(): Promise<OpenLedger> {
  const ledger = await openBook(office, tanaka, { transport: server.transport, role: 'coordinator' });
  await vi.waitFor(() => expect(ledger.sync.last_sync_at).not.toBeNull(), SOON);
  server.faults = Array.from({ length: 60 }, () => 'lost_request' as const);
  await ledger.record(home.bucket, { kind: 'household.open', center: '26101', fields: { name: '森川' }, recorded_at: '2026-11-24T09:00:00+09:00' });
  return ledger;
}

const said = (entity: string, set: Record<string, unknown>) => ({ kind: 'fields.set', entity, set, base: {}, recorded_at: '2026-11-24T10:00:00+09:00' }) as Extract<Payload, { kind: 'fields.set' }>;
const material = (): Material => ({
  household: home.bucket, item: 'i1', title: '森川さん宅', author: '田中', as_of: '2026-11-24T10:00:00+09:00', meeting: { held_on: '2026-12-10' }, basis: 'conf_106_6', question: 'だれが最初に声をかけるか', sections: {},
  invitees: [{ id: 'u1', staff: 'tsuji', name: '辻 あかり', office: '', pledged_on: '2026-04-01' }, { id: 'u2', staff, name: '田中', office: '', pledged_on: '2026-04-01' }, { id: 'u3', name: '北診療所', office: '', pledged_on: '2026-04-01' }],
});

test('the first meeting begins the center’s own bucket without a signal, the next ones lie in it, and no household stands there', async () => {
  const ledger = await unlocks();
  const before = (await new Store(staff).outbox()).length;
  await ledger.conferences.put(said('meeting:k1', { kind: 'regular', held_on: '2026-12-10', status: 'scheduled' }), null);
  await vi.waitFor(() => expect(ledger.conferences.meetings).toMatchObject([{ id: 'k1', held_on: '2026-12-10' }]), SOON);
  await ledger.conferences.put(said('member:u1', { name: '辻 あかり', pledged_on: '2026-04-01' }), null);
  await vi.waitFor(() => expect(ledger.conferences.members).toMatchObject([{ name: '辻 あかり' }]), SOON);
  const sent = (await new Store(staff).nextBatch(20)).slice(before).map(({ op }) => op);
  const { bucket } = ledger.conferences.centers[0]!;
  expect(sent.map((op) => op.bucket)).toEqual([bucket, bucket, bucket]);
  expect(sent[0]!.opens).toMatchObject([{ id: bucket, kind: 'center', center: '26101' }]);
  expect(ledger.summaries.map((row) => row.bucket)).toEqual([home.bucket]);
  expect(await ledger.household(bucket)).toBeNull();
});

test('material goes into a packet of its own, given to whom the item calls on its basis, and stands in the household', async () => {
  const ledger = await unlocks();
  await ledger.record(home.bucket, { kind: 'conference.item', item: 'i1', about: { meeting: 'k1', held_on: '2026-12-10', basis: 'conf_106_6', question: '', invitees: material().invitees, withdrawn: false }, recorded_at: '2026-11-24T10:00:00+09:00' });
  const before = (await new Store(staff).outbox()).length;
  const packet = await ledger.conferences.give(material());
  const sent = (await new Store(staff).nextBatch(20)).slice(before).map(({ op }) => op);
  expect(sent.map((op) => op.bucket)).toEqual([packet, home.bucket]);
  expect(sent[0]!.effects).toEqual([{ k: 'packet.grant', staff: 'tsuji', basis: 'conf_106_6' }]);
  await vi.waitFor(() => expect(ledger.conferences.materials).toMatchObject([{ packet, item: 'i1', title: '森川さん宅' }]), SOON);
  expect(ledger.sheets.rows).toEqual([]);
  expect((await ledger.household(home.bucket))!.items[0]!.materials).toMatchObject([{ packet, digest: await digestOf(material()) }]);
  expect((await ledger.conferences.one(packet))?.material?.question).toBe('だれが最初に声をかけるか');
  expect(ledger.summaries.find((row) => row.bucket === home.bucket)?.items).toMatchObject([{ id: 'i1', packet }]);
});

test('meetings and material are there again after the book was closed, and lie sealed on the phone', async () => {
  const ledger = await unlocks();
  await ledger.conferences.put(said('meeting:k1', { held_on: '2026-12-10', place: '北区役所' }), null);
  const packet = await ledger.conferences.give(material());
  await vi.waitFor(() => expect([ledger.conferences.meetings.length, ledger.conferences.materials.length]).toEqual([1, 1]), SOON);
  const store = new Store(staff);
  await vi.waitFor(async () => expect((await store.summaries()).map(({ bucket }) => bucket)).toContain(packet), SOON);
  const rows = (await store.summaries()).map(({ sealed }) => new TextDecoder().decode(sealed)).join();
  for (const text of ['森川', '北区役所', '声をかける']) expect(rows).not.toContain(text);
  ledger.lock();
  expect([ledger.conferences.meetings, ledger.conferences.materials]).toEqual([[], []]);
});
