import { beforeEach, describe, expect, test } from 'vitest';
import { b64u, fromB64u } from '../envelope/bytes';
import { keyFor, makeHousehold, makePerson, Office, type Person, PretendServer } from './testing/office';
import { Phone } from './testing/phone';
import { bySession, sendAll } from './upload';

let office: Office;
let server: PretendServer;
let sato: Person;
let tanaka: Person;
let home: Awaited<ReturnType<typeof makeHousehold>>;

beforeEach(async () => {
  office = await Office.open();
  sato = await office.enrol('佐藤');
  tanaka = await office.enrol('田中', 'coordinator');
  home = await makeHousehold();
  server = new PretendServer(office);
  server.scope = [{ id: home.bucket, kind: 'household', role: 'lead', basis: 'internal_use', center: '26101', epoch: 1 }];
});

async function tanakaWrites(text: string): Promise<string> {
  const desk = new Phone(tanaka, office);
  const id = await desk.note(home, text);
  await sendAll(desk.store, tanaka.device, server.transport, bySession);
  return id;
}

describe('a round', () => {
  test('brings what Tanaka wrote, checked against the certificate of her device', async () => {
    const id = await tanakaWrites('電話あり');
    const phone = new Phone(sato, office);
    const round = await phone.engine(server.transport).round();
    expect([...round!.touched]).toEqual([home.bucket]);
    expect(await phone.store.op(id)).toMatchObject({ aside: null, seq: 1, own: 0 });
  });

  test('keeps a forged record aside: stored, counted, never folded', async () => {
    const id = await tanakaWrites('電話あり');
    const raw = fromB64u(server.stored[0]!.e);
    raw[raw.length - 1]! ^= 1;
    server.stored[0]!.e = b64u(raw);
    const phone = new Phone(sato, office);
    await phone.engine(server.transport).round();
    expect(await phone.store.op(id)).toMatchObject({ aside: 'signature' });
    expect(await phone.store.asideCount()).toBe(1);
  });

  test('takes a household key only from a certified granter', async () => {
    const stranger = await makePerson('見知らぬ人');
    const phone = new Phone(sato, office);
    server.keys = [await keyFor(sato, stranger, home)];
    expect((await phone.engine(server.transport).round())!.refusedKeys).toBe(1);
    expect(await phone.store.keysOf(home.bucket)).toEqual([]);
    server.keys = [await keyFor(sato, tanaka, home)];
    await phone.engine(server.transport).round();
    expect(await phone.store.keysOf(home.bucket)).toHaveLength(1);
  });

  test('opens a new session when the old one has ended', async () => {
    const phone = new Phone(sato, office);
    const engine = phone.engine(server.transport);
    await engine.round();
    server.faults = ['session_over'];
    await engine.round();
    expect(server.calls.filter((path) => path === '/access/v1/session')).toHaveLength(2);
  });

  test('starts the pull anew on a bad cursor and leaves the outbox alone', async () => {
    await tanakaWrites('一');
    const phone = new Phone(sato, office);
    const engine = phone.engine(server.transport);
    await engine.round();
    server.badCursors = 1;
    await phone.note(home, '二');
    await engine.round();
    expect(server.stored).toHaveLength(2);
    expect((await phone.store.progress()).cursor).toBe('2');
  });
});

describe('when Sato is no longer on a household', () => {
  test('nothing readable of it stays, and what is unsent still goes out', async () => {
    await tanakaWrites('一');
    const phone = new Phone(sato, office);
    server.keys = [await keyFor(sato, tanaka, home)];
    const engine = phone.engine(server.transport);
    await engine.round();
    const own = await phone.note(home, '最後の訪問');
    await sendAll(phone.store, sato.device, async () => Promise.reject(new Error('no network')), bySession).catch(() => undefined);
    Object.assign(server, { gone: [home.bucket], scope: [], keys: [] });
    await engine.round();
    expect(await phone.store.keysOf(home.bucket)).toEqual([]);
    expect((await phone.store.opsOf(home.bucket)).map(({ id }) => id)).toEqual([own]);
    expect(server.stored.map(({ id }) => id)).toContain(own);
  });
});

describe('when the server was restored from a backup', () => {
  test('the phone sends again what the backup lacks, once', async () => {
    const phone = new Phone(sato, office);
    const engine = phone.engine(server.transport);
    for (const text of ['一', '二', '三']) await phone.note(home, text);
    await engine.round();
    server.restoreTo(1);
    await engine.round();
    expect(server.stored.map(({ dseq }) => dseq)).toEqual([1, 2, 3]);
    expect(await phone.store.outboxCount()).toBe(0);
    expect((await phone.store.progress()).gen).toBe(server.gen);
  });

  test('an office that lost records without saying so is noticed by its own count', async () => {
    const phone = new Phone(sato, office);
    const engine = phone.engine(server.transport);
    for (const text of ['一', '二', '三']) await phone.note(home, text);
    await engine.round();
    server.stored = server.stored.slice(0, 1);
    await engine.round();
    expect(await phone.store.outboxCount()).toBe(2);
    await engine.round();
    expect(server.stored.map(({ dseq }) => dseq)).toEqual([1, 2, 3]);
  });
});

test('a phone whose storage was cleared says so instead of showing an empty list', async () => {
  const before = new Phone(sato, office);
  await before.note(home, '一');
  await before.engine(server.transport).round();
  const cleared = new Phone(sato, office);
  await expect(cleared.engine(server.transport).round()).rejects.toMatchObject({ detail: { problem: 'evicted' } });
  expect((await cleared.store.progress()).evicted).toBe(true);
});

test('two tabs writing at once make one unbroken chain', async () => {
  const phone = new Phone(sato, office);
  await Promise.all(['一', '二', '三', '四', '五'].map((text) => phone.note(home, text)));
  expect((await phone.store.outbox()).map(({ dseq }) => dseq)).toEqual([1, 2, 3, 4, 5]);
  await phone.engine(server.transport).round();
  expect(server.stored).toHaveLength(5);
});
