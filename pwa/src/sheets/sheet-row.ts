/** One shared version as lists show it, without opening the packet. Pure. */
import type { Instant, RecipientEntry, SheetState, Uuid } from '../casework/records';

export interface Given { id: Uuid; staff: Uuid | null; name: string; opened: Instant | null; answer: 'yes' | 'no' | null }
export interface SheetRow { packet: Uuid; household: Uuid; number: number; title: string; author: string; by: Uuid; at: Instant; asks: boolean; recipients: Given[] }

/** null for a packet in which nobody who may has shared anything. */
export function rowOf({ packet, by, at, sheet, recipients }: SheetState): SheetRow | null {
  if (!sheet || !by || !at) return null;
  const { household, number, title, author, sections } = sheet;
  return { packet, household, number, title, author, by, at, asks: Boolean(sections.asked_of?.trim()), recipients: recipients.map(given) };
}

function given({ id, staff, name, opened, answers }: RecipientEntry): Given {
  const last = answers.at(-1);
  return { id, staff, name, opened: opened?.at ?? null, answer: last ? (last.accepted ? 'yes' : 'no') : null };
}

/** Newest first. */
export function newestFirst(rows: readonly SheetRow[]): SheetRow[] {
  return [...rows].sort((a, b) => b.at.localeCompare(a.at) || b.number - a.number);
}

/** Given to this person, and not opened yet, or not answered where something was asked. */
export function waitingFor(rows: readonly SheetRow[], staff: Uuid): { row: SheetRow; what: 'open' | 'answer' }[] {
  return newestFirst(rows).flatMap((row) => {
    const mine = row.recipients.find((one) => one.staff === staff);
    if (!mine || (mine.opened && (mine.answer || !row.asks))) return [];
    // A newer version asks in its place.
    if (rows.some((other) => other.household === row.household && other.number > row.number && other.recipients.some((one) => one.staff === staff))) return [];
    return [{ row, what: mine.opened ? 'answer' : 'open' } as const];
  });
}
