import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { b64u } from '../envelope/bytes';
import { keyFor, makeHousehold, makePerson, Office, type Person, PretendServer } from '../sync/testing/office';
import { Phone } from '../sync/testing/phone';
import type { HeldRecord, HeldRow } from '../sync/wire';
import type { OpenLedger } from './open-ledger.svelte';
import { closeBooks, openBook, stubBrowser } from './testing/books';

let office: Office;
let sato: Person;
let home: Awaited<ReturnType<typeof makeHousehold>>;
let desk: OpenLedger;

/** Tanaka's desk with the household's key; Sato's device was stopped before her last note came. */
beforeEach(async () => {
  stubBrowser();
  office = await Office.open();
  sato = await office.enrol('佐藤');
  const tanaka = await office.enrol('田中', 'coordinator');
  home = await makeHousehold();
  const server = new PretendServer(office);
  server.scope = [{ id: home.bucket, kind: 'household', role: 'center', basis: 'internal_use', center: '26101', epoch: 1 }];
  server.keys = [await keyFor(tanaka, await office.enrol('金庫', 'vault', null), home)];
  desk = await openBook(office, tanaka, { transport: server.transport, role: 'coordinator' });
  await vi.waitFor(() => expect(desk.sync.last_sync_at).not.toBeNull(), { timeout: 15_000 });
});

afterEach(closeBooks);

async function held(author: Person, text = '縁側で手を振ってくださった', where = home): Promise<{ row: HeldRow; told: HeldRecord }> {
  const phone = new Phone(author, office);
  const op_id = await phone.note(where, text);
  const { e } = (await phone.store.op(op_id))!;
  const rcv = '2026-11-26T10:00:00Z';
  const row = { op_id, bucket: where.bucket, device: author.device, label: '', staff: author.staff, staff_name: author.name, reason: 'device_revoked', rcv, readable: true };
  return { row, told: { op_id, device: author.device, rcv, e: b64u(e) } };
}

test('Tanaka reads what Sato wrote as the household’s page would show it, and nothing of it stays on her desk', async () => {
  const { row, told } = await held(sato);
  const words = await desk.readHeld(row, told);
  expect(words?.op.payload).toMatchObject({ kind: 'note.add', text: '縁側で手を振ってくださった' });
  expect(words?.state.notes.map(({ id, by }) => [id, by])).toEqual([[row.op_id, sato.staff]]);
  expect((await desk.household(home.bucket))?.notes ?? []).toEqual([]);
});

test('another record than the one on the list is not read in its place', async () => {
  const [first, second] = [await held(sato, 'ひとつめ'), await held(sato, 'ふたつめ')];
  expect(await desk.readHeld(first.row, second.told)).toBeNull();
  const elsewhere = await held(sato, '別の世帯', await makeHousehold());
  expect(await desk.readHeld({ ...elsewhere.row, bucket: home.bucket }, elsewhere.told)).toBeNull();
});

test('what its author did not sign, or nobody certified, or no key here opens, is not shown', async () => {
  const { row, told } = await held(sato);
  const bent = told.e.slice(0, -4) + (told.e.endsWith('AAAA') ? 'BBBB' : 'AAAA');
  expect(await desk.readHeld(row, { ...told, e: bent })).toBeNull();
  const stranger = await held(await makePerson('だれか'));
  expect(await desk.readHeld(stranger.row, stranger.told)).toBeNull();
  const elsewhere = await held(sato, '別の世帯', await makeHousehold());
  expect(await desk.readHeld(elsewhere.row, elsewhere.told)).toBeNull();
});
