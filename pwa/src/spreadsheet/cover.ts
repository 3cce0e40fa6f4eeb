/** The first sheet of every file that leaves: what it is, of whom and when, who took it out, and how to go about it. Pure. */
import type { Instant } from '../casework/records';
import { spreadsheetText as t } from '../text/spreadsheet';
import type { Value } from './cells';
import type { Sheet, Workbook } from './workbook';

/** `about`: what else it is of, by its words · `named`: whether somebody's name stands in it */
export interface Taken { title: string; about: readonly (readonly [string, Value])[]; named: boolean; sheets: readonly Sheet[] }
/** `n`: its number in the audit */
export interface Taking { center: string; by: string; at: Instant; n: number }

export function bookOf({ title, about, named, sheets }: Taken, { center, by, at, n }: Taking): Workbook {
  const { headOf } = t;
  const rows: (readonly Value[])[] = [
    [title], [headOf.center, center], ...about, [headOf.by, by], [headOf.at, { moment: at }], [headOf.number, t.number(n)], [headOf.care, named ? t.named : t.unnamed],
    [], [headOf.sheets, headOf.rows], ...sheets.map((sheet) => [sheet.name, sheet.rows.length]),
  ];
  return { title: `${title}　${center}`, footer: t.footer(n), sheets: [{ name: t.cover, head: [], rows }, ...sheets] };
}
