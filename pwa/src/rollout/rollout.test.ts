/** Which doors a center sees: at once after a sync, also without a signal, and never so that a record is out of sight. */
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PHASES, ROLLOUT_PARTS } from '../casework/catalogue.gen';
import type { OpenedOp } from '../casework/records';
import { Store } from '../store/store';
import { Trouble, type Transport } from '../sync/transport';
import { rolloutText } from '../text/rollout';
import { now } from '../ui/now.svelte';
import { railFor } from '../ui/places';
import type { Written } from './acts';
import { DOOR_PARTS, isOpenDoor, isOpenKind, isOpenStep } from './doors';
import { changes, coursesOf, formOf, placeOf, rolloutErrors, seenAfter, spansOf } from './plan';
import { restedOf } from './rested';
import { RolloutBook } from './rollout-book.svelte';

const TODAY = '2026-11-27';
const NORTH = '26101';
const SOUTH = '26107';
const OPEN = { begins: '2026-04-01', ends: null };
const written = (center: string, spans: Written['spans'], version = 1): Written => ({ center, name: center, version, at: '2026-11-20T00:00:00Z', since: '2026-11-20T00:00:00Z', by: null, by_name: null, why: null, spans });

beforeEach(() => void (now.at = new Date(`${TODAY}T03:00:00Z`)));
afterEach(() => void vi.useRealTimers());

function bookOf(staff: string, centers: Written[], asked: string[] = [], ops: OpenedOp[] = []) {
  const transport: Transport = <T>(path: string) => {
    asked.push(path);
    return centers.length ? Promise.resolve({ centers } as T) : Promise.reject(new Trouble('offline'));
  };
  return new RolloutBook({ store: new Store(staff), center: NORTH, transport, opened: () => Promise.resolve(ops), roleOf: (who) => (who === 'tsuji' ? 'agency' : 'coordinator') });
}

describe('what a device knows of its center', () => {
  it('hides a door at once after the sync, and offline after a restart', async () => {
    const staff = crypto.randomUUID();
    const book = bookOf(staff, [written(SOUTH, {}), written(NORTH, { participation: [] })]);
    expect(book.runs('participation')).toBe(true);
    await book.hear({ gen: 'g1', count: 1 });
    expect([book.runs('participation'), book.runs('outreach')]).toEqual([false, true]);
    const again = bookOf(staff, []);
    await again.read();
    expect(again.runs('participation')).toBe(false);
    await again.hear({ gen: 'g1', count: 2 });
    expect(again.runs('participation'), 'an office that cannot be heard changes nothing').toBe(false);
  });

  it('switching one center changes nothing in another', async () => {
    const book = bookOf(crypto.randomUUID(), [written(SOUTH, { participation: [], multi_agency: [] }), written(NORTH, {})]);
    await book.hear({ gen: 'g1', count: 1 });
    expect(ROLLOUT_PARTS.filter(({ code }) => !book.runs(code))).toEqual([]);
  });

  it('asks only when something was decided, and again when the office was put back', async () => {
    const asked: string[] = [];
    const book = bookOf(crypto.randomUUID(), [written(NORTH, { participation: [] })], asked);
    await book.hear({ gen: 'g1', count: 0 });
    expect(asked).toEqual([]);
    for (const gen of ['g1', 'g1', 'g2']) await book.hear({ gen, count: 1 });
    expect(asked).toHaveLength(2);
    await book.hear(undefined);
    expect(asked, 'an older office says nothing').toHaveLength(2);
  });

  it('forgets what another center ran when its person has moved', async () => {
    const staff = crypto.randomUUID();
    await bookOf(staff, [written(NORTH, { outreach: [] })]).hear({ gen: 'g1', count: 1 });
    const moved = new RolloutBook({ store: new Store(staff), center: SOUTH, transport: () => Promise.reject(new Trouble('offline')), opened: () => Promise.resolve([]), roleOf: () => undefined });
    await moved.read();
    expect(moved.runs('outreach')).toBe(true);
  });

  it('begins on the day it was decided for, without another word', async () => {
    const book = bookOf(crypto.randomUUID(), [written(NORTH, { participation: [{ begins: '2026-12-01' }] })]);
    await book.hear({ gen: 'g1', count: 1 });
    expect(book.runs('participation')).toBe(false);
    now.at = new Date('2026-11-30T15:00:00Z');
    expect(book.runs('participation')).toBe(true);
  });
});

describe('doors', () => {
  it('each part has doors, all of them named in words', () => {
    const parts = ROLLOUT_PARTS.map(({ code }) => code);
    expect(Object.keys(rolloutText.doors).sort()).toEqual([...parts].sort());
    expect(Object.values(DOOR_PARTS).filter((part) => !parts.includes(part))).toEqual([]);
  });

  it('a resting business has none in the rail, and the others stay', () => {
    const rail = (off: string[]) => railFor('coordinator', (part) => !off.includes(part)).map(({ href }) => href);
    expect(rail(['participation', 'watch_list'])).toEqual(rail([]).filter((href) => href !== '/participation' && href !== '/watch'));
  });

  it('what keeps somebody alive has no part that could rest', () => {
    const nothing = () => false;
    for (const href of ['/', '/households', '/record', '/alerts', '/unsent', '/review', '/outings/how', '/households/new', '/transfers']) expect(isOpenDoor(href, nothing)).toBe(true);
    for (const kind of ['visit', 'absent']) expect(isOpenKind(kind, nothing)).toBe(true);
    expect([isOpenKind('street', nothing), isOpenKind('letter', nothing)]).toEqual([false, false]);
  });

  it('a household is not taken to where nothing runs, and never kept from going back', () => {
    const open = PHASES.transitions.filter((step) => isOpenStep(step, () => false)).map(({ to }) => to);
    expect(open).not.toContain('conference');
    expect(open).toContain('closing_review');
    expect(PHASES.transitions.filter(({ guards }) => guards.includes('previous')).every((step) => isOpenStep(step, () => false))).toBe(true);
  });
});

describe('what was written while it rested', () => {
  const wish = { id: 'w1', kind: 'wish' as const, business: 'participation', day: TODAY };

  it('is shown until somebody of the center has looked, and only from the first decision on', async () => {
    const op = (staff: string, targets: string[]) => ({ id: `seen by ${staff}`, staff, payload: { kind: 'household.caught_up', targets, recorded_at: '' } }) as unknown as OpenedOp;
    const book = bookOf(crypto.randomUUID(), [written(NORTH, { participation: [] })], [], [op('tsuji', ['w1']), op('mori', ['w2'])]);
    expect(restedOf([wish], book.rested, new Set())).toEqual([]);
    await book.hear({ gen: 'g1', count: 1 });
    const looked = await book.looked('h1');
    expect(restedOf([wish, { ...wish, id: 'w2' }, { ...wish, id: 'w3', day: '2026-11-19' }], book.rested, looked).map(({ id }) => id)).toEqual(['w1']);
  });

  it('visits are written whatever runs; minutes belong to the conferences', () => {
    const records = [{ ...wish, id: 'v', kind: 'visit' as const, business: 'outreach' }, { ...wish, id: 'm', kind: 'minutes' as const, business: 'multi_agency' }];
    expect(restedOf(records, (part) => part === 'conferences' || part === 'outreach', new Set())).toEqual([{ id: 'm', kind: 'minutes', part: 'conferences', day: TODAY }]);
  });
});

describe('the form', () => {
  const form = (spans: Written['spans']) => ({ ...formOf({ version: 1, spans }, TODAY), why: 'pilot' });

  it('what was never decided stays undecided, and what was is kept to the letter', () => {
    const spans = { participation: [OPEN, { begins: '2028-04-01', ends: '2029-03-31' }], outreach: [] };
    expect(spansOf(form(spans), TODAY)).toEqual(spans);
  });

  it('at rest from today on, what was run before stays true', () => {
    const paused = form({ participation: [{ begins: '2025-04-01', ends: '2025-09-30' }, OPEN, { begins: '2028-04-01', ends: null }], outreach: [{ begins: TODAY, ends: null }] });
    for (const code of ['participation', 'outreach']) paused.parts[code]!.mode = 'rest';
    const spans = spansOf(paused, TODAY);
    expect(spans).toEqual({ participation: [{ begins: '2025-04-01', ends: '2025-09-30' }, { begins: '2026-04-01', ends: '2026-11-26' }], outreach: [] });
    expect(formOf({ version: 2, spans }, TODAY).parts.participation!.mode).toBe('rest');
  });

  it.each([
    [[{ begins: '', ends: '' }], 'rollout-outreach-0-begins'], [[{ begins: '2026-02-30', ends: '' }], 'rollout-outreach-0-begins'], [[{ begins: '2020-04-01', ends: '' }], 'rollout-outreach-0-begins'],
    [[{ begins: '2026-04-01', ends: '2026-03-31' }], 'rollout-outreach-0-ends'], [[{ begins: '2026-04-01', ends: '2046-03-31' }], 'rollout-outreach-0-ends'],
    [[{ begins: '2026-04-01', ends: '' }, { begins: '2026-10-01', ends: '' }], 'rollout-outreach-1-begins'], [[{ begins: '2026-10-01', ends: '2026-12-31' }, { begins: '2026-04-01', ends: '2026-10-01' }], 'rollout-outreach-1-begins'],
    [[], 'rollout-outreach-add'],
  ])('%j is put right beside %s', (spans, place) => {
    const wrong = form({});
    wrong.parts.outreach = { mode: 'spans', spans };
    expect(Object.keys(rolloutErrors(wrong, TODAY))).toEqual([place]);
  });

  it('asks for a reason, and leads to the field that the office refuses', () => {
    expect(Object.keys(rolloutErrors({ ...form({}), why: '' }, TODAY))).toEqual(['rollout-why']);
    expect([placeOf('outreach.1'), placeOf('constructor'), placeOf(undefined)]).toEqual(['rollout-outreach-1-begins', '', '']);
  });
});

describe('what a center will see', () => {
  it('tells what goes today, what goes later and what comes back', () => {
    const before = { outreach: [], participation: [OPEN] };
    const after = { outreach: [{ begins: '2027-04-01', ends: null }], participation: [], multi_agency: [{ begins: '2026-04-01', ends: '2027-03-31' }] };
    const seen = changes(seenAfter(before, after, TODAY));
    expect(seen.map(({ part, hides, shows }) => [part, hides, shows])).toEqual([
      ['multi_agency', '2027-04-01', null], ['conferences', '2027-04-01', null], ['watch_list', '2027-04-01', null], ['outreach', TODAY, '2027-04-01'], ['participation', TODAY, null],
    ]);
  });

  it('an open end that is written another way is no change', () => {
    expect(changes(seenAfter({}, { outreach: [{ begins: '2026-04-01' }] }, TODAY))).toEqual([]);
    expect(coursesOf({ conferences: [OPEN], multi_agency: [{ begins: '2026-12-01', ends: null }] }, TODAY).filter(({ runs }) => !runs).map(({ part, turns }) => [part, turns])).toEqual([
      ['multi_agency', [{ day: '2026-12-01', runs: true }]], ['conferences', [{ day: '2026-12-01', runs: true }]], ['watch_list', [{ day: '2026-12-01', runs: true }]],
    ]);
  });
});
