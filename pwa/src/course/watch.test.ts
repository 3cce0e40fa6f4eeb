/** The list of 状況把握世帯 as it leaves the screen: every column of F-42, days as days. */
import { expect, it } from 'vitest';
import type { Summary } from '../casework/records';
import { courseText } from '../text/course';
import { watchRows } from './watch';
import { dueOn, nextTask, overdueDays, watchSheet, watchTable } from './watch-columns';

const NOW = new Date('2026-11-27T09:00:00+09:00');
const task = (due: string | null) => ({ id: 't', by: 's', at: '', text: '電話する', to: 's', agency: '', due, request: null });
const home = (more: Partial<Summary> = {}): Summary => ({
  bucket: 'b', title: '=西野さん宅', kana: 'ニシノ', area: '紫野', risk_tier: 'A', limit_days: 7, last_direct_at: '2026-11-10T15:30:00+09:00', last_contact_at: null, next_plan: null, phase_since: '2026-09-01T09:00:00+09:00',
  watch: { reason: 'refuses', review_on: '2026-12-01', triggers: ['郵便物'], watchers: ['sato', '民生委員'] }, tasks: [task(null), task('2026-12-20'), task('2026-12-05')], since: null, lead: null, ...more,
}) as unknown as Summary;
const nameOf = (staff: string) => (staff === 'sato' ? '佐藤 みさき' : '');
const column = (sheet: ReturnType<typeof watchSheet>, name: string) => sheet.rows.map((row) => row[sheet.head.indexOf(name)]);

it('holds tier, last direct confirmation, last contact, next due, days over, open tasks and what changed', () => {
  const sheet = watchSheet(watchRows([home()], NOW), nameOf);
  const { columns: t } = courseText.watch;
  for (const name of [t.tier, t.last, t.contact, t.due, t.over, t.tasks, t.tasksDue, t.changed, t.review, t.triggers]) expect(sheet.head).toContain(name);
  expect([column(sheet, t.due), column(sheet, t.over), column(sheet, t.tasks), column(sheet, t.tasksDue), column(sheet, t.watchers)])
    .toEqual([[{ day: '2026-11-17' }], [9], [3], [{ day: '2026-12-05' }], ['佐藤 みさき・民生委員']]);
});

it('knows no due day where nobody was ever seen, and no days over where nothing is asked for', () => {
  const [never] = watchRows([home({ last_direct_at: null, tasks: [] })], NOW);
  const [free] = watchRows([home({ limit_days: null })], NOW);
  expect([dueOn(never!.row), overdueDays(never!), nextTask(never!.row), dueOn(free!.row), overdueDays(free!)]).toEqual([null, null, null, null, null]);
});

it('is the same list as a plain file, with days and times that a sheet reads', () => {
  const [head, row] = watchTable(watchRows([home()], NOW), nameOf);
  expect([head!.length, row![1], row![head!.indexOf(courseText.watch.columns.last)], row![head!.indexOf(courseText.watch.columns.review)]]).toEqual([row!.length, '=西野さん宅', '2026-11-10 15:30', '2026-12-01']);
});
