/** What must be true before a household may pass into a phase. Judged on what was known then, so that nothing written later unmakes a decision; something older that arrives late may. Twin of server/casework/guards.py. */
import { tierDays } from './catalogue';
import { ACHIEVEMENTS, CLOSURE_REASONS, MONITORING_REASONS, PHASES } from './catalogue.gen';
import { dayOf, momentMs, parseDay } from './calendar';
import { clockOf, countedPersons } from './clocks';
import { foldAlerts } from './fold-alerts';
import { foldTeam, hasAccepted, isWaiting } from './fold-team';
import { foldStreet, foldVisits } from './fold-visits';
import { placedAt } from './order';
import { RegisterBook, textOf, valueOf } from './registers';
import { roleIn } from './roles';
import type { Book } from './fold';
import type { Move, StepEntry, Uuid } from './records';

const DAY_MS = 86_400_000;

/** `then`: the book up to the deciding operation; `by`: who asked for the step and who decides it; `at`: when that is, in ms; `before`: the last step that stood. */
export interface Ground { then: Book; registers: RegisterBook; move: Move; at: number; by: readonly [Uuid, Uuid]; before: StepEntry | null }

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
  return ahead > 0 && ahead <= PHASES.watch_days && triggerOf(ground, null) !== null && foldTeam(ground.then).some((one) => one.role === 'watcher' && hasAccepted(one));
}

function triggerIsOwned(ground: Ground): boolean {
  const met = triggerOf(ground, told(ground.move.trigger) ? ground.move.trigger!.trim() : 'trigger:');
  return met !== null && (ground.by.includes(met.owner) || foldTeam(ground.then).some((one) => one.to === met.owner && hasAccepted(one)));
}

const BASES = new Map([['plan', ['consent']], ['participation', ['consent']], ['outreach', ['consent', 'conf_106_6']]]);

/** Outreach may begin on a 支援会議 alone; a plan and participation need the person's own yes. */
function tracksHaveBasis({ move: { tracks } }: Ground): boolean {
  return Array.isArray(tracks) && tracks.length > 0 && tracks.every((one) => BASES.get(one?.kind)?.includes(one.basis) ?? false);
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

function hasOpenAlert({ then }: Ground): boolean {
  return foldAlerts(then, foldVisits(then), foldStreet(then)).some((alert) => alert.closed === null);
}

const STANDING_ROLES = new Set(['lead', 'watcher']);

const GUARDS: Record<string, (ground: Ground) => boolean> = {
  accepted_role: ({ then }) => foldTeam(then).some(hasAccepted),
  all_answered: ({ then }) => !foldTeam(then).some(isWaiting),
  request: ({ move }) => told(move.request?.question),
  settled: ({ move }) => move.outcome?.kind === 'settled' && told(move.outcome.text),
  returned: ({ move }) => move.outcome?.kind === 'returned' && told(move.outcome.text),
  reason: ({ move }) => told(move.reason),
  meeting: (ground) => daysAhead(ground, ground.move.meeting_on) >= 0,
  tracks: tracksHaveBasis,
  watch: watchIsComplete,
  trigger: triggerIsOwned,
  evaluation: ({ move }) => isIn(ACHIEVEMENTS, move.evaluation?.achieved) && told(move.evaluation?.changes),
  no_open_alert: (ground) => !hasOpenAlert(ground),
  no_open_task: ({ then }) => !foldTeam(then).some((one) => hasAccepted(one) && !STANDING_ROLES.has(one.role)),
  lead_after: ({ move }) => told(move.lead_after),
  closure_reason: ({ move }) => isIn(CLOSURE_REASONS, move.closure?.reason),
  confirmed: everybodyWasMet,
  heavy: isLightOrDecidedAbove,
  other_person: ({ before, by }) => before === null || by[1] !== before.by,
  previous: ({ before, move }) => before === null || move.to === before.move.from,
};

/** The guards that do not hold, in the order in which the table names them. */
export function missing(names: readonly string[], ground: Ground): string[] {
  return names.filter((name) => !GUARDS[name]!(ground));
}
