import { expect, test } from 'vitest';
import type { CenterState } from '../casework/conference-records';
import type { CommunityState } from '../casework/participation-records';
import { reasonOf } from '../casework/catalogue';
import { centerEntryOf, heldWords, isNewer, isOffice, isOwnDevice, meetingWords, officeRule, officeTitle, shelfWords } from './office-alerts';

const nameOf = (staff: string) => ({ sato: '佐藤 みさき' })[staff] ?? '';
const device = { about: 'device', raised_by: 'sato', cause: 'records' as const, held: 3, observed_at: '2026-11-24T10:00:00+09:00' };
const timed = (subject: string) => ({
  id: 'a', target: '', level: 4 as const, rules: [{ rule: 'E-T10', level: 4 as const, evidence: [] }], note: '', raised_at: '', raised_by: 'v', acks: [], closed: null,
  timed: { chain: 'a', subject, since: '2026-10-08T23:59:00+09:00', standing: true },
});
const register = (value: string) => ({ value, heads: [] });
const state = { bucket: 'c', center: '26101', opened_at: null, timers: [timed('k1')], alerts: [], members: [], proposals: [], meetings: [{ id: 'k1', fields: { held_on: register('2026-10-08') }, approved: null }] } as unknown as CenterState;

test('to the office it is Sato’s phone, to Sato her own, and an older office that says nothing of it told of a household', () => {
  expect([officeTitle(device, 'mori', nameOf), officeTitle(device, 'sato', nameOf)]).toEqual(['佐藤 みさきさんの端末', 'あなたの端末']);
  expect([isOwnDevice(device, 'sato'), isOwnDevice(device, 'mori'), isOffice({}), isOffice({ about: 'household' })]).toEqual([true, false, false, false]);
});

test('how much it holds and since when; once all has gone out, only since when', () => {
  expect(heldWords(device)).toContain('3件');
  expect(heldWords({ ...device, cause: 'drafts' })).toContain('書きかけの記録が 3件');
  expect(heldWords({ ...device, held: null, cause: null })).not.toContain('件');
  expect(heldWords({ ...device, about: 'meetings' })).toBe('');
});

test('which meeting waits, or since when there was none', () => {
  expect(meetingWords(timed('regular'), state)).toContain('定例の会議は');
  expect(meetingWords(centerEntryOf(state, 'a'), state)).toContain('会議録');
  expect(meetingWords(timed('gone'), null)).toContain('会議録');
  expect(meetingWords(undefined, state)).toBe('');
});

test('what only a newer app knows is said to be that, and each word of today has a rule with its words', () => {
  const newer = { about: 'weather', raised_by: 'sato' };
  expect([isNewer(newer), officeTitle(newer, 'mori', nameOf), officeRule(newer)]).toEqual([true, '新しい版の知らせ', '']);
  for (const about of ['meetings', 'shelf', 'device']) expect(reasonOf(officeRule({ about }))?.act).toBeTruthy();
});

test('which place has waited longest for somebody to look, how many more, and none once all were looked through', () => {
  const place = (name: string, checked_on: string, closed = false) => ({ id: name, fields: { name: register(name), checked_on: register(checked_on), closed: { value: closed, heads: [] } } });
  const shelf = (...resources: ReturnType<typeof place>[]) => ({ bucket: 's', center: '26101', timers: [], alerts: [], proposals: [], resources, issues: [], committees: [], activities: [] }) as unknown as CommunityState;
  const told = shelfWords(shelf(place('本の会', '2026-03-02'), place('修理', '2026-01-05'), place('畑', '2026-11-01'), place('閉じた店', '2020-01-01', true)), '2026-11-24');
  expect(told).toContain('「修理」は、令和8年1月5日');
  expect(told).toContain('ほかに 1か所');
  expect(shelfWords(shelf(place('畑', '2026-11-01')), '2026-11-24')).toBe('');
  expect(shelfWords(shelf(place('名だけ', '')), '2026-11-24')).toContain('まだだれも');
  expect([shelfWords(state, '2026-11-24'), shelfWords(null, '2026-11-24'), meetingWords(timed('regular'), shelf())]).toEqual(['', '', '']);
});
