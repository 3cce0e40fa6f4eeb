/** Japanese dates: 和暦 in and out, ages, fiscal years, and wall-clock words in Japan's time whatever zone the device is set to. */
import type { Day, Instant } from './records';

export type Moment = Date | Instant | number;
export type Precision = 'day' | 'month' | 'year';

const DAY_MS = 86_400_000;
const JST_MS = 9 * 3_600_000;
const WEEKDAYS = ['日', '月', '火', '水', '木', '金', '土'];
/** Newest first; an era ends the day before the next one starts. */
export const ERAS = [
  { name: '令和', letter: 'R', from: '2019-05-01' },
  { name: '平成', letter: 'H', from: '1989-01-08' },
  { name: '昭和', letter: 'S', from: '1926-12-25' },
  { name: '大正', letter: 'T', from: '1912-07-30' },
  { name: '明治', letter: 'M', from: '1868-01-25' },
] as const;

const SEPARATED = /^(\d{1,4}|元)(?:年|[./-])(?:(\d{1,2})(?:月|[./-]|$)(?:(\d{1,2})日?)?)?$/;

export const momentMs = (moment: Moment): number =>
  typeof moment === 'number' ? moment : typeof moment === 'string' ? Date.parse(moment) : moment.getTime();

const pad = (value: number, width = 2) => String(value).padStart(width, '0');
const jst = (moment: Moment) => new Date(momentMs(moment) + JST_MS);
const dayMs = (day: Day) => Date.parse(`${day}T00:00:00Z`);

function isoDay(year: number, month: number, day: number): Day | null {
  const date = new Date(Date.UTC(2000, 0, 1));
  date.setUTCFullYear(year, month - 1, day);
  const same = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return same && year >= 1868 && year <= 2200 ? `${pad(year, 4)}-${pad(month)}-${pad(day)}` : null;
}

function eraOf(day: Day) {
  return ERAS.find((era) => era.from <= day);
}

/** As a date is typed on a phone: full width, spaced, with any of the dashes. */
export const plainDate = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '').replace(/[ー−–]/g, '-').toUpperCase();

/** A typed date with what is known of it: 「昭和20年5月」 is month-precise. Null when the calendar has no such day. */
export function parseDate(text: string): { day: Day; precision: Precision } | null {
  const plain = plainDate(text);
  if (/^\d{8}$/.test(plain)) return parseDate(`${plain.slice(0, 4)}-${plain.slice(4, 6)}-${plain.slice(6)}`);
  const era = ERAS.find((one) => plain.startsWith(one.name) || plain.startsWith(one.letter));
  const rest = era ? plain.slice(plain.startsWith(era.name) ? era.name.length : 1) : plain;
  const parts = SEPARATED.exec(/^(\d{4}|元)$/.test(rest) || (era && /^\d{1,2}$/.test(rest)) ? `${rest}年` : rest);
  if (!parts) return null;
  const [, yearText = '', month, day] = parts;
  if (!era && !/^\d{4}$/.test(yearText)) return null;
  const counted = yearText === '元' ? 1 : Number(yearText);
  if (era && (counted < 1 || yearText.length > 2)) return null;
  const year = era ? Number(era.from.slice(0, 4)) + counted - 1 : counted;
  return assemble(year, month, day, era);
}

function assemble(year: number, month: string | undefined, day: string | undefined, era: (typeof ERAS)[number] | undefined) {
  const precision: Precision = day ? 'day' : month ? 'month' : 'year';
  let iso = isoDay(year, Number(month ?? 1), Number(day ?? 1));
  if (!iso) return null;
  // 「令和元年」 starts in May: an inexact date may not fall before its era
  if (era && precision !== 'day' && iso < era.from && iso.slice(0, precision === 'year' ? 4 : 7) === era.from.slice(0, precision === 'year' ? 4 : 7)) iso = era.from;
  return era && eraOf(iso) !== era ? null : { day: iso, precision };
}

/** A full date only: null for anything less exact. */
export function parseDay(text: string): Day | null {
  const found = parseDate(text);
  return found?.precision === 'day' ? found.day : null;
}

export const weekday = (day: Day): string => WEEKDAYS[new Date(dayMs(day)).getUTCDay()] ?? '';

/** 令和6年4月1日(月); `weekdays: false` for birth dates. */
export function formatEra(day: Day, weekdays = true): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const era = eraOf(day);
  const count = era ? year - Number(era.from.slice(0, 4)) + 1 : 0;
  const name = era ? `${era.name}${count === 1 ? '元' : count}年` : `${year}年`;
  return `${name}${month}月${date}日${weekdays ? `(${weekday(day)})` : ''}`;
}

/** 11月23日(月) */
export function formatDay(day: Day): string {
  const [, month = 0, date = 0] = day.split('-').map(Number);
  return `${month}月${date}日(${weekday(day)})`;
}

/** 10:32 in Japan's time */
export function formatTime(moment: Moment): string {
  const wall = jst(moment);
  return `${pad(wall.getUTCHours())}:${pad(wall.getUTCMinutes())}`;
}

/** 11月23日(月) 10:32 in Japan's time */
export const formatMoment = (moment: Moment): string => `${formatDay(dayOf(moment))} ${formatTime(moment)}`;

/** The day it is in Japan at this moment. */
export function dayOf(moment: Moment): Day {
  const wall = jst(moment);
  return `${pad(wall.getUTCFullYear(), 4)}-${pad(wall.getUTCMonth() + 1)}-${pad(wall.getUTCDate())}`;
}

/** Full 24-hour days between two moments, never negative. */
export const daysSince = (moment: Moment, now: Moment): number => Math.max(0, Math.floor((momentMs(now) - momentMs(moment)) / DAY_MS));

export const addDays = (day: Day, days: number): Day => new Date(dayMs(day) + days * DAY_MS).toISOString().slice(0, 10);

/** 年度: April starts it. */
export function fiscalYear(day: Day): number {
  const [year = 0, month = 0] = day.split('-').map(Number);
  return month >= 4 ? year : year - 1;
}

/** Age in full years on a day; someone born on 29 February turns a year older on 1 March of a common year. */
export function ageOn(birth: Day, on: Day): number {
  const years = Number(on.slice(0, 4)) - Number(birth.slice(0, 4));
  return on.slice(5) >= birth.slice(5) ? years : years - 1;
}

/** 年齢到達日: the law lets an age begin at the end of the day before the birthday (年齢計算ニ関スル法律). */
export function attainsOn(birth: Day, age: number): Day {
  const [year = 0, month = 0, day = 0] = birth.split('-').map(Number);
  return new Date(Date.UTC(year + age, month - 1, day) - DAY_MS).toISOString().slice(0, 10);
}
