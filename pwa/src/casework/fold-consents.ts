/** 同意: every answer a person of the household gave, what was taken back, and what stands on a day. Nothing is written over: taking back is a record of its own. Twin of server/casework/consents.py. */
import { parseDay } from './calendar';
import type { ConsentEntry, ConsentState } from './agreed-records';
import type { Book } from './fold';
import type { Day, Uuid } from './records';

export const isDay = (text: unknown): text is Day => typeof text === 'string' && parseDay(text) === text;

/** Of a household, oldest first; an answer of a day that the calendar does not have is kept as a proposal. */
export function foldConsents(book: Book): ConsentEntry[] {
  const consents = new Map<Uuid, ConsentEntry>();
  for (const op of book.allowed('consent.add')) {
    const { consent, recorded_at: at } = op.payload;
    if (!isDay(consent.obtained_on) || !lasts(consent.obtained_on, consent.until)) book.propose(op, 'no_day');
    else consents.set(op.id, { id: op.id, by: op.staff, at, consent, withdrawals: [] });
  }
  for (const op of book.allowed('consent.withdrawn')) {
    const { target, withdrawn_on: on, who, how, recorded_at: at } = op.payload;
    const entry = consents.get(target);
    if (!entry) book.propose(op, book.byId.has(target) ? 'wrong_target' : 'target_missing');
    else if (!isDay(on)) book.propose(op, 'no_day');
    else entry.withdrawals.push({ by: op.staff, at, op: op.id, on, who, how });
  }
  return [...consents.values()];
}

const lasts = (from: Day, until: unknown): boolean => until === undefined || until === null || (isDay(until) && until >= from);

/** What has become of an answer by that day. A later no of the same person to the same purpose is the last word. */
export function stateOn(consents: readonly ConsentEntry[], entry: ConsentEntry, day: Day): ConsentState {
  const { consent, withdrawals } = entry;
  if (consent.answer !== 'given') return consent.answer === 'refused' ? 'refused' : 'explained';
  if (consent.obtained_on > day) return 'coming';
  if (withdrawals.some(({ on }) => on <= day)) return 'withdrawn';
  const own = consents.indexOf(entry);
  if (consents.some((other, n) => unsays(other, entry, day) && (n > own || other.consent.obtained_on > consent.obtained_on))) return 'overtaken';
  return consent.until && consent.until < day ? 'expired' : 'stands';
}

/** A no without a purpose is one to all of them. */
function unsays({ consent: no }: ConsentEntry, { consent: yes }: ConsentEntry, day: Day): boolean {
  if (no.answer !== 'refused' || no.person !== yes.person) return false;
  const shared = !no.purposes.length || no.purposes.some((purpose) => yes.purposes.includes(purpose));
  return shared && yes.obtained_on <= no.obtained_on && no.obtained_on <= day;
}

/** Those that hold on that day for that purpose. */
export function standing(consents: readonly ConsentEntry[], day: Day, purpose: string): ConsentEntry[] {
  return consents.filter((entry) => entry.consent.purposes.includes(purpose) && stateOn(consents, entry, day) === 'stands');
}
