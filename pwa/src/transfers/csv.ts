/** Tables as spreadsheets write and read them: quoted cells, either line end, UTF-8 or Shift_JIS, and no cell that runs. Pure. */

export type CsvFault = 'empty' | 'encoding' | 'quote' | 'big';
export class BadCsv extends Error {
  constructor(readonly fault: CsvFault) {
    super(fault);
  }
}

export const CSV_TYPE = 'text/csv;charset=utf-8';
const MOST_BYTES = 4 * 1024 * 1024;
const MOST_ROWS = 5_000;
// A spreadsheet takes a cell that begins so for a formula, in full width too, and also behind spaces.
const RUNS = /^\s*[=+\-@＝＋－＠\t\r|]/;
const GUARD = "'";

/** What Excel writes in Japan: UTF-8 with a mark, UTF-16 as "Unicode text", else Shift_JIS; UTF-8 without a mark comes from elsewhere. */
export function textOf(bytes: Uint8Array): string {
  if (bytes.length > MOST_BYTES) throw new BadCsv('big');
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return decode(bytes, 'utf-16le');
  try {
    return decode(bytes, 'utf-8');
  } catch {
    return decode(bytes, 'shift_jis');
  }
}

function decode(bytes: Uint8Array, label: string): string {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    throw new BadCsv('encoding');
  }
}

/** Rows of cells as they were typed; lines without anything in them are passed over. */
export function parseCsv(text: string): string[][] {
  const comma = separatorOf(text);
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const cell = text[at] === '"' ? quoted(text, at) : bare(text, at, comma);
    row.push(unguarded(cell.text));
    at = cell.end;
    if (text[at] === comma) {
      at += 1;
      if (at >= text.length) row.push('');
      if (at < text.length) continue;
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at += 1;
    at += 1;
    if (row.some((one) => one.trim() !== '')) rows.push(row);
    row = [];
    if (rows.length > MOST_ROWS + 1) throw new BadCsv('big');
  }
  if (rows.length === 0) throw new BadCsv('empty');
  return rows;
}

function separatorOf(text: string): string {
  const head = text.slice(0, text.search(/[\r\n]|$/));
  return !head.includes(',') && head.includes('\t') ? '\t' : ',';
}

function quoted(text: string, start: number): { text: string; end: number } {
  let out = '';
  let at = start + 1;
  while (at < text.length) {
    if (text[at] !== '"') out += text[at];
    else if (text[at + 1] === '"') {
      out += '"';
      at += 1;
    } else {
      // Whatever follows the closing quote up to the comma belongs to the cell: people edit by hand.
      const rest = bare(text, at + 1, separatorOf(text));
      return { text: out + rest.text, end: rest.end };
    }
    at += 1;
  }
  throw new BadCsv('quote');
}

function bare(text: string, start: number, comma: string): { text: string; end: number } {
  let end = start;
  while (end < text.length && text[end] !== comma && text[end] !== '\r' && text[end] !== '\n') end += 1;
  return { text: text.slice(start, end), end };
}

/** With the mark by which Excel knows UTF-8. */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return `\ufeff${csvLines(rows)}`;
}

/** Each cell quoted, each line ended as RFC 4180 says. */
export function csvLines(rows: readonly (readonly string[])[]): string {
  return `${rows.map((row) => row.map((cell) => `"${guarded(cell).replaceAll('"', '""')}"`).join(',')).join('\r\n')}\r\n`;
}

function guarded(cell: string): string {
  return RUNS.test(cell) ? GUARD + cell : cell;
}

/** Our own guard is taken off again: what was exported comes back as it was. */
function unguarded(cell: string): string {
  return cell.startsWith(GUARD) && RUNS.test(cell.slice(1)) ? cell.slice(1) : cell;
}
