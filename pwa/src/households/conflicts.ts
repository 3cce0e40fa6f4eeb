/** Fields two devices wrote differently, in words, and the write that settles one. Pure. */
import { formatEra } from '../casework/calendar';
import { BIRTH_PRECISIONS, CASE_PHASES, CLOSURE_REASONS, CONSENT_STATES, DWELLINGS, FIELDS, MONITORING_REASONS, RELATIONS, RISK_TIERS, SCHEMES, SEXES } from '../casework/catalogue.gen';
import { labelOf, type CodedRow } from '../casework/catalogue';
import type { Head, HouseholdState, Payload, Registers } from '../casework/records';
import { fieldNames } from '../text/fields';
import { personById, personName } from './register';

export interface Conflict { entity: string; field: string; label: string; heads: Head[] }

const CODED: Record<string, readonly CodedRow[]> = {
  risk_tier: RISK_TIERS, phase: CASE_PHASES, relation: RELATIONS, dwelling: DWELLINGS, sex: SEXES, birth_precision: BIRTH_PRECISIONS, fields: FIELDS, schemes: SCHEMES,
  monitoring_reason: MONITORING_REASONS, closure_reason: CLOSURE_REASONS, consent_state: CONSENT_STATES,
};
const DAYS = new Set(['birth_date', 'died_on', 'left_on', 'review_on']);

export function conflictsOf(state: HouseholdState, hidden: boolean): Conflict[] {
  return state.conflicts.flatMap(({ entity, field }) => {
    const heads = registersOf(state, entity)[field]?.heads ?? [];
    return heads.length > 1 ? [{ entity, field, label: fieldLabel(state, { entity, field }, hidden), heads }] : [];
  });
}

/** Whose field, where it is a person's, and which. */
export function fieldLabel(state: HouseholdState, { entity, field }: { entity: string; field: string }, hidden: boolean): string {
  const person = entity.startsWith('person:') ? personById(state, entity.slice('person:'.length)) : undefined;
  return [person && personName(person, hidden), fieldNames[field] ?? field].filter(Boolean).join('　');
}

function registersOf(state: HouseholdState, entity: string): Registers {
  if (entity === 'household') return state.fields;
  if (entity.startsWith('person:')) return personById(state, entity.slice('person:'.length))?.fields ?? {};
  return state.entities[entity] ?? {};
}

export function valueLabel(field: string, value: unknown, nameOf: (id: string) => string): string {
  if (field === 'lead' && typeof value === 'string') return nameOf(value);
  const list = CODED[field];
  if (Array.isArray(value)) return value.map((one) => labelOf(list ?? [], one as string)).join('・') || fieldNames.blank!;
  if (list && value) return labelOf(list, value as string);
  if (DAYS.has(field) && typeof value === 'string') return formatEra(value, false);
  if (typeof value === 'boolean') return value ? fieldNames.yes! : fieldNames.no!;
  return value === null || value === undefined || value === '' ? fieldNames.blank! : String(value);
}

/** What stands in a form of this page, so that a third value can be written instead of choosing. */
export const mayBeRewritten = (entity: string): boolean => entity === 'household' || entity.startsWith('person:');

/** Names every head it replaces, so that exactly the compared writes are settled. */
export function settle(conflict: Conflict, chosen: Head, recorded_at: string): Payload {
  return { kind: 'fields.set', entity: conflict.entity, set: { [conflict.field]: chosen.value }, base: { [conflict.field]: conflict.heads.map((head) => head.op) }, recorded_at };
}
