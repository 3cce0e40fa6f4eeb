/** Filters and order of the household list. Pure. */
import { compareText } from '../casework/order';
import { search } from '../casework/search';
import type { RiskTier, Summary, Uuid } from '../casework/records';
import type { AlertRow } from '../ledger/ledger';
import { inKanaOrder } from '../text/kana-order';
import { daysSince, type Days } from '../ui/days';

/** 最終確認: how long ago somebody of the household was last seen or heard. */
export type Seen = 'week' | 'fortnight' | 'month' | 'older' | 'never';
export interface ListFilter { query: string; mine: boolean; late: boolean; tier: RiskTier | ''; phase: string; lead: string; seen: Seen | '' }
export interface ListRow { row: Summary; days: Days }

export const NO_FILTER: ListFilter = { query: '', mine: false, late: false, tier: '', phase: '', lead: '', seen: '' };

/** Worst share of the allowed days first, then by kana; closed households only when asked for. */
export function listed(rows: readonly Summary[], filter: ListFilter, me: string, now: Date): ListRow[] {
  const found = filter.query.trim() ? search(rows, filter.query) : rows;
  return found
    .filter((row) => fits(row, filter, me))
    .map((row) => ({ row, days: daysSince(row.last_direct_at, row.persons ? row.limit_days : null, now) }))
    .filter(({ row, days }) => (!filter.late || days.state !== 'in') && (!filter.seen || seenOf(row, now) === filter.seen))
    .sort((a, b) => b.days.share - a.days.share || inKanaOrder(a.row.kana, b.row.kana) || compareText(a.row.bucket, b.row.bucket));
}

/** How many alerts of each household still ask for somebody. */
export function asksFor(alerts: readonly Pick<AlertRow, 'bucket' | 'state'>[]): Map<Uuid, number> {
  const found = new Map<Uuid, number>();
  for (const { bucket, state } of alerts) if (state === 'open' || state === 'acked') found.set(bucket, (found.get(bucket) ?? 0) + 1);
  return found;
}

/** And of those that were merged into it. */
export const alertsOf = ({ bucket, merged_from }: Pick<Summary, 'bucket' | 'merged_from'>, asking: ReadonlyMap<Uuid, number>): number =>
  [bucket, ...merged_from].reduce((sum, one) => sum + (asking.get(one) ?? 0), 0);

const DAY_MS = 86_400_000;
const WEEK = 7, FORTNIGHT = 14, MONTH = 31;

export function seenOf(row: Summary, now: Date): Seen {
  if (!row.last_direct_at) return 'never';
  const days = Math.floor((now.getTime() - Date.parse(row.last_direct_at)) / DAY_MS);
  if (days <= WEEK) return 'week';
  if (days <= FORTNIGHT) return 'fortnight';
  return days <= MONTH ? 'month' : 'older';
}

function fits(row: Summary, filter: ListFilter, me: string): boolean {
  if (filter.mine && row.lead !== me) return false;
  if (filter.tier && row.risk_tier !== filter.tier) return false;
  if (filter.lead && row.lead !== filter.lead) return false;
  return filter.phase ? row.phase === filter.phase : row.phase !== 'closed' || filter.query.trim() !== '';
}

export function isFiltered(filter: ListFilter): boolean {
  return Object.entries(filter).some(([key, value]) => value !== NO_FILTER[key as keyof ListFilter]);
}
