/** One person in the writing: what the form holds, what is wrong with it, and the fields it becomes. Pure. */
import type { Day, PersonFields, Registers } from '../casework/records';
import { householdText } from '../text/households';
import { birthError, birthIn, birthShown, MOST_YEARS } from './birth';

const TEXTS = [
  'family_name', 'given_name', 'family_kana', 'given_kana', 'alias', 'former_name', 'script_note', 'sex', 'relation', 'phone', 'language', 'support_needs', 'care_level', 'insurance', 'guardian',
  'died_on', 'left_on',
] as const;
export type PersonForm = Record<(typeof TEXTS)[number], string> & { birth: string; estimated_age: string; is_dependent: boolean; key_person: boolean };

const t = householdText.person.errors;

export function blankPerson(): PersonForm {
  return personForm({});
}

export function personForm(fields: Registers): PersonForm {
  const value = (field: keyof PersonFields) => fields[field]?.value;
  const texts = Object.fromEntries(TEXTS.map((field) => [field, String(value(field) ?? '')])) as Record<(typeof TEXTS)[number], string>;
  return {
    ...texts, birth: birthShown(value('birth_date'), value('birth_precision')), estimated_age: String(value('estimated_age') ?? ''),
    is_dependent: value('is_dependent') === true, key_person: value('key_person') === true,
  };
}

/** Letters stay as they were typed, whatever their code: folding is for searching only. */
export function personFields(form: PersonForm): { [K in keyof PersonFields]: PersonFields[K] | null } {
  const texts = Object.fromEntries(TEXTS.map((field) => [field, form[field].trim() || null])) as Record<(typeof TEXTS)[number], string | null>;
  const birth = birthIn(form.birth);
  const age = ageIn(form.estimated_age);
  return {
    ...texts, birth_date: birth?.day ?? null, birth_precision: birth?.precision ?? (age === null ? null : 'estimated'), estimated_age: age,
    is_dependent: form.is_dependent, key_person: form.key_person,
  };
}

/** What a new person begins with: nothing is said about what was left open. */
export function knownFields(form: PersonForm): Partial<PersonFields> {
  return Object.fromEntries(Object.entries(personFields(form)).filter(([, value]) => value !== null && value !== false));
}

/** Keyed by the end of the control's id. A person needs something to be called by, or an age. */
export function personErrors(form: PersonForm, today: Day, needed = true): Record<string, string> {
  const errors: Record<string, string> = {};
  if (needed && !isNamed(form) && !form.estimated_age.trim() && !form.birth.trim()) errors.family = t.name;
  const birth = birthError(form.birth, today);
  if (birth) errors.birth = birth;
  if (form.estimated_age.trim() && ageIn(form.estimated_age) === null) errors.age = t.age;
  if (form.died_on > today) errors['died-on'] = t.future;
  if (form.left_on > today) errors['left-on'] = t.future;
  return errors;
}

export function isNamed(form: PersonForm): boolean {
  return [form.family_name, form.given_name, form.alias].some((text) => text.trim());
}

/** Null for nothing and for what is no age. */
function ageIn(text: string): number | null {
  const typed = text.normalize('NFKC').trim();
  return /^\d{1,3}$/.test(typed) && Number(typed) <= MOST_YEARS ? Number(typed) : null;
}
