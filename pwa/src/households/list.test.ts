import { expect, test } from 'vitest';
import { alertsOf, asksFor } from './list';

test('a household counts every alert that still asks for somebody, whatever raised it, and those of the homes it took in', () => {
  const asking = asksFor([
    { bucket: 'hori', state: 'open' }, { bucket: 'hori', state: 'acked' }, { bucket: 'hori', state: 'closed' }, { bucket: 'before', state: 'open' }, { bucket: 'mori', state: 'withdrawn' },
  ]);
  expect(alertsOf({ bucket: 'hori', merged_from: ['before'] }, asking)).toBe(3);
  expect(alertsOf({ bucket: 'mori', merged_from: [] }, asking)).toBe(0);
});
