/** What must be true before a household may pass into a phase. Judged on what was known then, so that nothing written later unmakes a decision; something older that arrives late may. Twin of server/casework/guards.py. */
import { tierDays } from './catalogue';
import { ACHIEVEMENTS, CLOSURE_REASONS, MONITORING_REASONS, PHASES, TEAM_ROLES } from './catalogue.gen';
import { dayOf, momentMs, parseDay } from './calendar';
import { clockOf, countedPersons, isPresent } from './clocks';
import { foldAlerts, overdue } from './fold-alerts';
import { foldRequests, isOpen } from './fold-backup';
import { foldItems } from './fold-conferences';
import { foldConsents, standing } from './fold-consents';
import { foldCollaborations, isAsked, isUndecided, RUNNING, trackKinds } from './fold-plans';
import { foldShares, isGiven } from './fold-sheets';
import { foldTasks } from './fold-tasks';
import { foldTeam, hasAccepted, isWaiting } from './fold-team';
import { foldStreet, foldVisits } from './fold-visits';
import { placedAt } from './order';
import { RegisterBook, textOf, valueOf } from './registers';
import { roleIn } from './roles';
import type { Book } from './fold';
import type { CollaborationEntry } from './agreed-records';
import type { Day, Move, StepEntry, Uuid } from './records';

const DAY_MS = 86_400_000;

/** `then`: the book up to the deciding operation; `by`: who asked for the step and who decides it; `at`: when that is, in ms; `asked_on`: the day it was asked for; `steps`: those before it. */
export interface Ground { then: Book; registers: RegisterBook; move: Move; at: number; asked_on: Day; by: readonly [Uuid, Uuid]; steps: readonly StepEntry[] }

export function groundOf(then: Book, writeFields: (book: Book, registers: RegisterBook) => void, writeSteps: (registers: RegisterBook) => void): Pick<Ground, 'then' | 'registers'> {
  const registers = new RegisterBook();
  writeFields(then, registers);
  writeSteps(registers);
  return { then, registers };
}

const told = (text: unknown): boolean => typeof text === 'string' && text.trim() !== '';
const isIn = (rows: readonly { code: string }[], code: unknown): boolean => rows.some((row) => row.code === code);

/** Days from the day of the decision; -1 also where that is no day. */
function daysAhead({ at }: Ground, day: unknown): number {
  if (typeof day !== 'string' || parseDay(day) !== day) return -1;
  return Math.max(-1, (Date.parse(`${day}T00:00:00Z`) - Date.parse(`${dayOf(at)}T00:00:00Z`)) / DAY_MS);
}

/** A thing agreed on beforehand, with somebody who acts when it happens. */
function triggerOf({ registers }: Ground, wanted: string | null): { owner: string } | null {
  for (const name of registers.names()) {
    if (!name.startsWith('trigger:') || (wanted !== null && wanted !== name)) continue;
    const fields = registers.of(name);
    const owner = textOf(fields, 'owner');
    if (valueOf(fields, 'ended') !== true && textOf(fields, 'label') && owner) return { owner };
  }
  return null;
}

function watchIsComplete(ground: Ground): boolean {
  const { watch } = ground.move;
  if (!watch || !isIn(MONITORING_REASONS, watch.reason) || tierDays(watch.tier) === null) return false;
  const ahead = daysAhead(ground, watch.review_on);
  return ahead > 0 && ahead <= PHASES.watch_days && triggerOf(ground, null) !== null && foldTeam(ground.then, ground.steps).some((one) => one.role === 'watcher' && hasAccepted(one));
}

function triggerIsOwned(ground: Ground): boolean {
  const met = triggerOf(ground, told(ground.move.trigger) ? ground.move.trigger!.trim() : 'trigger:');
  return met !== null && (ground.by.includes(met.owner) || foldTeam(ground.then, ground.steps).some((one) => one.to === met.owner && hasAccepted(one)));
}

const BASES = new Map([['plan', ['consent']], ['participation', ['consent']], ['outreach', ['consent', 'conf_106_6']]]);

/** Outreach may begin on a 支援会議 alone; a plan and participation need the person's own yes. */
function tracksHaveBasis({ move: { tracks } }: Ground): boolean {
  return Array.isArray(tracks) && tracks.length > 0 && tracks.every((one) => BASES.get(one?.kind)?.includes(one.basis) ?? false);
}

/** Asked for when a track's basis was the word of whoever asked: it stays what it was. */
const isOfBefore = ({ asked_on }: Ground): boolean => asked_on < PHASES.agreed_since;

/** Somebody of the household has said yes to each such track, in a record that holds on the day of the decision. */
function consentStands(ground: Ground): boolean {
  const wanted = ['plan', 'participation'].filter((kind) => trackKinds(ground.move).includes(kind));
  if (!wanted.length || isOfBefore(ground)) return true;
  const { then, registers, at } = ground;
  const consents = foldConsents(then);
  const here = new Set(registers.names().filter((name) => name.startsWith('person:') && isPresent(registers.of(name))).map((name) => name.slice(7)));
  return wanted.every((kind) => standing(consents, dayOf(at), kind).some(({ consent }) => here.has(consent.person)));
}

const plansThen = ({ then, steps }: Ground): CollaborationEntry[] => foldCollaborations(then, steps, foldTeam(then, steps));

/** By the chair, of an item that the person agreed to have talked over; with all the roles that the version names. */
function planIsDecidedOn(ground: Ground): boolean {
  const { then, move, by } = ground;
  if (!trackKinds(move).includes('plan') || isOfBefore(ground)) return true;
  const plans = plansThen(ground);
  const entry = plans.find(({ id }) => id === move.plan);
  const about = foldItems(then).find(({ id }) => id === move.item?.trim())?.about;
  if (!entry || !about || about.basis !== 'consent' || about.withdrawn) return false;
  const role = roleIn(then.roles, by[1]);
  const mayDecide = role === null || PHASES.plan_deciders.includes(role);
  return mayDecide && isUndecided(plans, entry) && daysAhead(ground, entry.plan.monitor_on) > 0 && entry.plan.actions.every((action) => isAsked(move.offers ?? [], action));
}

/** Each person who counts was seen or heard lately, or has left for a place that was made sure of. */
function everybodyWasMet({ then, registers, move: { closure }, at }: Ground): boolean {
  if (PHASES.exempt_closures.includes(closure?.reason ?? '')) return told(closure?.proof);
  const days = Math.min(PHASES.confirmed_days, tierDays(textOf(registers.of('household'), 'risk_tier')) ?? PHASES.confirmed_days);
  const visits = foldVisits(then);
  const persons = registers.names().filter((name) => name.startsWith('person:'))
    .map((name) => ({ id: name.slice(7), fields: registers.of(name), clock: clockOf(name.slice(7), visits) }));
  const counted = countedPersons(persons, at);
  return counted.length > 0 && counted.every(({ clock }) => clock.last_direct_at !== null && at - momentMs(clock.last_direct_at) <= days * DAY_MS);
}

/** A household that was 重点 lately is closed by the head of the center. */
function isLightOrDecidedAbove({ then, registers, at, by }: Ground): boolean {
  const role = roleIn(then.roles, by[1]);
  if (role === null || role === 'center_head') return true;
  const since = at - PHASES.heavy_days * DAY_MS;
  const writes = registers.history('household', 'risk_tier');
  return !writes.some(({ value }, n) => value === 'A' && (writes[n + 1] ? placedAt(writes[n + 1]!.op) : at) >= since);
}

function hasOpenAlert({ then, at }: Ground): boolean {
  const { alerts, timers } = foldAlerts(then, foldVisits(then), foldStreet(then));
  return alerts.some((alert) => alert.closed === null) || overdue(timers, at).length > 0;
}

function hasOpenRequest({ then }: Ground): boolean {
  return foldRequests(then).some(isOpen);
}

const lastStanding = (steps: readonly StepEntry[]): StepEntry | undefined => steps.findLast(({ state }) => state === 'stands');

/** What a conference decided beside the phase: each role with a task and somebody for it, days that are ahead. */
function decisionIsWhole(ground: Ground): boolean {
  const { offers, settles } = ground.move;
  if (!(offers ?? []).every(({ role, task, to, agency }) => isIn(TEAM_ROLES, role) && told(task) && told(to || agency))) return false;
  return (settles?.tier === undefined || tierDays(settles.tier) !== null) && (settles?.review_on === undefined || daysAhead(ground, settles.review_on) > 0);
}

const STANDING_ROLES = new Set(['lead', 'watcher']);

const GUARDS: Record<string, (ground: Ground) => boolean> = {
  sheet: ({ then }) => foldShares(then).some(isGiven),
  accepted_role: ({ then, steps }) => foldTeam(then, steps).some(hasAccepted),
  all_answered: ({ then, steps }) => !foldTeam(then, steps).some(isWaiting),
  request: hasOpenRequest,
  no_open_request: (ground) => !hasOpenRequest(ground),
  settled: ({ move }) => move.outcome?.kind === 'settled' && told(move.outcome.text),
  returned: ({ move }) => move.outcome?.kind === 'returned' && told(move.outcome.text),
  reason: ({ move }) => told(move.reason),
  meeting: (ground) => daysAhead(ground, ground.move.meeting_on) >= 0,
  tracks: tracksHaveBasis,
  consent: consentStands,
  plan: planIsDecidedOn,
  watch: watchIsComplete,
  decision: decisionIsWhole,
  trigger: triggerIsOwned,
  evaluation: ({ move }) => isIn(ACHIEVEMENTS, move.evaluation?.achieved) && told(move.evaluation?.changes),
  plan_evaluated: (ground) => !plansThen(ground).some(({ state }) => RUNNING.includes(state)),
  no_open_alert: (ground) => !hasOpenAlert(ground),
  no_open_task: ({ then, steps }) => !foldTeam(then, steps).some((one) => hasAccepted(one) && !STANDING_ROLES.has(one.role)) && foldTasks(then).every(({ done }) => done),
  lead_after: ({ move }) => told(move.lead_after),
  closure_reason: ({ move }) => isIn(CLOSURE_REASONS, move.closure?.reason),
  confirmed: everybodyWasMet,
  heavy: isLightOrDecidedAbove,
  other_person: ({ steps, by }) => by[1] !== lastStanding(steps)?.by,
  previous: ({ steps, move }) => [undefined, move.to].includes(lastStanding(steps)?.move.from),
};

/** The guards that do not hold, in the order in which the table names them. */
export function missing(names: readonly string[], ground: Ground): string[] {
  return names.filter((name) => !GUARDS[name]!(ground));
}
