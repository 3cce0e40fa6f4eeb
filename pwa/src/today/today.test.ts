import { expect, test } from 'vitest';
import type { Summary } from '../casework/records';
import type { AlertRow } from '../ledger/ledger';
import { progressOf } from '../emergency/progress';
import { guideFor, sayLines, toldBy } from '../emergency/guide';
import { daysSince } from '../ui/days';
import { dueToday, isOld, myAlerts, startsNext, unseen } from './today';
import { spanOf, timeOf, toLocalInput, fromLocalInput, dayOf } from '../text/when';

const NOW = new Date('2026-11-24T10:32:00+09:00');
const row = (bucket: string, over: Partial<Summary>): Summary => ({ bucket, title: bucket, kana: bucket, persons: 1, phase: 'in_support', limit_days: 7, last_direct_at: '2026-11-23T10:00:00+09:00', next_plan: null, ...over }) as Summary;
const plan = (from: string, to: string, staff = ['sato']) => ({ id: from, window_from: from, window_to: to, required_two: false, staff, purpose: '' });
const alert = (id: string, over: Partial<AlertRow>): AlertRow => ({ id, level: 3, state: 'open', mine: true, owner: null, observed_at: '2026-11-24T09:00:00+09:00', recipients: [], acked_at: null, accepted_at: null, local: false, ...over }) as AlertRow;

test('Sato sees his own visits of today and those he missed, not tomorrow’s and not Tanaka’s', () => {
  const rows = [
    row('today', { next_plan: plan('2026-11-24T13:30:00+09:00', '2026-11-24T14:30:00+09:00') }), row('missed', { next_plan: plan('2026-11-23T13:30:00+09:00', '2026-11-23T14:30:00+09:00') }),
    row('tomorrow', { next_plan: plan('2026-11-25T13:30:00+09:00', '2026-11-25T14:30:00+09:00') }), row('tanaka', { next_plan: plan('2026-11-24T13:30:00+09:00', '2026-11-24T14:30:00+09:00', ['tanaka']) }),
  ];
  const due = dueToday(rows, 'sato', NOW);
  expect(due.map((one) => one.bucket)).toEqual(['missed', 'today']);
  expect(startsNext(due, NOW)?.bucket).toBe('today');
});

test('the longest over their limit come first, somebody never seen before all others in reach', () => {
  const rows = [row('fine', {}), row('over', { last_direct_at: '2026-11-13T10:00:00+09:00' }), row('near', { last_direct_at: '2026-11-18T10:00:00+09:00' }), row('empty', { persons: 0, last_direct_at: null }), row('closed', { phase: 'closed', last_direct_at: null })];
  expect(unseen(rows, NOW).rows.map((one) => one.row.bucket)).toEqual(['over', 'near']);
});

test('the day of the limit itself is not over it', () => {
  expect(daysSince('2026-11-17T10:00:00+09:00', 7, NOW)).toMatchObject({ days: 7, state: 'near' });
  expect(daysSince('2026-11-16T10:00:00+09:00', 7, NOW)).toMatchObject({ days: 8, state: 'over', rest: '1日超過' });
  expect(daysSince(null, 7, NOW).state).toBe('over');
});

test('open alerts stand before taken ones, the more urgent first, others’ not at all', () => {
  const rows = [alert('taken', { state: 'acked', level: 1 }), alert('l3', {}), alert('l1', { level: 1 }), alert('kimura', { mine: false }), alert('closed', { state: 'closed' })];
  expect(myAlerts(rows, 'sato').map((one) => one.id)).toEqual(['l1', 'l3', 'taken']);
});

test('a draft of three days is old, one of yesterday is not', () => {
  expect(isOld('2026-11-21T10:00:00+09:00', NOW)).toBe(true);
  expect(isOld('2026-11-23T16:20:00+09:00', NOW)).toBe(false);
});

test('an alert that is only on this device has reached nobody', () => {
  const steps = progressOf(alert('a', { local: true, accepted_at: null }), () => '田中', '2026-11-24T10:30:00+09:00');
  expect(steps.map((step) => step.state)).toEqual(['done', 'now', 'later', 'later']);
});

test('a taken alert names who took it and when it was opened', () => {
  const recipients = [{ staff: 'tanaka', reason: 'center', told_at: '2026-11-24T10:31:00+09:00', reached_at: '2026-11-24T10:31:00+09:00', seen_at: '2026-11-24T10:32:00+09:00' }];
  const steps = progressOf(alert('a', { accepted_at: '2026-11-24T10:30:30+09:00', recipients, owner: 'tanaka', acked_at: '2026-11-24T10:33:00+09:00' }), () => '田中', null);
  expect(steps.every((step) => step.state === 'done')).toBe(true);
  expect(steps[2]!.lines[0]).toContain('10:32 に開いた');
});

test('the emergency sheet says the place with its reading, and whom the rule tells', () => {
  const rules = [{ rule: 'E-O01', level: 1 as const, evidence: ['RES03'] }];
  const guide = guideFor(rules);
  expect(guide.order[0]).toBe('119');
  const lines = sayLines(guide, { address: '上京区 聖天町', reading: 'かみぎょうく', hint: '右から2軒目' }, '佐藤');
  expect(lines.some((line) => line.text.includes('京都市上京区 聖天町') && line.reading?.includes('かみぎょうく'))).toBe(true);
  expect(lines.some((line) => line.text.includes('職員の佐藤'))).toBe(true);
  const told = toldBy(rules, [{ id: 't', name: '田中', kana: '', role: 'coordinator', center: '26101' }, { id: 'k', name: '木村', kana: '', role: 'coordinator', center: '26107' }], '26101');
  expect(told.find((one) => one.names.includes('田中'))).toBeTruthy();
  expect(told.flatMap((one) => one.names)).not.toContain('木村');
});

test('times are Japan’s whatever the phone’s zone', () => {
  expect(timeOf('2026-11-24T00:05:00Z')).toBe('9:05');
  expect(dayOf('2026-11-23T16:00:00Z', NOW)).toBe('11月24日(火)');
  expect(toLocalInput('2026-11-23T16:00:00Z')).toBe('2026-11-24T01:00');
  expect(fromLocalInput('2026-11-24T01:00')).toBe('2026-11-24T01:00:00+09:00');
  expect(fromLocalInput('')).toBeNull();
  expect(spanOf('2026-11-24T09:10:00+09:00', NOW)).toBe('1時間22分');
});
