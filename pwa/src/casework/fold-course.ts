/** The way of a household through its phases: each step asked for, decided by whoever may, where its guards hold. Nothing is refused in silence: a step that does not stand says what it lacked. Twin of server/casework/course.py. */
import { dayOf } from './calendar';
import type { Transition } from './catalogue';
import { PHASES } from './catalogue.gen';
import { type Ground, groundOf, missing } from './guards';
import { placedAt } from './order';
import { type RegisterBook, textOf } from './registers';
import { roleIn } from './roles';
import type { Book, OpOf } from './fold';
import type { Move, OpenedOp, StepEntry } from './records';

export type FieldsWriter = (book: Book, registers: RegisterBook) => void;

/** Nothing but a step changes these. */
export const STEP_FIELDS = ['phase', 'monitoring_reason', 'closure_reason'] as const;

export const needsStep = (entity: string, field: string): boolean => entity === 'household' && (STEP_FIELDS as readonly string[]).includes(field);

export function transitionOf({ from, to }: Pick<Move, 'from' | 'to'>): Transition | undefined {
  return PHASES.transitions.find((one) => one.from.includes(from) && one.to === to);
}

/** Every step, oldest first; what the standing ones decided is written into the household's registers. */
export function foldCourse(book: Book, registers: RegisterBook, writeFields: FieldsWriter): StepEntry[] {
  const course = new Course(book, writeFields);
  for (const op of book.ordered) {
    if (op.payload.kind === 'case.move') course.move(op as OpOf<'case.move'>);
    else if (op.payload.kind === 'case.decide') course.decide(op as OpOf<'case.decide'>);
  }
  course.writeInto(registers);
  return course.steps;
}

class Course {
  phase: string;
  readonly steps: StepEntry[] = [];
  readonly #decided: { op: OpenedOp; field: string; value: unknown }[] = [];

  constructor(private readonly book: Book, private readonly writeFields: FieldsWriter) {
    const begun = book.allowed('household.open')[0]?.payload.fields.phase ?? '';
    this.phase = PHASES.openings.includes(begun) ? begun : 'intake';
  }

  move(op: OpOf<'case.move'>): void {
    const { move } = op.payload;
    const transition = transitionOf(move);
    const step: StepEntry = { id: op.id, by: op.staff, at: op.payload.recorded_at, code: transition?.code ?? null, move, state: 'lacking', missing: [], decided: null };
    this.steps.push(step);
    if (!transition) step.missing = ['no_such_step'];
    else if (move.from !== this.phase) step.missing = ['overtaken'];
    else if (this.#standsAtOnce(op, transition)) this.#try(op, op, step, transition, '');
    else if (transition.ask.includes(roleIn(this.book.roles, op.staff) ?? '')) step.state = 'asked';
    else step.missing = ['role'];
  }

  decide(op: OpOf<'case.decide'>): void {
    const { target, agree, note } = op.payload;
    const step = this.steps.find((one) => one.id === target);
    const transition = step && transitionOf(step.move);
    if (!transition || step.state !== 'asked') {
      this.book.propose(op, this.book.byId.has(target) ? 'wrong_target' : 'target_missing');
      return;
    }
    const role = roleIn(this.book.roles, op.staff);
    const may = role === null || transition.approve.includes(role);
    const own = op.staff === step.by;
    if (agree && own) this.book.propose(op, 'own_word');
    else if (!may && !own) this.book.propose(op, 'role');
    else if (agree) this.#try(op, this.book.byId.get(target)!, step, transition, note);
    else Object.assign(step, { state: own ? 'withdrawn' : 'refused', decided: wordOf(op, note) });
  }

  writeInto(registers: RegisterBook): void {
    for (const { op, field, value } of this.#decided) registers.writeOver(op, field, value, this.book.position);
  }

  /** Whoever's role is not known is not judged, but for what takes two. */
  #standsAtOnce(op: OpenedOp, { by }: Transition): boolean {
    const role = roleIn(this.book.roles, op.staff);
    if (role === null ? by.length > 0 : by.includes(role)) return true;
    return by.includes('lead') && textOf(this.#groundAt(op).registers.of('household'), 'lead') === op.staff;
  }

  #groundAt(op: OpenedOp): Pick<Ground, 'then' | 'registers'> {
    return groundOf(this.book.until(op.id), this.writeFields, (registers) => this.writeInto(registers));
  }

  #try(op: OpenedOp, asked: OpenedOp, step: StepEntry, transition: Transition, note: string): void {
    const ground: Ground = { ...this.#groundAt(op), move: step.move, at: placedAt(op), asked_on: dayOf(placedAt(asked)), by: [step.by, op.staff], steps: this.steps };
    step.missing = missing(transition.guards, ground);
    if (step.missing.length) return;
    Object.assign(step, { state: 'stands', decided: wordOf(op, note) });
    this.phase = transition.to;
    for (const [field, value] of Object.entries(written(step.move, transition))) this.#decided.push({ op, field, value });
    for (const other of this.steps) if (other.state === 'asked') Object.assign(other, { state: 'lacking', missing: ['overtaken'] });
  }
}

const wordOf = (op: OpenedOp, note: string) => ({ by: op.staff, at: op.payload.recorded_at, note, op: op.id });

/** What a step that stands says of the household beside its phase: only what its guards have looked at. */
function written({ to, watch, closure, settles }: Move, { guards }: Transition): Record<string, unknown> {
  const decided = guards.includes('decision') ? settles : undefined;
  return {
    phase: to, ...(decided?.tier !== undefined ? { risk_tier: decided.tier } : {}), ...(decided?.review_on !== undefined ? { review_on: decided.review_on } : {}),
    ...(guards.includes('watch') && watch ? { monitoring_reason: watch.reason, risk_tier: watch.tier, review_on: watch.review_on } : {}),
    ...(guards.includes('closure_reason') && closure ? { closure_reason: closure.reason } : {}),
  };
}
