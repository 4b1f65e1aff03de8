/** An unreadable row as its cells, so that a person can correct one; and the corrected row read again by the same connector. */
import type { HeaderInfo, ReadOptions } from '#core/connectors/connector.ts';
import { CsvScanner } from '#core/connectors/csv/scan.ts';
import { decodeUnits, UnitReader } from '#core/connectors/encoding.ts';
import { csvLayout } from '#core/connectors/layouts.ts';
import { openParser } from '#core/connectors/registry.ts';
import { textLayout } from '#core/connectors/text/layouts.ts';
import type { RecordDraft, RejectedRow, Span } from '#shared/domain/source-record.ts';

export interface RowSource {
  /** The row's bytes as they lie in the file; may be several lines of one record. */
  readonly bytes: Uint8Array;
  readonly options: ReadOptions;
  /** Header names in file order; empty for JSON. */
  readonly header: readonly string[];
  /** The rest of its file, for formats in which a record means nothing on its own. */
  readonly around?: () => { readonly before: Uint8Array; readonly after: Uint8Array };
}

export interface Cell {
  readonly column: string;
  readonly value: string;
}

/** Name of the one cell of a JSON element, and of a record of any other format that has no columns. */
export const JSON_CELL = 'JSON';
export const TEXT_CELL = 'Text';

function cellName(options: ReadOptions): string {
  return textLayout(options) === null ? JSON_CELL : TEXT_CELL;
}

/** Cells of the first line, in file order. A JSON element is one cell, and so is a record without columns. */
export function cellsOf(row: RowSource): Cell[] {
  if (row.options.delimiter === null) return [{ column: cellName(row.options), value: textOf(row) }];
  const [first = []] = rowsOf(row);
  return row.header.map((column, i) => ({ column, value: first[i] ?? '' }));
}

export interface Reread {
  readonly drafts: readonly RecordDraft[];
  readonly rejected: readonly RejectedRow[];
}

/** Reads the row again with some cells replaced. */
export function reread(row: RowSource, values: Readonly<Record<string, string>>): Reread {
  const drafts: RecordDraft[] = [];
  const rejected: RejectedRow[] = [];
  const info: HeaderInfo = { header: row.header, headerLine: 0 };
  const around = row.around?.();
  const before = around === undefined ? 0 : Buffer.byteLength(decoded(around.before, row.options));
  const corrected = Buffer.from(correctedText(row, values), 'utf8');
  const isOwn = ({ byteOffset }: Span) => byteOffset >= before && byteOffset < before + Math.max(1, corrected.byteLength);
  const parser = openParser(optionsFor(row, values), info, {
    record: (draft) => isOwn(draft.span) && drafts.push(draft),
    rejected: (problem) => isOwn(problem.span) && rejected.push(problem),
  });
  if (around !== undefined) parser.push(Buffer.from(decoded(around.before, row.options), 'utf8').toString('latin1'));
  parser.push(corrected.toString('latin1'));
  if (around !== undefined) parser.push(Buffer.from(decoded(around.after, row.options), 'utf8').toString('latin1'));
  parser.end();
  return { drafts, rejected };
}

/** An id that a person typed was rounded by no spreadsheet, whatever the rest of its column says. */
function optionsFor(row: RowSource, values: Readonly<Record<string, string>>): ReadOptions {
  const options: ReadOptions = { ...row.options, encoding: 'utf-8' };
  if (options.roundedIds === undefined) return options;
  const typed = new Set(cellsOf(row).flatMap(({ column, value }) => ((values[column] ?? value) === value ? [] : [column])));
  return { ...options, roundedIds: options.roundedIds.filter((column) => !typed.has(column)) };
}

function correctedText(row: RowSource, values: Readonly<Record<string, string>>): string {
  const { delimiter } = row.options;
  if (delimiter === null) return values[cellName(row.options)] ?? textOf(row);
  const first = cellsOf(row).map(({ column, value }) => values[column] ?? value);
  const quotes = hasQuotes(row.options);
  return [first, ...rowsOf(row).slice(1)].map((cells) => cells.map((cell) => written(cell, quotes)).join(delimiter)).join('\r\n');
}

function written(cell: string, quotes: boolean): string {
  return quotes ? `"${cell.replaceAll('"', '""')}"` : cell.replace(/[\t\r\n]+/g, ' ');
}

/** Lines of the record, cell by cell. A line whose quotes do not close is split as it stands. */
function rowsOf(row: RowSource): string[][] {
  const { options } = row;
  const rows: string[][] = [];
  const decode = (units: string) => decodeUnits(units, options.encoding) ?? units;
  const delimiter = options.delimiter ?? ',';
  const scanner = new CsvScanner(
    { delimiter, quotes: hasQuotes(options) },
    {
      row: (found) => rows.push(Array.from({ length: found.count }, (_, i) => decode(found.cell(i)).trim())),
      broken: ({ text }) => rows.push(decode(text).split(delimiter)),
    },
  );
  const units = new UnitReader(options.encoding);
  scanner.push(units.push(Buffer.from(row.bytes).toString('latin1')));
  scanner.push(units.end());
  scanner.end();
  return rows;
}

function hasQuotes(options: ReadOptions): boolean {
  return csvLayout(options)?.quotes !== false;
}

function textOf({ bytes, options }: RowSource): string {
  return decoded(bytes, options);
}

function decoded(bytes: Uint8Array, options: ReadOptions): string {
  const reader = new UnitReader(options.encoding);
  const units = reader.push(Buffer.from(bytes).toString('latin1')) + reader.end();
  return decodeUnits(units, options.encoding) ?? units;
}
