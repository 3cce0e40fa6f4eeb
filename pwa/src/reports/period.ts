/** Months, quarters and fiscal years of Japan's calendar: which days they hold, what they are called, and their neighbours. Pure. */
import { addDays, fiscalYear, formatEra } from '../casework/calendar';
import type { Day } from '../casework/records';

export type PeriodKind = 'month' | 'quarter' | 'year';
/** Both days count. */
export interface Period { kind: PeriodKind; from: Day; to: Day }

const MONTHS: Record<PeriodKind, number> = { month: 1, quarter: 3, year: 12 };

const two = (value: number) => String(value).padStart(2, '0');

/** The period of this kind in which the day lies: quarters and years begin with April. */
export function periodOf(kind: PeriodKind, day: Day): Period {
  const [year = 0, month = 0] = day.split('-').map(Number);
  const since = (month - 4 + 12) % 12;
  const begins = kind === 'month' ? month - 1 : month - 1 - (since % MONTHS[kind]);
  const first = (count: number): Day => `${Math.floor(count / 12)}-${two((count % 12) + 1)}-01`;
  const count = year * 12 + begins;
  return { kind, from: first(count), to: addDays(first(count + MONTHS[kind]), -1) };
}

export const before = ({ kind, from }: Period): Period => periodOf(kind, addDays(from, -1));
export const after = ({ kind, to }: Period): Period => periodOf(kind, addDays(to, 1));
export const holds = ({ from, to }: Period, day: Day): boolean => from <= day && day <= to;

/** 令和8年11月, 令和8年度 第3四半期（10月〜12月）, 令和8年度: with the western year beside it. */
export function periodWords({ kind, from, to }: Period): string {
  const year = fiscalYear(from);
  const era = (day: Day) => formatEra(day, false).replace(/\d+月.*$/, '');
  const month = (day: Day) => Number(day.slice(5, 7));
  if (kind === 'month') return `${era(from)}${month(from)}月（${from.slice(0, 4)}年）`;
  const fiscal = `${era(`${year}-05-01`)}度（${year}年度）`;
  return kind === 'year' ? fiscal : `${fiscal} 第${((month(from) - 4 + 12) % 12) / 3 + 1}四半期（${month(from)}月〜${month(to)}月）`;
}
