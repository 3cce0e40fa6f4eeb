import { beforeEach, describe, expect, test } from 'vitest';
import { KIND, parse } from '../envelope/frame';
import { openSealed, seal } from '../envelope/sealing';
import { unwrap } from '../envelope/wrapping';
import { fromB64u, utf8 } from '../envelope/bytes';
import { keyFor, makeHousehold, Office, type Person, PretendServer } from '../sync/testing/office';
import { Phone } from '../sync/testing/phone';
import type { Engine } from '../sync/engine';
import { Keychain } from './keychain';
import { Renewal } from './renewal';

let office: Office;
let server: PretendServer;
let sato: Person;
let tanaka: Person;
let mori: Person;
let vault: Person;
let home: Awaited<ReturnType<typeof makeHousehold>>;

beforeEach(async () => {
  office = await Office.open();
  vault = await office.enrol('金庫', 'vault', null);
  sato = await office.enrol('佐藤');
  tanaka = await office.enrol('田中', 'coordinator');
  mori = await office.enrol('森', 'office');
  home = await makeHousehold();
  server = new PretendServer(office);
  server.team = [sato, tanaka, mori, vault].map(({ staff }) => staff);
  server.scope = [{ id: home.bucket, kind: 'household', role: 'center', basis: 'internal_use', center: '26101', epoch: 1 }];
});

interface Desk { phone: Phone; engine: Engine; renewal: Renewal; keychain: Keychain; round(): Promise<void> }

/** A phone that has read the household, whose key the vault gave it when the directory stood at five. */
async function desk(person: Person, options: { online?: boolean; patience_ms?: number; now?: () => Promise<void> } = {}): Promise<Desk> {
  const phone = new Phone(person, office);
  server.keys = [await keyFor(person, vault, home, 1, 5)];
  const engine = phone.engine(server.transport);
  await engine.round();
  const keychain = new Keychain(phone.store, person.device, person.keys.kem);
  const me = { staff: person.staff, name: person.name, role: 'coordinator', center: '26101', center_name: '北区', device: person.device };
  const now = async () => {
    await engine.round();
  };
  const driver = { status: { online: options.online ?? true }, now: options.now ?? now };
  const patience_ms = options.patience_ms ?? 60_000;
  const renewal = new Renewal({ store: phone.store, keychain, writer: phone.writer, trust: phone.trust, me, keys: person.keys, transport: server.transport, driver, patience_ms });
  const round = async () => {
    await engine.round();
    renewal.learn(await phone.store.progress());
  };
  return { phone, engine, renewal, keychain, round };
}

async function satoWrote(): Promise<void> {
  const phone = new Phone(sato, office);
  await phone.note(home, '佐藤のメモ');
  await phone.engine(server.transport).round();
}

describe('after the loss of a phone that knew the key', () => {
  test('the next record is sealed under a new key, which the lost phone cannot open', async () => {
    await satoWrote();
    const { phone, renewal, round } = await desk(tanaka);
    await office.revoke(sato);
    await round();
    const { epoch, key } = (await renewal.toWriteUnder(home.bucket));
    expect(epoch).toBe(2);
    await phone.note({ bucket: home.bucket, key }, '紛失のあと', [], epoch);
    await round();
    const sealed = parse(fromB64u(server.stored.at(-1)!.e));
    expect(sealed.epoch).toBe(2);
    await expect(openSealed(home.key, sealed)).rejects.toThrow();
    const wraps = server.begun[0]!.wraps;
    expect(wraps.map(({ device }) => device).sort()).toEqual([tanaka.device, mori.device, vault.device].sort());
    for (const { wrap } of wraps) await expect(unwrap(fromB64u(wrap), sato.keys.kem, { bucket: home.bucket, epoch: 2, device: sato.device })).rejects.toThrow();
    const moris = wraps.find(({ device }) => device === mori.device)!;
    const opened = await unwrap(fromB64u(moris.wrap), mori.keys.kem, { bucket: home.bucket, epoch: 2, device: mori.device });
    expect(new TextDecoder().decode(await openSealed(opened, sealed))).toContain('紛失のあと');
  });

  test('of a packet the vault begins the next key, whoever the office says is in it', async () => {
    await satoWrote();
    server.scope = [{ id: home.bucket, kind: 'packet', role: 'center', basis: 'internal_use', center: '26101', epoch: 1 }];
    const { renewal, round } = await desk(tanaka);
    await office.revoke(sato);
    await round();
    expect((await renewal.toWriteUnder(home.bucket)).epoch).toBe(1);
    expect(server.begun).toEqual([]);
  });

  test('a loss of somebody who never had the household begins nothing', async () => {
    const kimura = await office.enrol('木村', 'outreach_worker', '26107');
    const { renewal, round } = await desk(tanaka);
    await office.revoke(kimura);
    await office.revoke(sato);
    await round();
    expect((await renewal.toWriteUnder(home.bucket)).epoch).toBe(1);
    expect(server.begun).toEqual([]);
  });

  test('an end that only the server knows of is told, and begins one too', async () => {
    const { renewal, round } = await desk(tanaka);
    server.owed = [{ bucket: home.bucket, epoch: 1 }];
    await round();
    expect((await renewal.toWriteUnder(home.bucket)).epoch).toBe(2);
    expect((await renewal.toWriteUnder(home.bucket)).epoch).toBe(2);
    expect(server.begun).toHaveLength(1);
  });

  test('offline the record is kept at once, under the key there is [F-20]', async () => {
    await satoWrote();
    const { renewal, round } = await desk(tanaka, { online: false });
    await office.revoke(sato);
    await round();
    expect((await renewal.toWriteUnder(home.bucket)).epoch).toBe(1);
  });

  test('a line that hangs costs the record its patience and nothing more', async () => {
    await satoWrote();
    const { renewal, round } = await desk(tanaka, { patience_ms: 20, now: () => new Promise(() => undefined) });
    await office.revoke(sato);
    await round();
    expect((await renewal.toWriteUnder(home.bucket)).epoch).toBe(1);
  });

  test('who may not begin one goes on under the key there is', async () => {
    await satoWrote();
    const { renewal, round } = await desk(mori);
    await office.revoke(sato);
    await round();
    expect((await renewal.toWriteUnder(home.bucket)).epoch).toBe(1);
    expect(server.begun).toEqual([]);
  });

  test('of two who begin at once the second loses nothing and is not stuck', async () => {
    const { phone, renewal, keychain, round } = await desk(tanaka);
    server.owed = [{ bucket: home.bucket, epoch: 1 }];
    await round();
    const other = await makeHousehold();
    const theirs = await keyFor(tanaka, vault, { ...other, bucket: home.bucket }, 2, 6);
    server.begun = [{ id: home.bucket, kind: 'household', center: '26101', epoch: 2, key_check: theirs.key_check, wraps: [] }];
    const { epoch, key } = (await renewal.toWriteUnder(home.bucket));
    expect(epoch).toBe(1);
    await phone.note({ bucket: home.bucket, key }, '同時に', [], epoch);
    server.keys = [...server.keys, theirs];
    server.owed = [];
    await round();
    expect(await phone.store.outboxCount()).toBe(0);
    expect(await phone.store.notApplied()).toEqual([]);
    expect(parse(fromB64u(server.stored.at(-1)!.e)).epoch).toBe(1);
    keychain.unsure(home.bucket);
    expect((await renewal.toWriteUnder(home.bucket)).epoch).toBe(2);
  });
});

describe('a key of somebody who may not grant it', () => {
  test.each([
    ['a phone that was lost', () => sato, true],
    ['a colleague whose role begins no key', () => mori, false],
    ['a worker of another ward', () => office.enrol('木村', 'coordinator', '26107'), false],
  ])('%s: refused, counted, and never written under', async (_, who, lost) => {
    const { phone, engine } = await desk(tanaka);
    const thief = await who();
    if (lost) await office.revoke(thief);
    const planted = { ...(await makeHousehold()), bucket: home.bucket };
    server.keys = [...server.keys, await keyFor(tanaka, thief, planted, 2, 1)];
    expect((await engine.round())!.refusedKeys).toBe(1);
    expect((await phone.store.keysOf(home.bucket)).map(({ epoch }) => epoch)).toEqual([1]);
    expect(await phone.store.meta('refused_keys')).toEqual([{ bucket: home.bucket, epoch: 2 }]);
    server.keys = [...server.keys.slice(0, -1), await keyFor(tanaka, vault, planted, 2, 1)];
    await engine.round();
    expect(await phone.store.meta('refused_keys'), 'the vault vouched for it since').toEqual([]);
  });

  test('does not take the place of the key that is there', async () => {
    const manager = await office.enrol('課長', 'manager');
    const { phone, engine } = await desk(tanaka);
    const before = await phone.store.keysOf(home.bucket);
    server.keys = [await keyFor(tanaka, manager, { ...(await makeHousehold()), bucket: home.bucket }, 1, 5)];
    expect((await engine.round())!.refusedKeys).toBe(1);
    expect(await phone.store.keysOf(home.bucket)).toEqual(before);
  });
});

test('the beginning of a key says nothing and is marked so on the outside', async () => {
  const place = { kind: KIND.keyBegun, schema: 1, epoch: 2, bucket: home.bucket, op_id: crypto.randomUUID(), device: sato.device, dseq: 1, hlc: 1n, prev: new Uint8Array(32) };
  const raw = await seal(home.key, sato.keys.sign.privateKey, utf8('{}'), place);
  expect(parse(raw).kind).toBe(6);
});
