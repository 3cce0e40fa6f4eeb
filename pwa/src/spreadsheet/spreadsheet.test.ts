/** What is taken out as a workbook: real days and numbers, texts that never run, sheets that open anywhere. tests/house/test_spreadsheet.py opens the same bytes with Python's own readers. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cellXml, columnName, widthOf } from './cells';
import { bookOf } from './cover';
import { partsOf, sheetNames, xlsx } from './workbook';
import { crc32, zip } from './zip';

const AT = new Date('2026-11-27T12:34:56+09:00');
const sheetOf = (rows: Parameters<typeof partsOf>[0]['sheets'][number]['rows']) => partsOf({ title: '一覧', footer: '', sheets: [{ name: '一覧', head: ['世帯'], rows }] }).at(-1)!.text;

it('names columns as a sheet does', () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(columnName)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']);
});

it('writes days and moments as dates of Japan, shares as percent, and nothing for nothing', () => {
  expect(cellXml({ day: '2026-11-27' }, 0, 2)).toBe('<c r="A2" s="2"><v>46353</v></c>');
  expect(cellXml({ moment: '2026-11-26T15:00:00Z' }, 1, 2)).toBe('<c r="B2" s="3"><v>46353</v></c>');
  expect(cellXml({ moment: '2026-11-27T12:00:00+09:00' }, 1, 2)).toBe('<c r="B2" s="3"><v>46353.5</v></c>');
  expect(cellXml({ share: 0.25 }, 0, 1)).toBe('<c r="A1" s="4"><v>0.25</v></c>');
  expect([cellXml(7, 0, 1), cellXml(null, 0, 1), cellXml('', 0, 1)]).toEqual(['<c r="A1" s="0"><v>7</v></c>', '', '']);
});

it('keeps what no calendar knows as it was written, and never makes a number of it', () => {
  for (const value of [{ day: '令和の春' }, { moment: 'きのう' }, { day: '1850-01-01' }, Number.NaN, Number.POSITIVE_INFINITY, { share: Number.NaN }]) expect(cellXml(value, 0, 1)).toContain('t="inlineStr"');
  expect(cellXml({ day: null as unknown as string }, 0, 1)).toContain('>null<');
});

it('writes no formula, whatever a text begins with', () => {
  const texts = ['=1+1', '+81', '-1', '@SUM(A1)', '＝1', '\t=1', "'=1", '=HYPERLINK("http://evil","x")', '=cmd|\'/c calc\'!A1'];
  const written = sheetOf(texts.map((text) => [text]));
  expect(written).not.toMatch(/<f[ >]/);
  expect([...written.matchAll(/ t="(\w+)"/g)].map(([, kind]) => kind)).toEqual(Array(texts.length + 1).fill('inlineStr'));
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
    const cell = cellXml(text, 0, 1);
    expect(cell === '' || / t="inlineStr"><is><t xml:space="preserve">[^<>]*<\/t><\/is><\/c>$/.test(cell)).toBe(true);
  }));
});

it('writes only what XML can hold, and takes no text for an escape of its own', () => {
  expect(cellXml('a\u0000b\u0008\ud800c\ufffe', 0, 1)).toContain('>a\ufffdb\ufffd\ufffdc\ufffd<');
  expect(cellXml('_x0041_ と 1\r\n2', 0, 1)).toContain('>_x005F_x0041_ と 1\n2<');
  expect(cellXml('𠮷野<&">', 0, 1)).toContain('>𠮷野&lt;&amp;&quot;&gt;<');
  expect(cellXml('あ'.repeat(40_000), 0, 1).length).toBeLessThan(33_000);
});

it('gives sheets names that open: short, none twice, none of the marks that mean something', () => {
  expect(sheetNames(['A/B:C*?[D]\\', "'名'", '', '一覧', '一覧', 'あ'.repeat(40), 'あ'.repeat(40)])).toEqual(['A B C D', '名', '－', '一覧', '一覧（2）', 'あ'.repeat(31), `${'あ'.repeat(28)}（2）`]);
});

it('freezes the header, repeats it on paper, and is as wide as what stands in it', () => {
  const [, , book, , , first, list] = partsOf(bookOf({ title: '一覧', named: true, about: [], sheets: [{ name: '一覧', head: ['世帯', '理由'], rows: [['西野さん宅', 'あ'.repeat(100)]] }] }, { center: '北区', by: '田中 恵', at: '2026-11-27T12:00:00+09:00', n: 7 }));
  expect(list!.text).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>');
  expect([...list!.text.matchAll(/ width="(\d+)"/g)].map(([, width]) => Number(width))).toEqual([12, 50]);
  expect(first!.text).not.toContain('<pane');
  expect(book!.text).toContain(`<definedName name="_xlnm.Print_Titles" localSheetId="1">'一覧'!$1:$1</definedName>`);
  expect([widthOf('半角ab'), widthOf('一行\nもっと長い行'), widthOf({ day: '2026-11-27' })]).toEqual([6, 12, 11]);
});

it('says on its first sheet whose it is, of when, who took it out, and how to keep it', () => {
  const { sheets: [cover], footer } = bookOf({ title: '状況把握世帯', named: true, about: [['期間', '令和8年11月']], sheets: [{ name: '一覧', head: ['世帯'], rows: [['a'], ['b']] }] }, { center: '北区', by: '田中 恵', at: '2026-11-27T12:00:00+09:00', n: 7 });
  expect(cover!.rows.map((row) => row.slice(0, 2))).toEqual([
    ['状況把握世帯'], ['センター', '北区'], ['期間', '令和8年11月'], ['書き出した人', '田中 恵'], ['書き出した日時', { moment: '2026-11-27T12:00:00+09:00' }], ['書き出しの番号', '第7号'],
    ['取扱い', expect.stringContaining('個人情報が入っています')], [], ['シート', '行'], ['一覧', 2],
  ]);
  expect(footer).toContain('7');
});

it('packs a zip whose sums are right, also where the browser cannot deflate', async () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  const own = globalThis.CompressionStream;
  const small = await zip([{ name: 'a.xml', text: 'あ'.repeat(5_000) }], AT);
  try {
    Reflect.deleteProperty(globalThis, 'CompressionStream');
    expect((await zip([{ name: 'a.xml', text: 'あ'.repeat(5_000) }], AT)).length).toBeGreaterThan(15_000);
  } finally {
    globalThis.CompressionStream = own;
  }
  expect(small.length).toBeLessThan(1_000);
});

it('takes out a center of three hundred households in a moment', async () => {
  const rows = Array.from({ length: 300 }, (_, n) => Array.from({ length: 18 }, (_, column) => (column % 3 === 0 ? `${n}番の家　会えていません` : column % 3 === 1 ? n : { day: '2026-11-27' })));
  const begun = performance.now();
  const bytes = await xlsx({ title: '一覧', footer: '', sheets: [{ name: '一覧', head: Array<string>(18).fill('列'), rows }] }, AT);
  expect(performance.now() - begun).toBeLessThan(3_000);
  expect(bytes.length).toBeLessThan(200_000);
});
