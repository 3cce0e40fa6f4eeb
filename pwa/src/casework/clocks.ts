/** Whose safety is counted, and since when: one clock for each person, set only by sight or voice. */
import { safetyOf } from './catalogue';
import { ageOn, dayOf, momentMs, type Moment } from './calendar';
import { textOf, valueOf } from './registers';
import type { HouseholdState, PersonState, Registers, SafetyClock, VisitEntry } from './records';

export const CHILD_AGE = 18;

export function isPresent(fields: Registers): boolean {
  return !valueOf(fields, 'died_on') && !valueOf(fields, 'left_on');
}

export function ageOf(fields: Registers, now: Moment): number | null {
  const birth = textOf(fields, 'birth_date');
  if (/^\d{4}-\d{2}-\d{2}$/.test(birth)) return ageOn(birth, dayOf(now));
  const estimated = valueOf(fields, 'estimated_age');
  return typeof estimated === 'number' ? estimated : null;
}

export function isChild(fields: Registers, now: Moment): boolean {
  const age = ageOf(fields, now);
  return age !== null && age < CHILD_AGE;
}

export const isDependent = (fields: Registers, now: Moment): boolean => valueOf(fields, 'is_dependent') === true || isChild(fields, now);

/** Every dependent or child at home; in a household of none, the key person or else the first. */
export function countedPersons(persons: readonly PersonState[], now: Moment): PersonState[] {
  const present = persons.filter((person) => isPresent(person.fields));
  const dependents = present.filter((person) => isDependent(person.fields, now));
  if (dependents.length) return dependents;
  const one = present.find((person) => valueOf(person.fields, 'key_person') === true) ?? present[0];
  return one ? [one] : [];
}

/** A visit dated in the future may not silence a clock: it counts from when it was received at the latest. */
export function happenedAt(entry: VisitEntry): string {
  const known = entry.received_at ?? entry.recorded_at;
  return momentMs(entry.visit.occurred_at) <= momentMs(known) ? entry.visit.occurred_at : known;
}

/** Visits come newest first, so the first mention of each kind is the latest. */
export function clockOf(person: string, visits: readonly VisitEntry[]): SafetyClock {
  const clock: SafetyClock = { counts: false, last_direct_at: null, last_level: null, last_any_at: null, last_visit: null };
  for (const entry of visits) {
    if (entry.retracted) continue;
    for (const said of entry.visit.safety ?? []) {
      if (said.person !== person) continue;
      const at = happenedAt(entry);
      if (clock.last_visit === null) Object.assign(clock, { last_level: said.level, last_visit: entry.id });
      if (said.level !== 'E_none') clock.last_any_at = later(clock.last_any_at, at);
      if (safetyOf(said.level)?.direct) clock.last_direct_at = later(clock.last_direct_at, at);
    }
  }
  return clock;
}

const later = (a: string | null, b: string): string => (a !== null && momentMs(a) >= momentMs(b) ? a : b);

/** The state with `counts` as of now: a birthday changes it without any operation. */
export function countedNow(state: HouseholdState, now: Moment): PersonState[] {
  const counted = new Set(countedPersons(state.persons, now).map((person) => person.id));
  return state.persons.map((person) => ({ ...person, clock: { ...person.clock, counts: counted.has(person.id) } }));
}
