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

async function tanakaWrites(...texts: string[]): Promise<string[]> {
  const desk = new Phone(tanaka, office);
  const ids: string[] = [];
  for (const text of texts) ids.push(await desk.note(home, text));
  await sendAll(desk.store, tanaka.device, server.transport, bySession);
  return ids;
}

describe('a round', () => {
  test('brings what Tanaka wrote, checked against the certificate of her device', async () => {
    const [id] = (await tanakaWrites('電話あり')) as [string];
    const phone = new Phone(sato, office);
    const round = await phone.engine(server.transport).round();
    expect([...round!.touched]).toEqual([home.bucket]);
    expect(await phone.store.op(id)).toMatchObject({ aside: null, seq: 1, own: 0 });
  });

  test('keeps a forged record aside: stored, counted, never folded [I8]', async () => {
    const [id] = (await tanakaWrites('電話あり')) as [string];
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

  test('opens a new session when the old one has ended [QUEUE-6]', async () => {
    const phone = new Phone(sato, office);
    const engine = phone.engine(server.transport);
    await engine.round();
    server.faults = ['session_over'];
    await engine.round();
    expect(server.calls.filter((path) => path === '/access/v1/session')).toHaveLength(2);
  });

  test('starts the pull anew on a bad cursor and leaves the outbox alone [I5]', async () => {
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
  test('nothing readable of it stays, and what is unsent still goes out [I4 REVOKE-1]', async () => {
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
  test('the phone sends again what the backup lacks, once [F-21 RESYNC-3]', async () => {
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
    expect(server.stored.map(({ dseq }) => dseq)).toEqual([1, 2, 3]);
    expect(await phone.store.outboxCount()).toBe(0);
  });

  test('what Tanaka’s dead phone wrote is given back by Sato’s [F-21 RESYNC-3]', async () => {
    const ids = await tanakaWrites('一', '二');
    const phone = new Phone(sato, office);
    const engine = phone.engine(server.transport);
    await engine.round();
    server.restoreTo(0);
    await engine.round();
    expect(server.stored.map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect(await phone.store.progress()).toMatchObject({ refill: null, gen: server.gen });
    expect((await phone.store.opsOf(home.bucket)).map(({ id }) => id).sort()).toEqual([...ids].sort());
  });

  test('a phone killed while it gives back goes on where it was, and forgets nothing before [F-21 RESYNC-2]', async () => {
    const other = await makeHousehold();
    server.scope.push({ ...server.scope[0]!, id: other.bucket });
    const desk = new Phone(tanaka, office);
    const ids = [await desk.note(home, '一'), await desk.note(other, '二')];
    await sendAll(desk.store, tanaka.device, server.transport, bySession);
    const phone = new Phone(sato, office);
    await phone.engine(server.transport).round();
    server.restoreTo(0);
    server.reconcileFaults = [null, 'lost_reply'];
    await expect(phone.engine(server.transport).round()).rejects.toMatchObject({ code: 'offline' });
    expect((await phone.store.progress()).refill).toHaveLength(1);
    expect(server.stored).toHaveLength(1);
    await phone.engine(server.transport).round();
    expect(server.stored.map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect((await phone.store.progress()).refill).toBeNull();
  });

  test('a record the office neither has nor takes leaves this phone too, one it keeps for a person stays', async () => {
    const [kept, dropped] = (await tanakaWrites('一', '二')) as [string, string];
    const phone = new Phone(sato, office);
    const engine = phone.engine(server.transport);
    await engine.round();
    server.restoreTo(0);
    server.donations = (id) => (id === kept ? 'held' : 'rejected');
    const round = await engine.round();
    expect((await phone.store.opsOf(home.bucket)).map(({ id }) => id)).toEqual([kept]);
    expect(await phone.store.op(dropped)).toBeNull();
    expect([...round!.touched]).toContain(home.bucket);
  });

  test('a household the office no longer knows is opened again before its records are given', async () => {
    await tanakaWrites('一');
    const phone = new Phone(sato, office);
    server.keys = [await keyFor(sato, tanaka, home)];
    await phone.engine(server.transport).round();
    server.restoreTo(0);
    server.unheard.add(home.bucket);
    const asked: unknown[] = [];
    await phone.engine(server.transport, async (bucket, known) => {
      asked.push([bucket, known]);
      server.unheard.delete(bucket);
    }).round();
    expect(asked).toEqual([[home.bucket, 0]]);
    expect(server.stored).toHaveLength(1);
  });

  test('a record that waits for its household is let in once Sato is on it', async () => {
    const phone = new Phone(sato, office);
    const engine = phone.engine(server.transport);
    const id = await phone.note(home, '一');
    server.held = [{ id, reason: 'key_unknown' }];
    const pushes = () => server.calls.filter((path) => path === '/sync/v1/push').length;
    await engine.round();
    expect(pushes()).toBe(2);
    server.held = [];
    await engine.round();
    expect(pushes()).toBe(2);
  });
});

test('a phone whose storage was cleared says so instead of showing an empty list [F-15 EVICT-1]', async () => {
  const before = new Phone(sato, office);
  await before.note(home, '一');
  await before.engine(server.transport).round();
  const cleared = new Phone(sato, office);
  await expect(cleared.engine(server.transport).round()).rejects.toMatchObject({ detail: { problem: 'evicted' } });
  expect((await cleared.store.progress()).evicted).toBe(true);
});

test('two tabs writing at once make one unbroken chain [F-16 I6 IDB-2]', async () => {
  const phone = new Phone(sato, office);
  await Promise.all(['一', '二', '三', '四', '五'].map((text) => phone.note(home, text)));
  expect((await phone.store.outbox()).map(({ dseq }) => dseq)).toEqual([1, 2, 3, 4, 5]);
  await phone.engine(server.transport).round();
  expect(server.stored).toHaveLength(5);
});

test.each(['server', 'lost_reply', 'portal'] as const)('a round that fails (%s) purges nothing: what Sato may no longer see goes only once the office was heard to the end [PURGE-1]', async (fault) => {
  await tanakaWrites('一');
  const phone = new Phone(sato, office);
  server.keys = [await keyFor(sato, tanaka, home)];
  const engine = phone.engine(server.transport);
  await engine.round();
  await phone.note(home, '二');
  Object.assign(server, { gone: [home.bucket], scope: [], keys: [], faults: [fault] });
  await expect(engine.round()).rejects.toMatchObject({ name: 'Trouble' });
  expect([(await phone.store.opsOf(home.bucket)).length, (await phone.store.keysOf(home.bucket)).length]).toEqual([2, 1]);
  await engine.round();
  expect(await phone.store.keysOf(home.bucket)).toEqual([]);
});
