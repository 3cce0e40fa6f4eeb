/** The city's opening days: no Saturday, Sunday, holiday, nor 29 December to 3 January. Twin of server/workdays.py; both read server/holidays.json. */
import { addDays, dayOf, weekday, type Moment } from './calendar';
import table from './holidays.data.json';
import type { Day } from './records';

const DAYS: Record<string, string[]> = table.days;
const CLOSES = 'T17:30:00+09:00';

/** Years beyond the table have their weekends and the turn of the year only. */
export function isWorkday(day: Day): boolean {
  const monthDay = day.slice(5);
  return !'土日'.includes(weekday(day)) && !table.closed.includes(monthDay) && !(DAYS[day.slice(0, 4)] ?? []).includes(monthDay);
}

/** When so many whole opening days have gone by since: 17:30 of the last of them, in milliseconds. */
export function afterWorkdays(moment: Moment, count: number): number {
  let day = dayOf(moment);
  for (let left = count; left > 0; left -= isWorkday(day) ? 1 : 0) day = addDays(day, 1);
  return Date.parse(`${day}${CLOSES}`);
}
