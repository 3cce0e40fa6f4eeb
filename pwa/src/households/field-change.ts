/** The household's fields as a form holds them, and the one write a changed form makes. Pure. */
import type { HouseholdState, Instant, Payload } from '../casework/records';

const EDITED = ['name', 'kana', 'hint', 'phone', 'dwelling', 'risk_tier', 'phase', 'summary'] as const;
export type Shown = Record<(typeof EDITED)[number], string>;

export function shownFields(state: HouseholdState): Shown {
  return Object.fromEntries(EDITED.map((field) => [field, String(state.fields[field]?.value ?? '')])) as Shown;
}

/** Null when nothing changed. Each field names every head it replaces, so that a colleague's newer write is not lost unseen. */
export function fieldChange(state: HouseholdState, before: Shown, after: Shown, recorded_at: Instant): Payload | null {
  const changed = EDITED.filter((field) => after[field].trim() !== before[field].trim());
  if (!changed.length) return null;
  const set = Object.fromEntries(changed.map((field) => [field, after[field].trim() || null]));
  const base = Object.fromEntries(changed.map((field) => [field, (state.fields[field]?.heads ?? []).map((head) => head.op)]));
  return { kind: 'fields.set', entity: 'household', set, base, recorded_at };
}
