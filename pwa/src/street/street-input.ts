/** The quick look from the street, in the writing and as it is kept. */
import { OBSERVATIONS } from '../casework/catalogue.gen';
import type { ObservationItem } from '../casework/catalogue';
import type { HouseholdState, StreetObservation } from '../casework/records';
import type { Watched } from '../emergency/urgency.svelte';
import { fromLocalInput, toLocalInput } from '../text/when';
import { blankSign, observationsOf, type SignInput } from '../visits/visit-input';

export interface StreetInput { occurred_at: string; signs: Record<string, SignInput>; presence_signs: string[]; meter_reading: string; facts: string }

export const STREET_ITEMS: readonly ObservationItem[] = (OBSERVATIONS as readonly ObservationItem[]).filter((item) => item.street);
/** What a passer-by sees first; the rest is folded. */
export const FIRST_ITEMS = STREET_ITEMS.filter((item) => ['OUT01', 'OUT02', 'OUT03', 'OUT04', 'OUT09', 'RES03'].includes(item.code));
export const OTHER_ITEMS = STREET_ITEMS.filter((item) => !FIRST_ITEMS.includes(item));

export function blankStreet(now: Date): StreetInput {
  return { occurred_at: toLocalInput(now), signs: Object.fromEntries(STREET_ITEMS.map((item) => [item.code, blankSign()])), presence_signs: [], meter_reading: '', facts: '' };
}

export function streetObservation(input: StreetInput, now: Date): StreetObservation {
  return {
    occurred_at: fromLocalInput(input.occurred_at) ?? now.toISOString(), observations: observationsOf(input.signs), presence_signs: [...input.presence_signs],
    facts: input.facts.trim(), ...(input.meter_reading.trim() && { meter_reading: input.meter_reading.trim() }),
  };
}

export function isBlank(input: StreetInput): boolean {
  const kept = streetObservation(input, new Date(0));
  return !kept.observations.length && !kept.presence_signs.length && !kept.facts && !kept.meter_reading;
}

/** The reading to compare with. */
export function lastMeter(state: HouseholdState): { reading: string; at: string } | null {
  const found = state.street.find((entry) => !entry.retracted && entry.observation.meter_reading);
  return found ? { reading: found.observation.meter_reading!, at: found.observation.occurred_at } : null;
}

export function watchedStreet(input: () => StreetInput, household: () => HouseholdState): Watched {
  return {
    household,
    record: () => streetObservation(input(), new Date()),
    ticked: () => Object.entries(input().signs).flatMap(([code, sign]) => (sign.value === 'yes' ? [code, ...sign.qualifiers.map((one) => `${code}:${one}`)] : [])),
    untick: (keys) => keys.forEach((key) => {
      const [code = '', qualifier] = key.split(':');
      const sign = input().signs[code];
      if (sign && qualifier) sign.qualifiers = sign.qualifiers.filter((one) => one !== qualifier);
      else if (sign) sign.value = 'unchecked';
    }),
    note: (line) => {
      input().facts = input().facts ? `${input().facts}\n${line}` : line;
    },
  };
}
