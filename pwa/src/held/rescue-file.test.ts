import { beforeAll, describe, expect, test } from 'vitest';
import { b64u, fromB64u, hex, sha256, utf8 } from '../envelope/bytes';
import { importPoint, verify } from '../envelope/signing';
import { rescueBlob } from '../ledger/rescue';
import { newOpId } from '../ledger/writer';
import type { Identity } from '../store/rows';
import { makeHousehold, Office, type Person } from '../sync/testing/office';
import { Phone } from '../sync/testing/phone';
import { type Call, Trouble } from '../sync/transport';
import type { SignedLine } from '../sync/wire';
import { type Progress, readIn } from './doors';
import { BadFile, partsOf, readRescue, type RescueFault } from './rescue-file';

let office: Office;
let sato: Person;
let home: Awaited<ReturnType<typeof makeHousehold>>;

beforeAll(async () => {
  office = await Office.open();
  sato = await office.enrol('佐藤');
  home = await makeHousehold();
});

async function lockedPhone(): Promise<Phone> {
  const phone = new Phone(sato, office);
  await phone.store.setMeta('identity', { device: sato.device, staff: sato.staff, keys: sato.wrapped } as Identity);
  return phone;
}

const written = async (phone: Phone) => readRescue(await (await rescueBlob(phone.store)).text());
const fault = (text: string): RescueFault | 'none' => {
  try {
    readRescue(text);
    return 'none';
  } catch (error) {
    return (error as BadFile).fault;
  }
};
const line = (n: number, size = 10): SignedLine => ({ raw: `${n}`.padEnd(size, '.'), sig: 'A'.repeat(86) });

describe('what Sato’s locked phone writes is what the desk reads', () => {
  test('every unsent record in order, with its alert and the household it begins, under the upload key as a whole [I17]', async () => {
    const phone = await lockedPhone();
    const opens = { id: home.bucket, kind: 'household', center: '26101', epoch: 1, key_check: 'AAAA', wraps: [] };
    await phone.writer.write({ bucket: home.bucket, epoch: 1, key: home.key, opens, ops: [{ id: newOpId(), payload: { kind: 'note.add', text: '一', recorded_at: '2026-11-24T10:00:00+09:00' }, kind: 1, title: '' }] });
    await phone.note(home, '二', [{ k: 'alert.raise', alert: crypto.randomUUID(), level: 1, observed_at: '2026-11-24T10:00:00+09:00' }]);
    const file = await written(phone);
    expect([file.device, file.lines.length, file.damaged]).toEqual([sato.device, 2, 0]);
    const said = file.lines.map(({ raw }) => JSON.parse(raw) as { e: string; opens?: unknown[]; effects?: unknown[]; effects_sig?: string });
    expect(said[0]!.opens).toEqual([opens]);
    expect([said[1]!.effects?.length, said[1]!.effects_sig?.length, said[1]!.opens]).toEqual([1, 86, undefined]);
    const outbox = await phone.store.nextBatch(10);
    expect(said.map(({ e }) => e)).toEqual(outbox.map(({ op }) => b64u(op.e)));
    const key = await importPoint(sato.wrapped.upload_point);
    for (const { raw, sig } of file.lines) {
      const message = utf8(`kasane rescue v1\n${sato.device}\n${hex(await sha256(utf8(raw)))}`);
      expect(await verify(key, message, fromB64u(sig))).toBe(true);
    }
    expect(await phone.store.outboxCount(), 'making the file sends nothing').toBe(2);
  });
});

describe('a file that is none of ours is told in words before a byte is sent', () => {
  test('a photo, a list, another program’s file, an older and a newer app’s, an empty one', () => {
    expect(['\u0000PNG', '[]', '7', 'null', '{}', '{"kasane_rescue":"2"}'].map(fault)).toEqual(Array(6).fill('foreign'));
    expect(fault('{"kasane_rescue":1,"ops":[]}')).toBe('old');
    expect(fault('{"kasane_rescue":3}')).toBe('newer');
    expect(fault('{"kasane_rescue":2,"device":"0e5b7b0e-0000-4000-8000-000000000000","lines":[]}')).toBe('empty');
    expect(['{"kasane_rescue":2,"lines":[]}', '{"kasane_rescue":2,"device":"x","lines":[]}', '{"kasane_rescue":2,"device":"0e5b7b0e-0000-4000-8000-000000000000"}'].map(fault)).toEqual(Array(3).fill('broken'));
  });

  test('wherever it was cut off, it is called broken', async () => {
    const phone = await lockedPhone();
    await phone.note(home, '一');
    const whole = await (await rescueBlob(phone.store)).text();
    for (const length of [30, 100, Math.floor(whole.length / 2), whole.length - 1]) expect(fault(whole.slice(0, length))).toBe('broken');
  });

  test('a line that is no line is counted, and the others are sent', () => {
    const lines = [line(1), null, 7, { raw: 'x' }, { raw: 'x', sig: 'short' }, { raw: 1, sig: 'A'.repeat(86) }, line(3, 1_000_000), line(2)];
    const file = readRescue(JSON.stringify({ kasane_rescue: 2, device: sato.device, lines }));
    expect([file.lines, file.damaged]).toEqual([[line(1), line(2)], 6]);
  });
});

describe('a large file goes in parts', () => {
  test('of two hundred lines, in the order of the file', () => {
    const lines = Array.from({ length: 450 }, (_, n) => line(n));
    expect(partsOf(lines).map((part) => part.length)).toEqual([200, 200, 50]);
    expect(partsOf(lines).flat()).toEqual(lines);
  });

  test('and of less than a mebibyte, whatever the letters cost on the wire', () => {
    const lines = Array.from({ length: 30 }, (_, n) => ({ ...line(n), raw: '"'.repeat(50_000) }));
    for (const part of partsOf(lines)) expect(utf8(JSON.stringify({ device: sato.device, lines: part })).length).toBeLessThan(1024 * 1024);
    expect(partsOf([{ ...line(1), raw: '訪'.repeat(400_000) }, line(2)]).map((part) => part.length)).toEqual([1, 1]);
  });

  test('the counts of all parts are added up, and what came in before the line broke is known', async () => {
    const told: Progress[] = [];
    const asked: number[] = [];
    const staff = sato.staff;
    const transport = <T>(_: string, call?: Call) => {
      asked.push((call!.body as { lines: unknown[] }).lines.length);
      if (asked.length === 3) return Promise.reject(new Trouble('offline'));
      return Promise.resolve({ staff, taken: 190, known: 5, held: 4, unread: 1 } as T);
    };
    const file = { device: sato.device, lines: Array.from({ length: 450 }, (_, n) => line(n)), damaged: 2 };
    await expect(readIn(file, (progress) => told.push(progress), transport)).rejects.toMatchObject({ code: 'offline' });
    expect(told.at(-1)).toEqual({ staff, taken: 380, known: 10, held: 8, unread: 4, done: 402 });
    expect(asked).toEqual([200, 200, 50]);
  });
});
