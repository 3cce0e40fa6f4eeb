import { expect, test } from 'vitest';
import { Backoff } from './backoff';

test('however long the office is away, Sato’s phone asks again within five minutes, never sooner than it was told, and at once when the line is back [QUEUE-5]', () => {
  const most = new Backoff(() => 1);
  const waits = Array.from({ length: 40 }, () => most.next());
  expect(waits.slice(0, 4)).toEqual([1_000, 2_000, 4_000, 8_000]);
  expect(Math.max(...waits)).toBe(5 * 60_000);
  most.reset();
  expect(most.next()).toBe(1_000);
  const least = new Backoff(() => 0);
  expect([least.next(), least.next(7_000)]).toEqual([0, 7_000]);
});
