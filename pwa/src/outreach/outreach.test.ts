import { describe, expect, it } from 'vitest';
import { LETTERS } from '../casework/catalogue.gen';
import type { Summary, Visit, VisitEntry } from '../casework/records';
import { readWay } from './day-way.svelte';
import { blankHome, fullestOf, homeObservation, isBlank, linesOf, measured } from './home';
import { bestOf, hoursOf } from './hours';
import { isWarm, linesOf as letterOf, plainOf, runsOf } from './letter';
import { promisesOf } from './promises';
import { arranged, byTown, moved } from './way';

function visited(occurred_at: string, result: string, more: Partial<Visit> = {}): VisitEntry {
  const visit: Visit = { occurred_at, method: 'visit', result, staff: ['sato'], accompanied: [], met_persons: [], presence_signs: [], safety: [], observations: [], facts: '', quotes: '', assessment: '', third_party: [], promises: '', ...more };
  return { id: occurred_at, by: 'sato', recorded_at: occurred_at, received_at: null, visit, versions: [], retracted: null, review: { state: 'unreviewed', by: null, at: null, comment: '', version: null, history: [] }, alert: null, verdict: null };
}
const home = (...visits: VisitEntry[]) => visits;

describe('the hours that worked at a door', () => {
  it('counts by weekday and time of day in Japan, whatever zone the record was written in', () => {
    const hours = hoursOf(home(visited('2026-11-24T05:10:00Z', 'met_person'), visited('2026-11-24T09:30:00+09:00', 'absent')));
    expect(hours.afternoon[1]).toEqual({ met: 1, tried: 1 });
    expect(hours.morning[1]).toEqual({ met: 0, tried: 1 });
  });

  it('names the hour with most meetings, and of two alike the one with fewer ways in vain', () => {
    const tuesday = (n: number, result: string) => visited(`2026-11-${String(3 + n * 7).padStart(2, '0')}T14:30:00+09:00`, result);
    const friday = (n: number) => visited(`2026-11-${String(6 + n * 7).padStart(2, '0')}T11:00:00+09:00`, 'spoke_through_door');
    expect(bestOf(hoursOf(home(tuesday(0, 'met_person'), tuesday(1, 'met_person'), tuesday(2, 'absent'), friday(0), friday(1))))).toEqual({ band: 'noon', weekday: 4, met: 2 });
    expect(bestOf(hoursOf(home(tuesday(0, 'absent'), tuesday(1, 'refused_calm'))))).toBeNull();
  });

  it('a telephone call, what a neighbour told and a withdrawn record are no way to the door', () => {
    const withdrawn = { ...visited('2026-11-24T14:00:00+09:00', 'met_person'), retracted: { by: 'sato', at: '2026-11-25T09:00:00+09:00', reason: '' } };
    expect(bestOf(hoursOf(home(withdrawn, visited('2026-11-24T14:00:00+09:00', 'phone_reached', { method: 'phone' }), visited('2026-11-24T14:00:00+09:00', 'proxy_info'))))).toBeNull();
  });
});

describe('a letter for the door', () => {
  it('carries readings above its letters, and its words without them for copying', () => {
    expect(runsOf('お｜元気《げんき》でしょうか')).toEqual([{ text: 'お', ruby: '' }, { text: '元気', ruby: 'げんき' }, { text: 'でしょうか', ruby: '' }]);
    expect(plainOf(runsOf('お｜元気《げんき》でしょうか'))).toBe('お元気でしょうか');
  });

  it('is filled in with day and name, nothing left open', () => {
    for (const { code } of LETTERS) {
      const text = letterOf(code, { name: '佐藤 みさき', day: '12月3日(木)', warm: false }).map(plainOf).join('');
      expect(text, code).not.toMatch(/[{}｜《》]/);
      expect(text.length, code).toBeGreaterThan(20);
    }
    expect(letterOf('next_visit', { name: '', day: '12月3日(木)', warm: true }).map(plainOf)[0]).toContain('12月3日(木)');
  });

  it('speaks of the season it is', () => {
    expect([isWarm('2026-07-20'), isWarm('2026-01-20')]).toEqual([true, false]);
    expect(letterOf('heat_cold', { name: '', day: '', warm: false }).map(plainOf).join('')).toContain('寒い');
    expect(letterOf('heat_cold', { name: '', day: '', warm: true }).map(plainOf).join('')).toContain('暑い');
  });
});

describe("the day's way", () => {
  const row = (bucket: string, town: string, window_from: string) => ({ bucket, ward: '北区', town, next_plan: { window_from } }) as unknown as Summary;
  const due = [row('a', '紫野', '2026-11-24T09:00:00+09:00'), row('b', '上賀茂', '2026-11-24T10:00:00+09:00'), row('c', '紫野', '2026-11-24T11:00:00+09:00')];
  const ids = (rows: Summary[]) => rows.map(({ bucket }) => bucket);

  it('goes town by town, the earliest first', () => expect(ids(byTown(due))).toEqual(['a', 'c', 'b']));

  it('moves one step at a time and stays within its ends', () => {
    expect(moved(['a', 'b', 'c'], 'b', -1)).toEqual(['b', 'a', 'c']);
    expect(moved(['a', 'b', 'c'], 'a', -1)).toEqual(['a', 'b', 'c']);
    expect(moved(['a', 'b', 'c'], 'c', 1)).toEqual(['a', 'b', 'c']);
  });

  it('what came since stands behind; what is gone leaves no gap', () => {
    expect(ids(arranged(due, ['c', 'gone', 'a']))).toEqual(['c', 'a', 'b']);
    expect(ids(arranged(due, []))).toEqual(['a', 'b', 'c']);
  });

  it('is of one day and one person', () => {
    const kept = JSON.stringify({ staff: 'sato', day: '2026-11-24', order: ['b', 'a'] });
    expect(readWay(kept, 'sato', '2026-11-24')).toEqual(['b', 'a']);
    expect([readWay(kept, 'sato', '2026-11-25'), readWay(kept, 'inoue', '2026-11-24'), readWay('{', 'sato', '2026-11-24'), readWay(null, 'sato', '2026-11-24')]).toEqual([[], [], [], []]);
  });
});

describe('the home as it is written down', () => {
  it('takes full-width digits, and nothing for a measure that is none', () => {
    expect(measured({ place: 'corridor', height: '１２０', width: '90', depth: ' 400 ' })).toEqual({ place: 'corridor', height: 120, width: 90, depth: 400 });
    for (const wrong of ['', '0', '-5', '一メートル']) expect(measured({ place: 'corridor', height: wrong, width: '90', depth: '400' })).toBeNull();
  });

  it('only rooms that were looked at are said', () => {
    const input = { ...blankHome(new Date('2026-11-24T01:00:00Z')), rooms: { living_room: '6', kitchen: '' }, word: ' 通り道がある ' };
    const said = homeObservation(input, new Date());
    expect(said.observations).toEqual([{ code: 'LIV05', value: 'yes', number: 6, qualifier: 'living_room' }]);
    expect([said.home?.word, isBlank(input), isBlank(blankHome(new Date()))]).toEqual(['通り道がある', false, true]);
  });

  it('is drawn by its fullest room, and read in words', () => {
    const one = { id: 'h', by: 'sato', at: '2026-11-24T10:00:00+09:00', rooms: { living_room: 6, kitchen: 4 }, extents: [{ place: 'corridor', height: 90, width: 50, depth: 200 }], spread: ['weeds'], word: '' };
    expect(fullestOf([one, { ...one, rooms: {} }])).toEqual([{ id: 'h', at: one.at, number: 6 }]);
    expect(linesOf(one)).toEqual(['居間 6、台所 4', '廊下・階段　高さ90×幅50×奥行200cm', '草木がのびている']);
  });
});

it('what was promised stands on the card, the newest first, until two others have come', () => {
  const said = promisesOf(home(visited('2026-11-20T10:00:00+09:00', 'met_person', { promises: '薬を一緒に数える' }), visited('2026-11-10T10:00:00+09:00', 'absent'), visited('2026-11-01T10:00:00+09:00', 'met_person', { next_note: '柿をもらいに行く' })));
  expect(said.map(({ text }) => text)).toEqual(['薬を一緒に数える', '次にすること：柿をもらいに行く']);
});
