/** Correcting what is stored: what the form showed, what stands in it now, and the one write the difference makes. Pure. */
import type { Instant, Payload, Registers, Uuid } from '../casework/records';

/** `base` names, for each field, every write that was on the screen when the form was opened. */
export interface Correction<F extends object> { shown: F; input: F; base: Record<string, Uuid[]> }

export type FieldsOf<F> = (form: F) => Record<string, unknown>;

export function correctionOf<F extends object>(form: F, fieldsOf: FieldsOf<F>, registers: Registers): Correction<F> {
  const base = Object.fromEntries(Object.keys(fieldsOf(form)).map((field) => [field, (registers[field]?.heads ?? []).map((head) => head.op)]));
  return { shown: form, input: structuredClone(form), base };
}

/** Null when nothing changed. Only the changed fields, each replacing what the writer saw: a colleague's newer write stays beside it. */
export function changeOf<F extends object>(entity: string, correction: Correction<F>, fieldsOf: FieldsOf<F>, recorded_at: Instant): Payload | null {
  const after = fieldsOf(correction.input);
  const changed = changedIn(correction, fieldsOf);
  if (!changed.length) return null;
  const set = Object.fromEntries(changed.map((field) => [field, after[field]]));
  const base = Object.fromEntries(changed.map((field) => [field, correction.base[field] ?? []]));
  return { kind: 'fields.set', entity, set, base, recorded_at };
}

/** A draft over what is known by now: what was typed stays with what it was typed over, all else is as fresh as the records. */
export function resumedOver<F extends object>(fieldsOf: FieldsOf<F>): (fresh: Correction<F>, draft: Correction<F>) => Correction<F> {
  return (fresh, found) => {
    // A draft holds only what was touched.
    const draft = { ...found, shown: { ...fresh.shown, ...found.shown }, input: { ...fresh.shown, ...found.input } };
    const keys = Object.keys(fresh.shown) as (keyof F)[];
    const touched = keys.filter((key) => !same(draft.input[key], draft.shown[key]));
    const pick = (from: F) => Object.fromEntries(touched.map((key) => [key, from[key]]));
    const fields = new Set(changedIn(draft, fieldsOf));
    const base = Object.fromEntries(Object.entries(fresh.base).map(([field, ops]) => [field, fields.has(field) ? (draft.base[field] ?? ops) : ops]));
    return { shown: { ...fresh.shown, ...pick(draft.shown) }, input: { ...fresh.input, ...pick(draft.input) }, base };
  };
}

/** A draft outlives the right to open the household: it holds what was written and what that replaces, nothing else of what was shown. */
export function touchedOnly<F extends object>(fieldsOf: FieldsOf<F>): (correction: Correction<F>) => Correction<F> {
  return (correction) => {
    const { shown, input, base } = correction;
    const touched = new Set(Object.keys(shown).filter((key) => !same(input[key as keyof F], shown[key as keyof F])));
    const fields = new Set(changedIn(correction, fieldsOf));
    const pick = <T extends object>(from: T, keys: Set<string>) => Object.fromEntries(Object.entries(from).filter(([key]) => keys.has(key)));
    return { shown: pick(shown, touched) as F, input: pick(input, touched) as F, base: pick(base, fields) as Record<string, Uuid[]> };
  };
}

function changedIn<F extends object>(correction: Correction<F>, fieldsOf: FieldsOf<F>): string[] {
  const before = fieldsOf(correction.shown);
  const after = fieldsOf(correction.input);
  return Object.keys(after).filter((field) => !same(after[field], before[field]));
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
