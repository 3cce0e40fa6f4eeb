import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { requeue } from '../store/exchange';
import { makeHousehold, Office, type Person, PretendServer, type Fault } from './testing/office';
import { Phone } from './testing/phone';
import { type Call, type Transport, Trouble } from './transport';
import { bySession, sendAll } from './upload';

let office: Office;
let sato: Person;
let home: Awaited<ReturnType<typeof makeHousehold>>;

beforeAll(async () => {
  office = await Office.open();
  sato = await office.enrol('佐藤');
  home = await makeHousehold();
});

const send = (phone: Phone, server: PretendServer) => sendAll(phone.store, sato.device, server.transport, bySession);

describe('what Sato wrote leaves the outbox only with the server’s own receipt', () => {
  test('a receipt that names the hash of the last record empties it [QUEUE-1]', async () => {
    const [phone, server] = [new Phone(sato, office), new PretendServer(office)];
    for (const text of ['一', '二', '三']) await phone.note(home, text);
    expect((await send(phone, server)).sent).toBe(3);
    expect(await phone.store.outboxCount()).toBe(0);
    expect(server.stored.map(({ dseq }) => dseq)).toEqual([1, 2, 3]);
  });

  test.each<Fault>(['portal', 'server', 'busy', 'lost_request', 'other_nonce'])('%s keeps everything [F-07 QUEUE-4]', async (fault) => {
    const [phone, server] = [new Phone(sato, office), new PretendServer(office)];
    await phone.note(home, '一');
    server.faults = [fault];
    await expect(send(phone, server)).rejects.toBeInstanceOf(Trouble);
    expect(await phone.store.outboxCount()).toBe(1);
    expect((await send(phone, server)).sent).toBe(1);
  });

  test('a lost reply makes no second copy and no second effect [F-04 I2 IDEM-2]', async () => {
    const [phone, server] = [new Phone(sato, office), new PretendServer(office)];
    await phone.note(home, '一', [{ k: 'alert.raise', alert: crypto.randomUUID(), level: 1, observed_at: '2026-11-24T10:00:00+09:00' }]);
    server.faults = ['lost_reply'];
    await expect(send(phone, server)).rejects.toMatchObject({ code: 'offline' });
    await send(phone, server);
    expect(server.stored).toHaveLength(1);
    expect(server.effects).toHaveLength(1);
  });

  test('her answer to an alert goes out under her signature, and once more after a restore; one put into the outbox by another hand does not count', async () => {
    const [phone, server] = [new Phone(sato, office), new PretendServer(office)];
    const answer = { k: 'alert.ack', alert: crypto.randomUUID(), how: 'taking' } as const;
    const id = await phone.note(home, '対応します', [answer]);
    await send(phone, server);
    expect(server.effects).toEqual([answer]);
    server.restoreTo(0);
    await requeue(phone.store, server.gen, 0);
    await phone.note(home, '続き');
    await send(phone, server);
    expect(server.effects).toEqual([answer, answer]);
    server.restoreTo(0);
    await requeue(phone.store, server.gen, 0);
    await phone.store.putOps([{ ...(await phone.store.op(id))!, effects: [{ k: 'alert.close', alert: answer.alert, outcome: 'resolved' }] }]);
    await send(phone, server);
    expect(server.stored).toHaveLength(2);
    expect(server.effects).toHaveLength(2);
  });

  test('a receipt with another record’s hash is no receipt [I1]', async () => {
    const [phone, server] = [new Phone(sato, office), new PretendServer(office)];
    await phone.note(home, '一');
    const lying: Transport = async <T>(path: string, call?: Call): Promise<T> => ({ ...(await server.transport<object>(path, call)), ack_hash: 'A'.repeat(43) }) as T;
    await expect(sendAll(phone.store, sato.device, lying, bySession)).rejects.toMatchObject({ detail: { problem: 'chain_fork' } });
    expect(await phone.store.outboxCount()).toBe(1);
  });

  test('a batch the server finds too large is halved until it fits [BATCH-2]', async () => {
    const [phone, server] = [new Phone(sato, office), new PretendServer(office)];
    for (let n = 0; n < 9; n += 1) await phone.note(home, `記録${n}`);
    server.bodyLimit = 3_000;
    expect((await send(phone, server)).sent).toBe(9);
    expect(server.stored).toHaveLength(9);
  });

  test('a gap is filled from what the phone has kept [I6]', async () => {
    const [phone, server] = [new Phone(sato, office), new PretendServer(office)];
    for (const text of ['一', '二', '三']) await phone.note(home, text);
    await send(phone, server);
    server.stored = server.stored.slice(0, 1);
    await phone.note(home, '四');
    await send(phone, server);
    expect(server.stored.map(({ dseq }) => dseq)).toEqual([1, 2, 3, 4]);
  });
});

test('whatever the network does, every record is on the phone or on the server, once and in order [F-03 F-07 I1 I2]', async () => {
  const faults: fc.Arbitrary<Fault[]> = fc.array(fc.constantFrom<Fault>('lost_request', 'lost_reply', 'portal', 'server', 'busy', 'other_nonce'), { maxLength: 3 });
  const step = fc.oneof(fc.constant('note' as const), faults);
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
    const [phone, server] = [new Phone(sato, office), new PretendServer(office)];
    const written: string[] = [];
    for (const one of steps) {
      if (one === 'note') written.push(await phone.note(home, '記録'));
      else {
        server.faults = [...one];
        await send(phone, server).catch((error: unknown) => expect(error).toBeInstanceOf(Trouble));
      }
      const waiting = new Set((await phone.store.outbox()).map(({ op }) => op));
      const there = new Set(server.stored.map(({ id }) => id));
      expect(written.filter((id) => !waiting.has(id) && !there.has(id))).toEqual([]);
    }
    server.faults = [];
    await send(phone, server);
    expect(server.stored.map(({ id }) => id)).toEqual(written);
    expect(await phone.store.outboxCount()).toBe(0);
  }), { numRuns: 40 });
});
