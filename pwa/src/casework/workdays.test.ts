import { expect, it } from 'vitest';
import { afterWorkdays, isWorkday } from './workdays';

it.each([
  ['2026-11-23', false], ['2026-11-24', true], ['2026-09-22', false], ['2026-12-28', true], ['2026-12-29', false], ['2027-01-03', false], ['2027-01-04', true], ['2026-11-28', false], ['2099-01-02', false],
])('the office is open on %s: %s', (day, works) => {
  expect(isWorkday(day)).toBe(works);
});

it('counts a role offered before the turn of the year from the days the office is open', () => {
  expect(afterWorkdays('2026-12-28T15:00:00+09:00', 3)).toBe(Date.parse('2027-01-06T17:30:00+09:00'));
});
