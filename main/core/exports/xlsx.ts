/**
 * Excel workbooks (ECMA-376), written front to back: sheets of plain cells, without dates, so that the same content makes the same bytes.
 * A text is a text whatever it begins with: no spreadsheet runs it as a formula, not even when the cell is edited and left again.
 */
import type { Cell, Row } from './csv.ts';

/** Rows that a sheet can have; what is more goes on in the next one. */
export const SHEET_ROWS = 1_048_576;
/** Characters that a cell can have. */
const LONGEST = 32_767;
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Style 1 is a text that begins like a formula: the spreadsheet shows it behind an apostrophe of its own. Style 2 is a header. */
const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

/** The part of one sheet, row by row; the first is its header. */
export function* sheetXml(rows: Iterable<Row>): Generator<string> {
  yield `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`;
  let number = 0;
  for (const row of rows) {
    number++;
    yield `<row r="${number}">${row.map((cell, i) => cellXml(cell, `${columnName(i)}${number}`, number === 1)).join('')}</row>`;
  }
  yield '</sheetData></worksheet>';
}

/** Name of the part of a sheet, 1-based. */
export function sheetPart(number: number): string {
  return `xl/worksheets/sheet${number}.xml`;
}

/** All other parts of a workbook with these sheets: name and content. */
export function workbookParts(sheets: readonly string[]): readonly (readonly [name: string, text: string])[] {
  const each = (of: (name: string, number: number) => string) => sheets.map((name, i) => of(name, i + 1)).join('');
  const relation = (id: string, kind: string, target: string) =>
    `<Relationship Id="${id}" Type="${OFFICE}/${kind}" Target="${target}"/>`;
  return [
    [
      '[Content_Types].xml',
      `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/>${each((_, n) => `<Override PartName="/${sheetPart(n)}" ContentType="${TYPES}.worksheet+xml"/>`)}</Types>`,
    ],
    [
      '_rels/.rels',
      `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${each((name, n) => `<sheet name="${xmlText(name)}" sheetId="${n}" r:id="rId${n}"/>`)}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${each((_, n) => relation(`rId${n}`, 'worksheet', `worksheets/sheet${n}.xml`))}${relation(`rId${sheets.length + 1}`, 'styles', 'styles.xml')}</Relationships>`,
    ],
    ['xl/styles.xml', STYLES],
  ];
}

function cellXml(cell: Cell, place: string, isHeader: boolean): string {
  if (cell === null || cell === '') return '';
  if (typeof cell !== 'string') return `<c r="${place}"><v>${cell.number}</v></c>`;
  const style = isHeader ? ' s="2"' : /^[=+\-@\t\r\n]/.test(cell) ? ' s="1"' : '';
  return `<c r="${place}"${style} t="inlineStr"><is><t xml:space="preserve">${xmlText(shortened(cell))}</t></is></c>`;
}

/** What no cell can hold ends in an ellipsis; a CSV of the same export has it whole. */
function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** `A` for column 0, `AA` for 26. */
function columnName(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : columnName(Math.floor(column / 26) - 1) + last;
}

/** Characters that XML cannot hold are written as the format has them (`_x0001_`), and so is what only looks like that. */
function xmlText(text: string): string {
  return text
    .toWellFormed()
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/[\p{Cc}\ufffe\uffff]/gu, writtenOut)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function writtenOut(sign: string): string {
  const code = sign.charCodeAt(0);
  if (code === 9 || code === 10 || (code >= 0x7f && code <= 0x9f)) return sign;
  return `_x${code.toString(16).toUpperCase().padStart(4, '0')}_`;
}
