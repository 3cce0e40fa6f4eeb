/** 開庁時間: how long something has waited, counted only while the office is open. Which days those are, workdays.ts says. Twin of server/casework/opening.py. */
import { addDays, dayOf, momentMs, type Moment } from './calendar';
import { isWorkday } from './workdays';

export const MINUTE = 60_000;
/** One 開庁日, from 8:45 to 17:30, in ms. */
export const LENGTH = 525 * MINUTE;

/** The times the office is open from this moment on, in ms, without end. */
function* openSpans(moment: Moment): Generator<[number, number], never> {
  const start = Math.round(momentMs(moment));
  for (let day = dayOf(moment); ; day = addDays(day, 1)) {
    const closes = Date.parse(`${day}T17:30:00+09:00`);
    if (isWorkday(day) && start < closes) yield [Math.max(start, closes - LENGTH), closes];
  }
}

/** The moment, in ms, at which the office has been open for so many minutes more. */
export function dueAfter(moment: Moment, minutes: number): number {
  const spans = openSpans(moment);
  let left = minutes * MINUTE;
  for (;;) {
    const [opens, closes] = spans.next().value;
    if (left <= closes - opens) return opens + left;
    left -= closes - opens;
  }
}

/** For how long, in ms, the office was open. */
export function openBetween(start: Moment, end: Moment): number {
  const until = Math.round(momentMs(end));
  let total = 0;
  for (const [opens, closes] of openSpans(start)) {
    if (opens >= until) break;
    total += Math.min(closes, until) - opens;
  }
  return total;
}
