/** What was opened is written down without a signal, told once there is one, and lost to neither a line nor a full phone. */
import { expect, it } from 'vitest';
import { Trouble } from '../sync/transport';
import { looksInto, readsViewings } from './acts';
import { ONE_LOOK_MS, ViewingBook } from './viewing-book';

const NISHINO = '0a0a0a0a-0000-4000-8000-000000000001';
const OZAKI = '0a0a0a0a-0000-4000-8000-000000000002';

function phone() {
  const kept: { id: number; bucket: string; at: string }[] = [];
  const told: unknown[] = [];
  const state = { now: Date.parse('2026-11-28T10:00:00Z'), isOnline: true, isFull: false, next: 1 };
  const book = new ViewingBook({
    store: {
      viewings: async () => [...kept],
      addViewing: async (row) => { if (state.isFull) throw new Error('full'); kept.push({ ...row, id: state.next++ }); },
      dropViewings: async (ids) => void kept.splice(0, kept.length, ...kept.filter(({ id }) => !ids.includes(id))),
    },
    transport: (async (_: string, { body }: { body: { viewings: unknown[] } }) => { if (!state.isOnline) throw new Trouble('offline'); told.push(body.viewings); }) as never,
    now: () => state.now,
  });
  return { book, kept, told, state };
}

it('writes down a household once a look, and again when somebody comes back later', async () => {
  const { book, kept, state } = phone();
  await book.note(NISHINO);
  await book.note(NISHINO);
  await book.note(OZAKI);
  expect(kept.map(({ bucket }) => bucket)).toEqual([NISHINO, OZAKI]);
  state.now += ONE_LOOK_MS;
  await book.note(NISHINO);
  expect(kept.at(-1)).toMatchObject({ bucket: NISHINO, at: '2026-11-28T10:30:00.000Z' });
});

it('keeps what could not be told, and lets go of what was', async () => {
  const { book, kept, told, state } = phone();
  state.isOnline = false;
  await book.note(NISHINO);
  await book.send();
  expect([kept.length, told.length]).toEqual([1, 0]);
  state.isOnline = true;
  await book.send();
  expect([kept.length, told]).toEqual([0, [[{ bucket: NISHINO, at: '2026-11-28T10:00:00.000Z' }]]]);
  await book.send();
  expect(told.length).toBe(1);
});

it('tells a month without a signal in pieces the office takes, and stops where the line breaks', async () => {
  const { book, kept, told, state } = phone();
  for (let n = 0; n < 1_200; n += 1) { state.now += ONE_LOOK_MS; await book.note(NISHINO); }
  await book.send();
  expect([kept.length, told.map((one) => (one as unknown[]).length)]).toEqual([0, [500, 500, 200]]);
});

it('lets the oldest go where no office can be told', async () => {
  const { book, kept, state } = phone();
  state.isOnline = false;
  for (let n = 0; n < 5_010; n += 1) { state.now += ONE_LOOK_MS; await book.note(NISHINO); }
  await book.send();
  expect([kept.length, kept[0]!.id]).toEqual([5_000, 11]);
});

it('stands in nobody\'s way on a full phone, and tries again', async () => {
  const { book, kept, state } = phone();
  state.isFull = true;
  await book.note(NISHINO);
  state.isFull = false;
  await book.note(NISHINO);
  expect(kept.length).toBe(1);
});

it('is read by whoever answers for the household of one\'s own center, and looked into by manager and head', () => {
  const roles = ['outreach_worker', 'office', 'coordinator', 'manager', 'center_head', 'bureau', 'administrator'];
  expect(roles.filter((role) => readsViewings({ role, center: '26101' }, '26101'))).toEqual(['coordinator', 'manager', 'center_head']);
  expect(roles.filter((role) => readsViewings({ role, center: '26101' }, '26107'))).toEqual([]);
  expect(roles.filter(looksInto)).toEqual(['manager', 'center_head']);
});
