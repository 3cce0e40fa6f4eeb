/** Households that were put together, read as one: their records in one line of time, their people once. Pure. */
import { isSame, mayBe } from '../casework/gathered';
import type { HouseholdState, LateEntry, Payload, PersonState, SafetyLevel, Uuid } from '../casework/records';
import { personKana, personName } from '../casework/summary';
import type { Addressed } from '../ledger/ledger';
import { lastDirectLevel, livingHere } from './register';

export interface Dweller { person: PersonState; level: SafetyLevel | null }

const known = (person: PersonState) => ({ name: personName(person), kana: personKana(person) });
const seenAt = (person: PersonState): number => (person.clock.last_direct_at === null ? -Infinity : Date.parse(person.clock.last_direct_at));

/** The people of the page's household, each with the newest sight of either record, and those only the merged ones know. */
export function dwellers(state: HouseholdState, merged: readonly HouseholdState[]): { own: Dweller[]; others: Dweller[] } {
  const here = livingHere(state);
  const own = here.map((person) => ({ person, level: lastDirectLevel(state, person.id) }));
  const others: Dweller[] = [];
  for (const home of merged) {
    const there = livingHere(home);
    const lone = here.length === 1 && there.length === 1;
    for (const person of there) {
      const twin = [...own, ...others].find((one) => isSame(known(one.person), known(person)) || (lone && mayBe(known(one.person), known(person))));
      const level = lastDirectLevel(home, person.id);
      if (!twin) others.push({ person, level });
      else if (seenAt(person) > seenAt(twin.person)) Object.assign(twin, { level, person: { ...twin.person, clock: { ...person.clock, counts: twin.person.clock.counts || person.clock.counts } } });
    }
  }
  return { own, others };
}

/** Both households get the same word, so that each knows of the other without having it. */
export function merging(gone: Uuid, stays: Uuid, recorded_at: string): Addressed[] {
  const merge = crypto.randomUUID();
  return [
    { bucket: gone, payload: { kind: 'household.merge', merge, into: stays, recorded_at } },
    { bucket: stays, payload: { kind: 'household.merged', merge, from: gone, recorded_at } },
  ];
}

/** Takes back every merge that stands between the two. */
export function parting(gone: HouseholdState, recorded_at: string): Addressed[] {
  const into = gone.merged_into;
  if (!into) return [];
  const payload: Payload = { kind: 'household.unmerge', targets: into.merges, recorded_at };
  return [gone.bucket, into.household].map((bucket) => ({ bucket, payload }));
}

/** Somebody has read what was written too late, household by household. */
export function caughtUp(merged: readonly HouseholdState[], recorded_at: string): Addressed[] {
  return merged.filter((home) => home.late.length).map(({ bucket, late }) => ({ bucket, payload: { kind: 'household.caught_up', targets: late.map((one: LateEntry) => one.id), recorded_at } }));
}
