import { describe, expect, test } from 'vitest';
import { ladderText } from '../text/ladder';
import { added, formOf, isSure, keepsLast, ladderErrors, minutesOf, moved, offered, placeOf, planOf, toggled, type LadderForm } from './ladder';
import type { Written } from './rota';

const WRITTEN: Written = {
  version: 3, at: '2026-11-20T09:00:00+09:00', by_name: '西村',
  plan: {
    levels: [
      [{ targets: ['duty'], people: [], wait: 5 }, { targets: [], people: ['s1'], wait: 10 }],
      [{ targets: ['coordinator'], people: [], wait: 30 }],
      [{ targets: ['coordinator', 'lead'], people: [], wait: null }],
      [{ targets: ['manager'], people: [], wait: null }],
    ],
    shifts: [{ days: ['weekday'], begins: 1035, ends: 1950 }, { days: ['holiday'], begins: 0, ends: 1440 }], team: false,
  },
};
const form = (change: (it: LadderForm) => void = () => {}): LadderForm => {
  const it = formOf(WRITTEN);
  change(it);
  return it;
};

test('a plan opened and closed again is the same plan', () => {
  expect(planOf(form())).toEqual(WRITTEN.plan);
  expect(ladderErrors(form())).toEqual({});
});

describe('the last step is never empty', () => {
  test('whoever may be nobody does not carry it; a role, the night room or a name does', () => {
    for (const code of ['duty', 'lead', 'watcher', 'community_coordinator']) expect(isSure({ targets: [code], people: [], wait: '5' })).toBe(false);
    for (const code of ['coordinator', 'office', 'manager', 'center_head', 'night_room']) expect(isSure({ targets: ['duty', code], people: [], wait: '5' })).toBe(true);
    expect(isSure({ targets: [], people: ['s1'], wait: '5' })).toBe(true);
  });
  test('a level without steps, and one whose last step counts on the duty, are told beside the step', () => {
    expect(keepsLast([])).toBe(false);
    expect(ladderErrors(form((it) => (it.levels[0]![1]!.people = [])))).toEqual({ 'rung-0-1': ladderText.errors.last });
    expect(ladderErrors(form((it) => (it.levels[2]![0]!.targets = [])))).toEqual({ 'rung-2-0': ladderText.errors.first });
    expect(keepsLast(moved(form().levels[0]!, 0, 1))).toBe(false);
    expect(keepsLast(added(form().levels[0]!))).toBe(true);
  });
});

test('minutes are read as people type them, and what is no number is told, not guessed', () => {
  expect([minutesOf('５'), minutesOf(' 20 '), minutesOf(''), minutesOf('2.5'), minutesOf('-3'), minutesOf('すぐ')]).toEqual([5, 20, null, null, null, null]);
  for (const wait of ['', '0', '241', '2.5']) expect(ladderErrors(form((it) => (it.levels[1]![0]!.wait = wait)))).toEqual({ 'wait-1-0': ladderText.errors.wait });
  expect(ladderErrors(form((it) => (it.levels[3]![0]!.wait = 'x')))).toEqual({});
});

test('hours without a day or a time are told beside them; an end before the beginning is the day after', () => {
  expect(ladderErrors(form((it) => (it.shifts[0]!.days = [])))).toEqual({ 'shift-days-0': ladderText.errors.days });
  expect(ladderErrors(form((it) => (it.shifts[1]!.ends = '')))).toEqual({ 'shift-begins-1': ladderText.errors.hours });
  expect(planOf(form((it) => (it.shifts = [{ days: ['year_end', 'weekday'], begins: '22:00', ends: '06:00' }]))).shifts).toEqual([{ days: ['weekday', 'year_end'], begins: 1320, ends: 1800 }]);
});

test('a refusal of the office stands beside the field it names', () => {
  expect(['levels[0][1].wait', 'levels[2]', 'levels[1][3]', 'shifts[4]', 'shifts', 'staff', undefined].map(placeOf)).toEqual(['wait-0-1', 'rung-2-0', 'rung-1-3', 'shift-begins-4', 'shift-begins-0', '', '']);
});

test('who holds an office of the ward is offered at the first telling only, and shown where a plan names them', () => {
  expect(offered(0, { targets: [], people: [], wait: '' })).toContain('community_coordinator');
  expect(offered(1, { targets: [], people: [], wait: '' })).not.toContain('community_coordinator');
  expect(offered(1, { targets: ['community_coordinator'], people: [], wait: '' })).toContain('community_coordinator');
  expect(toggled(toggled(['a'], 'b'), 'a')).toEqual(['b']);
});
