/** Drives a layout over one delimited file: units, header, rows, blank lines, and every outcome of a row accounted for. */
import type { RejectedRow, Span } from '#shared/domain/source-record.ts';
import { BadValue, RowCells, ValueReader } from '../cells.ts';
import type { DraftSink, FileParser, HeaderInfo, ParseTotals, ReadOptions } from '../connector.ts';
import { decodeUnits, UnitReader } from '../encoding.ts';
import { Columns } from './header.ts';
import type { CsvLayout, RowReader, Table } from './layout.ts';
import { type BrokenLine, CsvScanner, type ScannedRow, type ScanTarget } from './scan.ts';

export function openCsvFile(layout: CsvLayout, options: ReadOptions, info: HeaderInfo, sink: DraftSink): FileParser {
  return new CsvFile(layout, options, info, sink);
}

class CsvFile implements FileParser, ScanTarget {
  readonly #units: UnitReader;
  readonly #scanner: CsvScanner;
  readonly #layout: CsvLayout;
  readonly #reader: RowReader;
  readonly #cells: RowCells;
  readonly #options: ReadOptions;
  readonly #headerLine: number;
  readonly #sink: DraftSink;
  #rowCount = 0;

  constructor(layout: CsvLayout, options: ReadOptions, info: HeaderInfo, sink: DraftSink) {
    this.#layout = layout;
    this.#options = options;
    this.#headerLine = info.headerLine;
    this.#sink = sink;
    this.#units = new UnitReader(options.encoding);
    this.#scanner = new CsvScanner({ delimiter: options.delimiter ?? ',', quotes: layout.quotes !== false }, this);
    if (layout.shortRows !== true && info.headerLine === 0) this.#scanner.columnCount = info.header.length;
    this.#cells = new RowCells(info.header, options, new ValueReader(options));
    const table: Table = {
      columns: new Columns(info.header),
      options,
      cells: this.#cells,
      emit: (draft) => sink.record(draft),
      reject: (problem, span) => this.#reject(problem, span),
      statement: (draft) => sink.statement?.(draft),
      spanOf: (row) => this.#span(row.line, row.start, row.end),
    };
    this.#reader = layout.open(table);
  }

  push(bytes: string): void {
    this.#scanner.push(this.#units.push(bytes));
  }

  end(): ParseTotals {
    this.#scanner.push(this.#units.end());
    this.#scanner.end();
    this.#reader.end();
    return { rowCount: this.#rowCount, byteCount: this.#units.byteCount };
  }

  row(row: ScannedRow): void {
    if (row.line <= this.#headerLine) {
      if (row.line < this.#headerLine) this.#reader.preamble?.(row);
      else if (this.#layout.shortRows !== true) this.#scanner.columnCount = row.count;
      return;
    }
    if (isBlank(row)) return;
    try {
      this.#checkCount(row);
      this.#cells.at(row);
      if (this.#reader.row(row)) this.#rowCount++;
    } catch (problem) {
      if (!(problem instanceof BadValue)) throw problem;
      this.#rowCount++;
      this.#interrupt();
      this.#reject(problem, this.#span(row.line, row.start, row.end));
    }
  }

  broken(line: BrokenLine): void {
    if (line.line <= this.#headerLine) return;
    this.#rowCount++;
    this.#interrupt();
    const cause =
      line.code === 'unclosed_quote'
        ? 'A quote on this line is not closed within the length of any real row, or text goes on after it. Only this line was left out.'
        : 'This row is longer or wider than any real row. Only this line was left out.';
    const text = decodeUnits(line.text, this.#options.encoding) ?? line.text;
    this.#reject(new BadValue(line.code, null, text, cause), this.#span(line.line, line.start, line.end));
  }

  #interrupt(): void {
    if (this.#reader.interrupt === undefined) this.#reader.end();
    else this.#reader.interrupt();
  }

  #checkCount(row: ScannedRow): void {
    const expected = this.#cells.header.length;
    if (row.count === expected || (row.count < expected && this.#layout.shortRows === true)) return;
    if (row.count > expected && onlyBlankFrom(row, expected)) return;
    const cause = `This row has ${row.count} columns, the header has ${expected}, so its values cannot be told apart for sure.`;
    throw new BadValue('wrong_column_count', null, row.source().slice(0, 300), cause);
  }

  #span(line: number, start: number, end: number): Span {
    const { unitBytes, bomBytes } = this.#units;
    return { line, byteOffset: bomBytes + start * unitBytes, byteLength: (end - start) * unitBytes, pointer: null };
  }

  #reject(problem: BadValue, span: Span): void {
    const rejected: RejectedRow = { span, column: problem.column, text: problem.text, code: problem.code, cause: problem.message };
    this.#sink.rejected(rejected);
  }
}

function isBlank(row: ScannedRow): boolean {
  return onlyBlankFrom(row, 0);
}

function onlyBlankFrom(row: ScannedRow, from: number): boolean {
  for (let i = from; i < row.count; i++) if (row.cell(i).trim() !== '') return false;
  return true;
}
