/**
 * What a file is, by its content: encoding, separator, header line, layout, decimal mark, day order. File names and positions play
 * no part. What the content does not settle becomes a question with proof; what no connector reads is said by name.
 */
import type { DecimalMark } from '#shared/domain/money.ts';
import type { ColumnMapping, DateOrder, Detection, Question, ReadOptions, Unreadable } from './connector.ts';
import { isRateHeader } from './contract-rates/parse.ts';
import {
  DELIMITERS,
  type Delimiter,
  type FoundTable,
  findHeader,
  fitsLayout,
  guessTable,
  type HeadRow,
  headRows,
  tableAt,
} from './csv/detect.ts';
import { Columns, sameHeader } from './csv/header.ts';
import type { CsvLayout } from './csv/layout.ts';
import { decodeUnits, detectEncoding, type EncodingGuess, UnitReader } from './encoding.ts';
import { DateEvidence, evidenceColumns, MarkEvidence, settle } from './evidence.ts';
import { detectJson } from './json/detect.ts';
import { CSV_LAYOUTS } from './layouts.ts';
import { mappedLayout } from './mapped/parse.ts';
import { SHIPPED_MAPPINGS } from './mapped/shipped.ts';
import { suggestMapping } from './mapped/suggest.ts';
import { instantiate } from './mapped/templates.ts';
import { nearMiss } from './near-miss.ts';
import { IdEvidence } from './rounded-ids.ts';
import { TEXT_LAYOUTS } from './text/layouts.ts';
import {
  contractRates,
  declaresDoctype,
  foreignFormat,
  holdsNothing,
  notATable,
  noteInMarkdown,
  unreadableJson,
  unsupportedFormat,
} from './unsupported.ts';

/** What the user or the book states; null leaves it to the file. */
export interface ReadDefaults {
  /** IANA name or `UTC`: zone of times without an offset. */
  readonly zone: string;
  /** ISO 4217: currency of files that name none. */
  readonly currency: string;
  readonly dateOrder: DateOrder | null;
  readonly decimalMark: DecimalMark | null;
}

export interface DetectInput {
  /** File name, for messages only. */
  readonly name: string;
  /** The first bytes of the file as a byte string; 256 KiB is plenty. */
  readonly head: string;
  /** Whether `head` is the whole file. */
  readonly complete: boolean;
  /** Mappings saved in this book. */
  readonly mappings: readonly ColumnMapping[];
  readonly defaults: ReadDefaults;
}

export function isUnreadable(found: Detection | Unreadable): found is Unreadable {
  return 'unreadable' in found;
}

export function detectFile(input: DetectInput): Detection | Unreadable {
  const encoding = detectEncoding(input.head, input.complete);
  const units = headUnits(input.head, encoding);
  const found = detectText(input, encoding, units) ?? unsupportedFormat(input.head, input.name);
  if (found !== null) return found;
  const first = /\S/.exec(units)?.[0];
  return first === '[' || first === '{' ? detectJsonFile(input, encoding, units) : detectDelimited(input, encoding, units);
}

/** Formats that are known by how their text begins; null for tables and JSON. */
function detectText(input: DetectInput, encoding: EncodingGuess, units: string): Detection | Unreadable | null {
  const head = units.trimStart();
  const layout = TEXT_LAYOUTS.find(({ fits }) => fits(head));
  if (layout === undefined || declaresDoctype(head)) return null;
  const empty = input.complete ? (layout.empty?.(head) ?? null) : null;
  if (empty !== null) return holdsNothing(empty);
  const dates = new DateEvidence();
  layout.dates?.(head, dates);
  const question = input.defaults.dateOrder === null ? dates.question() : null;
  return {
    layoutId: layout.id,
    system: layout.system,
    types: layout.types,
    label: layout.label,
    options: {
      layoutId: layout.id,
      encoding: encoding.encoding,
      delimiter: null,
      decimalMark: '.',
      dateOrder: input.defaults.dateOrder ?? dates.order,
      zone: input.defaults.zone,
      defaultCurrency: input.defaults.currency,
      mapping: null,
    },
    questions: question === null ? [] : [question],
    ...(layout.accounts === undefined ? {} : { accounts: [...new Set(layout.accounts(head))] }),
    header: [],
    headerLine: 0,
    unsettled: encoding.settled ? [] : ['encoding'],
  };
}

function detectJsonFile(input: DetectInput, encoding: EncodingGuess, units: string): Detection | Unreadable {
  const kind = detectJson(units, encoding.encoding, input.complete);
  if (!('layout' in kind)) return unreadableJson(kind);
  return {
    layoutId: kind.layout.id,
    system: kind.system,
    types: kind.types,
    label: kind.label,
    options: {
      layoutId: kind.layout.id,
      encoding: encoding.encoding,
      delimiter: null,
      decimalMark: '.',
      dateOrder: null,
      zone: input.defaults.zone,
      defaultCurrency: input.defaults.currency,
      mapping: null,
    },
    questions: [],
    header: [],
    headerLine: 0,
    unsettled: encoding.settled ? [] : ['encoding'],
  };
}

function headUnits(head: string, { encoding }: EncodingGuess): string {
  const reader = new UnitReader(encoding);
  return reader.push(head) + reader.end();
}

interface Found {
  readonly table: FoundTable;
  readonly layout: CsvLayout;
  readonly layoutId: string;
  readonly mapping: ColumnMapping | null;
}

function detectDelimited(input: DetectInput, encoding: EncodingGuess, units: string): Detection | Unreadable {
  const decode = (cell: string) => decodeUnits(cell, encoding.encoding) ?? cell;
  const rowsBy = new Map(DELIMITERS.map((delimiter) => [delimiter, headRows(units, delimiter, true, input.complete, decode)]));
  const found = findSaved(rowsBy, input.mappings) ?? findNative(rowsBy) ?? findShipped(rowsBy);
  if (found === null) return noteInMarkdown(units) ?? askForMapping(input, encoding, rowsBy);
  const { table, layout } = found;
  const rows =
    layout.quotes === false
      ? rowsBelow(headRows(units, table.delimiter, false, input.complete, decode), table.headerLine)
      : table.rows;
  const { dates, marks, roundedIds } = gather(layout, table.header, rows);
  const settled = settle(dates, marks, input.defaults, layout.decimalMark, input.complete);
  const options: ReadOptions = {
    layoutId: found.layoutId,
    encoding: encoding.encoding,
    delimiter: table.delimiter,
    decimalMark: settled.decimalMark,
    dateOrder: settled.dateOrder,
    zone: input.defaults.zone,
    defaultCurrency: input.defaults.currency,
    mapping: found.mapping,
    ...(roundedIds.length === 0 ? {} : { roundedIds }),
  };
  return {
    layoutId: found.layoutId,
    system: layout.system,
    types: layout.types,
    label: layout.label,
    options,
    questions: settled.questions,
    ...(layout.system === 'bank' ? { accounts: accountsIn(layout, table) } : {}),
    header: table.header,
    headerLine: table.headerLine,
    unsettled: encoding.settled ? settled.unsettled : ['encoding', ...settled.unsettled],
  };
}

function accountsIn(layout: CsvLayout, { header, rows }: FoundTable): readonly string[] {
  const index = new Columns(header).find(layout.facts.account ?? []);
  return [...new Set(rows.map(({ cells }) => cells[index] ?? '').filter((account) => account !== ''))];
}

function rowsBelow(rows: readonly HeadRow[], headerLine: number): readonly HeadRow[] {
  return rows.filter((row) => row.line > headerLine);
}

function gather(
  layout: CsvLayout,
  header: readonly string[],
  rows: readonly HeadRow[],
): { dates: DateEvidence; marks: MarkEvidence; roundedIds: readonly string[] } {
  const dates = new DateEvidence();
  const marks = new MarkEvidence();
  const ids = new IdEvidence();
  const at = evidenceColumns(layout, new Columns(header));
  for (const { cells, line } of rows) {
    for (const i of at.dates) dates.add(cells[i] ?? '', line, header[i] ?? '');
    for (const i of at.amounts) marks.add(cells[i] ?? '', line, header[i] ?? '');
    for (const [i, cell] of cells.entries()) ids.add(cell, header[i] ?? '');
  }
  return { dates, marks, roundedIds: ids.columns };
}

type RowsBy = ReadonlyMap<Delimiter, readonly HeadRow[]>;

/** A mapping made for exactly these columns wins over everything: a person decided it. */
function findSaved(rowsBy: RowsBy, mappings: readonly ColumnMapping[]): Found | null {
  for (const mapping of mappings) {
    for (const [delimiter, rows] of rowsBy) {
      const table = tableAt(
        rows,
        findHeader(rows, (header) => sameHeader(header, mapping.header)),
        delimiter,
      );
      if (table !== null) return { table, layout: mappedLayout(mapping), layoutId: 'mapped', mapping };
    }
  }
  return null;
}

function findNative(rowsBy: RowsBy): Found | null {
  const best = bestFit(rowsBy, CSV_LAYOUTS);
  return best === null ? null : { table: best.table, layout: best.layout, layoutId: best.layout.id, mapping: null };
}

function findShipped(rowsBy: RowsBy): Found | null {
  const best = bestFit(rowsBy, SHIPPED_MAPPINGS);
  if (best === null) return null;
  const mapping = instantiate(best.layout, best.table.header);
  return { table: best.table, layout: mappedLayout(mapping), layoutId: best.layout.id, mapping };
}

/** The layout that explains most of a header. Ties go to the first in the list. */
function bestFit<L extends Pick<CsvLayout, 'signature' | 'without' | 'accepts'>>(
  rowsBy: RowsBy,
  layouts: readonly L[],
): { table: FoundTable; layout: L } | null {
  let best: { table: FoundTable; layout: L; score: number } | null = null;
  for (const [delimiter, rows] of rowsBy) {
    for (const layout of layouts) {
      const table = tableAt(
        rows,
        findHeader(rows, (header) => fitsLayout(new Columns(header), layout)),
        delimiter,
      );
      if (table === null || (best !== null && layout.signature.length <= best.score)) continue;
      if (accepts(layout, table)) best = { table, layout, score: layout.signature.length };
    }
  }
  return best;
}

function accepts(layout: Pick<CsvLayout, 'accepts'>, { header, rows }: FoundTable): boolean {
  return (
    layout.accepts?.(
      header,
      rows.map(({ cells }) => cells),
    ) ?? true
  );
}

function askForMapping(input: DetectInput, encoding: EncodingGuess, rowsBy: RowsBy): Detection | Unreadable {
  const table = guessTable(rowsBy);
  if (table === null) return notATable(input.name);
  if (isRateHeader(table.header)) return contractRates();
  const foreign = nearMiss(table.header, CSV_LAYOUTS) ?? foreignFormat(table.header);
  const sampleRows = table.rows.slice(0, 5).map((row) => row.cells);
  const suggested = suggestMapping(table.header, sampleRows, foreign);
  const question: Question = { kind: 'mapping', header: table.header, sampleRows, suggested };
  return {
    layoutId: null,
    system: suggested.system,
    types: [suggested.type],
    label: foreign?.label ?? 'Table of an unknown layout',
    options: {
      layoutId: 'mapped',
      encoding: encoding.encoding,
      delimiter: table.delimiter,
      decimalMark: input.defaults.decimalMark ?? '.',
      dateOrder: input.defaults.dateOrder,
      zone: input.defaults.zone,
      defaultCurrency: input.defaults.currency,
      mapping: null,
    },
    questions: [question],
    header: table.header,
    headerLine: table.headerLine,
    unsettled: [],
  };
}
