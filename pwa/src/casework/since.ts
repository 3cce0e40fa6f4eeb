/** 前回の会議から: what of a household has changed since it last came before a conference. Twin of server/casework/since.py. */
import { contactResultOf, safetyOf } from './catalogue';
import { dayOf, type Moment, parseDay } from './calendar';
import { textOf } from './registers';
import type { Day, HouseholdState } from './records';

/** `on`: the day it came before it; `tier`, `phase`: as they are now, where they were written since. */
export interface Since { on: Day; visits: number; contacts: number; direct: number; alerts: number; tier: string | null; phase: string | null }

/** Counted from the day after; null where it has come before none yet. */
export function sinceLast({ items, visits, alerts, steps, fields }: HouseholdState, now: Moment): Since | null {
  const days = items.filter(({ about }) => !about.withdrawn && parseDay(about.held_on) === about.held_on).map(({ about }) => about.held_on);
  const on = days.filter((day) => day < dayOf(now)).sort().at(-1);
  if (on === undefined) return null;
  const after = (at: string) => dayOf(at) > on;
  const made = visits.filter(({ retracted, visit }) => !retracted && after(visit.occurred_at)).map(({ visit }) => visit);
  const step = steps.findLast(({ state, decided }) => state === 'stands' && decided !== null && after(decided.at));
  return {
    on, visits: made.length, contacts: made.filter(({ result }) => contactResultOf(result)?.contact).length,
    direct: made.filter(({ safety }) => (safety ?? []).some(({ level }) => safetyOf(level)?.direct)).length,
    alerts: alerts.filter(({ raised_at }) => after(raised_at)).length,
    tier: fields.risk_tier?.heads.some(({ at }) => after(at)) ? textOf(fields, 'risk_tier') || null : null, phase: step?.move.to ?? null,
  };
}
