import { beforeEach, expect, test } from 'vitest';
import { fromB64u } from '../envelope/bytes';
import { KIND, parse } from '../envelope/frame';
import { openSealed } from '../envelope/sealing';
import { unwrap } from '../envelope/wrapping';
import { keyFor, makeHousehold, Office, type Person, PretendServer } from '../sync/testing/office';
import { Phone } from '../sync/testing/phone';
import { bySession, sendAll } from '../sync/upload';
import { reopen } from './reopening';

let office: Office;
let server: PretendServer;
let ito: Person;
let tanaka: Person;
let vault: Person;
let home: Awaited<ReturnType<typeof makeHousehold>>;

/** Ito has opened a household and written in it; her phone dies the same day. */
beforeEach(async () => {
  office = await Office.open();
  vault = await office.enrol('金庫', 'vault', null);
  ito = await office.enrol('伊藤');
  tanaka = await office.enrol('田中', 'coordinator');
  home = await makeHousehold();
  server = new PretendServer(office);
  server.scope = [{ id: home.bucket, kind: 'household', role: 'center', basis: 'internal_use', center: '26101', epoch: 1 }];
  const phone = new Phone(ito, office);
  await phone.note(home, '戸が開いた');
  await sendAll(phone.store, ito.device, server.transport, bySession);
});

async function desk(person: Person): Promise<{ phone: Phone; round(): Promise<unknown> }> {
  const phone = new Phone(person, office);
  server.keys = [await keyFor(person, vault, home)];
  const me = { staff: person.staff, name: person.name, role: 'coordinator', center: '26101', center_name: '北区', device: person.device };
  const { store, writer, trust } = phone;
  const parts = { store, writer, trust, me, keys: person.keys, transport: server.transport, leadOf: () => ito.staff };
  const engine = phone.engine(server.transport, (bucket, known) => reopen(parts, bucket, known));
  await engine.round();
  return { phone, round: () => engine.round() };
}

test('Tanaka’s desk opens it again under the same key, gives back what Ito wrote, and Ito is its lead again', async () => {
  const { phone, round } = await desk(tanaka);
  server.restoreTo(0);
  server.unheard.add(home.bucket);
  await round();
  const [opened] = server.begun;
  expect(opened).toMatchObject({ id: home.bucket, kind: 'household', center: '26101', epoch: 1 });
  expect(opened!.wraps.map(({ device }) => device).sort()).toEqual([tanaka.device, vault.device].sort());
  const vaults = opened!.wraps.find(({ device }) => device === vault.device)!;
  const key = await unwrap(fromB64u(vaults.wrap), vault.keys.kem, { bucket: home.bucket, epoch: 1, device: vault.device });
  const itos = server.stored.map(({ e }) => parse(fromB64u(e))).find(({ device }) => device === ito.device)!;
  expect(new TextDecoder().decode(await openSealed(key, itos))).toContain('戸が開いた');
  expect(server.granted).toEqual([{ bucket: home.bucket, staff: ito.staff, role: 'lead', basis: 'internal_use' }]);
  expect(await phone.store.outboxCount()).toBe(0);
  await round();
  expect(server.begun).toHaveLength(1);
});

test('what begins a household again is never folded', async () => {
  const { phone, round } = await desk(tanaka);
  server.restoreTo(0);
  server.unheard.add(home.bucket);
  await round();
  const own = (await phone.store.opsOf(home.bucket)).filter(({ device }) => device === tanaka.device);
  expect(own.map(({ e }) => parse(e).kind)).toEqual([KIND.keyBegun]);
});

test.each([['another center', 'coordinator', '26107'], ['somebody who only reads', 'external', '26101']])('%s opens nothing, and gives back all the same', async (_, role, center) => {
  const kimura = await office.enrol('木村', role, center);
  server.keys = [];
  const { phone, round } = await desk(kimura);
  server.restoreTo(0);
  server.unheard.add(home.bucket);
  await round();
  expect(server.begun).toEqual([]);
  expect(server.stored).toHaveLength(1);
  expect(await phone.store.outboxCount()).toBe(0);
});

