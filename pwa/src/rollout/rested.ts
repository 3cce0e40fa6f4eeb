/** Records that were written while their business rested: accepted like any other, and shown until somebody has looked. Pure. */
import type { BusinessRecord } from '../casework/business';
import type { Day, Uuid } from '../casework/records';

export interface Rested { id: Uuid; kind: string; part: string; day: Day }
type HasRested = (part: string, day: Day) => boolean;

const CONFERENCES: ReadonlySet<string> = new Set(['item', 'minutes']);
const partOf = (kind: string, business: string): string => (CONFERENCES.has(kind) ? 'conferences' : business);

/** Written by whoever stands at a door, whatever the center runs: no door hides them, so they are never out of place. */
const ALWAYS: ReadonlySet<string> = new Set(['visit', 'note']);

export function restedOf(records: readonly Pick<BusinessRecord, 'id' | 'kind' | 'day' | 'business'>[], rested: HasRested, looked: ReadonlySet<Uuid>): Rested[] {
  return records.filter(({ kind }) => !ALWAYS.has(kind))
    .map(({ id, kind, business, day }) => ({ id, kind, part: partOf(kind, business), day }))
    .filter(({ id, part, day }) => rested(part, day) && !looked.has(id));
}
