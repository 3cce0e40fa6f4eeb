/** How long people waited: each alert of a household as a fact, with the minutes until somebody took it and until somebody acted. Pure. */
import { ackMinutes } from '../casework/catalogue';
import { ALERT_LEVELS } from '../casework/catalogue.gen';
import type { AlertEntry } from '../casework/alert-records';
import { momentMs } from '../casework/calendar';
import type { HouseholdState, Instant } from '../casework/records';

/** `taken`, `acted`: minutes since it rang, null while nobody has · `missed`: nobody took it within the time that its rule asks for */
export interface Waited { entry: AlertEntry; taken: number | null; acted: number | null; missed: boolean | null }

const MINUTE_MS = 60_000;

/** Every alert that has rung by `now`: raised by somebody, by a deadline that passed, or by a visit nobody came back from. */
export function waitedOf(state: HouseholdState, now: number): Waited[] {
  const outings = state.outings.flatMap(({ alarms, watch, ended, until }) => alarms.filter(({ id }) => id !== watch || overdueSince(until, ended?.at ?? null, now)));
  const all = [...state.alerts, ...state.timers, ...outings, ...state.incidents.flatMap(({ alarms }) => alarms)];
  return all.filter(({ raised_at }) => momentMs(raised_at) <= now).map((entry) => waited(entry, actsOf(state, entry), now));
}

const overdueSince = (until: Instant, ended: Instant | null, now: number): boolean => momentMs(until) < (ended === null ? now : momentMs(ended));

function waited(entry: AlertEntry, acts: readonly number[], now: number): Waited {
  const rang = momentMs(entry.raised_at);
  // A device whose clock is slow may have taken it before it rang: that is at once.
  const since = (at: number) => Math.max(0, Math.round((at - rang) / MINUTE_MS));
  const taken = firstOf([...entry.acks.map(({ at }) => at), ...(entry.closed ? [entry.closed.at] : [])].map(momentMs));
  const acted = firstOf([...acts, ...(entry.closed ? [momentMs(entry.closed.at)] : [])]);
  const answered = firstOf([taken, acted].filter((at) => at !== null));
  const asked = limitOf(entry);
  const minutes = since(answered ?? now);
  // Still within its time, nobody can say yet.
  const missed = asked === null ? null : minutes > asked ? true : answered === null ? null : false;
  return { entry, taken: taken === null ? null : since(taken), acted: acted === null ? null : since(acted), missed };
}

const firstOf = (moments: readonly number[]): number | null => moments.reduce<number | null>((first, one) => (Number.isNaN(one) || (first !== null && first <= one) ? first : one), null);

/** Visits, calls and looks from the street after it rang; not the record that it comes from. */
function actsOf({ visits, street }: HouseholdState, { target, raised_at }: AlertEntry): number[] {
  const rang = momentMs(raised_at);
  const made = [...visits.filter(({ retracted }) => !retracted).map(({ id, visit }) => ({ id, at: visit.occurred_at })), ...street.filter(({ retracted }) => !retracted).map(({ id, observation }) => ({ id, at: observation.occurred_at }))];
  return made.filter(({ id }) => id !== target).map(({ at }) => momentMs(at)).filter((at) => at >= rang);
}

/** The strictest of its rules, as it was raised; null where the next working day is soon enough. */
function limitOf({ level, rules }: AlertEntry): number | null {
  const own = rules.flatMap(({ rule }) => ackMinutes(rule, level) ?? []);
  return own.length ? Math.min(...own) : (ALERT_LEVELS.find(({ code }) => code === level)?.ack_minutes ?? null);
}
