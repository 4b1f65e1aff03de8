/**
 * Records of BAI2 (X9/BTRS), taken out of lines: a record begins with its two-digit code and ends with `/`. Banks also put several records
 * on a line, break one in two, or leave the `/` away after text.
 */
import { LineReader, type TextLine } from '../text/lines.ts';

export interface Bai2Record {
  readonly code: string;
  /** After the code and its comma, without the closing `/`; of a continued record with the texts of its 88s. Not decoded. */
  text: string;
  /** What 88 records add, in order. */
  readonly more: string[];
  readonly start: number;
  end: number;
  readonly line: number;
  /** Records that this one stands for: itself and its 88s. */
  count: number;
}

const CODE = /^\s*(01|02|03|16|49|88|98|99),/;
const NEXT = /\/\s+(?=(?:01|02|03|16|49|88|98|99),)/g;

/** Hands out records with their continuations, one behind. */
export class RecordReader {
  readonly #take: (record: Bai2Record) => void;
  readonly #tooLong: (line: TextLine) => void;
  readonly #lines = new LineReader((line) => {
    if (line.tooLong) this.#tooLong(line);
    else this.#line(line.text, line.start, line.line);
  });
  #open: Bai2Record | null = null;

  /** @param lineTooLong a line longer than any real one stands here, whose records are lost. */
  constructor(take: (record: Bai2Record) => void, lineTooLong: (line: TextLine) => void) {
    this.#take = take;
    this.#tooLong = lineTooLong;
  }

  push(units: string): void {
    this.#lines.push(units);
  }

  end(): void {
    this.#lines.end();
    this.#flush();
  }

  #flush(): void {
    const open = this.#open;
    this.#open = null;
    if (open !== null) this.#take(open);
  }

  #line(text: string, start: number, line: number): void {
    let from = 0;
    for (const match of text.matchAll(NEXT)) {
      this.#piece(text.slice(from, match.index + 1), start + from, line);
      from = match.index + match[0].length;
    }
    if (text.slice(from).trim() !== '') this.#piece(text.slice(from), start + from, line);
  }

  #piece(text: string, start: number, line: number): void {
    const open = this.#open;
    const found = CODE.exec(text);
    const end = start + text.trimEnd().length;
    const code = found?.[1];
    if (code === undefined) {
      // The rest of a record that was broken in two.
      if (open === null) return;
      const rest = bare(text);
      if (open.more.length > 0) open.more.push(`${open.more.pop() ?? ''} ${rest}`);
      else open.text += ` ${rest}`;
      open.end = end;
      return;
    }
    const rest = bare(text.slice(found?.[0].length));
    if (code === '88' && open !== null) {
      open.more.push(rest);
      open.end = end;
      open.count++;
      return;
    }
    this.#flush();
    const first = start + (text.length - text.trimStart().length);
    this.#open = { code, text: rest, more: [], start: first, end, line, count: 1 };
  }
}

function bare(text: string): string {
  return text.trim().replace(/\/$/, '');
}
