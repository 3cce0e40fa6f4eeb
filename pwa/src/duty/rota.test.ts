import { describe, expect, test } from 'vitest';
import { daysOf, minutesAfter, momentAt, monthAfter, monthBefore, offeredHours, shiftWords, spanWords, typedHours } from './rota';

describe('hours of a duty in words and as they are typed', () => {
  test('a night ends on the morning after', () => {
    expect(spanWords('2026-11-27T17:15:00+09:00', '2026-11-28T08:30:00+09:00')).toBe('17:15から翌8:30');
    expect(spanWords('2026-11-27T00:00:00+09:00', '2026-11-28T00:00:00+09:00')).toBe('0:00から24:00');
    expect(shiftWords({ days: ['weekday'], begins: 1035, ends: 1950 })).toBe('17:15から翌8:30');
    expect(shiftWords({ days: ['holiday'], begins: 510, ends: 1035 })).toBe('8:30から17:15');
  });
  test('an end no later than the beginning is on the day after', () => {
    expect(typedHours('2026-12-31', '17:15', '08:30')).toEqual({ begins: '2026-12-31T17:15:00+09:00', ends: '2027-01-01T08:30:00+09:00' });
    expect(typedHours('2026-12-31', '08:30', '17:15')).toEqual({ begins: '2026-12-31T08:30:00+09:00', ends: '2026-12-31T17:15:00+09:00' });
    expect(typedHours('2026-12-31', '', '17:15')).toBeNull();
  });
  test('the hours without anybody are offered first', () => {
    const taken = { begins: '2026-11-28T08:30:00+09:00', ends: '2026-11-28T17:15:00+09:00', staff: ['a'], needed: true };
    const free = { begins: '2026-11-28T17:15:00+09:00', ends: '2026-11-29T08:30:00+09:00', staff: [], needed: true };
    expect(offeredHours({ day: '2026-11-28', kind: 'holiday', hours: [taken, free] })).toEqual({ begins: '17:15', ends: '08:30' });
    expect(offeredHours({ day: '2026-11-28', kind: 'holiday', hours: [] })).toEqual({ begins: '17:15', ends: '08:30' });
  });
});

test('months follow each other over the turn of the year, and February knows its days', () => {
  expect([monthAfter('2026-12-01'), monthBefore('2027-01-01'), daysOf('2026-12-01'), daysOf('2028-02-01')]).toEqual(['2027-01-01', '2026-12-01', 31, 29]);
});

test('the moments of the preview are the next that come', () => {
  const friday = new Date('2026-11-27T01:00:00Z');
  expect(['now', 'tonight', 'sunday', 'january'].map((name) => momentAt(name, friday))).toEqual(['2026-11-27T01:00:00.000Z', '2026-11-27T22:00:00+09:00', '2026-11-29T14:00:00+09:00', '2027-01-02T10:00:00+09:00']);
  expect(momentAt('sunday', new Date('2026-11-29T01:00:00Z'))).toBe('2026-12-06T14:00:00+09:00');
  expect(momentAt('january', new Date('2027-01-01T01:00:00Z'))).toBe('2027-01-02T10:00:00+09:00');
  expect(minutesAfter('2026-11-27T22:00:00+09:00', '2026-11-27T13:15:00Z')).toBe(15);
});
