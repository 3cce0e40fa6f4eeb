/** Follow-ups after somebody joined: whose they are, which are due. Pure. */
import type { MatchRow } from '../casework/participation-records';
import type { Day, Summary, Uuid } from '../casework/records';

export interface Followed { row: Summary; one: MatchRow; due: NonNullable<MatchRow['due']> }

/** All that are to come, the most overdue first. */
export function followsOf(rows: readonly Summary[]): Followed[] {
  const found = rows.flatMap((row) => row.matches.flatMap((one): Followed[] => (one.due && row.phase !== 'closed' ? [{ row, one, due: one.due }] : [])));
  return found.sort((a, b) => a.due.on.localeCompare(b.due.on) || a.one.id.localeCompare(b.one.id));
}

/** Of whoever goes along; where nobody does, of who proposed it and who leads the household. */
export const isMine = ({ row, one }: Followed, me: Uuid): boolean => (one.staff ? one.staff === me : one.by === me) || row.lead === me;

export const dueFor = (rows: readonly Summary[], me: Uuid, today: Day): Followed[] => followsOf(rows).filter((one) => one.due.on <= today && isMine(one, me));
