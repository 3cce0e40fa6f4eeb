/** Filters and order of the household list. Pure. */
import { search } from '../casework/search';
import type { RiskTier, Summary } from '../casework/records';
import { daysSince, type Days } from '../ui/days';

export interface ListFilter { query: string; mine: boolean; late: boolean; tier: RiskTier | ''; phase: string; lead: string }
export interface ListRow { row: Summary; days: Days }

export const NO_FILTER: ListFilter = { query: '', mine: false, late: false, tier: '', phase: '', lead: '' };

/** Worst share of the allowed days first, then by kana; closed households only when asked for. */
export function listed(rows: readonly Summary[], filter: ListFilter, me: string, now: Date): ListRow[] {
  const found = filter.query.trim() ? search(rows, filter.query) : rows;
  return found
    .filter((row) => fits(row, filter, me))
    .map((row) => ({ row, days: daysSince(row.last_direct_at, row.persons ? row.limit_days : null, now) }))
    .filter(({ days }) => !filter.late || days.state !== 'in')
    .sort((a, b) => b.days.share - a.days.share || a.row.kana.localeCompare(b.row.kana, 'ja') || a.row.bucket.localeCompare(b.row.bucket));
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
