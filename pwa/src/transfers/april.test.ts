import { expect, it, vi } from 'vitest';
import type { Summary } from '../casework/records';
import type { Ledger } from '../ledger/ledger';
import { Trouble } from '../sync/transport';
import type { ListedPerson } from './acts';
import { exportRows, type Known, planOf, resultRows } from './april';
import { askAll } from './april-run';

const sent = vi.hoisted(() => vi.fn<(path: string, call: unknown) => Promise<unknown>>());
vi.mock('../sync/transport', async (original) => ({ ...(await original<object>()), overHttp: sent }));

const id = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
const person = (n: number, name: string, change: Partial<ListedPerson> = {}): ListedPerson => ({ id: `10000000-0000-4000-8000-00000000000${n}`, name, kana: '', role: 'outreach_worker', center: '26101', active: true, leaves_on: null, ...change });
const sato = person(1, '佐藤 みさき', { kana: 'さとう みさき' });
const inoue = person(2, '井上 拓也', { kana: 'いのうえ たくや' });
const household = (n: number, lead: string | null = sato.id, center = '26101'): Summary => ({ bucket: id(n), center, title: `世帯${n}`, kana: '', lead }) as Summary;
const known = (change: Partial<Known> = {}): Known => ({
  summaries: [household(1), household(2), household(3)], people: [sato, inoue, person(3, '山本 花', { role: 'auditor' }), person(4, '中村 学'), person(5, '中村 学'), person(6, '森田 光', { active: false }), person(7, '小野 葵', { leaves_on: '2027-03-31' })],
  centers: [{ id: '26101', name: '北区' }, { id: '26107', name: '南区' }], waiting: new Set(), own: '26101', nameOf: (staff) => (staff === sato.id ? sato.name : ''), ...change,
});
const list = (...rows: [string, string][]) => [['世帯コード', '世帯', '新しい担当'], ...rows.map(([bucket, next]) => [bucket, '', next])];
const plan = (rows: string[][], change: Partial<Known> = {}) => planOf('list.csv', rows, known(change))!;
const whys = (rows: string[][], change: Partial<Known> = {}) => plan(rows, change).unclear.map(({ why }) => why);

it('knows a colleague by name, by reading in either kana and any width, and by id', () => {
  for (const typed of ['井上 拓也', '井上拓也', '井上　拓也さん', 'イノウエ　タクヤ', 'いのうえたくや', inoue.id, inoue.id.toUpperCase()]) {
    expect(plan(list([id(1), typed])).lines).toMatchObject([{ bucket: id(1), to: '井上 拓也', to_staff: inoue.id, to_center: '26101', now: '佐藤 みさき' }]);
  }
});

it('knows another center by its name, which then chooses the lead itself', () => {
  expect(plan(list([id(1), '南区'])).lines).toMatchObject([{ to: '南区', to_staff: null, to_center: '26107' }]);
});

it('says of each unclear line what is unclear, and does nothing with it', () => {
  expect(whys(list([id(1), '田村 一'], [id(2), '中村 学'], [id(3), '森田 光']))).toEqual(['unknown', 'two_people', 'left']);
  expect(whys(list([id(1), '小野 葵'], [id(2), '山本 花'], [id(3), '北区']))).toEqual(['leaving', 'cannot_lead', 'own_center']);
  expect(whys(list([id(9), '井上拓也'], ['', '井上拓也'], [id(1), '井上拓也'], [id(1), '佐藤みさき']))).toEqual(['not_here', 'no_id', 'twice']);
  expect(whys(list([id(1), '井上拓也']), { waiting: new Set([id(1)]) })).toEqual(['waiting']);
  expect(whys(list([id(1), '井上拓也']), { summaries: [household(1, null, '26107')] })).toEqual(['not_here']);
  expect(whys([['世帯コード', '世帯', '新しい担当'], [id(1)]])).toEqual(['columns']);
});

it('counts what stays as it is: an empty cell, and whoever leads already', () => {
  expect(plan(list([id(1), ''], [id(2), '佐藤みさき'], [id(3), '井上拓也']))).toMatchObject({ blank: 1, same: 1, lines: [{ bucket: id(3) }], unclear: [] });
});

it('is told apart from any other table by its first line', () => {
  expect(planOf('x.csv', [['名前', '電話'], ['a', 'b']], known())).toBeNull();
});

it('goes out with an empty last column and comes back as it went', () => {
  const out = exportRows([{ row: household(2), no: '12', address: '北区' }], known().nameOf);
  expect(out[1]).toEqual([id(2), '12', '世帯2', '北区', '佐藤 みさき', sato.id, '']);
  expect(planOf('list.csv', out, known())).toMatchObject({ blank: 1, lines: [], unclear: [] });
});

const book = { me: { center: '26101' }, signMove: () => Promise.resolve('a.b.c') } as unknown as Ledger;

it('asks line by line, goes on over a refused one, stops at a broken way, and resumes with the same ids', async () => {
  const { lines } = plan(list([id(1), '井上拓也'], [id(2), '井上拓也'], [id(3), '南区']));
  const asked: string[] = [];
  let broken = true;
  sent.mockImplementation((_, call) => {
    const { body } = call as { body: { id: string; bucket: string } };
    asked.push(body.id);
    if (body.bucket === id(1)) return Promise.reject(new Trouble('refused', { problem: 'transfer_open' }));
    if (body.bucket === id(2) && broken) return Promise.reject(new Trouble('offline'));
    return Promise.resolve({});
  });
  const said = (line: (typeof lines)[number], result: NonNullable<typeof line.result>) => Promise.resolve(void (line.result = result));
  expect(await askAll(book, lines, said, () => true)).toBe('way');
  expect(lines.map(({ result }) => result?.s)).toEqual(['failed', undefined, undefined]);
  broken = false;
  expect(await askAll(book, lines, said, () => true)).toBeNull();
  expect(lines.map(({ result }) => result?.s)).toEqual(['failed', 'asked', 'asked']);
  expect(asked).toEqual([lines[0]!.transfer, lines[1]!.transfer, lines[1]!.transfer, lines[2]!.transfer]);
  expect(await askAll(book, lines, said, () => false)).toBeNull();
});

it('stops when the person says so, and when a result could not be kept', async () => {
  const { lines } = plan(list([id(1), '井上拓也'], [id(2), '井上拓也']));
  sent.mockResolvedValue({});
  expect(await askAll(book, lines, () => Promise.reject(new Error('full')), () => true)).toBe('way');
  expect(await askAll(book, lines, () => Promise.resolve(), () => false)).toBe('paused');
});

it('hands back a result for every line that was not empty', () => {
  const made = plan(list([id(2), '田村 一'], [id(1), '井上拓也']));
  made.lines[0]!.result = { s: 'asked' };
  expect(resultRows(made).slice(1).map((cells) => [cells[0], cells[4], cells[5]])).toEqual([['2', '田村 一', 'この名前の職員もセンターも見つかりません'], ['3', '井上 拓也', '頼みました']]);
});
