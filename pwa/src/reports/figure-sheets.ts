/** The month as sheets: a center's own, and all centers side by side. What was hidden stays hidden in a file too. Pure. */
import { FIGURES } from '../casework/catalogue.gen';
import type { Value } from '../spreadsheet/cells';
import type { Sheet } from '../spreadsheet/workbook';
import { figuresText as t } from '../text/figures';
import type { Counted, Told } from './hiding';
import { figureWords, type Month } from './months';

/** A number where it is told; else the same word as on the screen. */
const toldValue = (told: Told | null, code: string): Value => told?.[code] ?? (told ? figureWords(told, code) : t.none);

/** `sent`: null while the office has not answered */
export function ownSheet(counted: Counted, told: Told, sent: Month | null): Sheet {
  const { columns } = t;
  return { name: t.title, head: [columns.cell, columns.own, columns.sends, columns.sent], rows: FIGURES.cells.map(({ code, label }) => [label, counted[code] ?? 0, toldValue(told, code), sent ? toldValue(sent.figures, code) : null]) };
}

export function citySheets(rows: readonly Month[]): Sheet[] {
  return [
    { name: t.titleBureau, head: [t.columns.cell, ...rows.map(({ name }) => name)], rows: FIGURES.cells.map(({ code, label }) => [label, ...rows.map(({ figures }) => (figures ? toldValue(figures, code) : null))]) },
    { name: t.handedIn, head: [t.center, t.version, t.handedAt], rows: rows.map(({ name, version, at }) => [name, version || null, at ? { moment: at } : t.none]) },
  ];
}

/** As a plain file. */
export const plainRows = ({ head, rows }: Sheet): string[][] => [[...head], ...rows.map((cells) => cells.map((cell) => (cell === null ? '' : String(cell))))];
