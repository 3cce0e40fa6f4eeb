/** A workbook as spreadsheets open it (OOXML): its few parts written by hand, one sheet a table, headers that stay in sight. Pure. */
import { cellXml, columnName, type Style, STYLES, type Value, widthOf, xml } from './cells';
import { type Packed, zip } from './zip';

/** `head`: stays in sight and is printed on each page; a sheet without one is the cover. */
export interface Sheet { name: string; head: readonly string[]; rows: readonly (readonly Value[])[] }
/** `footer`: stands on each printed page. */
export interface Workbook { title: string; footer: string; sheets: readonly Sheet[] }

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
export const MEDIA_TYPE = `${TYPES}.sheet`;
const MOST_NAME = 31;
const [NARROWEST, WIDEST] = [8, 48];
// A header longer than this breaks into lines rather than widening its column.
const WIDEST_HEAD = 18;
// Landscape on A4, as wide as the page, as many pages as it takes.
const PAGE = '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>';
const FONT = '<name val="游ゴシック"/><family val="3"/><charset val="128"/>';
const WRAP = '<alignment vertical="top" wrapText="1"/>';

export const xlsx = (book: Workbook, at: Date): Promise<Uint8Array<ArrayBuffer>> => zip(partsOf(book), at);

export function partsOf({ title, footer, sheets }: Workbook): Packed[] {
  const names = sheetNames(sheets.map(({ name }) => name));
  return [
    { name: '[Content_Types].xml', text: `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/>${sheets.map((_, n) => `<Override PartName="/xl/worksheets/sheet${n + 1}.xml" ContentType="${TYPES}.worksheet+xml"/>`).join('')}</Types>` },
    { name: '_rels/.rels', text: `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>` },
    { name: 'xl/workbook.xml', text: bookXml(sheets, names) },
    { name: 'xl/_rels/workbook.xml.rels', text: `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${sheets.map((_, n) => `<Relationship Id="rId${n + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${n + 1}.xml"/>`).join('')}<Relationship Id="rId${sheets.length + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>` },
    { name: 'xl/styles.xml', text: stylesXml() },
    ...sheets.map((sheet, n) => ({ name: `xl/worksheets/sheet${n + 1}.xml`, text: sheetXml(sheet, title, footer) })),
  ];
}

function bookXml(sheets: readonly Sheet[], names: readonly string[]): string {
  const listed = names.map((name, n) => `<sheet name="${xml(name)}" sheetId="${n + 1}" r:id="rId${n + 1}"/>`).join('');
  const titles = sheets.map(({ head }, n) => (head.length ? `<definedName name="_xlnm.Print_Titles" localSheetId="${n}">${xml(`'${names[n]!.replaceAll("'", "''")}'!$1:$1`)}</definedName>` : '')).join('');
  return `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${listed}</sheets>${titles ? `<definedNames>${titles}</definedNames>` : ''}</workbook>`;
}

/** In the order of STYLES. A text has the form of text: also who types over it makes no formula of it. */
function stylesXml(): string {
  const fonts = [`<font><sz val="11"/>${FONT}</font>`, `<font><b/><sz val="11"/>${FONT}</font>`, `<font><b/><sz val="16"/>${FONT}</font>`];
  const fills = ['<fill><patternFill patternType="none"/></fill>', '<fill><patternFill patternType="gray125"/></fill>', '<fill><patternFill patternType="solid"><fgColor rgb="FFE8EDF2"/></patternFill></fill>'];
  const line = '<border><left/><right/><top/><bottom/><diagonal/></border>';
  const forms = [
    `<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top"/></xf>`,
    `<xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1" quotePrefix="1">${WRAP}</xf>`,
    `<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment horizontal="left" vertical="top"/></xf>`,
    `<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment horizontal="left" vertical="top"/></xf>`,
    `<xf numFmtId="9" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf>`,
    `<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1" quotePrefix="1">${WRAP}</xf>`,
    `<xf numFmtId="49" fontId="2" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" quotePrefix="1"/>`,
  ];
  return `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy/m/d"/><numFmt numFmtId="165" formatCode="yyyy/m/d\\ h:mm"/></numFmts><fonts count="${fonts.length}">${fonts.join('')}</fonts><fills count="${fills.length}">${fills.join('')}</fills><borders count="1">${line}</borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${forms.length}">${forms.join('')}</cellXfs><cellStyles count="1"><cellStyle name="標準" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
}

function sheetXml({ head, rows }: Sheet, title: string, footer: string): string {
  const isCover = head.length === 0;
  const all: { cells: readonly Value[]; style?: Style }[] = isCover
    ? rows.map((cells, n) => ({ cells, ...(n === 0 ? { style: STYLES.title } : {}) }))
    : [{ cells: head, style: STYLES.head }, ...rows.map((cells) => ({ cells }))];
  const columns = Math.max(1, ...all.map(({ cells }) => cells.length));
  const frozen = isCover ? '' : '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="A2" sqref="A2"/>';
  const widths = Array.from({ length: columns }, (_, n) => {
    const body = Math.max(0, ...(isCover ? rows.slice(1) : rows).map((cells) => widthOf(cells[n] ?? null)));
    return Math.min(WIDEST, Math.max(NARROWEST, body, Math.min(WIDEST_HEAD, widthOf(head[n] ?? null)))) + 2;
  });
  const data = all.map(({ cells, style }, y) => `<row r="${y + 1}">${cells.map((cell, x) => cellXml(cell, x, y + 1, style)).join('')}</row>`).join('');
  return `${HEAD}<worksheet xmlns="${MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:${columnName(columns - 1)}${all.length}"/><sheetViews><sheetView workbookViewId="0">${frozen}</sheetView></sheetViews><sheetFormatPr defaultRowHeight="18.75"/><cols>${widths.map((width, n) => `<col min="${n + 1}" max="${n + 1}" width="${width}" customWidth="1"/>`).join('')}</cols><sheetData>${data}</sheetData>${PAGE}<headerFooter><oddHeader>${xml(`&L${plain(title)}`)}</oddHeader><oddFooter>${xml(`&L${plain(footer)}&R&P / &N`)}</oddFooter></headerFooter></worksheet>`;
}

/** In a header and a footer & begins a code. */
const plain = (text: string): string => text.replaceAll('&', '&&');

/** As a spreadsheet wants them: none empty or twice, none longer than 31 letters, none of the marks that have a meaning there. */
export function sheetNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const clean = name.replace(/[\u0000-\u001f[\]:*?/\\：]/g, ' ').replace(/\s+/g, ' ').replace(/^[' ]+|[' ]+$/g, '') || '－';
    for (let n = 1; ; n += 1) {
      const end = n === 1 ? '' : `（${n}）`;
      const named = `${clean.slice(0, MOST_NAME - end.length).replace(/[\ud800-\udbff]$/, '')}${end}`;
      if (taken.has(named.toLowerCase())) continue;
      taken.add(named.toLowerCase());
      return named;
    }
  });
}
