/** The visit log as rows: what the list shows, filters, orders and how long a record may wait for its check. Pure. */
import { dayOf, momentMs } from '../casework/calendar';
import { searchKey } from '../casework/search';
import { afterWorkdays } from '../casework/workdays';
import type { AlertLevel, HouseholdState, Instant, ReviewState, Summary, Uuid, VisitEntry } from '../casework/records';
import { inKanaOrder } from '../text/kana-order';

export interface LogRow {
  bucket: Uuid; visit: Uuid; title: string; kana: string; area: string; by: Uuid; staff: Uuid[]; occurred_at: Instant; received_at: Instant | null; recorded_at: Instant;
  result: string; signs: string[]; state: ReviewState; level: AlertLevel | null; versions: number; key: string;
}
export type StateFilter = 'waiting' | 'consult' | 'returned' | 'confirmed' | 'all';
export type Sort = 'urgent' | 'oldest' | 'newest' | 'household';
export interface LogFilter { query: string; by: string; area: string; result: string; sign: string; from: string; to: string; state: StateFilter; sort: Sort }

export const NO_FILTER: LogFilter = { query: '', by: '', area: '', result: '', sign: '', from: '', to: '', state: 'waiting', sort: 'urgent' };

export function rowsOf(household: HouseholdState, summary: Pick<Summary, 'title' | 'kana' | 'ward' | 'town'>): LogRow[] {
  const gakku = household.fields.gakku?.value;
  const area = typeof gakku === 'string' && gakku ? `${gakku}学区` : summary.town || summary.ward;
  return household.visits.filter((entry) => !entry.retracted).map((entry) => rowOf(entry, household, { ...summary, area }));
}

function rowOf(entry: VisitEntry, household: HouseholdState, { title, kana, area }: { title: string; kana: string; area: string }): LogRow {
  const { visit } = entry;
  const raised = household.alerts.find((alert) => alert.id === entry.alert)?.level ?? entry.verdict?.level ?? null;
  return {
    bucket: household.bucket, visit: entry.id, title, kana, area, by: entry.by, staff: visit.staff, occurred_at: visit.occurred_at, received_at: entry.received_at, recorded_at: entry.recorded_at,
    result: visit.result, signs: [...new Set(visit.observations.filter((one) => one.value === 'yes').map((one) => one.code))], state: entry.review.state, level: raised, versions: entry.versions.length,
    key: [title, kana, visit.facts, visit.quotes, visit.assessment].map(searchKey).join('\n'),
  };
}

const WORKDAYS_ALLOWED = 3;
const URGENT_HOURS = 4;
const HOUR_MS = 3_600_000;

/** Three opening days, four hours for a record with an L1 sign (E-T05). */
export function isOverdue(row: LogRow, now: Date): boolean {
  if (row.state !== 'unreviewed' || row.received_at === null) return false;
  return row.level === 1 ? now.getTime() - momentMs(row.received_at) > URGENT_HOURS * HOUR_MS : now.getTime() > afterWorkdays(row.received_at, WORKDAYS_ALLOWED);
}

export function filtered(rows: readonly LogRow[], filter: LogFilter): LogRow[] {
  const words = filter.query.split(/[\s　]+/).map(searchKey).filter(Boolean);
  return rows.filter((row) => fits(row, filter) && words.every((word) => row.key.includes(word))).sort(ORDERS[filter.sort]);
}

function fits(row: LogRow, filter: LogFilter): boolean {
  const day = dayOf(row.occurred_at);
  return inState(row.state, filter.state)
    && (!filter.by || row.staff.includes(filter.by) || row.by === filter.by)
    && (!filter.area || row.area === filter.area) && (!filter.result || row.result === filter.result) && (!filter.sign || row.signs.includes(filter.sign))
    && (!filter.from || day >= filter.from) && (!filter.to || day <= filter.to);
}

function inState(state: ReviewState, wanted: StateFilter): boolean {
  return wanted === 'all' || (wanted === 'waiting' ? state === 'unreviewed' : state === wanted);
}

const byTime = (a: LogRow, b: LogRow) => momentMs(a.occurred_at) - momentMs(b.occurred_at) || (a.visit < b.visit ? -1 : 1);
const ORDERS: Record<Sort, (a: LogRow, b: LogRow) => number> = {
  urgent: (a, b) => (a.level ?? 9) - (b.level ?? 9) || byTime(a, b),
  oldest: byTime,
  newest: (a, b) => byTime(b, a),
  household: (a, b) => inKanaOrder(a.kana || a.title, b.kana || b.title) || byTime(b, a),
};

/** Narrower than the queue itself; the order is not a filter. */
export function isFiltered(filter: LogFilter): boolean {
  return Object.entries(filter).some(([key, value]) => key !== 'sort' && value !== NO_FILTER[key as keyof LogFilter]);
}

/** The neighbour in the list, staying at its ends. */
export function step(rows: readonly LogRow[], current: Uuid | null, by: 1 | -1): LogRow | null {
  const at = rows.findIndex((row) => row.visit === current);
  if (at < 0) return rows[0] ?? null;
  return rows[Math.min(rows.length - 1, Math.max(0, at + by))] ?? null;
}
