/** The list of 状況把握世帯: whom nobody saw for how long, what is watched for, and when it is looked at again. Pure. */
import { formatDay } from '../casework/calendar';
import { compareText } from '../casework/order';
import type { Summary, Uuid } from '../casework/records';
import { inKanaOrder } from '../text/kana-order';
import { daysSince, type Days } from '../ui/days';

export type Column = 'title' | 'tier' | 'days' | 'review' | 'since';
export interface WatchFilter { late: boolean; heavy: boolean; review: boolean; mine: boolean }
/** `heat`: 1 calm … 5 twice the limit · `review_in`: days until the review, below 0 when it passed, null without a day */
export interface WatchRow { row: Summary; days: Days; heat: 1 | 2 | 3 | 4 | 5; review_in: number | null }

export const NO_WATCH_FILTER: WatchFilter = { late: false, heavy: false, review: false, mine: false };
const SOON_DAYS = 30;
const DAY_MS = 86_400_000;
const HEATS = [0.5, 0.8, 1, 2] as const;

export function watchRows(rows: readonly Summary[], now: Date): WatchRow[] {
  return rows.filter((row) => row.watch !== null).map((row) => {
    // Also where nobody knows yet who lives there: never seen comes first, not last.
    const days = daysSince(row.last_direct_at, row.limit_days, now);
    return { row, days, heat: heatOf(days), review_in: reviewIn(row, now) };
  });
}

function heatOf({ share, state }: Days): WatchRow['heat'] {
  if (state === 'over' && share < HEATS[2]) return 4;
  return (1 + HEATS.filter((from, n) => (n === 2 ? share > from : share >= from)).length) as WatchRow['heat'];
}

function reviewIn({ watch }: Summary, now: Date): number | null {
  if (!watch?.review_on) return null;
  return Math.floor((Date.parse(`${watch.review_on}T00:00:00+09:00`) - now.getTime()) / DAY_MS) + 1;
}

export function sifted(rows: readonly WatchRow[], filter: WatchFilter, me: Uuid): WatchRow[] {
  return rows.filter(({ row, days, review_in }) => (!filter.late || days.state !== 'in') && (!filter.heavy || row.risk_tier === 'A')
    && (!filter.review || (review_in !== null && review_in <= SOON_DAYS)) && (!filter.mine || row.lead === me || row.watch!.watchers.includes(me)));
}

/** How many look at again within a month, or should have. */
export const dueForReview = (rows: readonly Summary[], now: Date): number => sifted(watchRows(rows, now), { ...NO_WATCH_FILTER, review: true }, '').length;

const BY: Record<Column, (a: WatchRow, b: WatchRow) => number> = {
  title: (a, b) => inKanaOrder(a.row.kana, b.row.kana),
  tier: (a, b) => compareText(a.row.risk_tier ?? 'Z', b.row.risk_tier ?? 'Z'),
  days: (a, b) => b.days.share - a.days.share,
  review: (a, b) => (a.review_in ?? Infinity) - (b.review_in ?? Infinity) || 0,
  since: (a, b) => compareText(a.row.phase_since ?? '', b.row.phase_since ?? ''),
};

/** Ties stand by the longest unseen, then by kana. */
export function sorted(rows: readonly WatchRow[], column: Column, reversed: boolean): WatchRow[] {
  const way = reversed ? -1 : 1;
  return [...rows].sort((a, b) => way * BY[column](a, b) || BY.days(a, b) || BY.title(a, b) || compareText(a.row.bucket, b.row.bucket));
}

export const watchersOf = ({ watchers }: NonNullable<Summary['watch']>, nameOf: (staff: Uuid) => string): string => watchers.map((one) => nameOf(one) || one).join('・');

export const reviewWords = (watch: NonNullable<Summary['watch']>): string => (watch.review_on ? formatDay(watch.review_on) : '－');
