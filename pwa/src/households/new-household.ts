/** A new household in the writing, what is still missing, and the fields it becomes. Pure. */
import type { HouseholdFields, PersonFields } from '../casework/records';
import { householdText } from '../text/households';

export interface PersonInput { family_name: string; given_name: string; alias: string; estimated_age: string; relation: string; sex: string; is_dependent: boolean }
export interface HouseholdInput {
  name: string; kana: string; hint: string; postal_code: string; ward: string; street_name: string; town: string; banchi: string; building: string; room: string; phone: string; dwelling: string; summary: string;
  persons: PersonInput[];
}

const MOST_YEARS = 120;
const t = householdText.newOne.errors;

export function blankPerson(): PersonInput {
  return { family_name: '', given_name: '', alias: '', estimated_age: '', relation: '', sex: '', is_dependent: false };
}

export function blankHousehold(ward: string): HouseholdInput {
  return { name: '', kana: '', hint: '', postal_code: '', ward, street_name: '', town: '', banchi: '', building: '', room: '', phone: '', dwelling: '', summary: '', persons: [] };
}

/** Full-width digits and hyphens are how people type. */
export function digits(text: string): string {
  return text.normalize('NFKC').replace(/\D/g, '');
}

export function householdErrors(input: HouseholdInput): Record<string, string> {
  const errors: Record<string, string> = {};
  if (![input.name, input.hint, input.town, input.street_name].some((text) => text.trim()) && !input.persons.some(isNamed)) errors.hint = t.nothing;
  if (input.postal_code.trim() && digits(input.postal_code).length !== 7) errors.postal_code = t.postal;
  input.persons.forEach((person, index) => {
    if (!isAge(person.estimated_age)) errors[`person-${index}-age`] = t.age;
  });
  return errors;
}

/** A person needs something to be called by. */
export function personErrors(person: PersonInput): { name?: string; age?: string } {
  return { ...(!isNamed(person) && !person.estimated_age && { name: householdText.person.errors.name }), ...(!isAge(person.estimated_age) && { age: t.age }) };
}

function isNamed(person: PersonInput): boolean {
  return [person.family_name, person.given_name, person.alias].some((text) => text.trim());
}

function isAge(text: string): boolean {
  const typed = text.normalize('NFKC').trim();
  return typed === '' || (/^\d{1,3}$/.test(typed) && Number(typed) <= MOST_YEARS);
}

export function householdFields(input: HouseholdInput, lead: string): Partial<HouseholdFields> {
  const { persons, postal_code, ...texts } = input;
  const nameless = !input.name.trim() && !persons.some((person) => person.family_name.trim());
  return { ...filled(texts), ...(digits(postal_code) && { postal_code: digits(postal_code) }), provisional: nameless, lead, phase: 'intake' };
}

export function personFields(input: PersonInput): Partial<PersonFields> {
  const { estimated_age, is_dependent, ...texts } = input;
  return { ...filled(texts), ...(estimated_age.trim() && { estimated_age: Number(estimated_age.normalize('NFKC')), birth_precision: 'estimated' }), ...(is_dependent && { is_dependent }) };
}

/** Rows of people left entirely empty are not people. */
export function peopleOf(input: HouseholdInput): Partial<PersonFields>[] {
  return input.persons.filter((person) => isNamed(person) || person.estimated_age.trim() || person.relation).map(personFields);
}

function filled(texts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, text.trim()]).filter(([, text]) => text));
}
