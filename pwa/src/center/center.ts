/** Counts of センターの今日, only from what is on this device. Pure. */
import { tierDays } from '../casework/catalogue';
import { RISK_TIERS } from '../casework/catalogue.gen';
import type { RiskTier, Summary } from '../casework/records';
import { inKanaOrder } from '../text/kana-order';
import { dayNumber } from '../text/when';
import { daysSince, type Days } from '../ui/days';

export interface TierLine { code: RiskTier; label: string; days: number; over: number; near: number; within: number }
export interface LateRow { row: Summary; days: Days }

const watched = (rows: readonly Summary[]) => rows.filter((row) => row.limit_days !== null && row.phase !== 'closed' && row.persons > 0);

/** `daysOf`: as the center itself has decided. */
export function tierLines(rows: readonly Summary[], now: Date, daysOf: (tier: RiskTier) => number | null = tierDays): TierLine[] {
  const open = watched(rows).map((row) => ({ tier: row.risk_tier, state: daysSince(row.last_direct_at, row.limit_days, now).state }));
  return RISK_TIERS.map((tier) => {
    const own = open.filter((one) => one.tier === tier.code);
    const count = (state: Days['state']) => own.filter((one) => one.state === state).length;
    return { code: tier.code, label: tier.label, days: daysOf(tier.code) ?? tier.days, over: count('over'), near: count('near'), within: count('in') };
  });
}

/** Households over their limit, the worst share first. */
export function overdue(rows: readonly Summary[], now: Date): LateRow[] {
  return watched(rows)
    .map((row) => ({ row, days: daysSince(row.last_direct_at, row.limit_days, now) }))
    .filter(({ days }) => days.state === 'over')
    .sort((a, b) => b.days.share - a.days.share || inKanaOrder(a.row.kana, b.row.kana));
}

/** Planned for today by anybody of the center, and those whose window passed unused. */
export function dueInCenter(rows: readonly Summary[], now: Date): Summary[] {
  return rows.filter((row) => row.next_plan && dayNumber(row.next_plan.window_from) <= dayNumber(now)).sort((a, b) => a.next_plan!.window_from.localeCompare(b.next_plan!.window_from));
}

export function duties(rows: readonly Summary[]): { unreviewed: number; returned: number } {
  return {
    unreviewed: rows.reduce((sum, row) => sum + row.unreviewed, 0), returned: rows.reduce((sum, row) => sum + row.returned.length, 0),
  };
}
