/** Whose a town is: by the table, and what of a table that somebody brings can be read. Pure. */
import { CENTERS } from '../casework/catalogue.gen';
import type { Place as Known, Places } from '../casework/places';
import { digitsOf, searchKey } from '../casework/search';
import { BadCsv, parseCsv } from '../transfers/csv';
import { townText as t } from '../text/towns';

/** `ward`: municipal code. A town, a postcode, or the part of a town that has this postcode. */
export interface Town { ward: string; town: string; postal_code: string; center: string }
/** As a form has it; `ward` by its name. */
export interface Place { ward: string; town: string; postal_code: string }
export interface Fault { line: number; why: string }
export interface ReadTable { towns: Town[]; faults: Fault[]; /** the same thing said twice: once is enough */ twice: number[] }

const isText = (value: unknown): value is string => typeof value === 'string';

/** What a newer office or a damaged store says otherwise is passed over. */
export function readable(towns: unknown): Town[] {
  const rows: unknown[] = Array.isArray(towns) ? towns : [];
  return rows.filter((one): one is Town => typeof one === 'object' && one !== null && ['ward', 'town', 'postal_code', 'center'].every((name) => isText((one as Record<string, unknown>)[name])));
}

const codeOfWard = (ward: string): string => CENTERS.find((one) => one.ward === ward && !one.branch)?.jis ?? '';
const fits = (row: Town, place: { code: string; town: string; postal: string }): boolean =>
  row.ward === place.code && (!row.town || searchKey(row.town) === place.town) && (!row.postal_code || row.postal_code === place.postal);
const weight = ({ town, postal_code }: Town): number => (town && postal_code ? 2 : 1);

/** The center whose town it is. Of several lines the narrowest counts; where those differ, nobody is proposed. */
export function centerFor(towns: readonly Town[], { ward, town, postal_code }: Place): string | null {
  const place = { code: codeOfWard(ward), town: searchKey(town), postal: digitsOf(postal_code) };
  if (!place.code || (!place.town && !place.postal)) return null;
  const found = towns.filter((row) => fits(row, place));
  const most = Math.max(0, ...found.map(weight));
  const centers = new Set(found.filter((row) => weight(row) === most).map(({ center }) => center));
  return centers.size === 1 ? [...centers][0]! : null;
}

type Column = 'postal' | 'town' | 'center';
const HEADS: Record<Column, readonly string[]> = { postal: t.columns.postal, town: t.columns.town, center: t.columns.center };

/** Line by line, each with the number it has in the file. */
export function readTable(text: string, places: Places): ReadTable {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/).map((line, n) => ({ line, n: n + 1 })).filter(({ line }) => line.trim());
  const [head, ...rest] = lines;
  const columns = head && columnsOf(cellsOf(head.line) ?? []);
  const out: ReadTable = { towns: [], faults: [], twice: [] };
  const taken = new Map<string, string>();
  if (!columns) return { ...out, faults: [{ line: head?.n ?? 1, why: t.faults.header! }] };
  for (const { line, n } of rest) {
    const cells = cellsOf(line);
    const read = cells ? rowOf(cells, columns, places) : t.faults.quote!;
    if (isText(read)) out.faults.push({ line: n, why: read });
    else add(read, n, out, taken);
  }
  return out;
}

/** `taken`: by place and how narrowly it is named, the center that has it. */
function add({ row, places }: Line, line: number, out: ReadTable, taken: Map<string, string>): void {
  const keys = places.map((place) => `${weight(row)} ${place}`);
  if (keys.some((key) => (taken.get(key) ?? row.center) !== row.center)) return void out.faults.push({ line, why: t.faults.contradicts! });
  if (out.towns.some((one) => one.center === row.center && one.ward === row.ward && one.town === row.town && one.postal_code === row.postal_code)) return void out.twice.push(line);
  for (const key of keys) taken.set(key, row.center);
  out.towns.push(row);
}

interface Line { row: Town; places: string[] }

function cellsOf(line: string): string[] | null {
  try {
    return parseCsv(line)[0]!.map((cell) => cell.normalize('NFKC').trim());
  } catch (error) {
    if (error instanceof BadCsv) return null;
    throw error;
  }
}

function columnsOf(cells: readonly string[]): Record<Column, number> | null {
  const place = (column: Column) => cells.findIndex((cell) => HEADS[column].includes(cell));
  const found = { postal: place('postal'), town: place('town'), center: place('center') };
  return found.center >= 0 && (found.town >= 0 || found.postal >= 0) ? found : null;
}

/** The line as a row, or why it is none. */
function rowOf(cells: readonly string[], columns: Record<Column, number>, places: Places): Line | string {
  const cell = (column: Column) => cells[columns[column]] ?? '';
  const center = CENTERS.find(({ code, label }) => cell('center') === code || searchKey(label) === searchKey(cell('center')));
  if (!cell('center') || !center) return t.faults.center!;
  const postal = digitsOf(cell('postal'));
  if (!cell('town') && !cell('postal')) return t.faults.empty!;
  if (cell('postal') && postal.length !== 7) return t.faults.postal!;
  const known = postal ? places.byPostalCode(postal) : (namesOf(places).get(searchKey(cell('town'))) ?? []);
  if (postal && !known.length) return t.faults.noPostal!;
  const named = cell('town') ? known.filter((one) => isCalled(one, cell('town'))) : known;
  if (!named.length) return postal ? t.faults.apart! : t.faults.noTown!;
  const here = named.filter((one) => one.ward === center.ward);
  if (!here.length) return t.faults.otherWard!;
  const names = new Set(here.map(({ town }) => town));
  if (cell('town') && names.size > 1) return t.faults.several!;
  const row: Town = { ward: center.jis, town: cell('town') ? [...names][0]! : '', postal_code: postal, center: center.code };
  return { row, places: here.map(placeKey) };
}

/** By letters and by reading, made once: a table has thousands of lines, and is read again at each keystroke. */
const indexes = new WeakMap<Places, Map<string, Known[]>>();

function namesOf(places: Places): Map<string, Known[]> {
  let index = indexes.get(places);
  if (index) return index;
  indexes.set(places, (index = new Map()));
  for (const { ward } of CENTERS.filter(({ branch }) => !branch)) {
    for (const place of places.ofWard(ward)) for (const key of new Set([place.town, place.kana].map(searchKey))) index.set(key, [...(index.get(key) ?? []), place]);
  }
  return index;
}

const placeKey = ({ ward, town, postal_code }: Known): string => `${ward} ${town} ${postal_code}`;

/** By its letters, else by its reading, in whichever width. */
const isCalled = ({ town, kana }: Known, typed: string): boolean => [town, kana].some((name) => searchKey(name) === searchKey(typed));

/** Towns of the wards that have a 支所 in the table, which nobody named: for them none is proposed. */
export function unnamed(towns: readonly Town[], places: Places): { ward: string; towns: string[] }[] {
  const wards = [...new Set(towns.map(({ ward }) => ward))].map((code) => CENTERS.find(({ jis, branch }) => jis === code && !branch)?.ward ?? '').filter(Boolean);
  return wards.map((ward) => ({ ward, towns: [...new Set(places.ofWard(ward).filter((one) => centerFor(towns, one) === null).map(({ town }) => town))] })).filter((one) => one.towns.length);
}

export interface Changes { added: Town[]; moved: { town: Town; from: string }[]; dropped: Town[] }

export function changesOf(before: readonly Town[], after: readonly Town[]): Changes {
  const key = ({ ward, town, postal_code }: Town) => `${ward} ${town} ${postal_code}`;
  const [was, is] = [new Map(before.map((one) => [key(one), one])), new Map(after.map((one) => [key(one), one]))];
  return {
    added: after.filter((one) => !was.has(key(one))), dropped: before.filter((one) => !is.has(key(one))),
    moved: after.flatMap((town) => { const from = was.get(key(town))?.center; return from && from !== town.center ? [{ town, from }] : []; }),
  };
}

export const labelOfCenter = (code: string): string => CENTERS.find((one) => one.code === code)?.label ?? code;
export const lineOf = ({ town, postal_code }: Town): string => [postal_code && `〒${postal_code.slice(0, 3)}-${postal_code.slice(3)}`, town].filter(Boolean).join(' ');
/** The table as a spreadsheet has it, and reads it back. */
export const tableRows = (towns: readonly Town[]): string[][] => [[t.columns.postal[0]!, t.columns.town[0]!, t.columns.center[0]!], ...towns.map((one) => [one.postal_code, one.town, labelOfCenter(one.center)])];
