/** Lines of a file as it streams by, with their places. A line break is LF, CRLF or CR. Memory is bound by one line. */

/** No line of any statement is longer; what is, is cut there and told. */
export const MAX_LINE_UNITS = 1 << 16;

export interface TextLine {
  /** Without its line break; not decoded. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** 1-based. */
  readonly line: number;
}

export class LineReader {
  readonly #take: (line: TextLine) => void;
  #held = '';
  #start = 0;
  #line = 1;
  /** A CR ended the last stretch: an LF right after it belongs to it. */
  #afterCr = false;

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
    for (let at = nextBreak(text, 0); at >= 0; at = nextBreak(text, from)) {
      this.#emit(text.slice(from, at));
      const pair = text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === 10;
      this.#afterCr = at === text.length - 1 && text.charCodeAt(at) === 13;
      from = at + (pair ? 2 : 1);
      this.#start += pair ? 2 : 1;
      this.#line++;
    }
    this.#held = text.slice(from);
    if (this.#held.length > MAX_LINE_UNITS) {
      this.#emit(this.#held);
      this.#held = '';
    }
  }

  end(): void {
    if (this.#held !== '') this.#emit(this.#held);
    this.#held = '';
  }

  #emit(text: string): void {
    const start = this.#start;
    this.#start += text.length;
    this.#take({ text, start, end: this.#start, line: this.#line });
  }
}

function nextBreak(text: string, from: number): number {
  const lf = text.indexOf('\n', from);
  const cr = text.indexOf('\r', from);
  return lf < 0 || (cr >= 0 && cr < lf) ? cr : lf;
}
