/** Excel workbooks made by hand, part by part, so that tests can make any that a program might write. */
import { strToU8, type Zippable, zipSync } from 'fflate';
import { type ByteSource, openWorkbook, sheetText } from '#core/connectors/xlsx/workbook.ts';

/** A text (shared), a number as it is stored, or a cell's whole element without its place: `<c t="b"><v>1</v></c>`. */
export type MadeCell = string | { readonly number: string; readonly style?: number } | { readonly xml: string };

export interface MadeSheet {
  readonly name: string;
  /** By row; null for a row that is not there. */
  readonly rows: readonly (readonly MadeCell[] | null)[];
}

export interface MadeWorkbook {
  readonly is1904?: boolean;
  /** Codes of number formats; the style of a cell is the index of one, from 1 on. */
  readonly formats?: readonly string[];
  /** Parts put in place of those that are made. */
  readonly parts?: Readonly<Record<string, string>>;
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

export function madeWorkbook(sheets: readonly MadeSheet[], options: MadeWorkbook = {}): Uint8Array {
  const shared: string[] = [];
  const parts: Record<string, string> = {
    '[Content_Types].xml': `${HEAD}<Types/>`,
    '_rels/.rels': `${HEAD}<Relationships xmlns="${PACKAGE}"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  };
  sheets.forEach((sheet, i) => {
    parts[`xl/worksheets/sheet${i + 1}.xml`] = sheetXml(sheet, shared);
  });
  const list = sheets.map(({ name }, i) => `<sheet name="${escaped(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`);
  const dates = options.is1904 === true ? '<workbookPr date1904="1"/>' : '';
  parts['xl/workbook.xml'] =
    `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}">${dates}<sheets>${list.join('')}</sheets></workbook>`;
  const relations = [
    ...sheets.map((_, i) => `worksheet worksheets/sheet${i + 1}.xml`),
    'sharedStrings sharedStrings.xml',
    'styles styles.xml',
  ];
  parts['xl/_rels/workbook.xml.rels'] = `${HEAD}<Relationships xmlns="${PACKAGE}">${relations
    .map((relation, i) => {
      const [kind = '', target = ''] = relation.split(' ');
      return `<Relationship Id="rId${i + 1}" Type="${OFFICE}/${kind}" Target="${target}"/>`;
    })
    .join('')}</Relationships>`;
  parts['xl/sharedStrings.xml'] =
    `${HEAD}<sst xmlns="${MAIN}">${shared.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join('')}</sst>`;
  parts['xl/styles.xml'] = stylesXml(options.formats ?? []);
  const all = { ...parts, ...options.parts };
  // Programs write the texts that sheets share after the sheets.
  const files: Zippable = Object.fromEntries(Object.entries(all).map(([name, text]) => [name, strToU8(text)]));
  return zipSync(files, { level: 6, mtime: '2026-01-01' });
}

function stylesXml(formats: readonly string[]): string {
  const codes = formats.map((code, i) => `<numFmt numFmtId="${164 + i}" formatCode="${escaped(code)}"/>`);
  const styles = ['<xf numFmtId="0"/>', ...formats.map((_, i) => `<xf numFmtId="${164 + i}" applyNumberFormat="1"/>`)];
  return `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="${formats.length}">${codes.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${styles.join('')}</cellXfs></styleSheet>`;
}

function sheetXml({ rows }: MadeSheet, shared: string[]): string {
  const written = rows.map((cells, i) => {
    if (cells === null) return '';
    return `<row r="${i + 1}">${cells.map((cell, column) => cellXml(cell, `${letters(column)}${i + 1}`, shared)).join('')}</row>`;
  });
  return `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>${written.join('')}</sheetData></worksheet>`;
}

function cellXml(cell: MadeCell, place: string, shared: string[]): string {
  if (typeof cell !== 'string') {
    if ('xml' in cell) return cell.xml.replace('<c', `<c r="${place}"`);
    return `<c r="${place}" s="${cell.style ?? 0}"><v>${cell.number}</v></c>`;
  }
  if (cell === '') return '';
  if (!shared.includes(cell)) shared.push(cell);
  return `<c r="${place}" t="s"><v>${shared.indexOf(cell)}</v></c>`;
}

/** `A` for column 0. */
function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last;
}

export function sourceOf(bytes: Uint8Array): ByteSource {
  return { byteCount: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}

/** Sheets by name, as the text that is read of them. */
export function sheetTexts(bytes: Uint8Array): Map<string, string> {
  const opening = openWorkbook(sourceOf(bytes));
  let step = opening.next();
  while (step.done !== true) step = opening.next();
  const workbook = step.value;
  return new Map(workbook.sheets.map((sheet) => [sheet.name, [...sheetText(workbook, sheet)].join('')]));
}
