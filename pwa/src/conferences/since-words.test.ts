/** What a conference is told of the time since the last one. */
import { expect, test } from 'vitest';
import type { Since } from '../casework/since';
import { changesOf, sinceLine } from './since-words';

const since = (change: Partial<Since> = {}): Since => ({ on: '2026-10-08', visits: 0, contacts: 0, direct: 0, alerts: 0, tier: null, phase: null, ...change });

test('what has changed is said in counts and short words, and that nothing has is said too', () => {
  expect(changesOf(since({ visits: 3, contacts: 2, direct: 1, alerts: 1, tier: 'A', phase: 'monitoring' }))).toEqual(['訪問・接触 3回（つながった 2回）', '姿か声の確認 1回', '知らせ 1件', '注意度を「重点」と決めた', '段階が「状況把握世帯」になった']);
  expect(changesOf(since({ visits: 1 }))).toEqual(['訪問・接触 1回（つながった 0回）', '姿や声の確認なし']);
  expect(sinceLine(since())).toBe('令和8年10月8日の会議から：新しい記録はありません');
  expect(sinceLine(null)).toBe('');
});
