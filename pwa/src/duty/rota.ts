/** The rota of one's center as the office tells it: who is on duty, who is away, and whom an alert would ask. */
import { addDays, weekday } from '../casework/calendar';
import type { Uuid } from '../casework/records';
import { overHttp, Trouble } from '../sync/transport';
import { dutyText as t } from '../text/duty';
import { ladderText } from '../text/ladder';
import { dayNumber, fromLocalInput, timeOf, today, toLocalInput } from '../text/when';

export interface Hours { begins: string; ends: string; staff: Uuid[]; needed: boolean }
export interface RotaDay { day: string; kind: string; hours: Hours[] }
export interface Duty { id: Uuid; staff: Uuid; begins: string; ends: string }
export interface Leave extends Duty { deputy: Uuid | null }
export interface Swap { id: Uuid; duty: Uuid; asked_by: Uuid; asked: Uuid; begins: string; ends: string }
export interface Step { targets: string[]; people: Uuid[]; wait: number | null }
export interface Shift { days: string[]; begins: number; ends: number }
export interface Plan { levels: Step[][]; shifts: Shift[]; team: boolean }
export interface Written { version: number; plan: Plan; at: string | null; by_name: string | null }
export interface Member { id: Uuid; name: string; role: string }
export interface Rota { plan: Written; people: Member[]; days: RotaDay[]; duties: Duty[]; leaves: Leave[]; swaps: Swap[]; gaps: { begins: string; ends: string }[] }
export interface Foreseen { at: string; staff: Uuid[]; on_duty: Uuid[]; roles: string[]; night_room: boolean; gap: boolean }

const KEEPS = ['manager', 'center_head'];
const HOLDS = ['coordinator', 'office', ...KEEPS];
const DAY_MIN = 24 * 60;

/** Who answers for the rota; the office refuses everybody else as well. */
export const keepsRota = (role: string) => KEEPS.includes(role);
export const holdsDuty = (role: string) => HOLDS.includes(role);

export const readRota = (first: string, days: number) => overHttp<Rota>(`/duty/v1/rota?first=${first}&days=${days}`);
export const preview = async (level: number, at: string) => (await overHttp<{ steps: Foreseen[] }>(`/duty/v1/preview?level=${level}&at=${encodeURIComponent(at)}`)).steps;
/** Whom a plan would ask before it is one. */
export const tryOut = async (plan: Plan, level: number, at: string) => (await overHttp<{ steps: Foreseen[] }>('/duty/v1/preview', { body: { plan, level, at } })).steps;
export const readPlans = async () => (await overHttp<{ plans: Written[] }>('/duty/v1/plans')).plans;
export const putPlan = (version: number, plan: Plan) => overHttp<Written>('/duty/v1/plan', { method: 'PUT', body: { version, plan } });
/** Asking again with the same id changes nothing, so an answer lost on the way costs nothing. */
export const setDuty = (duty: Duty) => overHttp<void>('/duty/v1/duties', { body: { duties: [duty] } });
export const takeLeave = (leave: Leave) => overHttp<void>('/duty/v1/leaves', { body: leave });
export const askSwap = (id: Uuid, duty: Uuid, asked: Uuid) => overHttp<void>('/duty/v1/swaps', { body: { id, duty, asked } });
export const endDuty = (id: Uuid) => overHttp<void>(`/duty/v1/duties/${id}/end`, { method: 'POST' });
export const endLeave = (id: Uuid) => overHttp<void>(`/duty/v1/leaves/${id}/end`, { method: 'POST' });
export const answerSwap = (id: Uuid, how: 'accept' | 'decline') => overHttp<void>(`/duty/v1/swaps/${id}/${how}`, { method: 'POST' });

/** What happened and what to do. */
export function whyNot(error: unknown): string {
  if (!(error instanceof Trouble)) return t.problem;
  if (error.code === 'offline' || error.code === 'portal') return t.offlineAct;
  return t.problems[error.detail.problem ?? ''] ?? t.problem;
}

export const firstOfMonth = (day: string) => `${day.slice(0, 7)}-01`;
export const monthAfter = (first: string) => firstOfMonth(addDays(first, 32));
export const monthBefore = (first: string) => firstOfMonth(addDays(first, -1));
export const daysOf = (first: string) => dayNumber(`${monthAfter(first)}T12:00:00+09:00`) - dayNumber(`${first}T12:00:00+09:00`);

/** 17:15から翌8:30; a whole day ends at 24:00 of its own. */
export function spanWords(begins: string, ends: string): string {
  const days = dayNumber(ends) - dayNumber(begins);
  return timeOf(ends) === '0:00' && days === 1 ? t.span(timeOf(begins), '24:00', false) : t.span(timeOf(begins), timeOf(ends), days > 0);
}

/** A shift's minutes: 17:15から翌8:30. */
export function shiftWords({ begins, ends }: Shift): string {
  const clock = (minute: number) => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;
  return ends > DAY_MIN ? t.span(clock(begins), clock(ends - DAY_MIN), true) : t.span(clock(begins), clock(ends), false);
}

/** The hours of a duty as they are typed: an end no later than the beginning is on the day after. */
export function typedHours(day: string, begins: string, ends: string): { begins: string; ends: string } | null {
  const from = fromLocalInput(`${day}T${begins}`);
  const to = fromLocalInput(`${ends > begins ? day : addDays(day, 1)}T${ends}`);
  return from && to ? { begins: from, ends: to } : null;
}

/** What the sheet of a day offers first: its first hours without anybody, else those it has. */
export function offeredHours({ hours }: RotaDay): { begins: string; ends: string } {
  const one = hours.find(({ staff, needed }) => needed && !staff.length) ?? hours[0];
  return one ? { begins: toLocalInput(one.begins).slice(11), ends: toLocalInput(one.ends).slice(11) } : { begins: '17:15', ends: '08:30' };
}

export type MomentName = 'now' | 'tonight' | 'sunday' | 'january';

/** The moments a preview is asked for; 1月2日 is the next one that comes. */
export function momentAt(name: string, now: Date): string {
  const day = today(now);
  if (name === 'tonight') return `${day}T22:00:00+09:00`;
  if (name === 'sunday') return `${nextSunday(day)}T14:00:00+09:00`;
  if (name === 'january') return `${Number(day.slice(0, 4)) + (day.slice(5) > '01-02' ? 1 : 0)}-01-02T10:00:00+09:00`;
  return now.toISOString();
}

function nextSunday(day: string): string {
  let next = addDays(day, 1);
  while (weekday(next) !== '日') next = addDays(next, 1);
  return next;
}

/** すぐに, 15分後, or the day when it waits for the morning; `from` is when the alert begins. */
export function minutesAfter(from: string, at: string): number {
  return Math.round((Date.parse(at) - Date.parse(from)) / 60_000);
}

/** Whom a step asks, in words; nobody new is everybody asked so far. */
export function rungWords({ targets, people }: Step, nameOf: (staff: Uuid) => string): string {
  return [...targets.map((code) => t.targets[code] ?? ladderText.newest), ...people.map((id) => t.name(nameOf(id)))].join('、') || t.everyone;
}

export function waitWords({ wait }: Step, last: boolean): string {
  if (last) return wait === null ? t.waitDayLast : t.waitLast(wait);
  return wait === null ? t.waitDay : t.wait(wait);
}
