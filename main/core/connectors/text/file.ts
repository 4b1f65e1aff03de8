/** Drives a text layout over one file: units, spans, and every outcome of a record accounted for. */
import type { RecordDraft, RejectedRow, Span } from '#shared/domain/source-record.ts';
import { BadValue, ValueReader } from '../cells.ts';
import type { DraftSink, FileParser, ParseTotals, ReadOptions } from '../connector.ts';
import { decodeUnits, UnitReader } from '../encoding.ts';
import type { TextContext, TextLayout, TextReader } from './layout.ts';

export function openTextFile(layout: TextLayout, options: ReadOptions, sink: DraftSink): FileParser {
  return new TextFile(layout, options, sink);
}

class TextFile implements FileParser, TextContext {
  readonly options: ReadOptions;
  readonly values: ValueReader;
  readonly #units: UnitReader;
  readonly #sink: DraftSink;
  readonly #reader: TextReader;
  #rowCount = 0;

  constructor(layout: TextLayout, options: ReadOptions, sink: DraftSink) {
    this.options = options;
    this.values = new ValueReader(options);
    this.#units = new UnitReader(options.encoding);
    this.#sink = sink;
    this.#reader = layout.open(this);
  }

  push(bytes: string): void {
    this.#reader.push(this.#units.push(bytes));
  }

  end(): ParseTotals {
    this.#reader.push(this.#units.end());
    this.#reader.end();
    return { rowCount: this.#rowCount, byteCount: this.#units.byteCount };
  }

  decode(units: string, column: string): string {
    const text = decodeUnits(units, this.options.encoding);
    if (text !== null && !text.includes('\0')) return text;
    const cause = text === null ? `This is not ${this.options.encoding.toUpperCase()} text.` : 'This holds zero bytes.';
    throw new BadValue('bad_encoding', column, (text ?? units).slice(0, 100), cause);
  }

  span(start: number, end: number, line: number): Span {
    const { unitBytes, bomBytes } = this.#units;
    return { line, byteOffset: bomBytes + start * unitBytes, byteLength: (end - start) * unitBytes, pointer: null };
  }

  emit(draft: RecordDraft): void {
    this.#sink.record(draft);
  }

  statement(draft: Parameters<NonNullable<DraftSink['statement']>>[0]): void {
    this.#sink.statement?.(draft);
  }

  reject(problem: BadValue, span: Span): void {
    const rejected: RejectedRow = { span, column: problem.column, text: problem.text, code: problem.code, cause: problem.message };
    this.#sink.rejected(rejected);
  }

  row(span: Span, read: () => void): boolean {
    this.#rowCount++;
    try {
      read();
      return true;
    } catch (problem) {
      if (!(problem instanceof BadValue)) throw problem;
      this.reject(problem, span);
      return false;
    }
  }
}
