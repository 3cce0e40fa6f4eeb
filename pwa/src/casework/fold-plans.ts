/** 多機関協働プラン: its versions, what a conference decided of them, and how they were looked back on. A version never changes; which one runs is what the steps and the evaluations say. Twin of server/casework/plans.py. */
import type { Action, CollaborationEntry, CollaborationRow, CollaborationState } from './agreed-records';
import type { Book } from './fold';
import { isDay } from './fold-consents';
import type { Move, Offer, StepEntry, TeamEntry, Uuid } from './records';

export const RUNNING: readonly CollaborationState[] = ['decided', 'active'];
const AFTER = new Map<string, CollaborationState>([['end', 'ended'], ['replan', 'replan'], ['pause', 'paused']]);

/** Of a household, oldest first. */
export function foldCollaborations(book: Book, steps: readonly StepEntry[], team: readonly TeamEntry[]): CollaborationEntry[] {
  const plans = new Map<Uuid, CollaborationEntry>();
  for (const op of book.allowed('collaboration.version')) plans.set(op.id, { id: op.id, by: op.staff, at: op.payload.recorded_at, plan: op.payload.plan, state: 'proposed', decided: null, monitor_on: null, evaluations: [] });
  for (const step of steps) {
    const entry = step.state === 'stands' ? plans.get(decidedPlan(step.move) ?? '') : undefined;
    if (entry) entry.decided = { ...step.decided!, step: step.id };
  }
  for (const op of book.allowed('collaboration.evaluated')) {
    const { target, evaluation, recorded_at: at } = op.payload;
    const entry = plans.get(target);
    if (!entry?.decided) book.propose(op, entry ? 'wrong_target' : 'target_missing');
    else if (!isDay(evaluation.on) || (evaluation.next === 'go_on' && !isDay(evaluation.monitor_on))) book.propose(op, 'no_day');
    else entry.evaluations.push({ id: op.id, by: op.staff, at, evaluation });
  }
  const ordered = [...plans.values()];
  const stepOf = ({ id }: TeamEntry) => id.split(':')[0]!;
  const takenOn = new Set(team.filter(({ answers }) => answers.at(-1)?.accepted).map(stepOf));
  const waits = new Set(team.map(stepOf).filter((step) => !takenOn.has(step)));
  const decided = ordered.filter((one) => one.decided).sort((a, b) => placeOf(book, a) - placeOf(book, b));
  ordered.forEach((entry, n) => settle(book, entry, decided.at(-1), n === ordered.length - 1, waits));
  return ordered;
}

/** The version a conference's step is about, if it is about one. */
const decidedPlan = (move: Move): Uuid | undefined => (move.from === 'conference' && trackKinds(move).includes('plan') ? move.plan : undefined);

export function trackKinds({ tracks }: Move): string[] {
  const kinds: unknown[] = Array.isArray(tracks) ? tracks.map((one) => (one as { kind?: unknown } | null)?.kind) : [];
  return kinds.filter((kind): kind is string => typeof kind === 'string');
}

const placeOf = (book: Book, { decided }: CollaborationEntry): number => book.position.get(decided?.op ?? '') ?? 0;

/** Of what was decided the last one runs; it runs on from the day somebody has taken on what it asks for. */
function settle(book: Book, entry: CollaborationEntry, running: CollaborationEntry | undefined, isLast: boolean, waits: ReadonlySet<Uuid>): void {
  if (!entry.decided) {
    entry.state = isLast ? 'proposed' : 'superseded';
    return;
  }
  const since = placeOf(book, entry);
  const said = entry.evaluations.filter(({ id }) => (book.position.get(id) ?? 0) > since).map(({ evaluation }) => evaluation);
  const after = AFTER.get(said.at(-1)?.next ?? '');
  if (entry !== running) {
    entry.state = after === 'ended' ? 'ended' : 'superseded';
    return;
  }
  entry.state = after ?? (waits.has(entry.decided.step) ? 'decided' : 'active');
  if (RUNNING.includes(entry.state)) entry.monitor_on = said.findLast(({ next }) => next === 'go_on')?.monitor_on ?? entry.plan.monitor_on;
}

/** The role that deciding on it asks for. */
export function offerOf({ what, who, frequency, to, until }: Action): Offer {
  const task = frequency ? `${what}（${frequency}）` : what;
  return { role: to ? 'co' : 'external', ...(to ? { to } : {}), agency: to ? '' : who, task, ...(until ? { due: until } : {}) };
}

/** Whether one of these roles is the action's. */
export function isAsked(offers: readonly Offer[], action: Action): boolean {
  const wanted = offerOf(action);
  return offers.some((offer) => (['role', 'to', 'agency', 'task', 'due'] as const).every((name) => (offer[name] || null) === (wanted[name] || null)));
}

/** Whether a conference may decide on it: it has not ended, and no later version was decided on. */
export function isUndecided(plans: readonly CollaborationEntry[], entry: CollaborationEntry): boolean {
  return entry.state !== 'ended' && plans.slice(plans.indexOf(entry) + 1).every(({ decided }) => decided === null);
}

/** As lists show the one that runs. */
export function planRow(plans: readonly CollaborationEntry[]): CollaborationRow | null {
  const entry = plans.findLast(({ state }) => RUNNING.includes(state));
  return entry ? { id: entry.id, number: entry.plan.number, state: entry.state, monitor_on: entry.monitor_on } : null;
}
