/** Who has taken on what in a household. Nobody is on the team by another's word alone. Twin of server/casework/team.py. */
import { mayAuthor, roleIn } from './roles';
import type { Book, OpOf } from './fold';
import type { OpenedOp, StepEntry, TeamEntry, Uuid } from './records';

/** Oldest first. What somebody takes on themselves is taken on. `steps`: what a conference decided asks for roles as well, once its step stands. */
export function foldTeam(book: Book, steps: readonly StepEntry[] = []): TeamEntry[] {
  const team = new Map<Uuid, TeamEntry>();
  for (const op of book.allowed('role.offer')) {
    const { role, to = null, agency, task, due = null } = op.payload.offer;
    team.set(op.id, { id: op.id, by: op.staff, at: op.payload.recorded_at, role, to, agency, task, due, answers: to === op.staff ? [{ accepted: true, ...said(op, '') }] : [], ended: null });
  }
  for (const step of steps) for (const entry of decidedRoles(step)) team.set(entry.id, entry);
  for (const op of book.all('role.answer')) answer(book, team, op);
  for (const op of book.all('role.end')) end(book, team, op);
  return [...team.values()];
}

/** Of a conference's decision that stands. */
function decidedRoles({ id, by, state, move, decided }: StepEntry): TeamEntry[] {
  if (state !== 'stands' || move.from !== 'conference' || !decided) return [];
  const { at, op } = decided;
  return (move.offers ?? []).map(({ role, to = null, agency, task, due = null }, n) => ({
    id: `${id}:${n}`, by, at, role, to, agency, task, due, answers: to === by ? [{ accepted: true, by, at, note: '', op }] : [], ended: null,
  }));
}

function answer(book: Book, team: Map<Uuid, TeamEntry>, op: OpOf<'role.answer'>): void {
  const entry = team.get(op.payload.target);
  if (!entry) book.propose(op, book.byId.has(op.payload.target) ? 'wrong_target' : 'target_missing');
  // For an agency without an account of its own somebody writes down what it said.
  else if (entry.to ? entry.to !== op.staff : !mayAuthor(roleIn(book.roles, op.staff), 'role.answer')) book.propose(op, 'not_asked');
  else entry.answers.push({ accepted: op.payload.accepted, ...said(op, op.payload.note) });
}

function end(book: Book, team: Map<Uuid, TeamEntry>, op: OpOf<'role.end'>): void {
  const entry = team.get(op.payload.target);
  if (!entry) book.propose(op, book.byId.has(op.payload.target) ? 'wrong_target' : 'target_missing');
  else if (entry.to !== op.staff && !mayAuthor(roleIn(book.roles, op.staff), 'role.end')) book.propose(op, 'role');
  else entry.ended ??= { how: op.payload.how, ...said(op, op.payload.note) };
}

const said = (op: OpenedOp, note: string) => ({ by: op.staff, at: op.payload.recorded_at, note, op: op.id });

export const hasAccepted = ({ ended, answers }: TeamEntry): boolean => ended === null && answers.at(-1)?.accepted === true;

/** Asked, and neither taken on nor declined. */
export const isWaiting = ({ ended, answers }: TeamEntry): boolean => ended === null && answers.length === 0;
