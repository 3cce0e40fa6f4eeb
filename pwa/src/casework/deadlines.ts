/** What of a household becomes due when nothing happens, for the rules whose numbers a center may set: E-T01, E-T02, E-T03, E-T05, E-T07 and E-T11; E-T10 is a center's own (center-deadlines.ts). Twin of server/casework/deadlines.py and promises.py. In two steps, so that other numbers can be tried out without opening anything again: the causes that stand, and the moments that numbers make of them. */
import type { ConsentEntry } from './agreed-records';
import type { Bounds } from './bounds';
import { addDays, dayOf, formatTime, momentMs, type Moment } from './calendar';
import { STAGE_SHARES } from './catalogue.gen';
import { contactResultOf } from './catalogue';
import { countedPersons, happenedAt } from './clocks';
import { isDay, stateOn } from './fold-consents';
import { isWaiting } from './fold-team';
import { isSame, mayBe } from './gathered';
import { textOf } from './registers';
import type { Day, HouseholdState, Uuid, VisitEntry } from './records';
import { personKana, personName } from './summary';
import { afterWorkdays, isWorkday } from './workdays';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Beyond the last day that both engines can name nothing becomes due. */
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');
const LAST_DAY: Day = '9999-12-31';

interface About { subject: string; target: string; since: number; heavy: boolean }
/** `part`: of the business (rollout.ts) with which it rests. */
export type Cause = About & (
  | { rule: 'E-T01'; tier: string } | { rule: 'E-T02' } | { rule: 'E-T03'; tries: { id: Uuid; at: number }[] } | { rule: 'E-T05' }
  | { rule: 'E-T07'; part: string } | { rule: 'E-T10'; part: string; waits: 'days' | 'minutes_days' } | { rule: 'E-T11'; given: number }
);
export interface Due { rule: Cause['rule']; stage: number; subject: string; target: string; since: number; due: number; part: string }
interface Seen { person: string; name: string; kana: string; at: string | null; visit: string }

/** Every cause that stands, each rule by itself: where one names a day that none comes after, the others go on. `merged`: the households that came into this one. */
export function causesOf(state: HouseholdState, now: Moment, merged: readonly HouseholdState[] = []): Cause[] {
  if (state.merged_into || textOf(state.fields, 'phase') === 'closed') return [];
  const heavy = textOf(state.fields, 'risk_tier') === 'A';
  return [...unseen(state, now, heavy, merged), ...unmade(state, heavy), ...unmet(state, heavy), ...unread(state, heavy), ...unanswered(state, heavy), ...ending(state, now, heavy)];
}

/** With these numbers, in the order of the rules; a rule ends with the first cause whose moment no calendar has. */
export function duesOf(causes: readonly Cause[], bounds: Bounds): Due[] {
  const over = new Set<string>();
  return causes.flatMap((cause) => {
    if (over.has(cause.rule)) return [];
    const found: Due[] = [];
    for (const [stage, share] of (STAGE_SHARES[cause.rule] ?? []).entries()) {
      const moment = momentOf(cause, share, bounds);
      if (!moment) break;
      if (moment.at > LAST_MS) {
        over.add(cause.rule);
        break;
      }
      found.push({ rule: cause.rule, stage, subject: cause.subject, target: moment.target ?? cause.target, since: cause.since, due: moment.at, part: 'part' in cause ? cause.part : '' });
    }
    return found;
  });
}

export const deadlines = (state: HouseholdState, now: Moment, bounds: Bounds, merged: readonly HouseholdState[] = []): Due[] => duesOf(causesOf(state, now, merged), bounds);

function momentOf(cause: Cause, share: number, bounds: Bounds): { at: number; target?: Uuid } | null {
  const of = (name: string) => bounds[`${cause.rule}.${name}`]!;
  const { since, heavy } = cause;
  switch (cause.rule) {
    case 'E-T01': {
      const days = bounds[`E-T01.${cause.tier}`];
      return days === undefined ? null : { at: since + days * share * DAY_MS };
    }
    case 'E-T02': return { at: heavy ? Math.max(since, Date.parse(`${dayOf(since)}T00:00:00+09:00`) + of('heavy_hour') * HOUR_MS) : since + of('hours') * HOUR_MS };
    case 'E-T03': return unmetAt(cause.tries, of(heavy ? 'heavy_attempts' : 'attempts'), since + of('days') * DAY_MS);
    case 'E-T05': return { at: since + of('hours') * HOUR_MS };
    case 'E-T07': return { at: afterWorkdays(since, of(heavy ? 'heavy_workdays' : 'workdays')) };
    case 'E-T10': return { at: nextOpening(since + of(cause.waits) * DAY_MS) };
    case 'E-T11': return { at: nextOpening(Math.max(since - of('days') * share * DAY_MS, cause.given)) };
  }
}

/** So many attempts without any contact, or a first one that nothing followed for so many days. */
function unmetAt(tries: readonly { id: Uuid; at: number }[], count: number, byDays: number): { at: number; target: Uuid } {
  const counted = tries[count - 1];
  return counted && counted.at < byDays ? { at: counted.at, target: counted.id } : { at: byDays, target: tries[0]!.id };
}

/** The next 8:45 of an opening day after this moment, in milliseconds. */
export function nextOpening(moment: number): number {
  let day = dayOf(moment);
  for (let next = formatTime(moment) >= '08:45'; next || !isWorkday(day); next = false) {
    if (day >= LAST_DAY) return Infinity;
    day = addDays(day, 1);
  }
  return Date.parse(`${day}T08:45:00+09:00`);
}

/** Each person whose clock counts; whoever was never seen, since the household is known. */
function unseen(state: HouseholdState, now: Moment, heavy: boolean, merged: readonly HouseholdState[]): Cause[] {
  const people = countedHere(state, now);
  for (const home of merged) gather(people, countedHere(home, now), people.length === 1);
  const nobody: Seen = { person: '', name: '', kana: '', at: null, visit: '' };
  return (people.length ? people : [nobody]).flatMap(({ person, visit, at }): Cause[] => {
    const since = at ?? state.opened_at;
    return since === null ? [] : [{ rule: 'E-T01', subject: person, target: visit, since: momentMs(since), heavy, tier: textOf(state.fields, 'risk_tier') }];
  });
}

const countedHere = (state: HouseholdState, now: Moment): Seen[] => countedPersons(state.persons, now)
  .map((one) => ({ person: one.id, name: personName(one), kana: personKana(one), at: one.clock.last_direct_at, visit: one.clock.last_visit ?? '' }));

/** Everybody once, as in the lists (gathered.ts): only who is plainly the same person is one. */
function gather(people: Seen[], others: readonly Seen[], lone: boolean): void {
  for (const other of others) {
    const known = people.find((one) => isSame(one, other) || (lone && others.length === 1 && mayBe(one, other)));
    if (!known) people.push({ ...other });
    else if (other.at !== null && (known.at === null || momentMs(other.at) > momentMs(known.at))) Object.assign(known, { at: other.at, visit: other.visit });
  }
}

const unmade = (state: HouseholdState, heavy: boolean): Cause[] => state.plans.filter(({ status }) => status === 'planned')
  .map(({ id, plan }) => ({ rule: 'E-T02', subject: id, target: '', since: momentMs(plan.window_to), heavy }));

function unmet(state: HouseholdState, heavy: boolean): Cause[] {
  const tries: VisitEntry[] = [];
  for (const entry of state.visits) {
    if (entry.retracted) continue;
    const result = contactResultOf(entry.visit.result);
    if (result?.contact) break;
    if (result?.attempt) tries.push(entry);
  }
  const first = tries.at(-1);
  if (!first) return [];
  return [{ rule: 'E-T03', subject: first.id, target: first.id, since: momentMs(happenedAt(first)), heavy, tries: tries.reverse().map((entry) => ({ id: entry.id, at: momentMs(happenedAt(entry)) })) }];
}

/** Only records with a sign of level 1; for the others the desk counts the days. */
function unread(state: HouseholdState, heavy: boolean): Cause[] {
  const levels = new Map(state.alerts.map(({ id, level }) => [id, level]));
  const isUrgent = ({ alert, verdict }: VisitEntry) => (alert !== null && levels.get(alert) === 1) || verdict?.level === 1;
  return state.visits.filter((entry) => isUrgent(entry) && !entry.retracted && entry.review.state === 'unreviewed' && entry.received_at)
    .map((entry) => ({ rule: 'E-T05', subject: entry.versions.at(-1)!.op, target: entry.id, since: momentMs(entry.received_at!), heavy }));
}

/** A household nobody leads is such a role too, and never rests. */
function unanswered(state: HouseholdState, heavy: boolean): Cause[] {
  const asked = state.team.filter(isWaiting).map(({ id, at }): Cause => ({ rule: 'E-T07', subject: id, target: '', since: momentMs(at), heavy, part: 'multi_agency' }));
  return textOf(state.fields, 'lead') || state.opened_at === null ? asked : [...asked, { rule: 'E-T07', subject: 'lead', target: '', since: momentMs(state.opened_at), heavy, part: '' }];
}

/** A yes that ends, unless a longer one was given, and 支援措置. */
function ending(state: HouseholdState, now: Moment, heavy: boolean): Cause[] {
  const { consents, protection } = state;
  const [today, evening] = [dayOf(now), (day: Day) => Date.parse(`${day}T23:59:00+09:00`)];
  const stands = (entry: ConsentEntry, states: readonly string[]) => states.includes(stateOn(consents, entry, today));
  const found = consents.filter((entry) => isDay(entry.consent.until) && stands(entry, ['coming', 'stands', 'expired'])
    && !consents.some((other, n) => goesOn(entry, consents.indexOf(entry), other, n) && stands(other, ['coming', 'stands'])))
    .map(({ id, at, consent }): Cause => ({ rule: 'E-T11', subject: id, target: '', since: evening(consent.until!), heavy, given: momentMs(at) }));
  return protection && isDay(protection.until) ? [...found, { rule: 'E-T11', subject: protection.id, target: '', since: evening(protection.until), heavy, given: momentMs(protection.at) }] : found;
}

/** Whether the other yes is the same person's, to all of this one's purposes, and ends later or was given later. */
function goesOn(entry: ConsentEntry, own: number, other: ConsentEntry, n: number): boolean {
  const [said, mine] = [other.consent, entry.consent];
  const last = said.until || '9999-12-31';
  const lasts = last > mine.until! || (last === mine.until && n > own);
  return lasts && said.person === mine.person && mine.purposes.every((purpose) => said.purposes.includes(purpose));
}
