import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Recipient, Sheet } from '../casework/records';
import { digestOf } from '../sheets/digest';
import { Store } from '../store/store';
import { keyFor, makeHousehold, Office, type Person, PretendServer } from '../sync/testing/office';
import type { OpenLedger } from './open-ledger.svelte';
import { closeBooks, openBook, stubBrowser } from './testing/books';

const SOON = { timeout: 15_000 };
const SECRET = '縁側で手を振ってくださった';
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
  staff = crypto.randomUUID();
});

afterEach(closeBooks);

async function unlocks(): Promise<OpenLedger> {
  const ledger = await openBook(office, sato, { transport: server.transport, staff });
  await vi.waitFor(() => expect(ledger.sync.last_sync_at).not.toBeNull(), SOON);
  return ledger;
}

const recipients: Recipient[] = [
  { id: 'r1', staff: 'tsuji', name: '辻 あかり', office: '', basis: 'consent', word: 'わけ' },
  { id: 'r2', name: '北診療所', office: '', basis: 'vital_interest', word: 'わけ' },
];
const sheet = (): Sheet => ({
  household: home.bucket, number: 1, title: '森川さん宅', author: '佐藤', as_of: '2026-11-24T10:00:00+09:00', members: [], involved: [], issues: {}, sections: { tried: SECRET, asked_of: '往診' }, recipients,
});

test('a version and the household that shared it are kept together, the packet opened and given beside its first record', async () => {
  const ledger = await unlocks();
  server.faults = Array.from({ length: 9 }, () => 'lost_request' as const);
  await ledger.record(home.bucket, { kind: 'household.open', center: '26101', fields: { name: '森川' }, recorded_at: '2026-11-24T09:00:00+09:00' });
  const before = (await new Store(staff).outbox()).length;
  const packet = await ledger.sheets.share(sheet(), { kind: 'fields.set', entity: 'sheet', set: { tried: SECRET }, base: {}, recorded_at: '2026-11-24T10:00:00+09:00' });
  const sent = (await new Store(staff).nextBatch(20)).slice(before).map(({ op }) => op);
  expect(sent.map(({ bucket }) => bucket)).toEqual([packet, home.bucket, home.bucket]);
  expect(sent[0]!.opens).toMatchObject([{ id: packet, kind: 'packet', center: '26101', epoch: 1 }]);
  expect(sent[0]!.effects).toEqual([{ k: 'packet.grant', staff: 'tsuji', basis: 'consent' }]);
  expect(sent[0]!.effects_sig).toBeTruthy();
  await vi.waitFor(() => expect(ledger.sheets.rows).toHaveLength(1), SOON);
  const state = await ledger.household(home.bucket);
  expect(state!.sheets).toMatchObject([{ packet, number: 1, digest: await digestOf(sheet()), by: staff, recipients: [{ staff: 'tsuji' }, { staff: null, name: '北診療所' }] }]);
  expect(state!.entities.sheet!.tried!.value).toBe(SECRET);
});

test('a packet stands on no list of households, is found again after the book was closed, and lies sealed on the phone', async () => {
  const ledger = await unlocks();
  server.faults = Array.from({ length: 40 }, () => 'lost_request' as const);
  const packet = await ledger.sheets.share(sheet(), null);
  await vi.waitFor(() => expect(ledger.sheets.rows).toMatchObject([{ packet, household: home.bucket, number: 1, title: '森川さん宅', asks: true }]), SOON);
  expect(ledger.summaries.map(({ bucket }) => bucket)).not.toContain(packet);
  expect(await ledger.household(packet)).toBeNull();
  expect((await ledger.sheets.one(packet))?.sheet?.sections.tried).toBe(SECRET);
  await ledger.record(packet, { kind: 'sheet.opened', recipient: 'r2', how: 'paper', note: '手渡し', recorded_at: '2026-11-24T11:00:00+09:00' });
  await vi.waitFor(() => expect(ledger.sheets.rows[0]!.recipients[1]!.opened).toBe('2026-11-24T11:00:00+09:00'), SOON);
  const rows = await new Store(staff).summaries();
  expect(rows.map(({ bucket }) => bucket)).toContain(packet);
  expect(rows.map(({ sealed }) => new TextDecoder().decode(sealed)).join()).not.toContain('森川');
});

test('what the office calls a household is none of the sheets, and what it calls a packet no household, whatever lies in it', async () => {
  const ledger = await unlocks();
  await ledger.record(home.bucket, { kind: 'sheet.version', sheet: sheet(), recorded_at: '2026-11-24T10:00:00+09:00' });
  await vi.waitFor(() => expect(ledger.summaries.map(({ bucket }) => bucket)).toContain(home.bucket), SOON);
  expect(ledger.sheets.rows).toEqual([]);
});
