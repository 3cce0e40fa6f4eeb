/** When somebody was met at this door: weekday and time of day, counted from the visits. Pure. */
import { contactResultOf } from '../casework/catalogue';
import type { Visit, VisitEntry } from '../casework/records';
import { dayNumber, toLocalInput } from '../text/when';

export type Band = 'morning' | 'noon' | 'afternoon' | 'evening';
export const BANDS: readonly Band[] = ['morning', 'noon', 'afternoon', 'evening'];
/** Monday first, as a week of visits is planned. */
export const WEEKDAYS = ['月', '火', '水', '木', '金', '土', '日'] as const;
export interface Cell { met: number; tried: number }
export type Hours = Record<Band, Cell[]>;

/** At the door: a telephone call says nothing about when somebody opens. */
const AT_THE_DOOR = ['visit', 'interview', 'accompany', 'letter', 'chance'];

/** Somebody answered, but the hour did not work. */
const REFUSED = ['refused_calm', 'refused_hostile'];

export function hoursOf(visits: readonly VisitEntry[]): Hours {
  const hours = Object.fromEntries(BANDS.map((band) => [band, WEEKDAYS.map(() => ({ met: 0, tried: 0 }))])) as Hours;
  for (const { visit, retracted } of visits) {
    if (retracted || !AT_THE_DOOR.includes(visit.method) || !contactResultOf(visit.result)?.attempt) continue;
    const cell = hours[bandOf(visit)][weekdayOf(visit)]!;
    cell.tried += 1;
    if (contactResultOf(visit.result)?.contact && !REFUSED.includes(visit.result)) cell.met += 1;
  }
  return hours;
}

/** The hour that worked best; null before anybody was met. Of two alike the one with fewer ways in vain. */
export function bestOf(hours: Hours): { band: Band; weekday: number; met: number } | null {
  const cells = BANDS.flatMap((band) => hours[band].map((cell, weekday) => ({ band, weekday, ...cell }))).filter((one) => one.met > 0);
  const best = cells.sort((a, b) => b.met - a.met || a.tried - b.tried)[0];
  return best ? { band: best.band, weekday: best.weekday, met: best.met } : null;
}

export const anyTried = (hours: Hours): boolean => BANDS.some((band) => hours[band].some((cell) => cell.tried > 0));

function bandOf(visit: Visit): Band {
  const hour = Number(toLocalInput(visit.occurred_at).slice(11, 13));
  if (hour < 10) return hour < 4 ? 'evening' : 'morning';
  if (hour < 14) return 'noon';
  return hour < 17 ? 'afternoon' : 'evening';
}

/** The first day of 1970 was a Thursday. */
function weekdayOf(visit: Visit): number {
  return (dayNumber(visit.occurred_at) + 3) % 7;
}
