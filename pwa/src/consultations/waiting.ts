/** Which households wait for an answer to what was told of them, the most urgent and longest first. Pure. */
import { firstOf } from '../casework/fold-consultations';
import type { Summary } from '../casework/records';

export interface Waits { row: Summary; waiting: NonNullable<Summary['unanswered']> }

export function waitingIn(rows: readonly Summary[]): Waits[] {
  const all = rows.flatMap((row): Waits[] => (row.unanswered ? [{ row, waiting: row.unanswered }] : []));
  return all.sort((a, b) => (firstOf([a.waiting, b.waiting]) === a.waiting ? -1 : 1));
}
