/** 今日の順路: the day's visits in the order somebody means to go. Pure. */
import type { Summary, Uuid } from '../casework/records';

/** As they were put in order; what has come since stands behind, in its own order. */
export function arranged(due: readonly Summary[], order: readonly Uuid[]): Summary[] {
  const place = new Map(order.map((bucket, index) => [bucket, index]));
  return due.map((row, index) => ({ row, at: place.get(row.bucket) ?? order.length + index })).sort((a, b) => a.at - b.at).map(({ row }) => row);
}

/** Town by town, the town of the earliest hour first; within one by the hour. */
export function byTown(due: readonly Summary[]): Summary[] {
  const rows = [...due].sort(byHour);
  const towns = [...new Set(rows.map(townOf))];
  return towns.flatMap((town) => rows.filter((row) => townOf(row) === town));
}

/** One step to the front (-1) or to the back (1); the ends stay where they are. */
export function moved(order: readonly Uuid[], bucket: Uuid, by: 1 | -1): Uuid[] {
  const next = [...order];
  const at = next.indexOf(bucket);
  const other = at + by;
  if (at < 0 || other < 0 || other >= next.length) return next;
  [next[at], next[other]] = [next[other]!, next[at]!];
  return next;
}

const townOf = ({ ward, town }: Summary): string => `${ward} ${town}`;
const byHour = (a: Summary, b: Summary): number => (a.next_plan?.window_from ?? '').localeCompare(b.next_plan?.window_from ?? '');
