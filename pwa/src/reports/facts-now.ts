/** What is so now, whatever the period: households that nobody saw, wishes without a place; and a center's shelf, which is of no household. Pure. */
import { isUnmet } from '../community/gaps';
import type { CommunityBook } from '../ledger/community-book.svelte';
import type { Summary } from '../casework/records';
import { daysSince } from '../ui/days';
import type { Fact } from './facts';

/** How far beyond the limit. */
export function overdueOf(row: Summary, now: Date): 'within' | 'week' | 'month' | 'more' | 'never' | null {
  if (row.limit_days === null) return null;
  const { days } = daysSince(row.last_direct_at, row.limit_days, now);
  if (days === null) return 'never';
  const over = days - row.limit_days;
  return over <= 0 ? 'within' : over <= 7 ? 'week' : over <= 31 ? 'month' : 'more';
}

/** `read`: what was read of the households, of which a list knows no 分野. */
export function factsNow(rows: readonly Summary[], now: Date, read: readonly Fact[]): Fact[] {
  const fields = new Map(read.map(({ bucket, dims }) => [bucket, dims.field ?? []]));
  return rows.filter(({ phase }) => phase !== 'closed').flatMap((row): Fact[] => {
    const common = { home: row.bucket, bucket: row.bucket, day: '', by: [] };
    const overdue = overdueOf(row, now);
    const field = fields.get(row.bucket) ?? [];
    const wishes = row.wishes.filter((wish) => isUnmet(wish, row)).map((wish): Fact => ({ ...common, id: wish.id, kind: 'unmet', dims: { kind: ['unmet'], field, wish: wish.about.kinds.length ? wish.about.kinds : ['none'] } }));
    return overdue ? [{ ...common, id: `${row.bucket}:unseen`, kind: 'unseen', dims: { kind: ['unseen'], field, tier: [row.risk_tier ?? 'none'], overdue: [overdue] } }, ...wishes] : wishes;
  });
}

export function factsOfShelf({ activities, committees, issues, resources }: Pick<CommunityBook, 'activities' | 'committees' | 'issues' | 'resources'>): Fact[] {
  const on = (kind: Fact['kind'], id: string, bucket: string, day: string, counted: boolean, people?: number | null): Fact => ({
    id, kind, home: '', bucket, day, by: [], dims: { kind: [kind], ...(counted ? { business: ['community_building'], agreed: ['none'], counted: ['yes'], field: ['none'] } : {}) }, ...(people ? { people } : {}),
  });
  return [
    ...activities.filter(({ on: day }) => day).map((one) => on('activity', one.id, one.bucket, one.on, true, one.people)), ...committees.filter(({ held_on }) => held_on).map((one) => on('committee', one.id, one.bucket, one.held_on, true)),
    ...issues.filter(({ raised_on }) => raised_on).map((one) => on('issue', one.id, one.bucket, one.raised_on, true)), ...resources.filter(({ closed }) => !closed).map((one) => on('resource', one.id, one.bucket, '', false)),
  ];
}
