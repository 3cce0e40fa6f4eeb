/** What is known of a household as its form holds it, what is wrong with it, and the fields it becomes. Pure. */
import type { HouseholdFields, Registers } from '../casework/records';
import { maySet } from '../casework/roles';
import { householdText } from '../text/households';

const TEXTS = [
  'household_no', 'name', 'kana', 'hint', 'ward', 'street_name', 'town', 'banchi', 'building', 'room', 'gakku', 'hokatsu_area', 'phone', 'dwelling', 'risk_tier', 'lead', 'summary', 'review_on',
] as const;
export interface AddressForm { postal_code: string; ward: string; street_name: string; town: string; banchi: string; building: string; room: string }
export type HouseholdForm = AddressForm & Record<(typeof TEXTS)[number], string> & { provisional: boolean; fields: string[]; schemes: string[] };

const t = householdText.newOne.errors;
const isList = (value: unknown): value is string[] => Array.isArray(value) && value.every((one) => typeof one === 'string');

export function householdForm(registers: Registers): HouseholdForm {
  const value = (field: keyof HouseholdFields) => registers[field]?.value;
  const list = (field: keyof HouseholdFields) => (isList(value(field)) ? [...(value(field) as string[])] : []);
  const texts = Object.fromEntries([...TEXTS, 'postal_code' as const].map((field) => [field, String(value(field) ?? '')])) as Omit<HouseholdForm, 'provisional' | 'fields' | 'schemes'>;
  return { ...texts, provisional: value('provisional') === true, fields: list('fields'), schemes: list('schemes') };
}

/** Letters stay as they were typed; only the postcode is brought to its seven digits. */
export function fieldsOfHousehold(form: HouseholdForm): Record<string, unknown> {
  const texts = Object.fromEntries(TEXTS.map((field) => [field, form[field].trim() || null]));
  return { ...texts, postal_code: digits(form.postal_code) || null, provisional: form.provisional, fields: form.fields, schemes: form.schemes };
}

/** Keyed by the end of the control's id. */
export function addressErrors(form: AddressForm): Record<string, string> {
  return form.postal_code.trim() && digits(form.postal_code).length !== 7 ? { postal_code: t.postal } : {};
}

/** Which fields this role may put right: what it may not is shown as it stands. */
export function allowedIn(role: string): (field: keyof HouseholdFields) => boolean {
  return (field) => maySet(role, 'household', field);
}

/** Full-width digits and hyphens are how people type. */
export function digits(text: string): string {
  return text.normalize('NFKC').replace(/\D/g, '');
}
