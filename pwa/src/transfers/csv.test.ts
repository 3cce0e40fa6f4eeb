import { expect, it } from 'vitest';
import { BadCsv, parseCsv, textOf, writeCsv } from './csv';

const utf8 = (text: string) => new TextEncoder().encode(text);
/** 「世帯ID,新しい担当」 and 「1,佐藤」 as Excel on a Japanese Windows keeps them. */
const SHIFT_JIS = Uint8Array.from([0x90, 0xa2, 0x91, 0xd1, 0x49, 0x44, 0x2c, 0x90, 0x56, 0x82, 0xb5, 0x82, 0xa2, 0x92, 0x53, 0x93, 0x96, 0x0d, 0x0a, 0x31, 0x2c, 0x8d, 0xb2, 0x93, 0xa1, 0x0d, 0x0a]);
const fault = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return error instanceof BadCsv ? error.fault : error;
  }
  return null;
};

it('reads what Excel writes, in UTF-8 with its mark, in Shift_JIS, and as Unicode text', () => {
  const wanted = [['世帯ID', '新しい担当'], ['1', '佐藤']];
  expect(parseCsv(textOf(utf8('\ufeff世帯ID,新しい担当\r\n1,佐藤\r\n')))).toEqual(wanted);
  expect(parseCsv(textOf(SHIFT_JIS))).toEqual(wanted);
  const wide = Uint8Array.from([0xff, 0xfe, ...[...'世帯ID\t新しい担当\r\n1\t佐藤'].flatMap((letter) => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8])]);
  expect(parseCsv(textOf(wide))).toEqual(wanted);
});

it('keeps commas, quotes and line ends inside a quoted cell', () => {
  expect(parseCsv('a,b\n"北区, 紫野\r\n3番","""角の家""",\n')).toEqual([['a', 'b'], ['北区, 紫野\r\n3番', '"角の家"', '']]);
});

it('takes either line end, a last line without one, and passes over empty lines', () => {
  expect(parseCsv('a,b\r1,2\n\n,\n3,4')).toEqual([['a', 'b'], ['1', '2'], ['3', '4']]);
  expect(parseCsv('a,b\n1,')).toEqual([['a', 'b'], ['1', '']]);
});

it('says what is wrong with a file instead of guessing', () => {
  expect(fault(() => parseCsv('a,"b\n1,2'))).toBe('quote');
  expect(fault(() => parseCsv(textOf(utf8('\r\n'))))).toBe('empty');
  expect(fault(() => textOf(Uint8Array.from([0x61, 0xff, 0x81])))).toBe('encoding');
  expect(fault(() => textOf(new Uint8Array(5 * 1024 * 1024)))).toBe('big');
  expect(fault(() => parseCsv('a\n'.repeat(5_010)))).toBe('big');
});

it('writes no cell that a spreadsheet would run, and reads its own writing back as it was', () => {
  const rows = [['a', '=HYPERLINK("http://evil")', '+81', '-1', '@x', '＝1', '\t=1', ' =1', "'", '"', '北区'], ['x', '', '', '', '', '', '', '', '', '', '1\n2']];
  const text = writeCsv(rows);
  expect(text.startsWith('\ufeff')).toBe(true);
  expect([...text.matchAll(/"\s*[=+\-@＝]/g)]).toEqual([]);
  expect(text).toContain('"\'=HYPERLINK(""http://evil"")"');
  expect(parseCsv(textOf(utf8(text)))).toEqual(rows);
});
