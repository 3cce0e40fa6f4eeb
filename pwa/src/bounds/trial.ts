/** The last month once more: which deadlines would have spoken under these numbers. A household's records are folded as they arrived; numbers are tried on the causes that stood between one arrival and the next, so that other numbers need no folding. Pure. */
import type { Bounds } from '../casework/bounds';
import { dayOf, momentMs } from '../casework/calendar';
import { centerCauses } from '../casework/center-deadlines';
import type { CenterState } from '../casework/conference-records';
import { type Cause, causesOf, duesOf } from '../casework/deadlines';
import { fold } from '../casework/fold';
import { foldCenter } from '../casework/fold-conferences';
import type { Day, HouseholdState, OpenedOp, Uuid } from '../casework/records';
import type { Roles } from '../casework/roles';

export const TRIAL_DAYS = 31;
export const TRIED = ['E-T01', 'E-T02', 'E-T03', 'E-T05', 'E-T07', 'E-T10', 'E-T11'] as const;
export type Tried = (typeof TRIED)[number];
const DAY_MS = 86_400_000;
/** As many merged households in one as the vault counts. */
const MOST_MERGED = 20;

export interface Home { bucket: Uuid; center: string; ops: readonly OpenedOp[] }
/** What stood from `begins` until before `ends`; `first`: known when the month began. */
export interface Stretch { begins: number; ends: number; first: boolean; causes: Cause[] }
export interface Count { rule: Tried; before: number; after: number; homes: { bucket: Uuid; before: number; after: number }[] }
type Runs = (part: string, day: Day) => boolean;

export const monthBefore = (now: number): number => now - TRIAL_DAYS * DAY_MS;

/** When the vault could first have read it: as the office received it; what waits here still, when it was written. */
function arrival({ received_at, payload }: OpenedOp): number {
  const at = momentMs(received_at ?? payload.recorded_at);
  return Number.isNaN(at) ? -Infinity : at;
}

/** `others`: what was merged into it. */
export function replaying(home: Home, others: readonly Home[], roles: Roles, now: number): Generator<void, Stretch[]> {
  return replayed([home, ...others], now, ({ bucket, center }, known, at) => fold(bucket, center, known, { roles, now: at }), (states, at) => {
    const state = states.get(home.bucket);
    return state ? causesOf(state, at, cameInto(state, states)) : [];
  });
}

/** A center's meetings, from all the buckets that were begun for them. */
export function replayingCenter(buckets: readonly Home[], roles: Roles, now: number): Generator<void, Stretch[]> {
  return replayed<CenterState>(buckets, now, ({ bucket }, known) => foldCenter(bucket, known, roles), (states, at) => centerCauses([...states.values()], at));
}

/** Yields after each fold, so that whoever drives it can let the screen breathe. */
function* replayed<State>(homes: readonly Home[], now: number, folded: (home: Home, known: readonly OpenedOp[], at: number) => State, causes: (states: ReadonlyMap<Uuid, State>, at: number) => Cause[]): Generator<void, Stretch[]> {
  const from = monthBefore(now);
  const dated = new Map(homes.map((one) => [one, one.ops.map((op) => ({ op, at: arrival(op) }))]));
  const moments = [...new Set([...dated.values()].flatMap((ops) => ops.map(({ at }) => at)).filter((at) => at > from && at <= now))].sort((a, b) => a - b);
  const states = new Map<Uuid, State>();
  const found: Stretch[] = [];
  for (const [n, at] of [from, ...moments].entries()) {
    for (const [home, ops] of dated) {
      if (n > 0 && !ops.some((one) => one.at === at)) continue;
      const known = ops.filter((one) => one.at <= at).map(({ op }) => op);
      if (known.length) states.set(home.bucket, folded(home, known, at));
      yield;
    }
    // What arrives in the very last millisecond is over with the month.
    found.push({ begins: at, ends: moments[n] ?? now + 1, first: n === 0, causes: causes(states, at) });
  }
  return found;
}

/** Those that came here and say so themselves, and what had come into them before: as the vault gathers them. */
function cameInto(state: HouseholdState, states: ReadonlyMap<Uuid, HouseholdState>): HouseholdState[] {
  const found = new Map([[state.bucket, state]]);
  const waiting = [state];
  for (let goal = waiting.pop(); goal && found.size <= MOST_MERGED; goal = waiting.pop()) {
    for (const { household } of goal.merged_from) {
      const home = found.has(household) ? undefined : states.get(household);
      if (home?.merged_into?.household !== goal.bucket) continue;
      found.set(home.bucket, home);
      waiting.push(home);
    }
  }
  return [...found.values()].slice(1);
}

/** How often each rule would have spoken: each cause and stage once. What had been due when the month began had spoken before. */
export function spoken(stretches: readonly Stretch[], bounds: Bounds, runs: Runs): Map<string, number> {
  const from = stretches[0]?.begins ?? 0;
  const known = new Set<string>();
  const counts = new Map<string, number>();
  for (const { begins, ends, first, causes } of stretches) {
    for (const { rule, subject, since, stage, due, part } of duesOf(causes, bounds)) {
      const name = [rule, subject, since, stage].join('|');
      if (due >= ends || known.has(name) || (part && !runs(part, dayOf(Math.max(due, begins))))) continue;
      known.add(name);
      if (!first || due > from) counts.set(rule, (counts.get(rule) ?? 0) + 1);
    }
  }
  return counts;
}

/** The numbers in force beside those on the screen, rule by rule, with the households behind each count. */
export function compared(replayed: ReadonlyMap<Uuid, readonly Stretch[]>, before: Bounds, after: Bounds, runs: Runs): Count[] {
  const counted = [...replayed].map(([bucket, stretches]) => ({ bucket, before: spoken(stretches, before, runs), after: spoken(stretches, after, runs) }));
  return TRIED.map((rule) => {
    const homes = counted.map(({ bucket, ...of }) => ({ bucket, before: of.before.get(rule) ?? 0, after: of.after.get(rule) ?? 0 })).filter((one) => one.before || one.after);
    return { rule, before: homes.reduce((sum, one) => sum + one.before, 0), after: homes.reduce((sum, one) => sum + one.after, 0), homes };
  });
}
