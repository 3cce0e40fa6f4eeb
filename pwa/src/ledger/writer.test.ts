import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { hex } from '../envelope/bytes';
import { KIND, parse } from '../envelope/frame';
import { makeHousehold, Office } from '../sync/testing/office';
import { Phone } from '../sync/testing/phone';
import { newOpId, Writer } from './writer';

const texts = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => `${prefix}${n}`);

test('two tabs of one phone write at once: every record is kept, in one unbroken chain [F-16 I6 IDB-2]', async () => {
  const office = await Office.open();
  const sato = await office.enrol('佐藤');
  const home = await makeHousehold();
  const phone = new Phone(sato, office);
  const other = new Writer(phone.store, sato.device, sato.staff, sato.keys);
  const write = (writer: Writer, text: string) => writer.write({
    bucket: home.bucket, epoch: 1, key: home.key,
    ops: [{ id: newOpId(), payload: { kind: 'note.add', text, recorded_at: '2026-11-24T10:00:00+09:00' }, kind: KIND.op, title: '佐々木さん宅' }],
  });
  await Promise.all([...texts('居間', 4).map((text) => write(phone.writer, text)), ...texts('台所', 4).map((text) => write(other, text))]);
  // The first tab still remembers the head it wrote; the other has gone on since.
  await write(other, '玄関');
  await write(phone.writer, '外観');

  const rows = (await phone.store.opsOf(home.bucket)).sort((a, b) => a.dseq - b.dseq);
  expect(rows.map(({ dseq }) => dseq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  rows.slice(1).forEach((row, index) => expect(hex(parse(row.e).prev)).toBe(hex(rows[index]!.hash!)));
  expect(await phone.store.outboxCount()).toBe(10);
});

test('a rehearsal leaves nothing behind: the chain goes on as if there had been none', async () => {
  const office = await Office.open();
  const sato = await office.enrol('佐藤');
  const home = await makeHousehold();
  const phone = new Phone(sato, office);
  const entry = () => ({
    bucket: home.bucket, epoch: 1, key: home.key,
    ops: [{ id: newOpId(), payload: { kind: 'note.add' as const, text: '門灯', recorded_at: '2026-11-24T10:00:00+09:00' }, kind: KIND.op, title: '' }],
  });
  await phone.writer.write(entry());
  await phone.writer.rehearse(entry());
  expect(await phone.store.outboxCount()).toBe(1);
  expect((await phone.store.opsOf(home.bucket)).length).toBe(1);
  await phone.writer.write(entry());
  expect((await phone.store.opsOf(home.bucket)).map(({ dseq }) => dseq).sort()).toEqual([1, 2]);
});
