/** The mark of 支援措置 in the writing: what the form holds, what is wrong with it, and the record it becomes. Pure. */
import { addDays } from '../casework/calendar';
import type { Protection, ProtectionEntry } from '../casework/protection-records';
import type { Day, HouseholdState, Uuid } from '../casework/records';
import { livingHere, valueOf } from '../households/register';
import type { Colleague, Me } from '../ledger/ledger';
import { protectionText } from '../text/protection';

const TERM_DAYS = 364;
const YEAR_DAYS = 365;
const OWN_BASIS = 'internal_use';
const t = protectionText.write;

export interface NamedForm { id: string; staff: string; basis: string }
/** `people`: beside whoever marks it. `apart`: who goes on in a household of their own; `stays`: with the address as it is now. */
export interface MarkForm { persons: Uuid[]; since: Day; until: Day; basis: string; called: string; people: NamedForm[]; told: string; apart: Uuid[]; stays: boolean }

export const blankNamed = (): NamedForm => ({ id: crypto.randomUUID(), staff: '', basis: '' });

export function markForm(entry: ProtectionEntry | null, me: Uuid, today: Day): MarkForm {
  if (!entry) return { persons: [], since: today, until: addDays(today, TERM_DAYS), basis: '', called: '', people: [blankNamed()], told: '', apart: [], stays: true };
  const people = entry.people.filter(({ staff }) => staff !== me).map(({ staff, basis }) => ({ ...blankNamed(), staff, basis }));
  return { persons: [...entry.persons], since: entry.since, until: later(entry.until, today), basis: entry.basis, called: entry.called, people: people.length ? people : [blankNamed()], told: entry.told, apart: [], stays: true };
}

/** Whoever comes back to it comes to renew it. */
function later(until: Day, today: Day): Day {
  return until > addDays(today, YEAR_DAYS / 2) ? until : addDays(/^\d{4}-\d{2}-\d{2}$/.test(until) ? until : today, YEAR_DAYS);
}

/** Keyed by the id of the control. */
export function markErrors(form: MarkForm, household: HouseholdState): Record<string, string> {
  const errors: Record<string, string> = {};
  if (!protectedIn(form, household).length) errors['protect-who'] = t.whoError;
  if (!form.since) errors['protect-since'] = t.sinceError;
  if (!form.until || form.until <= form.since) errors['protect-until'] = t.untilError;
  if (!form.basis) errors['protect-basis'] = t.basisError;
  if (!form.called.trim()) errors['protect-called'] = t.calledError;
  else if (tellsWho(form.called, household)) errors['protect-called'] = t.calledNamed;
  form.people.forEach((one, n) => {
    if (!one.staff) errors[`protect-staff-${n}`] = t.staffError;
    else if (form.people.findIndex(({ staff }) => staff === one.staff) < n) errors[`protect-staff-${n}`] = t.twice;
    if (!one.basis) errors[`protect-why-${n}`] = t.whyError;
  });
  return errors;
}

/** The word that lists show must not be the name it stands for, nor where she lives. */
function tellsWho(called: string, household: HouseholdState): boolean {
  const names = household.persons.flatMap(({ fields }) => [valueOf(fields, 'family_name'), valueOf(fields, 'given_name'), valueOf(fields, 'family_kana'), valueOf(fields, 'given_kana')]);
  const places = (['name', 'kana', 'town', 'street_name', 'building'] as const).map((field) => valueOf(household.fields, field));
  return [...names, ...places].some((word) => word && word.length > 1 && called.includes(word));
}

export const protectedIn = (form: MarkForm, household: HouseholdState) => livingHere(household).filter(({ id }) => form.persons.includes(id));
export const apartIn = (form: MarkForm, household: HouseholdState) => livingHere(household).filter(({ id }) => form.apart.includes(id) && !form.persons.includes(id));

export function protectionOf(form: MarkForm, household: HouseholdState, me: Me, colleagues: readonly Colleague[]): Protection {
  const name = (staff: string) => colleagues.find(({ id }) => id === staff)?.name ?? '';
  return {
    persons: protectedIn(form, household).map(({ id }) => id), since: form.since, until: form.until, basis: form.basis, called: form.called.trim(), told: form.told.trim(),
    people: [{ staff: me.staff, name: me.name, basis: OWN_BASIS }, ...form.people.map(({ staff, basis }) => ({ staff, name: name(staff), basis }))],
  };
}
