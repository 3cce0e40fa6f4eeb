/** What a household's operations add up to: the same state from any delivery order and any repetition. */
import { countedPersons, clockOf } from './clocks';
import { momentMs, type Moment } from './calendar';
import { PHASES } from './catalogue.gen';
import { foldAlerts } from './fold-alerts';
import { foldRequests } from './fold-backup';
import { foldItems } from './fold-conferences';
import { foldConsents } from './fold-consents';
import { foldConsultations } from './fold-consultations';
import { foldCourse, needsStep, STEP_FIELDS } from './fold-course';
import { foldMerges } from './fold-merges';
import { foldOutside } from './fold-outside';
import { alarmsOf, foldIncidents, foldOutings } from './fold-outings';
import { foldMatches, foldWishes } from './fold-participation';
import { foldPhotos } from './fold-photos';
import { foldCollaborations } from './fold-plans';
import { foldProtection, hidden, openingsOf } from './fold-protection';
import { foldShares } from './fold-sheets';
import { foldTasks } from './fold-tasks';
import { foldTeam } from './fold-team';
import { foldTies } from './fold-ties';
import { foldStreet, foldVisits } from './fold-visits';
import { compareText, inOrder, rank } from './order';
import { differing, RegisterBook } from './registers';
import { isReadable } from './readable';
import { mayAuthor, maySet, roleIn, type Roles } from './roles';
import type {
  CautionEntry, HouseholdState, OpenedOp, Payload, PersonState, PlanEntry, Proposal, Uuid, VisitEntry,
} from './records';

export interface FoldOptions {
  /** staff → role; without it nobody's right is judged */
  roles?: Roles;
  /** the day ages are reckoned on; the last operation's time when absent */
  now?: Moment;
}

export type Kind = Payload['kind'];
/** What a packet can begin with. */
const PACKETS = ['sheet.version', 'informant.note', 'material.version'] as const;
export type OpOf<K extends Kind> = OpenedOp & { payload: Extract<Payload, { kind: K }> };

/** The operations of one household in canonical order, with the questions the parts of the fold ask of them. */
export class Book {
  readonly byKind = new Map<string, OpenedOp[]>();
  readonly position = new Map<Uuid, number>();
  readonly byId = new Map<Uuid, OpenedOp>();
  readonly proposals: Proposal[] = [];
  readonly roles: Roles | undefined;
  /** of a newer app, or not readable: kept beside the fold */
  readonly unknown: OpenedOp[] = [];
  readonly last: OpenedOp | undefined;

  /** readable ones, in canonical order */
  readonly ordered: readonly OpenedOp[];

  constructor(ops: readonly OpenedOp[], roles?: Roles) {
    this.roles = roles;
    this.ordered = inOrder(ops).map(({ op }) => op).filter((op) => isReadable(op.payload) || !this.unknown.push(op));
    this.last = this.ordered.at(-1);
    this.ordered.forEach((op, index) => {
      this.position.set(op.id, index);
      this.byId.set(op.id, op);
      const group = this.byKind.get(op.payload.kind);
      if (group) group.push(op);
      else this.byKind.set(op.payload.kind, [op]);
    });
  }

  all<K extends Kind>(kind: K): OpOf<K>[] {
    return (this.byKind.get(kind) ?? []) as OpOf<K>[];
  }

  /** Operations whose author may; the others become proposals. */
  allowed<K extends Kind>(kind: K, owner?: (op: OpOf<K>) => Uuid | undefined): OpOf<K>[] {
    return this.all(kind).filter((op) => {
      if (mayAuthor(roleIn(this.roles, op.staff), kind, owner?.(op) === op.staff)) return true;
      this.propose(op, 'role');
      return false;
    });
  }

  propose(op: OpenedOp, reason: Proposal['reason'], payload: Payload = op.payload): void {
    this.proposals.push({ id: op.id, kind: op.payload.kind, by: op.staff, at: op.payload.recorded_at, reason, payload });
  }

  /** What was known when this was written. */
  until(id: Uuid): Book {
    return new Book(this.ordered.slice(0, this.position.get(id)), this.roles);
  }

  /** What began this packet, if it was of this kind: a packet is what its first record made of it, in the office's order, whatever anybody's clock says. What is written over it later changes nothing. */
  began<K extends (typeof PACKETS)[number]>(kind: K): OpOf<K> | undefined {
    const found = this.allowed(kind).sort((a, b) => this.#place(a, b));
    const others = PACKETS.filter((one) => one !== kind).flatMap((one): OpenedOp[] => this.all(one));
    const first = found[0] && others.every((op) => this.#place(found[0]!, op) < 0) ? found[0] : undefined;
    for (const op of found) if (op !== first) this.propose(op, 'frozen');
    return first;
  }

  #place(a: OpenedOp, b: OpenedOp): number {
    return rank(a) - rank(b) || (this.position.get(a.id) ?? 0) - (this.position.get(b.id) ?? 0);
  }

  before(a: Uuid, b: Uuid): boolean {
    return (this.position.get(a) ?? 0) < (this.position.get(b) ?? 0);
  }
}

/** A household begins at a beginning; a phase that only a step leads to is kept as a proposal. */
function begunWith(book: Book, op: OpOf<'household.open'>): Record<string, unknown> {
  const fields: Record<string, unknown> = { ...op.payload.fields };
  const refused: Record<string, unknown> = {};
  for (const field of STEP_FIELDS) {
    if (!(field in fields) || (field === 'phase' && PHASES.openings.includes(fields.phase as string))) continue;
    refused[field] = fields[field];
    delete fields[field];
  }
  if (Object.keys(refused).length) book.propose(op, 'needs_step', { ...op.payload, fields: refused });
  return fields;
}

export function writeFields(book: Book, registers: RegisterBook): void {
  for (const op of book.allowed('household.open')) registers.writeAll(op, 'household', begunWith(book, op));
  for (const op of book.allowed('person.add')) registers.writeAll(op, `person:${op.payload.person}`, op.payload.fields);
  for (const op of book.all('fields.set')) {
    const role = roleIn(book.roles, op.staff);
    const { entity, set = {}, base = {} } = op.payload;
    const refused: Record<string, unknown> = {};
    for (const [field, value] of Object.entries(set)) {
      if (maySet(role, entity, field) && !needsStep(entity, field)) registers.write(op, entity, field, value, base[field]);
      else refused[field] = value;
    }
    const fields = Object.keys(refused);
    if (fields.length) book.propose(op, fields.some((field) => needsStep(entity, field)) ? 'needs_step' : 'role', { ...op.payload, set: refused });
  }
}

/** In the order they were added; one that only has fields yet comes after those. */
function foldPersons(book: Book, registers: RegisterBook, visits: VisitEntry[], now: Moment): PersonState[] {
  const ids = new Set(book.allowed('person.add').map((op) => op.payload.person));
  for (const name of registers.names()) if (name.startsWith('person:')) ids.add(name.slice(7));
  const persons = [...ids].map((id) => ({ id, fields: registers.of(`person:${id}`), clock: clockOf(id, visits) }));
  for (const person of countedPersons(persons, now)) person.clock.counts = true;
  return persons;
}

function foldCautions(book: Book): CautionEntry[] {
  const cautions = new Map<Uuid, CautionEntry>();
  for (const op of book.allowed('caution.add')) {
    const { caution, recorded_at } = op.payload;
    cautions.set(op.id, { id: op.id, by: op.staff, recorded_at, caution, ended: false });
  }
  for (const op of book.allowed('caution.end', (end) => cautions.get(end.payload.target)?.by)) {
    const caution = cautions.get(op.payload.target);
    if (caution) caution.ended = true;
    else book.propose(op, 'target_missing');
  }
  return [...cautions.values()];
}

function foldPlans(book: Book, visits: VisitEntry[]): PlanEntry[] {
  const plans = new Map<Uuid, PlanEntry>();
  for (const op of book.allowed('plan.add')) plans.set(op.id, { id: op.id, by: op.staff, plan: op.payload.plan, status: 'planned', visit: null });
  for (const op of book.allowed('plan.end', (end) => plans.get(end.payload.target)?.by)) {
    const plan = plans.get(op.payload.target);
    if (plan) plan.status = op.payload.status;
    else book.propose(op, 'target_missing');
  }
  // oldest first: the first visit that names a plan is the one that fulfilled it
  for (const entry of [...visits].reverse()) {
    const plan = entry.retracted || !entry.visit.plan ? undefined : plans.get(entry.visit.plan);
    if (plan && plan.visit === null) Object.assign(plan, { status: 'done', visit: entry.id });
  }
  return [...plans.values()].sort((a, b) => momentMs(a.plan.window_from) - momentMs(b.plan.window_from) || compareText(a.id, b.id));
}

/** `fields`, `persons` and the rest of a household from its operations. Pure: the operations are not touched. */
export function fold(bucket: Uuid, center: string, ops: readonly OpenedOp[], options: FoldOptions = {}): HouseholdState {
  const book = new Book(ops, options.roles);
  const registers = new RegisterBook();
  writeFields(book, registers);
  const steps = foldCourse(book, registers, writeFields);
  const visits = foldVisits(book);
  const street = foldStreet(book);
  const [outings, incidents] = [foldOutings(book), foldIncidents(book)];
  const { alerts, timers } = foldAlerts(book, visits, street, alarmsOf(...outings, ...incidents));
  const now = options.now ?? book.last?.payload.recorded_at ?? 0;
  const persons = foldPersons(book, registers, visits, now);
  const cautions = foldCautions(book);
  const plans = foldPlans(book, visits);
  const team = foldTeam(book, steps);
  const wishes = foldWishes(book);
  const { around, ties, conflicts } = foldTies(book);
  const names = registers.names();
  const opened = book.all('household.open')[0];
  const entities = names.filter((name) => name !== 'household' && !name.startsWith('person:'));
  return hidden({
    bucket, center: center || (opened?.payload.center ?? ''), opened_at: opened?.payload.recorded_at ?? null, protection: foldProtection(book), openings: openingsOf(book),
    fields: registers.of('household'), persons, visits, street, consultations: foldConsultations(book),
    notes: book.allowed('note.add').map((op) => ({ id: op.id, by: op.staff, recorded_at: op.payload.recorded_at, text: op.payload.text })).reverse(),
    cautions, plans, photos: foldPhotos(book), alerts, timers, outings, incidents, team, steps, sheets: foldShares(book), items: foldItems(book),
    requests: foldRequests(book), tasks: foldTasks(book), outside: foldOutside(book), consents: foldConsents(book), collaborations: foldCollaborations(book, steps, team), wishes, matches: foldMatches(book, wishes), ...foldMerges(book, bucket),
    last_observations: lastObservations(visits, street),
    around, ties, conflicts: [...names.flatMap((name) => differing(name, registers.of(name))), ...conflicts],
    entities: Object.fromEntries(entities.map((name) => [name, registers.of(name)])),
    proposals: uniqueProposals(book),
    unknown: book.unknown.map((op) => ({ id: op.id, kind: op.payload.kind, at: op.payload.recorded_at ?? '' })),
    last_op_at: book.last?.payload.recorded_at ?? null,
  });
}

function uniqueProposals(book: Book): Proposal[] {
  const unique = new Map(book.proposals.map((proposal) => [proposal.id, proposal]));
  return [...unique.values()].sort((a, b) => (book.position.get(a.id) ?? 0) - (book.position.get(b.id) ?? 0));
}

type Seen = HouseholdState['last_observations'][string];

/** The newest look at each item; within one record あり outweighs なし and the larger number the smaller. */
function lastObservations(visits: HouseholdState['visits'], street: HouseholdState['street']): HouseholdState['last_observations'] {
  const looks = [
    ...visits.filter((entry) => !entry.retracted).map((entry) => ({ id: entry.id, record: entry.visit })),
    ...street.filter((entry) => !entry.retracted).map((entry) => ({ id: entry.id, record: entry.observation })),
  ].sort((a, b) => momentMs(b.record.occurred_at) - momentMs(a.record.occurred_at) || compareText(b.id, a.id));
  const seen: Record<string, Seen> = {};
  for (const { id, record } of looks) {
    for (const { code, value, number } of record.observations ?? []) {
      if (value === 'unchecked') continue;
      const known = seen[code];
      if (!known) seen[code] = { value, at: record.occurred_at, visit: id, ...(number === undefined ? {} : { number }) };
      else if (known.visit === id) merge(known, value, number);
    }
  }
  return seen;
}

function merge(known: Seen, value: Seen['value'], number: number | undefined): void {
  if (value === 'yes') known.value = 'yes';
  if (number !== undefined) known.number = Math.max(known.number ?? number, number);
}
