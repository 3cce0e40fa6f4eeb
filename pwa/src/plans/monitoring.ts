/** Which plans their lead is to look at again soon. Pure. */
import type { Day, Summary, Uuid } from '../casework/records';
import { planText } from '../text/plans';
import { daysUntil } from './day-form';
import { monitorWord } from './plan';

const WEEK = 7;

export function monitorsOf(rows: readonly Summary[], me: Uuid, today: Day): { row: Summary; plan: Uuid; word: { text: string; late: boolean } }[] {
  const due = rows.flatMap((row) => {
    const day = row.lead === me ? row.collaboration?.monitor_on : null;
    return day && daysUntil(day, today) <= WEEK ? [{ row, plan: row.collaboration!.id, day, word: monitorWord(day, today, planText.today) }] : [];
  });
  return due.sort((a, b) => a.day.localeCompare(b.day) || a.row.bucket.localeCompare(b.row.bucket)).map(({ row, plan, word }) => ({ row, plan, word }));
}
