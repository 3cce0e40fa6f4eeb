/** A report as cells of a spreadsheet. Pure. */
import type { Report } from '../casework/catalogue';
import type { Value } from '../spreadsheet/cells';
import type { Sheet } from '../spreadsheet/workbook';
import { reportText as t } from '../text/reports';
import type { Fact } from './facts';
import type { Cell, Table } from './tabulate';

/** `field`: the one it was narrowed to, or all */
export interface Heading { center: string; period: string; field: string; made: string }

export const cellWords = ({ value, unit }: Cell): string => (value === null ? t.nothing : unit === 'share' ? t.share(value) : unit === 'days' ? t.days(value) : unit === 'minutes' ? t.minutes(value) : String(value));

export function sheetOf({ title }: Report, heading: Heading, tables: readonly Table[]): string[][] {
  const head = [[t.head.report, title], [t.head.center, heading.center], [t.head.period, heading.period], [t.field, heading.field], [t.head.made, heading.made]];
  return [...head, ...tables.flatMap((table) => [[''], [table.title], ['', ...table.columns], ...table.lines.map(({ label, cells }) => [label, ...cells.map(cellWords)])])];
}

/** The same as sheets, one a table: figures stay figures. */
export const sheetsOf = (tables: readonly Table[]): Sheet[] => tables.map(({ title, columns, lines }) => ({ name: title, head: [title, ...columns.map((column, n) => (lines.some(({ cells }) => cells[n]?.unit === 'minutes') ? t.inMinutes(column) : column))], rows: lines.map(({ label, cells }) => [label, ...cells.map(figureOf)]) }));

const figureOf = ({ value, unit }: Cell): Value => (value !== null && unit === 'share' ? { share: value } : value);

/** Households in the file, each once: what the audit writes down. */
export const householdsIn = (tables: readonly Table[]): number => new Set(tables.flatMap(({ lines }) => lines.flatMap(({ cells }) => cells.flatMap(({ facts }: { facts: readonly Fact[] }) => facts.map(({ home }) => home))))).size;
