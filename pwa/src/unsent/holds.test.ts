import { expect, test } from 'vitest';
import { differs, holdsOf } from './holds';

const sync = { unsent: 0, oldest_unsent_at: null, clock_off_ms: 0 };

test('a phone that holds nothing says so, and nothing of what it once held', () => {
  expect(holdsOf(sync, [])).toEqual({ records: null, drafts: null });
});

test('how many and since when, by the office’s clock; a draft without a moment is counted and dates nothing', () => {
  const drafts = [{ started_at: '2026-11-24T10:00:00+09:00' }, { started_at: '2026-11-23T18:00:00+09:00' }, { started_at: '昨日' }];
  expect(holdsOf({ unsent: 3, oldest_unsent_at: '2026-11-22T00:00:00Z', clock_off_ms: 60_000 }, drafts)).toEqual({
    records: { count: 3, since: '2026-11-22T00:01:00.000Z' }, drafts: { count: 3, since: '2026-11-23T09:01:00.000Z' },
  });
  expect(holdsOf({ ...sync, unsent: 2 }, [{ started_at: '' }])).toEqual({ records: null, drafts: null });
});

test('it is said again when there is more, less or something older, and not because a clock was put right by a moment', () => {
  const held = (count: number, since: string) => ({ records: { count, since }, drafts: null });
  const said = held(1, '2026-11-24T00:00:00.000Z');
  expect(differs(null, { records: null, drafts: null })).toBe(true);
  expect(differs(said, held(1, '2026-11-24T00:00:00.400Z'))).toBe(false);
  expect(differs(said, held(2, '2026-11-24T00:00:00.000Z'))).toBe(true);
  expect(differs(said, held(1, '2026-11-24T01:00:00.000Z'))).toBe(true);
  expect(differs(said, { records: null, drafts: null })).toBe(true);
});
