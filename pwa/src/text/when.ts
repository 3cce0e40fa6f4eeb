/** Days and times as they stand on a screen, always Japan time whatever the phone's zone. */

// No summer time since 1951, long before the first record. Asking Intl for the parts of each date takes a slow phone a hundred times as long.
const JST_MS = 9 * 3_600_000;
const WEEK = ['日', '月', '火', '水', '木', '金', '土'];
const DAY_MS = 86_400_000;

interface Wall { year: number; month: number; day: number; hour: string; minute: string; second: string }

function wall(at: string | Date): Wall {
  const there = new Date(new Date(at).getTime() + JST_MS);
  const [hour, minute, second] = [there.getUTCHours(), there.getUTCMinutes(), there.getUTCSeconds()].map((part) => String(part).padStart(2, '0'));
  return { year: there.getUTCFullYear(), month: there.getUTCMonth() + 1, day: there.getUTCDate(), hour: hour!, minute: minute!, second: second! };
}

/** Number of the calendar day in Japan; differences are days as people count them. */
export function dayNumber(at: string | Date): number {
  const { year, month, day } = wall(at);
  return Date.UTC(year, month - 1, day) / DAY_MS;
}

/** 13:52 */
export function timeOf(at: string | Date): string {
  const { hour, minute } = wall(at);
  return `${Number(hour)}:${minute}`;
}

/** 11月23日(月); the year stands only when it is another one. */
export function dayOf(at: string | Date, now: Date = new Date()): string {
  const { year, month, day } = wall(at);
  const week = WEEK[new Date(Date.UTC(year, month - 1, day)).getUTCDay()];
  return `${year === wall(now).year ? '' : `${year}年`}${month}月${day}日(${week})`;
}

/** 11月23日(月) 13:52 */
export function momentOf(at: string | Date, now: Date = new Date()): string {
  return `${dayOf(at, now)} ${timeOf(at)}`;
}

/** 2026年11月23日(月) 13:52: for paper, which is read in another year */
export function fullMoment(at: string | Date): string {
  return momentOf(at, new Date(0));
}

/** 今日 13:52, 昨日 16:20, 明日 10:00, else the day and time. */
export function nearMoment(at: string | Date, now: Date = new Date()): string {
  const gap = dayNumber(now) - dayNumber(at);
  if (gap === 0) return `今日 ${timeOf(at)}`;
  if (gap === -1) return `明日 ${timeOf(at)}`;
  return gap === 1 ? `昨日 ${timeOf(at)}` : momentOf(at, now);
}

/** 2026年11月 */
export function monthOf(at: string): string {
  const { year, month } = wall(at);
  return `${year}年${month}月`;
}

/** 1時間22分, 3日; what has passed since. */
export function spanOf(from: string | Date, now: Date = new Date()): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - new Date(from).getTime()) / 60_000));
  if (minutes < 60) return `${minutes}分`;
  if (minutes < 24 * 60) return minutes % 60 ? `${Math.floor(minutes / 60)}時間${minutes % 60}分` : `${minutes / 60}時間`;
  return `${Math.floor(minutes / (24 * 60))}日`;
}

/** Value of a datetime-local input, in Japan time. */
export function toLocalInput(at: string | Date): string {
  const { year, month, day, hour, minute } = wall(at);
  return `${year}-${two(month)}-${two(day)}T${hour}:${minute}`;
}

/** What a datetime-local input says, as an instant; null when it is not a time. */
export function fromLocalInput(text: string): string | null {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})/.exec(text);
  if (!match) return null;
  const at = `${match[1]}T${match[2]}:00+09:00`;
  return Number.isNaN(Date.parse(at)) ? null : at;
}

/** Today's date in Japan as 2026-11-24. */
export function today(now: Date = new Date()): string {
  return toLocalInput(now).slice(0, 10);
}

/** Now with Japan's offset, as records keep it. */
export function instantNow(now: Date = new Date()): string {
  const { second } = wall(now);
  return `${toLocalInput(now)}:${second}+09:00`;
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
