/** 知らせるまでの日数 while they are written: as typed, what must be put right, and what they change. Pure. */
import { type Bounds, boundsOf, isDisordered, USUAL } from '../casework/bounds';
import { BOUND_ORDERS, BOUNDS } from '../casework/catalogue.gen';
import type { BoundRow } from '../casework/catalogue';
import { boundsText } from '../text/bounds';
import type { Written } from './acts';

/** `version`: the one that was before the writer; a field left empty is the catalogue's number. */
export interface BoundsForm { version: number; typed: Record<string, string> }
export type Errors = Record<string, string>;
export interface Change { row: BoundRow; before: number; after: number; later: boolean }

const e = boundsText.errors;
export const idOf = (code: string): string => `bound-${code.replaceAll('.', '-').replaceAll('_', '-')}`;
/** The rules whose numbers a center may set, in the order of the catalogue. */
export const RULES_SET = [...new Set(BOUNDS.map(({ rule }) => rule))].map((rule) => ({ rule, rows: BOUNDS.filter((row) => row.rule === rule) }));
/** As numbers are typed on a phone: full width, spaced. */
const plain = (text: string): string => text.normalize('NFKC').trim();

export const formOf = ({ version, numbers }: Pick<Written, 'version' | 'numbers'>): BoundsForm => ({
  version, typed: Object.fromEntries(BOUNDS.map(({ code }) => [code, typeof numbers[code] === 'number' ? String(numbers[code]) : ''])),
});

/** Every number of the form; null: the catalogue's again. Call when nothing is wrong. */
export const numbersOf = ({ typed }: BoundsForm): Record<string, number | null> => Object.fromEntries(BOUNDS.map(({ code }) => [code, plain(typed[code] ?? '') ? Number(plain(typed[code]!)) : null]));

export const boundsIn = (form: BoundsForm): Bounds => boundsOf(numbersOf(form));

/** What the office would refuse, beside its field, without asking it. */
export function boundsErrors(form: BoundsForm): Errors {
  const found: Errors = {};
  for (const { code, least, most, unit } of BOUNDS) {
    const text = plain(form.typed[code] ?? '');
    const isFit = /^\d{1,4}$/.test(text) && Number(text) >= least && Number(text) <= most;
    if (text && !isFit) found[idOf(code)] = e.range(least, most, unit);
  }
  if (Object.keys(found).length) return found;
  const numbers = { ...USUAL, ...Object.fromEntries(Object.entries(numbersOf(form)).filter(([, value]) => value !== null)) } as Record<string, number>;
  for (const order of BOUND_ORDERS) {
    const at = order.findIndex((code, n) => n > 0 && isDisordered(numbers, [order[n - 1]!, code]));
    if (at > 0) found[idOf(order[at - 1]!)] = e.order(labelOf(order[at]!), numbers[order[at]!]!);
  }
  return found;
}

export const labelOf = (code: string): string => BOUNDS.find((row) => row.code === code)?.label ?? code;

/** Told later than before: more days to wait, or fewer days ahead of an end. */
export const isLater = ({ early }: BoundRow, before: number, after: number): boolean => (early === 'more' ? after < before : after > before);

export function changes(before: Bounds, after: Bounds): Change[] {
  return BOUNDS.filter(({ code }) => before[code] !== after[code])
    .map((row) => ({ row, before: before[row.code]!, after: after[row.code]!, later: isLater(row, before[row.code]!, after[row.code]!) }));
}

/** Which field a refusal of the office is about: `E-T01.A`, as it names them. */
export const placeOf = (field: string | undefined): string => (BOUNDS.some(({ code }) => code === field) ? idOf(field!) : '');
