/** 支援措置: a household whose address only those named may know; what it hides, and who has opened it. What is hidden leaves the folded household, so that no list, print or paper made from it can say it; `sealedOf` alone reads it (decision 0037). Twin of server/casework/protection.py. */
import { Book, writeFields } from './fold';
import { foldTies, withoutAround } from './fold-ties';
import type { OpeningEntry, ProtectionEntry, SealedPlace } from './protection-records';
import { RegisterBook } from './registers';
import type { Roles } from './roles';
import type { HouseholdState, OpenedOp, Payload, Registers, Uuid } from './records';

/** Of the household, and of everybody in it, whomever the mark names: one telephone leads to all of them. */
export const HIDDEN: readonly string[] = ['postal_code', 'ward', 'street_name', 'town', 'banchi', 'building', 'room', 'gakku', 'hokatsu_area', 'hint', 'phone'];
export const HIDDEN_OF_PERSON: readonly string[] = ['phone'];
/** Registers of what else leads to a person: school, day-care, work. */
export const REACH = 'reach:';
export const PLAIN = '対象者';
export const TITLE = '伏せた世帯';

/** The mark that stands: the newest one, unless it was ended after it. */
export function foldProtection(book: Book): ProtectionEntry | null {
  const last = book.allowed('protection.set').at(-1);
  const ends = book.allowed('protection.end').filter((op) => {
    const target = book.byId.get(op.payload.target);
    if (target?.payload.kind === 'protection.set') return true;
    book.propose(op, target ? 'wrong_target' : 'target_missing');
    return false;
  });
  if (!last || ends.some((end) => book.before(last.id, end.id))) return null;
  const { persons, since, until, basis, called, people, told } = last.payload.protection;
  return { id: last.id, by: last.staff, at: last.payload.recorded_at, persons, since, until, basis, called, people, told };
}

/** Who has looked, when and why; oldest first. */
export function openingsOf(book: Book): OpeningEntry[] {
  return book.allowed('protection.opened').map(({ id, staff, payload: { recorded_at, why } }) => ({ op: id, by: staff, at: recorded_at, why }));
}

/** Whom the mark names, and whoever made it. */
export const mayKnow = (protection: ProtectionEntry | null, staff: Uuid): boolean => protection === null || staff === protection.by || protection.people.some((one) => one.staff === staff);

/** What lists, prints and headings call it: nothing of the person. */
export function titleWithoutName({ called }: Pick<ProtectionEntry, 'called'>): string {
  return called.trim() ? `${TITLE}（${called.trim()}）` : TITLE;
}

/** The household as every screen and paper may know it. */
export function hidden(all: HouseholdState): HouseholdState {
  const entities = Object.fromEntries(Object.entries(all.entities).filter(([name]) => !name.startsWith(REACH)));
  const conflicts = all.conflicts.filter(({ entity }) => !entity.startsWith(REACH));
  const state = { ...all, entities, conflicts };
  if (!state.protection) return state;
  const left = withoutAround(state);
  return {
    ...left, fields: without(state.fields, HIDDEN), persons: state.persons.map((one) => ({ ...one, fields: without(one.fields, HIDDEN_OF_PERSON) })),
    conflicts: left.conflicts.filter(({ entity, field }) => !hiddenIn(entity).includes(field)),
    proposals: state.proposals.map((one) => ({ ...one, payload: withoutPlace(one.payload) })),
  };
}

function without<T>(registers: Record<string, T>, fields: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(registers).filter(([field]) => !fields.includes(field)));
}

const hiddenIn = (entity: string): readonly string[] => (entity === 'household' ? HIDDEN : entity.startsWith('person:') ? HIDDEN_OF_PERSON : []);

/** A proposal goes on saying what somebody wanted to write, only not where anybody lives. */
function withoutPlace(payload: Payload): Payload {
  if (payload.kind === 'household.open') return { ...payload, fields: without(payload.fields as Record<string, unknown>, HIDDEN) };
  if (payload.kind === 'person.add') return { ...payload, fields: without(payload.fields as Record<string, unknown>, HIDDEN_OF_PERSON) };
  if (payload.kind === 'fields.set') return { ...payload, set: without(payload.set, payload.entity.startsWith(REACH) ? Object.keys(payload.set) : hiddenIn(payload.entity)) };
  if (payload.kind === 'around.set' || payload.kind === 'tie.set') return { ...payload, set: {} };
  return payload;
}

/** What `hidden` leaves out, for whoever has said why: address, telephones, and what leads to each person. */
export function sealedOf(bucket: Uuid, ops: readonly OpenedOp[], roles?: Roles): SealedPlace {
  const book = new Book(ops, roles);
  const registers = new RegisterBook();
  writeFields(book, registers);
  const named = (prefix: string) => registers.names().filter((name) => name.startsWith(prefix));
  const by = (prefix: string, keep: (of: Registers) => Registers) => Object.fromEntries(named(prefix).map((name) => [name.slice(prefix.length), keep(registers.of(name))]));
  return {
    bucket, fields: only(registers.of('household'), HIDDEN), persons: by('person:', (of) => only(of, HIDDEN_OF_PERSON)), reach: by(REACH, (of) => of), around: Object.fromEntries(foldTies(book).around.map(({ id, fields }) => [id, fields])), openings: openingsOf(book),
  };
}

const only = (registers: Registers, fields: readonly string[]): Registers => Object.fromEntries(Object.entries(registers).filter(([field]) => fields.includes(field)));
