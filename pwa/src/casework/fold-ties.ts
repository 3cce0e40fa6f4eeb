/** つながり: who is around a household, and what there is between two of them, field by field as people wrote it. Under 支援措置 whoever is around is left out, and so is everybody who went away: a school, a relative or a landlord leads to the door as an address does (decision 0038). Twin of server/casework/ties.py. */
import { isPresent } from './clocks';
import { differing, RegisterBook } from './registers';
import type { Book } from './fold';
import type { HouseholdState, Uuid } from './records';
import type { TieEntry } from './tie-records';

export const AROUND = 'around:';
export const TIE = 'tie:';
/** What somebody else said: left out where the household is hidden. */
const TOLD: readonly string[] = ['third_party'];

interface Written { op: Parameters<RegisterBook['write']>[0]; id: Uuid; set: Record<string, unknown>; base: Record<string, Uuid[]> }

/** `around` and `ties` of a household, in the order they were first written, and where people differ in them. */
export function foldTies(book: Book): Pick<HouseholdState, 'around' | 'ties' | 'conflicts'> {
  const around = book.allowed('around.set').map((op): Written => ({ op, id: op.payload.around, set: op.payload.set, base: op.payload.base }));
  const ties = book.allowed('tie.set').map((op): Written => ({ op, id: op.payload.tie, set: op.payload.set, base: op.payload.base }));
  const [all, between] = [entriesOf(AROUND, around), entriesOf(TIE, ties)];
  const conflicts = [...all.map((one) => [AROUND, one] as const), ...between.map((one) => [TIE, one] as const)].flatMap(([prefix, one]) => differing(prefix + one.id, one.fields));
  return { around: all, ties: between, conflicts };
}

function entriesOf(prefix: string, written: readonly Written[]): TieEntry[] {
  const registers = new RegisterBook();
  const entries = new Map<Uuid, TieEntry>();
  for (const { op, id, set, base } of written) {
    for (const [field, value] of Object.entries(set)) registers.write(op, prefix + id, field, value, base[field]);
    const at = op.payload.recorded_at;
    const entry = entries.get(id) ?? { id, by: op.staff, at, fields: {}, versions: [] };
    entry.versions.push({ op: op.id, by: op.staff, at, set });
    entries.set(id, entry);
  }
  return [...entries.values()].map((one) => ({ ...one, fields: registers.of(prefix + one.id) }));
}

/** What stays of the ties of a hidden household: those among who lives there, and with who works for them. */
export function withoutAround(state: HouseholdState): HouseholdState {
  const here = new Set(state.persons.filter((one) => isPresent(one.fields)).map(({ id }) => `person:${id}`));
  const ties = state.ties
    .filter(({ fields }) => [fields.from, fields.to].every((end) => (end?.heads ?? []).every(({ value }) => stays(value, here))))
    .map((one) => ({ ...one, fields: Object.fromEntries(Object.entries(one.fields).filter(([name]) => !TOLD.includes(name))), versions: [] }));
  const kept = new Set(ties.map(({ id }) => TIE + id));
  const conflicts = state.conflicts.filter(({ entity, field }) => !(entity.startsWith(AROUND) || entity.startsWith(TIE)) || (kept.has(entity) && !TOLD.includes(field)));
  return { ...state, around: [], ties, conflicts };
}

const stays = (end: unknown, here: ReadonlySet<string>): boolean => typeof end === 'string' && (end === 'household' || end.startsWith('staff:') || here.has(end));
