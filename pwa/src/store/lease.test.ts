import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { counted, hoursOf, isOver, type Lease, leaseFrom, leaseIsOver } from './lease';
import { Store } from './store';

const HOUR = 3_600_000;
const MONDAY = Date.parse('2026-11-23T09:00:00+09:00');
const fresh: Lease = { lease_hours: 72, ...leaseFrom(MONDAY) };

const after = (lease: Lease, ...clock: number[]): Lease => clock.reduce((kept, hours) => counted(kept, MONDAY + hours * HOUR), lease);

test('three days without the office are enough, the fourth is too many', () => {
  expect(isOver(after(fresh, 71))).toBe(false);
  expect(isOver(after(fresh, 73))).toBe(true);
});

test('a clock set back gives no time back [F-11 I15]', () => {
  expect(isOver(after(fresh, 70, 1, 4))).toBe(true);
  expect(isOver(after(fresh, 73, 2))).toBe(true);
});

test('a device that was never counted begins at nothing', () => {
  expect(isOver(counted({ lease_hours: 72, lease_spent_ms: 0, lease_seen_ms: 0 }, MONDAY))).toBe(false);
});

test('the office may say another number, but never none', () => {
  expect(hoursOf({ lease_hours: 8 })).toBe(8);
  expect(hoursOf({ lease_hours: 0 })).toBe(72);
  expect(hoursOf(undefined)).toBe(72);
});

test('what was looked at is kept: closing the app between two looks changes nothing', async () => {
  const staff = crypto.randomUUID();
  const first = new Store(staff);
  await first.changeProgress(leaseFrom(MONDAY));
  expect(await leaseIsOver(first, MONDAY + 50 * HOUR)).toBe(false);
  first.close();
  const second = new Store(staff);
  expect(await leaseIsOver(second, MONDAY + 1 * HOUR)).toBe(false);
  expect(await leaseIsOver(second, MONDAY + 30 * HOUR)).toBe(true);
  await second.changeProgress(leaseFrom(MONDAY + 30 * HOUR));
  expect(await leaseIsOver(second, MONDAY + 31 * HOUR)).toBe(false);
});
