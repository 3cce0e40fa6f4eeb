import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from 'vitest';
import { b64u, utf8 } from '../envelope/bytes';
import { signStatement } from '../envelope/statement';
import { wordsOf } from '../ledger/last-words';
import { keepPhoto, waitingPhotos } from '../store/photos';
import { endings, forgetEnding, keepProfile, profiles } from '../store/profiles';
import type { Identity } from '../store/rows';
import { Store } from '../store/store';
import { makeHousehold, Office, type Person, PretendServer, standingOf as says } from '../sync/testing/office';
import { Phone } from '../sync/testing/phone';
import { type Transport, Trouble } from '../sync/transport';
import { uploadSealed } from '../sync/upload';
import { newLocalRandom } from './keys';
import { askOffice, leave } from './withdrawal';

let office: Office;
let server: PretendServer;
let sato: Person;
let phone: Phone;
let staff: string;

beforeEach(async () => {
  office = await Office.open();
  sato = await office.enrol('佐藤');
  server = new PretendServer(office);
  phone = new Phone(sato, office);
  staff = phone.store.connection.name.replace('kasane-', '');
  const identity: Identity = {
    staff, device: sato.device, label: '北区 1号機', state: 'active', check_code: '', root_print: office.print, created_at: '', local: await newLocalRandom(), locks: {}, keys: sato.wrapped,
  };
  await phone.store.setMeta('identity', identity);
  await phone.store.putStatements([{ n: 1, kind: 'root', jws: office.statements[0]! }], { n: 1, hash: new Uint8Array(32) });
  await keepProfile({ staff, initial: '佐', label: '北区 1号機', waiting: false, methods: ['passphrase'], office: false, last_used_at: '2026-11-24T01:00:00Z' });
});

const draft = { id: 'd', sealed: new Uint8Array([1]), saved_at: '2026-11-24T01:00:00Z' };
const nobody: Transport = () => Promise.reject(new Trouble('offline'));
const rootEnds = async () => askOffice(phone.store, says('lost', await office.revocation(sato.device)));

test('Sato’s stopped phone delivers its records before anything is deleted [F-24 REVOKE-3]', async () => {
  await rootEnds();
  await phone.note(await makeHousehold(), '電話あり');
  expect(await leave(staff, { transport: nobody })).toEqual({ step: 'waiting', unsent: 1, drafts: 0 });
  expect(await phone.store.outboxCount()).toBe(1);
  expect(await leave(staff, { transport: server.transport })).toEqual({ step: 'done' });
  expect(server.stored).toHaveLength(1);
  expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(`kasane-${staff}`);
});

test('a photo that has not arrived keeps the stopped phone from being emptied', async () => {
  await rootEnds();
  const bucket = crypto.randomUUID();
  await keepPhoto(phone.store, { att: crypto.randomUUID(), bucket, state: 'waiting', n: 1, size: 1, added_at: '2026-11-24T01:00:00Z', sent: [], failed: null }, [new Uint8Array(17)]);
  expect(await leave(staff, { transport: server.transport })).toEqual({ step: 'waiting', unsent: 1, drafts: 0 });
  expect(await waitingPhotos(phone.store)).toHaveLength(1);
});

test('drafts wait for their writer, and go only when given up by name', async () => {
  await rootEnds();
  await phone.store.putDraft(draft);
  expect(await leave(staff, { transport: server.transport })).toEqual({ step: 'drafts', drafts: 1 });
  expect(await phone.store.drafts()).toHaveLength(1);
  expect(await leave(staff, { transport: server.transport, giveUpDrafts: true })).toEqual({ step: 'done' });
});

test('what is left says that the phone was stopped, without a name, until it was read', async () => {
  await rootEnds();
  await leave(staff, { transport: server.transport });
  expect((await profiles()).some((one) => one.staff === staff)).toBe(false);
  const [ending] = (await endings()).filter((one) => one.staff === staff);
  expect(ending).toMatchObject({ initial: '', label: '北区 1号機' });
  await forgetEnding(staff);
  expect((await endings()).some((one) => one.staff === staff)).toBe(false);
});

test('only the office’s root ends a phone, and its word outlives the signal', async () => {
  expect(await askOffice(phone.store, nobody)).toBe('unheard');
  expect(await askOffice(phone.store, says('pending'))).toBe('unheard');
  expect(await askOffice(phone.store, says('active'))).toBe('active');
  expect(await rootEnds()).toBe('stopped');
  expect(await askOffice(phone.store, nobody)).toBe('stopped');
  expect(await askOffice(phone.store, says('active'))).toBe('stopped');
});

test('the server’s word alone shuts Sato’s phone and deletes nothing: what is sealed may leave, and the server can take it back [REVOKE-4]', async () => {
  await phone.note(await makeHousehold(), '電話あり');
  await phone.store.putDraft(draft);
  expect(await askOffice(phone.store, says('lost'))).toBe('told');
  expect(await askOffice(phone.store, nobody)).toBe('told');
  await expect(leave(staff, { transport: server.transport, giveUpDrafts: true })).rejects.toThrow('word of the root');
  await uploadSealed(phone.store, server.transport);
  expect(server.stored).toHaveLength(1);
  expect([await phone.store.drafts(), (await profiles()).some((one) => one.staff === staff)]).toEqual([[draft], true]);
  expect(await askOffice(phone.store, says('active'))).toBe('active');
  expect((await phone.store.progress()).revoked).toBe(false);
});

test.each([
  ['of another device', async () => office.revocation((await office.enrol('田中')).device)],
  ['by another root', async () => (await Office.open()).revocation(sato.device)],
  ['that is her own certificate', () => Promise.resolve(office.statements[1]!)],
  ['by a coordinator’s key', () => signStatement('kasane-revoke', { device: sato.device, iat: 4, reason: 'lost' }, sato.keys.sign.privateKey, 'root')],
  ['with another device written in', async () => (await office.revocation(crypto.randomUUID())).replace(/\.[^.]+\./, `.${b64u(utf8(JSON.stringify({ device: sato.device })))}.`)],
  ['of no statement at all', () => Promise.resolve('a.b.c')],
])('a revocation %s empties nothing', async (_what, made) => {
  expect(await askOffice(phone.store, says('lost', await made()))).toBe('told');
  expect((await phone.store.progress()).wipe).toBe(false);
});

test('a root put in place of the one she was enrolled under says nothing to this phone', async () => {
  const other = await Office.open();
  await phone.store.putStatements([{ n: 1, kind: 'root', jws: other.statements[0]! }], { n: 1, hash: new Uint8Array(32) });
  expect(await askOffice(phone.store, says('lost', await other.revocation(sato.device)))).toBe('told');
});

test('a new device takes the old one’s place in one step, with nothing of the old left', async () => {
  await phone.store.putDraft(draft);
  const identity = (await phone.store.meta('identity'))!;
  await phone.store.startAnew({ ...identity, state: 'pending' });
  expect(await phone.store.drafts()).toEqual([]);
  expect((await new Store(staff).meta('identity'))!.state).toBe('pending');
});

test('a draft that travels as a note says first what was typed', () => {
  const text = wordsOf({ kind: 'visit', title: '', started_at: '2026-11-24T01:00:00Z', value: { result: 'met', facts: { seen: '手を振ってくださった' } } });
  expect(text.split('\n').slice(1, 2)).toEqual(['手を振ってくださった']);
  expect(text).toContain('"result":"met"');
});
