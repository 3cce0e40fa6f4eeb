/** A birth date as people say it, 和暦 or 西暦, exact or not; what the calendar does not have is refused with the rule it breaks. Pure. */
import { ageOn, ERAS, formatEra, parseDate, plainDate, type Precision } from '../casework/calendar';
import type { Day } from '../casework/records';
import { birthText as t } from '../text/birth';

export interface Birth { day: Day; precision: Precision }

export const MOST_YEARS = 120;
const PARTS = /^(明治|大正|昭和|平成|令和|[MTSHR])?(\d{1,4}|元)(?:年|[./-]|$)(?:(\d{1,2})(?:月|[./-]|$)(?:(\d{1,2})日?)?)?$/;

/** Null when there is no such date; an empty text is no date either. */
export function birthIn(text: string): Birth | null {
  return text.trim() ? parseDate(text) : null;
}

/** Why this cannot be somebody's birth date, as a sentence; undefined when it can or nothing is written. */
export function birthError(text: string, today: Day): string | undefined {
  if (!text.trim()) return undefined;
  const birth = birthIn(text);
  if (!birth) return whyNoDate(text);
  if (birth.day > today) return t.future;
  return ageOn(birth.day, today) > MOST_YEARS ? t.tooOld(MOST_YEARS) : undefined;
}

/** As the form shows what is stored: 昭和20年5月3日, or only as far as it is known. */
export function birthShown(day: unknown, precision: unknown): string {
  if (typeof day !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(day)) return typeof day === 'string' ? day : '';
  const whole = formatEra(day, false);
  if (precision === 'year') return whole.replace(/年.*$/, '年');
  return precision === 'month' ? whole.replace(/月.*$/, '月') : whole;
}

/** 1945年5月3日（昭和20年5月3日）・81歳: what was understood, for the eye. */
export function birthRead(text: string, today: Day): string | undefined {
  const birth = birthIn(text);
  if (!birth || birthError(text, today)) return undefined;
  const [year, month, date] = birth.day.split('-').map(Number);
  const western = `${year}年${birth.precision === 'year' ? '' : `${month}月${birth.precision === 'day' ? `${date}日` : ''}`}`;
  const age = ageOn(birth.day, today);
  return t.read(western, birthShown(birth.day, birth.precision), birth.precision === 'day' ? t.age(age) : t.aboutAge(age));
}

/** `text`: as somebody typed it. */
export function whyNoDate(text: string): string {
  const plain = plainDate(text);
  const [, eraText, yearText, monthText, dayText] = PARTS.exec(plain) ?? [];
  const era = ERAS.find((one) => one.name === eraText || one.letter === eraText);
  if (yearText === undefined || (!era && !/^\d{4}$/.test(yearText))) return t.unreadable;
  const counted = yearText === '元' ? 1 : Number(yearText);
  const year = era ? Number(era.from.slice(0, 4)) + counted - 1 : counted;
  const month = Number(monthText ?? 1);
  if (month < 1 || month > 12) return t.month;
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (dayText !== undefined && (Number(dayText) < 1 || Number(dayText) > last)) return t.day(era ? `${era.name}${yearText}年${month}月` : `${year}年${month}月`, last);
  return era ? t.era(era.name, spanOf(era)) : t.unreadable;
}

/** An era lasts until the day before the next one. */
function spanOf(era: (typeof ERAS)[number]): string {
  const next = ERAS[ERAS.indexOf(era) - 1];
  const say = (day: Day) => day.split('-').map(Number).reduce((text, part, index) => `${text}${part}${'年月日'[index]}`, '');
  return next ? t.span(say(era.from), say(new Date(Date.parse(next.from) - 86_400_000).toISOString().slice(0, 10))) : t.since(say(era.from));
}
