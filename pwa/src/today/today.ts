/** What belongs on today's page and in which order. Pure. */
import type { Summary } from '../casework/records';
import { daysSince, type Days } from '../ui/days';
import { inKanaOrder } from '../text/kana-order';
import { dayNumber } from '../text/when';
import type { AlertRow } from '../ledger/ledger';

const SHOWN_UNSEEN = 5;

/** Alerts that ask something of me: open ones first, by level, then the longest waiting; then those somebody has taken. */
export function myAlerts(alerts: readonly AlertRow[], me: string): AlertRow[] {
  const mine = alerts.filter((alert) => (alert.mine || alert.owner === me) && (alert.state === 'open' || alert.state === 'acked'));
  return mine.sort((a, b) => Number(a.state !== 'open') - Number(b.state !== 'open') || a.level - b.level || a.observed_at.localeCompare(b.observed_at));
}

/** Planned visits of mine whose window is today, or was missed. */
export function dueToday(rows: readonly Summary[], me: string, now: Date): Summary[] {
  return planned(rows, me).filter((row) => dayNumber(row.next_plan!.window_from) <= dayNumber(now));
}

export function nextPlanned(rows: readonly Summary[], me: string, now: Date): Summary | null {
  return planned(rows, me).find((row) => dayNumber(row.next_plan!.window_from) > dayNumber(now)) ?? null;
}

function planned(rows: readonly Summary[], me: string): Summary[] {
  return rows.filter((row) => row.next_plan?.staff.includes(me)).sort((a, b) => a.next_plan!.window_from.localeCompare(b.next_plan!.window_from));
}

/** The visit the big button starts: the first whose window has not closed, else the first. */
export function startsNext(due: readonly Summary[], now: Date): Summary | null {
  return due.find((row) => Date.parse(row.next_plan!.window_to) >= now.getTime()) ?? due[0] ?? null;
}

export interface UnseenRow { row: Summary; days: Days }

/** Households near or over their limit, the worst share first. */
export function unseen(rows: readonly Summary[], now: Date, limit = SHOWN_UNSEEN): { rows: UnseenRow[]; all: number } {
  const late = rows
    .filter((row) => row.limit_days !== null && row.phase !== 'closed' && row.persons > 0)
    .map((row) => ({ row, days: daysSince(row.last_direct_at, row.limit_days, now) }))
    .filter(({ days }) => days.state !== 'in')
    .sort((a, b) => b.days.share - a.days.share || inKanaOrder(a.row.kana || a.row.title, b.row.kana || b.row.title));
  return { rows: late.slice(0, limit), all: late.length };
}

const OLD_DRAFT_MS = 48 * 3_600_000;

/** A draft older than 48 hours is itself worth a word (E-T04). */
export function isOld(startedAt: string, now: Date): boolean {
  return now.getTime() - Date.parse(startedAt) > OLD_DRAFT_MS;
}
