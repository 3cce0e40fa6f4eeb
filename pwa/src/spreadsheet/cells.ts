/** One cell of a sheet: what kind of value it is, and how a workbook writes it. Pure. */
import type { Day, Instant } from '../casework/records';

/** Text stays text whatever it begins with: no formula is ever written. `moment` stands in Japan's time. */
export type Value = string | number | null | { day: Day } | { moment: Instant } | { share: number };
/** Places in `cellXfs` of styles.ts. */
export const STYLES = { plain: 0, head: 1, day: 2, moment: 3, share: 4, text: 5, title: 6 } as const;
export type Style = (typeof STYLES)[keyof typeof STYLES];

const DAY_MS = 86_400_000;
const JST_MS = 9 * 3_600_000;
// Days from 1899-12-30, which makes every day after February 1900 right, to 1970.
const EPOCH_DAYS = 25_569;
// More than this in one cell, and the whole file counts as damaged.
const MOST_LETTERS = 32_767;
const CUT = '…';
// What XML cannot hold: control characters, halves of a pair, and the two that are no characters.
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
// A reader takes `_x0041_` for an A.
const ESCAPED = /_(?=x[0-9A-Fa-f]{4}_)/g;
const MARKS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** For what stands between tags and in quotes. */
export const xml = (text: string): string => text.replace(/\r\n?/g, '\n').replace(UNWRITABLE, '\ufffd').replace(/[&<>"]/g, (mark) => MARKS[mark]!);

/** A, B, … Z, AA */
export function columnName(n: number): string {
  return (n >= 26 ? columnName(Math.floor(n / 26) - 1) : '') + String.fromCharCode(65 + (n % 26));
}

export function cellXml(value: Value, column: number, row: number, style?: Style): string {
  const place = `${columnName(column)}${row}`;
  const known = numbered(value);
  if (known) return `<c r="${place}" s="${style ?? known.style}"><v>${known.number}</v></c>`;
  const text = wordsOf(value);
  if (text === '') return style === undefined ? '' : `<c r="${place}" s="${style}"/>`;
  return `<c r="${place}" s="${style ?? STYLES.text}" t="inlineStr"><is><t xml:space="preserve">${xml(fitting(text).replace(ESCAPED, '_x005F_'))}</t></is></c>`;
}

const fitting = (text: string): string => (text.length > MOST_LETTERS ? text.slice(0, MOST_LETTERS - CUT.length) + CUT : text);

/** null: a text, or a number that no sheet can hold; that is then shown in words, never as another value. */
function numbered(value: Value): { number: number; style: Style } | null {
  if (value === null || typeof value === 'string') return null;
  if (typeof value === 'number') return Number.isFinite(value) ? { number: value, style: STYLES.plain } : null;
  if ('share' in value) return Number.isFinite(value.share) ? { number: value.share, style: STYLES.share } : null;
  const isDay = 'day' in value;
  const serial = (isDay ? Date.parse(`${value.day}T00:00:00Z`) : Date.parse(value.moment) + JST_MS) / DAY_MS + EPOCH_DAYS;
  // Before March 1900 a sheet counts one day too many.
  return serial >= 61 ? { number: isDay ? serial : Math.round(serial * 86_400) / 86_400, style: isDay ? STYLES.day : STYLES.moment } : null;
}

function wordsOf(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  // Records are taken as they were written: what no calendar knows is a word like any other.
  return String(typeof value === 'number' ? value : 'day' in value ? value.day : 'moment' in value ? value.moment : value.share);
}

/** How wide it stands, in letters of half width: the longest of its lines. */
export function widthOf(value: Value): number {
  if (value !== null && typeof value === 'object') return 'moment' in value ? 16 : 'day' in value ? 11 : 6;
  return Math.max(0, ...wordsOf(value).split('\n').map((line) => [...line].reduce((sum, letter) => sum + (letter > '\u00ff' ? 2 : 1), 0)));
}
