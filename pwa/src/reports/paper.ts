/** A report as cells of a spreadsheet. Pure. */
import type { Report } from '../casework/catalogue';
import { reportText as t } from '../text/reports';
import type { Fact } from './facts';
import type { Cell, Table } from './tabulate';

export interface Heading { center: string; period: string; made: string }

export const cellWords = ({ value, unit }: Cell): string => (value === null ? t.nothing : unit === 'share' ? t.share(value) : unit === 'days' ? t.days(value) : String(value));

export function sheetOf({ title }: Report, heading: Heading, tables: readonly Table[]): string[][] {
  const head = [[t.head.report, title], [t.head.center, heading.center], [t.head.period, heading.period], [t.head.made, heading.made]];
  return [...head, ...tables.flatMap((table) => [[''], [table.title], ['', ...table.columns], ...table.lines.map(({ label, cells }) => [label, ...cells.map(cellWords)])])];
}

/** Households in the file, each once: what the audit writes down. */
export const householdsIn = (tables: readonly Table[]): number => new Set(tables.flatMap(({ lines }) => lines.flatMap(({ cells }) => cells.flatMap(({ facts }: { facts: readonly Fact[] }) => facts.map(({ home }) => home))))).size;
