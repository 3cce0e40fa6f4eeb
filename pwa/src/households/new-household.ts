/** A new household in the writing, what is still missing, and the fields it becomes. Pure. */
import type { Day, HouseholdFields, PersonFields } from '../casework/records';
import { householdText } from '../text/households';
import { addressErrors, type AddressForm, digits } from './household-form';
import { blankPerson, isNamed, knownFields, personErrors, type PersonForm } from './person-form';

export interface HouseholdInput extends AddressForm { name: string; kana: string; hint: string; phone: string; dwelling: string; summary: string; persons: PersonForm[] }

const t = householdText.newOne.errors;

export function blankHousehold(ward: string): HouseholdInput {
  return { name: '', kana: '', hint: '', postal_code: '', ward, street_name: '', town: '', banchi: '', building: '', room: '', phone: '', dwelling: '', summary: '', persons: [] };
}

/** A draft of an older app lacks what the form has gained since. */
export function resumedHousehold(fresh: HouseholdInput, draft: HouseholdInput): HouseholdInput {
  return { ...fresh, ...draft, persons: draft.persons.map((person) => ({ ...blankPerson(), ...person })) };
}

export function householdErrors(input: HouseholdInput, today: Day): Record<string, string> {
  const errors: Record<string, string> = { ...addressErrors(input) };
  if (![input.name, input.hint, input.town, input.street_name].some((text) => text.trim()) && !input.persons.some(isNamed)) errors.hint = t.nothing;
  input.persons.forEach((person, index) => {
    for (const [key, text] of Object.entries(personErrors(person, today, false))) errors[`person-${index}-${key}`] = text;
  });
  return errors;
}

export function householdFields(input: HouseholdInput, lead: string): Partial<HouseholdFields> {
  const { persons, postal_code, ...texts } = input;
  const nameless = !input.name.trim() && !persons.some((person) => person.family_name.trim());
  return { ...filled(texts), ...(digits(postal_code) && { postal_code: digits(postal_code) }), provisional: nameless, lead, phase: 'intake' };
}

/** Rows of people left entirely empty are not people. */
export function peopleOf(input: HouseholdInput): Partial<PersonFields>[] {
  return input.persons.map(knownFields).filter((fields) => Object.keys(fields).length);
}

function filled(texts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, text.trim()]).filter(([, text]) => text));
}
