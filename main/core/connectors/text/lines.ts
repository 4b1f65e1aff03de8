/** Lines of a file as it streams by, with their places. A line break is LF, CRLF or CR. Memory is bound by one line. */

import { BadValue } from '../cells.ts';

/** No line of any statement is longer. */
export const MAX_LINE_UNITS = 1 << 16;

export interface TextLine {
  /** Without its line break; not decoded. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** 1-based. */
  readonly line: number;
  /** It goes on beyond what any line holds; only its beginning is here. */
  readonly tooLong: boolean;
}

export class LineReader {
  readonly #take: (line: TextLine) => void;
  #held = '';
  #start = 0;
  #line = 1;
  /** A CR ended the last stretch: an LF right after it belongs to it. */
  #afterCr = false;
  /** The rest of a line that is too long goes by. */
  #skipping = false;

  constructor(take: (line: TextLine) => void) {
    this.#take = take;
  }

  push(units: string): void {
    if (units === '') return;
    let text = this.#held + units;
    this.#held = '';
    if (this.#afterCr && text.startsWith('\n')) {
      text = text.slice(1);
      this.#start++;
    }
    this.#afterCr = false;
    let from = 0;
    const breaks = new Breaks(text);
    for (let at = breaks.next(0); at >= 0; at = breaks.next(from)) {
      this.#pass(text.slice(from, at));
      this.#skipping = false;
      const pair = text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === 10;
      this.#afterCr = at === text.length - 1 && text.charCodeAt(at) === 13;
      from = at + (pair ? 2 : 1);
      this.#start += pair ? 2 : 1;
      this.#line++;
    }
    this.#held = text.slice(from);
    if (this.#skipping || this.#held.length > MAX_LINE_UNITS) {
      this.#pass(this.#held);
      this.#skipping = true;
      this.#held = '';
    }
  }

  end(): void {
    if (this.#held !== '') this.#pass(this.#held);
    this.#held = '';
  }

  #pass(text: string): void {
    const start = this.#start;
    this.#start += text.length;
    if (this.#skipping) return;
    const tooLong = text.length > MAX_LINE_UNITS;
    const shown = tooLong ? text.slice(0, MAX_LINE_UNITS) : text;
    this.#take({ text: shown, start, end: start + shown.length, line: this.#line, tooLong });
  }
}

/** Finds line breaks front to back; a kind of break that does not come again is looked for once. */
class Breaks {
  readonly #text: string;
  #lf = -1;
  #cr = -1;

  constructor(text: string) {
    this.#text = text;
  }

  /** Position of the first break at or after `from`, −1 where there is none. */
  next(from: number): number {
    if (this.#lf < from) this.#lf = this.#find('\n', from);
    if (this.#cr < from) this.#cr = this.#find('\r', from);
    const at = Math.min(this.#lf, this.#cr);
    return at === this.#text.length ? -1 : at;
  }

  #find(mark: string, from: number): number {
    const at = this.#text.indexOf(mark, from);
    return at < 0 ? this.#text.length : at;
  }
}

/** What is said of a line that is too long: nothing of it is read. */
export function tooLong(): BadValue {
  return new BadValue('row_too_large', null, '', 'This line is longer than any real one. Only this line was left out.');
}
