/** Fields two devices wrote differently, in words, and the write that settles one. Pure. */
import { formatEra } from '../casework/calendar';
import { BIRTH_PRECISIONS, CASE_PHASES, CLOSURE_REASONS, CONSENT_STATES, DWELLINGS, FIELDS, MONITORING_REASONS, RELATIONS, RISK_TIERS, SCHEMES, SEXES } from '../casework/catalogue.gen';
import { labelOf, type CodedRow } from '../casework/catalogue';
import type { Head, HouseholdState, Payload, Registers } from '../casework/records';
import { fieldNames } from '../text/fields';
import { tieText } from '../text/ties';
import { endWord, entityWord, valueWord } from '../ties/value-words';
import { personById, personName } from './register';

/** `said`: of a tie, each head in words. */
export interface Conflict { entity: string; field: string; label: string; heads: Head[]; said?: string[] }

const CODED: Record<string, readonly CodedRow[]> = {
  risk_tier: RISK_TIERS, phase: CASE_PHASES, relation: RELATIONS, dwelling: DWELLINGS, sex: SEXES, birth_precision: BIRTH_PRECISIONS, fields: FIELDS, schemes: SCHEMES,
  monitoring_reason: MONITORING_REASONS, closure_reason: CLOSURE_REASONS, consent_state: CONSENT_STATES,
};
const DAYS = new Set(['birth_date', 'died_on', 'left_on', 'review_on']);

export function conflictsOf(state: HouseholdState, hidden: boolean, nameOf: (id: string) => string = () => ''): Conflict[] {
  return state.conflicts.flatMap(({ entity, field }) => {
    const heads = registersOf(state, entity)[field]?.heads ?? [];
    if (heads.length > 1 && OF_TIES.test(entity)) return [tieConflict(state, { entity, field, label: '', heads }, hidden, nameOf)];
    return heads.length > 1 ? [{ entity, field, label: fieldLabel(state, { entity, field }, hidden), heads }] : [];
  });
}

const OF_TIES = /^(tie|around):/;

function tieConflict(state: HouseholdState, { entity, field, heads }: Conflict, hidden: boolean, nameOf: (id: string) => string): Conflict {
  const names: Record<string, string> = entity.startsWith('tie:') ? tieText.fields : tieText.around.fields;
  const said = heads.map(({ value }) => ((field === 'from' || field === 'to') && typeof value === 'string' ? endWord(state, value, hidden, nameOf) : valueWord(field, value)));
  return { entity, field, heads, said, label: tieText.conflictOf(entityWord(state, entity, hidden, nameOf), names[field] ?? tieText.newer) };
}

/** Whose field, where it is a person's, and which. */
export function fieldLabel(state: HouseholdState, { entity, field }: { entity: string; field: string }, hidden: boolean): string {
  const person = entity.startsWith('person:') ? personById(state, entity.slice('person:'.length)) : undefined;
  return [person && personName(person, hidden), fieldNames[field] ?? field].filter(Boolean).join('　');
}

function registersOf(state: HouseholdState, entity: string): Registers {
  if (entity === 'household') return state.fields;
  if (entity.startsWith('person:')) return personById(state, entity.slice('person:'.length))?.fields ?? {};
  return [...state.ties.map((one) => [`tie:${one.id}`, one.fields] as const), ...state.around.map((one) => [`around:${one.id}`, one.fields] as const)].find(([name]) => name === entity)?.[1] ?? state.entities[entity] ?? {};
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
  const said = { set: { [conflict.field]: chosen.value }, base: { [conflict.field]: conflict.heads.map((head) => head.op) }, recorded_at };
  const [kind, id = ''] = conflict.entity.split(':');
  if (kind === 'tie') return { kind: 'tie.set', tie: id, ...said };
  if (kind === 'around') return { kind: 'around.set', around: id, ...said };
  return { kind: 'fields.set', entity: conflict.entity, ...said };
}
