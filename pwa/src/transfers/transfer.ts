/** Hand-overs as the server tells them, and what they are to the person who reads. Pure. */
import type { Instant, Uuid } from '../casework/records';
import { afterWorkdays } from '../casework/workdays';
import type { Me } from '../ledger/ledger';

export interface TransferRow {
  id: Uuid; bucket: Uuid; from_center: string; from_center_name: string; from_staff: Uuid | null; from_staff_name: string; to_center: string; to_center_name: string;
  to_staff: Uuid | null; to_staff_name: string; asked_by: Uuid; asked_by_name: string; asked_at: Instant; state: 'asked' | 'accepted' | 'declined' | 'withdrawn';
  reason: string; decided_by: Uuid | null; decided_by_name: string; decided_at: Instant | null; seq: number;
}

/** E-T07: three opening days without an answer. */
const PATIENCE_DAYS = 3;
const RULES = ['coordinator', 'manager'];

export const mayRule = (role: string): boolean => RULES.includes(role);
export const staysWithin = (row: Pick<TransferRow, 'from_center' | 'to_center'>): boolean => row.from_center === row.to_center;

export function mayHandOver(me: Pick<Me, 'role' | 'center'>, household: { center: string }): boolean {
  return mayRule(me.role) && household.center === me.center;
}

/** Whom nobody else can answer for. */
export function isMineToAnswer(row: TransferRow, me: Pick<Me, 'staff' | 'role' | 'center'>): boolean {
  if (row.state !== 'asked') return false;
  return staysWithin(row) ? row.to_staff === me.staff : mayRule(me.role) && row.to_center === me.center;
}

export function isOurs(row: TransferRow, me: Pick<Me, 'center'>): boolean {
  return row.from_center === me.center;
}

export function isLate(row: TransferRow, now: Date): boolean {
  return row.state === 'asked' && now.getTime() > afterWorkdays(row.asked_at, PATIENCE_DAYS);
}

export interface Sides { mine: TransferRow[]; ours: TransferRow[]; decided: TransferRow[] }

/** What I am asked, what we wait for, and what has been decided; the longest waiting first. */
export function sidesOf(rows: readonly TransferRow[], me: Pick<Me, 'staff' | 'role' | 'center'>): Sides {
  const waiting = rows.filter((row) => row.state === 'asked').sort((a, b) => Date.parse(a.asked_at) - Date.parse(b.asked_at) || a.seq - b.seq);
  const mine = waiting.filter((row) => isMineToAnswer(row, me));
  return { mine, ours: waiting.filter((row) => !mine.includes(row) && isOurs(row, me)), decided: rows.filter((row) => row.state !== 'asked') };
}
