/** A letter for the door: the words of the catalogue, filled in, with readings above the letters. Pure. */
import { LETTERS } from '../casework/catalogue.gen';

/** One run of a line; `ruby` is its reading. */
export interface Run { text: string; ruby: string }
export interface Filling { name: string; day: string; warm: boolean }
interface LetterRow { code: string; label: string; lines: readonly string[]; cold?: readonly string[] }

const ROWS: readonly LetterRow[] = LETTERS;
const MARK = /｜([^《》｜]+)《([^《》]+)》/g;
const COLD_MONTHS = [11, 12, 1, 2, 3, 4];

export function linesOf(code: string, filling: Filling): Run[][] {
  const row = ROWS.find((one) => one.code === code);
  const lines = row?.cold && !filling.warm ? row.cold : (row?.lines ?? []);
  return lines.map((line) => runsOf(line.replaceAll('{name}', filling.name).replaceAll('{date}', filling.day)));
}

export const hasSeasons = (code: string): boolean => ROWS.some((one) => one.code === code && one.cold !== undefined);

/** The season of the month it is in Japan. */
export const isWarm = (day: string): boolean => !COLD_MONTHS.includes(Number(day.slice(5, 7)));

/** ｜漢字《かんじ》 gives the reading of what stands before it. */
export function runsOf(line: string): Run[] {
  const runs: Run[] = [];
  let from = 0;
  for (const match of line.matchAll(MARK)) {
    if (match.index > from) runs.push({ text: line.slice(from, match.index), ruby: '' });
    runs.push({ text: match[1]!, ruby: match[2]! });
    from = match.index + match[0].length;
  }
  if (from < line.length) runs.push({ text: line.slice(from), ruby: '' });
  return runs;
}

export const plainOf = (runs: readonly Run[]): string => runs.map((run) => run.text).join('');
