/** A center's numbers on a device: kept open, read without a signal, shown in every list; and the form in which they are written. */
import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { boundsOf, USUAL } from '../casework/bounds';
import { BOUND_ORDERS } from '../casework/catalogue.gen';
import type { OpenedOp, Summary } from '../casework/records';
import { Store } from '../store/store';
import { Trouble, type Transport } from '../sync/transport';
import { boundsText } from '../text/bounds';
import type { Written } from './acts';
import { BoundsBook } from './bounds-book.svelte';
import { boundsErrors, boundsIn, changes, formOf, idOf, numbersOf, placeOf } from './form';
import { groupsOf, TrialRun } from './trial-run.svelte';

const NORTH = '26101';
const SOUTH = '26107';
const written = (center: string, numbers: Written['numbers'], version = 1): Written => ({ center, name: center, version, at: '2026-11-20T00:00:00Z', by: null, by_name: null, numbers });
const row = (change: Partial<Summary>): Summary => ({ bucket: 'b', center: NORTH, risk_tier: 'A', limit_days: 7, merged_into: null, merged_from: [], ...change }) as Summary;

function bookOf(staff: string, centers: Written[], asked: string[] = []) {
  const transport: Transport = <T>(path: string) => {
    asked.push(path);
    return centers.length ? Promise.resolve({ centers } as T) : Promise.reject(new Trouble('offline'));
  };
  return new BoundsBook({ store: new Store(staff), center: NORTH, transport, opened: () => Promise.resolve([]), roles: new Map() });
}

describe('what a device knows of the numbers', () => {
  it('counts by them at once after the sync, and offline after a restart', async () => {
    const staff = crypto.randomUUID();
    const book = bookOf(staff, [written(SOUTH, {}), written(NORTH, { 'E-T01.A': 5 })]);
    expect(book.daysOf('A')).toBe(7);
    await book.hear({ gen: 'g1', count: 1 });
    expect(book.daysOf('A')).toBe(5);
    const again = bookOf(staff, []);
    await again.read();
    expect(again.daysOf('A')).toBe(5);
    await again.hear({ gen: 'g1', count: 2 });
    expect(again.daysOf('A'), 'an office that cannot be heard changes nothing').toBe(5);
  });

  it('asks only when something was decided, or the office was restored', async () => {
    const asked: string[] = [];
    const book = bookOf(crypto.randomUUID(), [written(NORTH, { 'E-T01.A': 5 })], asked);
    for (const heard of [undefined, { gen: 'g1', count: 0 }, { gen: 'g1', count: 1 }, { gen: 'g1', count: 1 }, { gen: 'g2', count: 1 }]) await book.hear(heard);
    expect(asked).toHaveLength(2);
  });

  it('shows each household the days of its own center', async () => {
    const book = bookOf(crypto.randomUUID(), [written(SOUTH, { 'E-T01.A': 3 }), written(NORTH, { 'E-T01.B': 10 })]);
    const rows = [row({}), row({ center: SOUTH }), row({ risk_tier: 'B', limit_days: 14 }), row({ risk_tier: null, limit_days: null }), row({ center: '26199' })];
    expect(book.limited(rows)).toBe(rows);
    await book.hear({ gen: 'g1', count: 2 });
    expect(book.limited(rows).map((one) => one.limit_days)).toEqual([7, 3, 10, null, 7]);
  });

  it('counts what was just decided here before the office says it again', async () => {
    const book = bookOf(crypto.randomUUID(), [written(NORTH, { 'E-T01.A': 5 })]);
    await book.take(written(NORTH, { 'E-T01.A': 4 }, 2));
    expect([book.daysOf('A'), book.own.version]).toEqual([4, 2]);
    await book.hear({ gen: 'g1', count: 2 });
    expect(book.daysOf('A')).toBe(5);
  });

  it('takes what it cannot read as the catalogue', async () => {
    const book = bookOf(crypto.randomUUID(), [{ ...written(NORTH, {}), numbers: null as unknown as Written['numbers'] }]);
    await book.hear({ gen: 'g1', count: 1 });
    expect(book.daysOf('A')).toBe(7);
  });
});

describe('the form', () => {
  const form = (typed: Record<string, string>) => {
    const fresh = formOf({ version: 0, numbers: {} });
    return { ...fresh, typed: { ...fresh.typed, ...typed } };
  };

  it('begins empty where nothing was decided, and writes what was typed in any width', () => {
    expect(new Set(Object.values(form({}).typed))).toEqual(new Set(['']));
    expect(numbersOf(form({ 'E-T01.A': ' ５ ' }))).toMatchObject({ 'E-T01.A': 5, 'E-T01.B': null });
    expect(boundsErrors(form({ 'E-T01.A': '５' }))).toEqual({});
    expect(formOf({ version: 3, numbers: { 'E-T01.A': 5 } })).toMatchObject({ version: 3, typed: { 'E-T01.A': '5', 'E-T01.B': '' } });
  });

  it.each(['0', '15', '-1', '7.5', '七', '7日', '99999'])('%s is no number of days for tier A', (typed) => {
    expect(boundsErrors(form({ 'E-T01.A': typed }))).toEqual({ [idOf('E-T01.A')]: boundsText.errors.range(1, 14, '日') });
  });

  it('never lets whoever is watched most closely be asked after last', () => {
    expect(Object.keys(boundsErrors(form({ 'E-T01.A': '10', 'E-T01.B': '9' })))).toEqual([idOf('E-T01.A')]);
    expect(Object.keys(boundsErrors(form({ 'E-T01.B': '6' }))), 'against the number that the product brings').toEqual([idOf('E-T01.A')]);
    for (const [less, more] of BOUND_ORDERS.map((order) => [order[0]!, order[1]!] as const)) expect(USUAL[less]).toBeLessThanOrEqual(USUAL[more]!);
  });

  it('says what changes, and where somebody would be thought of later', () => {
    const changed = changes(USUAL, boundsIn(form({ 'E-T01.A': '10', 'E-T05.hours': '2', 'E-T11.days': '14' })));
    expect(changed.map(({ row: { code }, before, after, later }) => [code, before, after, later])).toEqual([['E-T01.A', 7, 10, true], ['E-T05.hours', 4, 2, false], ['E-T11.days', 30, 14, true]]);
    expect(changes(USUAL, boundsOf({}))).toEqual([]);
  });

  it('finds the field that the office refuses', () => {
    expect([placeOf('E-T01.A'), placeOf('E-T99.x'), placeOf(undefined)]).toEqual([idOf('E-T01.A'), '', '']);
  });
});

it('tries out each household of the center once, with those merged into it', () => {
  const gone = row({ bucket: 'gone', center: SOUTH, merged_into: { household: 'a', merge: 'm', at: '2026-11-01T00:00:00Z', phase: 'in_support' } });
  expect(groupsOf([row({ bucket: 'a' }), gone, row({ bucket: 'south', center: SOUTH }), row({ bucket: 'c' })], NORTH).map((group) => group.map(({ bucket }) => bucket))).toEqual([['a', 'gone'], ['c']]);
});

describe('while the last month is read', () => {
  const begun = { id: 'o1', bucket: 'a', device: 'd', dseq: 1, hlc_ms: 0, hlc_n: 0, staff: 's', seq: 1, received_at: '2026-11-02T00:00:00Z', schema: 1, payload: { kind: 'household.open', center: NORTH, fields: {}, recorded_at: '2026-11-02T00:00:00Z' } } as unknown as OpenedOp;
  const kept = { ...begun, id: 'o2', bucket: 'm', payload: { kind: 'center.open', center: NORTH, recorded_at: '2026-11-02T00:00:00Z' } } as unknown as OpenedOp;
  const runOf = () => new TrialRun({ me: { center: NORTH }, conferences: { centers: [{ bucket: 'm', center: NORTH }, { bucket: 'n', center: SOUTH }] }, summaries: [row({ bucket: 'a' }), row({ bucket: 'b' })], bounds: { opened: (bucket: string) => Promise.resolve(bucket === 'a' ? [begun] : bucket === 'm' ? [kept] : []), roles: new Map() } } as unknown as ConstructorParameters<typeof TrialRun>[0]);
  const NOW = Date.parse('2026-11-27T00:00:00Z');

  it('says how far it is and what it could not read', async () => {
    const run = runOf();
    expect(run.isReady).toBe(false);
    await run.start(NOW);
    expect([run.isReady, run.done, run.unread, run.hasMeetings, [...run.replayed.keys()]]).toEqual([true, 2, 1, true, ['a', 'm']]);
  });

  it('stops when the person leaves', async () => {
    const run = runOf();
    const started = run.start(NOW);
    run.stop();
    await started;
    expect([run.isReady, run.replayed.size]).toEqual([false, 0]);
  });
});
