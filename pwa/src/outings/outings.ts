/** Going out and coming back: what a form says as a record with its effect, and how a running one stands. Pure. */
import type { OutingRow } from '../casework/outing-records';
import type { Instant, Payload, Summary, Uuid } from '../casework/records';
import type { Addressed, Effect } from '../ledger/ledger';
import { outingText as t } from '../text/outings';
import { fromLocalInput, instantNow } from '../text/when';

export type Solo = 'ok' | 'two' | 'no';
export interface StartInput { whom: '' | 'alone' | 'together'; companions: Uuid[]; length: string; own: string; place: string; tel: string; reason: string }
export const BLANK: StartInput = { whom: '', companions: [], length: '60', own: '', place: '', tel: '', reason: '' };

const LONGEST_MS = 12 * 3_600_000;
const MINUTE_MS = 60_000;
export const CALL_POLICE_MINUTES = 45;

/** How one may go there: the strictest of its warnings that hold, and what its plan asks for. */
export function soloOf(summary: Pick<Summary, 'hazards' | 'next_plan'>): Solo {
  if (summary.hazards.some((one) => one.solo === 'no')) return 'no';
  return summary.next_plan?.required_two || summary.hazards.some((one) => one.solo === 'two') ? 'two' : 'ok';
}

export function untilOf({ length, own }: StartInput, now: Date): Instant | null {
  if (length === 'own') return fromLocalInput(own);
  return Number(length) > 0 ? instantNow(new Date(now.getTime() + Number(length) * MINUTE_MS)) : null;
}

export type StartErrors = Partial<Record<'whom' | 'companions' | 'until' | 'reason', string>>;

export function startErrors(input: StartInput, solo: Solo, now: Date): StartErrors {
  const until = untilOf(input, now);
  const found: StartErrors = {};
  if (!input.whom) found.whom = t.errors.whom;
  if (input.whom === 'together' && !input.companions.length && !input.place.trim()) found.companions = t.errors.companions;
  if (!until) found.until = t.errors.until;
  else if (Date.parse(until) <= now.getTime()) found.until = t.errors.past;
  else if (Date.parse(until) > now.getTime() + LONGEST_MS) found.until = t.errors.long;
  if (breaks(input, solo) && !input.reason.trim()) found.reason = t.errors.reason;
  return found;
}

/** Alone where two are asked for. */
export const breaks = (input: StartInput, solo: Solo): boolean => solo === 'two' && input.whom === 'alone';

type Start = Extract<Payload, { kind: 'checkin.start' }>;

export function started(input: StartInput, solo: Solo, now: Date, newId: () => Uuid): { payload: Start; effects: Effect[] } {
  const at = instantNow(now);
  const until = untilOf(input, now)!;
  const [watch, second, alone] = [newId(), newId(), breaks(input, solo) ? newId() : ('' as const)];
  const payload: Start = {
    kind: 'checkin.start', watch, second, until, companions: input.whom === 'together' ? input.companions : [], place: input.place.trim(), tel: input.tel.trim(),
    reason: alone ? input.reason.trim() : '', alone, recorded_at: at,
  };
  const effects: Effect[] = [{ k: 'watch.set', watch, second, until, begun_at: at }];
  return { payload, effects: alone ? [...effects, { k: 'alert.raise', alert: alone, level: 2, observed_at: at }] : effects };
}

type Running = Pick<OutingRow, 'id' | 'watch' | 'second' | 'until'>;

/** From now when the time is over, so that +15 always gives a quarter of an hour. */
export function extended(one: Running, minutes: number, now: Date): { payload: Payload; effects: Effect[] } {
  const at = instantNow(now);
  const until = instantNow(new Date(Math.max(Date.parse(one.until), now.getTime()) + minutes * MINUTE_MS));
  return { payload: { kind: 'checkin.extend', target: one.id, until, recorded_at: at }, effects: [{ k: 'watch.set', watch: one.watch, second: one.second, until, begun_at: at }] };
}

/** Both words have one length and take one way: nobody beside her sees which it was. */
export function ended(one: Running, word: 'safe' | 'help', now: Date): { payload: Payload; effects: Effect[] } {
  const at = instantNow(now);
  return { payload: { kind: 'checkin.end', target: one.id, word, recorded_at: at }, effects: [{ k: 'watch.end', watch: one.watch, second: one.second, at, word }] };
}

export interface Mine { bucket: Uuid; row: OutingRow }

/** Everything of this person that goes on, what ends first at the top. */
export function running(summaries: readonly Summary[], me: Uuid): Mine[] {
  return everybody(summaries).filter(({ row }) => row.by === me);
}

export function everybody(summaries: readonly Summary[]): Mine[] {
  const all = summaries.flatMap(({ bucket, outings }) => outings.map((row) => ({ bucket, row })));
  return all.sort((a, b) => Date.parse(a.row.until) - Date.parse(b.row.until));
}

/** Of a visit that was saved: she is back from there. */
export function endsWith(summaries: readonly Summary[], bucket: Uuid, me: Uuid, now: Date): Addressed[] {
  return running(summaries.filter((one) => one.bucket === bucket), me).map(({ row }) => ({ bucket, ...ended(row, 'safe', now) }));
}

export type Standing = 'watched' | 'sending' | 'unwatched' | 'over' | 'never';

/** Never more than is so: watched is only what the office has received in time. */
export function standingOf(row: OutingRow, now: Date, online: boolean): Standing {
  const isOver = Date.parse(row.until) <= now.getTime();
  if (row.armed) return isOver ? 'over' : 'watched';
  if (row.received_at !== null || isOver) return 'never';
  return online ? 'sending' : 'unwatched';
}

export const minutesLeft = (until: Instant, now: Date): number => Math.max(0, Math.ceil((Date.parse(until) - now.getTime()) / MINUTE_MS));
