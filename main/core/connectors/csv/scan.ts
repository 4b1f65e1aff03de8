/**
 * Scanner for delimited text as RFC 4180 has it, on units of a file (see `encoding.ts`): quotes, doubled quotes, line breaks inside
 * quotes; rows end with CRLF, LF or CR. It never throws and never stops at a damaged line: that line is reported as broken and
 * scanning goes on with the next one. Where the chunks of the file are cut makes no difference to what is reported.
 */

/** A row longer than this is damage or an attack, not a sale. Also the most that is held in memory. */
export const MAX_ROW_UNITS = 1 << 20;
export const MAX_COLUMNS = 4096;
/** So much of a broken line is shown. */
const SHOWN_UNITS = 300;

const QUOTE = 34;
const LF = 10;
const CR = 13;
/** Text without anything to decode or to distrust (zero bytes). */
const PLAIN_ASCII = /^[\t\r\n -~]*$/;

/** One row, valid only while `row` runs: the scanner reuses it. */
export interface ScannedRow {
  /** Line on which the row starts, 1-based. */
  readonly line: number;
  /** Position in the file, in units after the byte order mark; `end` is before the line break. */
  readonly start: number;
  readonly end: number;
  readonly count: number;
  /** The units of cell `i`, unquoted; '' beyond the last. */
  cell(i: number): string;
  /** True when the row was certainly read from plain ASCII, so that cells need no decoding. */
  readonly ascii: boolean;
  /** The row's own units, quotes and all. */
  source(): string;
  /** Where cell `i` stands, in units from the row's start, without its quotes; null beyond the last. */
  cellRange(i: number): { readonly start: number; readonly end: number } | null;
}

export type BrokenCode = 'unclosed_quote' | 'row_too_large';

export interface BrokenLine {
  readonly code: BrokenCode;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  /** The first few hundred units of the line. */
  readonly text: string;
}

export interface ScanTarget {
  row(row: ScannedRow): void;
  broken(line: BrokenLine): void;
}

export interface ScanOptions {
  readonly delimiter: string;
  /** False for files whose quotes are plain characters (Amazon reports). */
  readonly quotes: boolean;
}

export class CsvScanner {
  /**
   * Columns of the header, once known (0: any). A row that spans lines and has another count has swallowed its neighbours
   * through a stray quote: only its first line is broken.
   */
  columnCount = 0;
  readonly #target: ScanTarget;
  readonly #delimiter: number;
  readonly #quotes: boolean;
  readonly #row = new RowView();
  #buffer = '';
  /** Unit position of `#buffer[0]` in the file. */
  #base = 0;
  #line = 1;
  #broken: { code: BrokenCode; start: number; text: string } | null = null;

  constructor(options: ScanOptions, target: ScanTarget) {
    this.#delimiter = options.delimiter.charCodeAt(0);
    this.#quotes = options.quotes;
    this.#target = target;
  }

  push(units: string): void {
    if (units === '') return;
    this.#scan(this.#buffer === '' ? units : this.#buffer + units, false);
  }

  end(): void {
    this.#scan(this.#buffer, true);
    if (this.#broken !== null) this.#reportBroken(this.#base);
  }

  #scan(text: string, final: boolean): void {
    this.#row.units = text;
    this.#row.base = this.#base;
    this.#row.ascii = PLAIN_ASCII.test(text);
    let pos = 0;
    while (pos < text.length) {
      const next = this.#broken === null ? this.#scanRow(text, pos, final) : this.#skipLine(text, pos, final);
      if (next < 0) break;
      pos = next;
    }
    this.#base += pos;
    this.#buffer = text.slice(pos);
  }

  /** Walks over what is left of a broken line; returns the start of the next, or -1 to wait for more. */
  #skipLine(text: string, pos: number, final: boolean): number {
    const broken = this.#broken;
    if (broken === null) return pos;
    const stop = lineEnd(text, pos);
    if (broken.text.length < SHOWN_UNITS) broken.text += text.slice(pos, Math.min(stop, pos + SHOWN_UNITS - broken.text.length));
    if (stop === text.length) return stop;
    if (text.charCodeAt(stop) === CR && stop + 1 === text.length && !final) {
      // The break may be the first half of CRLF: keep it for the next chunk, but never the same text twice.
      if (stop > pos) return stop;
      return -1;
    }
    this.#reportBroken(this.#base + stop);
    this.#line++;
    return afterBreak(text, stop);
  }

  #reportBroken(end: number): void {
    const broken = this.#broken;
    if (broken === null) return;
    this.#broken = null;
    this.#target.broken({ code: broken.code, line: this.#line, start: broken.start, end, text: broken.text });
  }

  #breakLine(code: BrokenCode, pos: number): number {
    this.#broken = { code, start: this.#base + pos, text: '' };
    return pos;
  }

  /** Reads one row from `start`; returns where the next begins, or -1 when the row is not complete yet. */
  #scanRow(text: string, start: number, final: boolean): number {
    const { starts, ends, marks } = this.#row;
    const limit = start + MAX_ROW_UNITS;
    const length = text.length;
    const delimiter = this.#delimiter;
    let innerLines = 0;
    let count = 0;
    let pos = start;
    for (;;) {
      if (count === MAX_COLUMNS) return this.#breakLine('row_too_large', start);
      let mark = PLAIN;
      let stop: number;
      if (this.#quotes && pos < length && text.charCodeAt(pos) === QUOTE) {
        const open = pos + 1;
        mark = QUOTED;
        stop = text.indexOf('"', open);
        while (stop >= 0 && stop < limit && text.charCodeAt(stop + 1) === QUOTE) {
          mark = ESCAPED;
          stop = text.indexOf('"', stop + 2);
        }
        if (stop < 0 || stop >= limit) {
          if (length > limit) return this.#breakLine(lineEnd(text, open) < limit ? 'unclosed_quote' : 'row_too_large', start);
          return final ? this.#breakLine('unclosed_quote', start) : -1;
        }
        if (stop + 1 === length && !final) return -1;
        innerLines += countBreaks(text, open, stop);
        starts[count] = open;
        pos = stop + 1;
        if (pos < length) {
          const after = text.charCodeAt(pos);
          if (after !== delimiter && after !== LF && after !== CR) return this.#breakLine('unclosed_quote', start);
        }
      } else {
        starts[count] = pos;
        let code = -1;
        while (pos < length) {
          code = text.charCodeAt(pos);
          if (code === delimiter || code === LF || code === CR) break;
          pos++;
        }
        stop = pos;
      }
      ends[count] = stop;
      marks[count] = mark;
      count++;
      if (pos > limit) return this.#breakLine('row_too_large', start);
      if (pos >= length) {
        if (!final) return -1;
        break;
      }
      if (text.charCodeAt(pos) !== delimiter) break;
      pos++;
    }
    if (pos < length && text.charCodeAt(pos) === CR && pos + 1 === length && !final) return -1;
    if (innerLines > 0 && this.columnCount > 0 && count !== this.columnCount) return this.#breakLine('unclosed_quote', start);
    const row = this.#row;
    row.count = count;
    row.from = start;
    row.to = pos;
    row.line = this.#line;
    this.#target.row(row);
    this.#line += innerLines + (pos < length ? 1 : 0);
    return pos < length ? afterBreak(text, pos) : pos;
  }
}

const PLAIN = 0;
const QUOTED = 1;
const ESCAPED = 2;

class RowView implements ScannedRow {
  units = '';
  base = 0;
  ascii = true;
  line = 0;
  count = 0;
  from = 0;
  to = 0;
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  readonly marks: number[] = [];

  get start(): number {
    return this.base + this.from;
  }

  get end(): number {
    return this.base + this.to;
  }

  cell(i: number): string {
    if (i >= this.count) return '';
    const text = this.units.slice(this.starts[i], this.ends[i]);
    return this.marks[i] === ESCAPED ? text.replaceAll('""', '"') : text;
  }

  source(): string {
    return this.units.slice(this.from, this.to);
  }

  cellRange(i: number): { readonly start: number; readonly end: number } | null {
    const start = this.starts[i];
    const end = this.ends[i];
    return i >= this.count || start === undefined || end === undefined ? null : { start: start - this.from, end: end - this.from };
  }
}

function lineEnd(text: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === LF || code === CR) return i;
  }
  return text.length;
}

function afterBreak(text: string, at: number): number {
  return text.charCodeAt(at) === CR && text.charCodeAt(at + 1) === LF ? at + 2 : at + 1;
}

/** Line breaks in a quoted cell: CRLF, LF and CR each count once. */
function countBreaks(text: string, from: number, to: number): number {
  let breaks = 0;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code === LF || (code === CR && !(i + 1 < to && text.charCodeAt(i + 1) === LF))) breaks++;
  }
  return breaks;
}
