/** The columns of the list of 状況把握世帯 (F-42), once for the spreadsheet, the plain file and the paper. Pure. */
import { addDays, dayOf, formatTime } from '../casework/calendar';
import { MONITORING_REASONS, RISK_TIERS } from '../casework/catalogue.gen';
import { labelOf } from '../casework/catalogue';
import type { Day, Instant, Summary, Uuid } from '../casework/records';
import { sinceLine } from '../conferences/since-words';
import type { Value } from '../spreadsheet/cells';
import type { Sheet } from '../spreadsheet/workbook';
import { courseText } from '../text/course';
import { watchersOf, type WatchRow } from './watch';

type Named = (staff: Uuid) => string;
const { columns: t, fileColumns, title } = courseText.watch;

const COLUMNS: readonly [string, (row: WatchRow, nameOf: Named) => Value][] = [
  [fileColumns.id, ({ row }) => row.bucket],
  [t.title, ({ row }) => row.title],
  [t.area, ({ row }) => row.area],
  [t.tier, ({ row }) => labelOf(RISK_TIERS, row.risk_tier)],
  [t.days, ({ days }) => days.days],
  [t.over, overdueDays],
  [t.last, ({ row }) => at(row.last_direct_at)],
  [t.contact, ({ row }) => at(row.last_contact_at)],
  [t.due, ({ row }) => on(dueOn(row))],
  [t.next, ({ row }) => at(row.next_plan?.window_from)],
  [t.tasks, ({ row }) => row.tasks.length],
  [t.tasksDue, ({ row }) => on(nextTask(row))],
  [t.reason, ({ row }) => labelOf(MONITORING_REASONS, row.watch!.reason)],
  [t.triggers, ({ row }) => row.watch!.triggers.join('・')],
  [t.watchers, ({ row }, nameOf) => watchersOf(row.watch!, nameOf)],
  [t.review, ({ row }) => on(row.watch!.review_on)],
  [t.since, ({ row }) => at(row.phase_since)],
  [t.changed, ({ row }) => sinceLine(row.since)],
];

const at = (moment: Instant | null | undefined): Value => (moment ? { moment } : null);
const on = (day: Day | null | undefined): Value => (day ? { day } : null);

/** How many days past the limit; null where there is no limit, or nobody was ever seen. */
export function overdueDays({ days: { days, limit } }: WatchRow): number | null {
  return days === null || limit === null ? null : Math.max(0, days - limit);
}

/** The day on which somebody should have been seen at the latest. */
export function dueOn({ last_direct_at, limit_days }: Summary): Day | null {
  return last_direct_at && limit_days !== null ? addDays(dayOf(last_direct_at), limit_days) : null;
}

/** The nearest day by which a task that is not done is due. */
export const nextTask = ({ tasks }: Summary): Day | null => tasks.flatMap(({ due }) => due ?? []).sort()[0] ?? null;

export function watchSheet(rows: readonly WatchRow[], nameOf: Named): Sheet {
  return { name: title, head: COLUMNS.map(([name]) => name), rows: rows.map((row) => COLUMNS.map(([, of]) => of(row, nameOf))) };
}

/** The same list for a plain file: days and times as spreadsheets read them in Japan. */
export function watchTable(rows: readonly WatchRow[], nameOf: Named): string[][] {
  const { head, rows: lines } = watchSheet(rows, nameOf);
  return [[...head], ...lines.map((cells) => cells.map(plain))];
}

function plain(value: Value): string {
  if (value === null || typeof value !== 'object') return value === null ? '' : String(value);
  return 'day' in value ? value.day : 'moment' in value ? `${dayOf(value.moment)} ${formatTime(value.moment)}` : String(value.share);
}
