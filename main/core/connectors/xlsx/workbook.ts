/**
 * Excel workbooks (XLSX, ECMA-376): each sheet is a table, rendered as tab-separated text so that all that reads a CSV reads it. Line n
 * of the text is row n of the sheet. Nothing is computed: of formulas the values count that were stored with them.
 */
import { childrenAt, type XmlNode } from '../xml/document.ts';
import { attributeOf, elementsOf, partText } from './parts.ts';
import { SheetText } from './sheet-text.ts';
import { builtInFormat, codeFormat, type MomentFormat } from './values.ts';
import { type ByteSource, readDirectory, WorkbookFault, type ZipPart } from './zip.ts';

export type { ByteSource } from './zip.ts';
export { WorkbookFault } from './zip.ts';

/** Unpacked bytes of one sheet; a million rows of twenty cells stay below. */
const LARGEST_SHEET = 2 ** 31;
const LARGEST_PART = 2 ** 29;
const LARGEST_LIST = 1 << 24;
/** Characters that all shared texts may have: they are held while sheets are read. */
const MOST_SHARED = 1 << 26;
const MOST_SHEETS = 200;

/** Whether a file begins as a workbook does. `head` is a byte string. */
export function isWorkbook(head: string): boolean {
  return head.startsWith('PK\x03\x04') && /\bxl\/(?:workbook|worksheets|sharedStrings|styles|_rels)/.test(head);
}

export interface Sheet {
  readonly name: string;
  readonly part: ZipPart;
}

export interface Workbook {
  readonly source: ByteSource;
  readonly sheets: readonly Sheet[];
  readonly shared: readonly string[];
  /** By the number of a cell's style. */
  readonly formats: readonly MomentFormat[];
  readonly is1904: boolean;
}

/** Work that is done in steps: yields between two of them. Throws `WorkbookFault`. */
export function* openWorkbook(source: ByteSource): Generator<undefined, Workbook> {
  const parts = readDirectory(source);
  const main = parts.get(yield* mainPart(source, parts)) ?? parts.get('xl/workbook.xml');
  if (main === undefined) throw new WorkbookFault('This is an archive with parts of an Excel workbook, but no workbook.');
  if (main.name.endsWith('.bin'))
    throw new WorkbookFault('This is a binary Excel workbook (XLSB), which this version does not read.');
  const folder = main.name.slice(0, main.name.lastIndexOf('/') + 1);
  const targets = yield* relations(source, parts, `${folder}_rels/${main.name.slice(folder.length)}.rels`);
  const sheets: Sheet[] = [];
  let is1904 = false;
  const wanted = [
    ['sheets', 'sheet'],
    ['workbook', 'workbookPr'],
  ] as const;
  for (const node of elementsOf(source, main, wanted, LARGEST_LIST)) {
    if (node === undefined) yield;
    else if (node.name === 'workbookPr') is1904 = /^(?:1|true)$/.test(attributeOf(node, 'date1904') ?? '');
    else {
      const target = targets.get(attributeOf(node, 'id') ?? '');
      const part = target?.kind === 'worksheet' ? parts.get(resolved(folder, target.path)) : undefined;
      if (part !== undefined) sheets.push({ name: attributeOf(node, 'name') ?? '', part });
    }
  }
  if (sheets.length > MOST_SHEETS) throw new WorkbookFault(`This Excel workbook has more than ${MOST_SHEETS} sheets.`);
  const partOf = (kind: string) => {
    const target = [...targets.values()].find((one) => one.kind === kind);
    return target === undefined ? undefined : parts.get(resolved(folder, target.path));
  };
  const shared = yield* sharedTexts(source, partOf('sharedStrings'));
  const formats = yield* formatsOf(source, partOf('styles'));
  return { source, sheets, shared, formats, is1904 };
}

/** A sheet as tab-separated text, a stretch at a time. Throws `WorkbookFault`. */
export function* sheetText(workbook: Workbook, { part, name }: Sheet): Generator<string> {
  const text = new SheetText(workbook, name);
  for (const row of elementsOf(workbook.source, part, [['sheetData', 'row']], LARGEST_SHEET)) {
    if (row === undefined) yield text.take();
    else text.row(row);
  }
  yield text.take();
}

interface Relation {
  /** Last word of its type: `worksheet`, `styles`. */
  readonly kind: string;
  readonly path: string;
}

function* relations(
  source: ByteSource,
  parts: ReadonlyMap<string, ZipPart>,
  name: string,
): Generator<undefined, ReadonlyMap<string, Relation>> {
  const found = new Map<string, Relation>();
  const part = parts.get(name);
  if (part === undefined) return found;
  for (const node of elementsOf(source, part, [['Relationships', 'Relationship']], LARGEST_LIST)) {
    if (node === undefined) yield;
    else {
      const type = attributeOf(node, 'Type') ?? '';
      found.set(attributeOf(node, 'Id') ?? '', {
        kind: type.slice(type.lastIndexOf('/') + 1),
        path: attributeOf(node, 'Target') ?? '',
      });
    }
  }
  return found;
}

function* mainPart(source: ByteSource, parts: ReadonlyMap<string, ZipPart>): Generator<undefined, string> {
  const roots = yield* relations(source, parts, '_rels/.rels');
  const main = [...roots.values()].find(({ kind }) => kind === 'officeDocument');
  return main === undefined ? '' : resolved('', main.path);
}

/** A target is relative to the folder of the part that names it, or begins at the root. */
function resolved(folder: string, path: string): string {
  const steps: string[] = [];
  for (const step of (path.startsWith('/') ? path : folder + path).split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps.join('/');
}

function* sharedTexts(source: ByteSource, part: ZipPart | undefined): Generator<undefined, readonly string[]> {
  const texts: string[] = [];
  if (part === undefined) return texts;
  let characters = 0;
  for (const node of elementsOf(source, part, [['sst', 'si']], LARGEST_PART)) {
    if (node === undefined) {
      yield;
      continue;
    }
    const text = richText(node);
    characters += text.length + 8;
    if (characters > MOST_SHARED) throw new WorkbookFault('This Excel workbook holds more text than fits in memory.');
    texts.push(text);
  }
  return texts;
}

/** Runs of formatted text are one text; how it is pronounced is no part of it. */
export function richText(node: XmlNode): string {
  const own = [...childrenAt(node, 't'), ...childrenAt(node, 'r/t')];
  return partText(own.map(({ text }) => text).join(''));
}

function* formatsOf(source: ByteSource, part: ZipPart | undefined): Generator<undefined, readonly MomentFormat[]> {
  const formats: MomentFormat[] = [];
  if (part === undefined) return formats;
  const custom = new Map<number, MomentFormat>();
  const wanted = [
    ['numFmts', 'numFmt'],
    ['cellXfs', 'xf'],
  ] as const;
  for (const node of elementsOf(source, part, wanted, LARGEST_LIST)) {
    if (node === undefined) {
      yield;
      continue;
    }
    const id = Number(attributeOf(node, 'numFmtId') ?? 0);
    if (node.name === 'numFmt') custom.set(id, codeFormat(attributeOf(node, 'formatCode') ?? ''));
    else formats.push(custom.get(id) ?? builtInFormat(id));
  }
  return formats;
}
