/**
 * Splits a JSON file into its elements as it streams by: `[…]`, `{"data": […]}`, `{"data": {…}}`, one object, or one object a line.
 * It only follows strings and brackets; whether an element is good JSON is for its reader to find. Memory is bound by one element.
 */

/** An element larger than this is damage or an attack, not an order. */
export const MAX_ELEMENT_UNITS = 8 << 20;
const SHOWN_UNITS = 300;

export interface Element {
  readonly units: string;
  /** Position in the file, in units after the byte order mark. */
  readonly start: number;
  readonly line: number;
  /** JSON pointer (RFC 6901); '' for an object that is the whole document or line. */
  readonly pointer: string;
}

export interface BrokenElement {
  readonly code: 'bad_json' | 'row_too_large';
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly pointer: string;
  /** The first few hundred units. */
  readonly text: string;
}

export interface ElementTarget {
  element(element: Element): void;
  broken(element: BrokenElement): void;
}

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_ARRAY = 91;
const BACKSLASH = 92;
const CLOSE_ARRAY = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
const LF = 10;
/** A level that no depth reaches: the wrapper's elements are over. */
const OVER = 1 << 30;
const DEEPEST = 200;

export class ElementSplitter {
  readonly #target: ElementTarget;
  /** Text from `#base` on; while an element is open it reaches back to its start. */
  #buffer = '';
  /** Positions in the file: of `#buffer[0]`, and of the unit looked at. */
  #base = 0;
  #at = 0;
  #line = 1;
  #depth = 0;
  /** Whether the bracket open at a depth is that of an array; deeper than any real file goes, they are only counted. */
  readonly #isArray: boolean[] = [];
  #inString = false;
  #escaped = false;
  /** Depth at which elements stand: 0 for objects side by side, 1 in a document array, 2 in `{"data": […]}`. */
  #level = 0;
  /** Pointer of the array of elements, of the single element, or null while objects stand side by side. */
  #prefix: string | null = null;
  #index = 0;
  /** Start of the open element, or −1. */
  #start = -1;
  #startLine = 1;
  /** Beginning of an element that grew too large to keep. */
  #shown: string | null = null;
  /** Set once an object ended on the line it began on: then a line break ends each element, whatever its brackets say. */
  #perLine = false;
  #keyStart = -1;
  #key = '';
  #afterColon = false;

  constructor(target: ElementTarget) {
    this.#target = target;
  }

  push(units: string): void {
    const text = this.#buffer + units;
    this.#buffer = text;
    for (let i = this.#at - this.#base; i < text.length; i++) {
      this.#at = this.#base + i;
      this.#step(text.charCodeAt(i));
    }
    this.#at = this.#base + text.length;
    this.#release();
  }

  end(): void {
    if (this.#start < 0) return;
    if (this.#depth > this.#level || this.#inString) this.#finish('bad_json');
    else this.#finish(null);
  }

  #step(code: number): void {
    if (code === LF) {
      if (this.#perLine) this.#endLine();
      this.#line++;
    }
    if (this.#inString) this.#stepString(code);
    else if (code > 32) this.#stepStructure(code);
  }

  #stepString(code: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (code === BACKSLASH) this.#escaped = true;
    else if (code === QUOTE) {
      this.#inString = false;
      if (this.#keyStart >= this.#base) this.#key = this.#buffer.slice(this.#keyStart - this.#base, this.#at - this.#base);
      this.#keyStart = -1;
    }
  }

  #stepStructure(code: number): void {
    const inOuterObject = this.#level === 0 && this.#depth === 1;
    if (inOuterObject && this.#afterColon) {
      this.#afterColon = false;
      if (this.#key === 'data' && (code === OPEN_ARRAY || code === OPEN_OBJECT)) {
        this.#enterData(code);
        return;
      }
    }
    if (code === COMMA || code === CLOSE_ARRAY || code === CLOSE_OBJECT) {
      this.#stepEnd(code);
      return;
    }
    if (this.#start < 0 && this.#depth === this.#level) {
      if (code === OPEN_ARRAY && this.#prefix === null && this.#index === 0) {
        this.#prefix = '';
        this.#level = 1;
        this.#depth = 1;
        this.#isArray[0] = true;
        return;
      }
      this.#start = this.#at;
      this.#startLine = this.#line;
    }
    if (code === QUOTE) {
      this.#inString = true;
      if (inOuterObject) this.#keyStart = this.#at + 1;
    } else if (code === COLON) this.#afterColon = inOuterObject;
    else if (code === OPEN_ARRAY || code === OPEN_OBJECT) {
      this.#isArray[Math.min(this.#depth, DEEPEST)] = code === OPEN_ARRAY;
      this.#depth++;
    }
  }

  #stepEnd(code: number): void {
    if (this.#start >= 0 && this.#depth === this.#level) this.#finish(null);
    if (code === COMMA || this.#depth === 0) return;
    this.#depth = this.#depthAfter(code);
    if (this.#start >= 0 && this.#depth === this.#level) {
      this.#at++;
      this.#finish(null);
      this.#at--;
    }
    if (this.#depth < this.#level) this.#level = OVER;
  }

  /**
   * A closing bracket of the wrong kind closes what it can: the nearest bracket of its kind inside the element, so that a bracket
   * that was forgotten does not swallow the elements after it.
   */
  #depthAfter(code: number): number {
    const closesArray = code === CLOSE_ARRAY;
    const floor = this.#start < 0 ? this.#depth - 1 : this.#level;
    if (this.#depth > DEEPEST) return this.#depth - 1;
    for (let depth = this.#depth - 1; depth >= floor; depth--) if (this.#isArray[depth] === closesArray) return depth;
    return this.#start < 0 ? this.#depth - 1 : this.#depth;
  }

  /** `{"data": …}` is a wrapper: what was taken for an element until here is none. */
  #enterData(code: number): void {
    this.#prefix = '/data';
    this.#isArray[1] = code === OPEN_ARRAY;
    this.#depth = 2;
    if (code === OPEN_ARRAY) {
      this.#level = 2;
      this.#start = -1;
      return;
    }
    this.#level = 1;
    this.#index = -1;
    this.#start = this.#at;
    this.#startLine = this.#line;
  }

  /** The open element ends before `#at`. */
  #finish(fault: 'bad_json' | null): void {
    const text = this.#buffer.slice(this.#start - this.#base, this.#at - this.#base);
    const pointer = this.#prefix === null ? '' : this.#index < 0 ? this.#prefix : `${this.#prefix}/${this.#index}`;
    const place = { start: this.#start, line: this.#startLine, pointer };
    const code = this.#at - this.#start > MAX_ELEMENT_UNITS ? 'row_too_large' : fault;
    if (code === null) this.#target.element({ ...place, units: text.trimEnd() });
    else this.#target.broken({ ...place, code, end: this.#at, text: this.#shown ?? text.slice(0, SHOWN_UNITS) });
    this.#start = -1;
    this.#shown = null;
    if (this.#index < 0) this.#level = OVER;
    else this.#index++;
    if (this.#prefix === null && this.#startLine === this.#line) this.#perLine = true;
  }

  #endLine(): void {
    if (this.#start >= 0) this.#finish(this.#depth > 0 || this.#inString ? 'bad_json' : null);
    this.#depth = 0;
    this.#inString = false;
    this.#escaped = false;
    this.#afterColon = false;
    this.#keyStart = -1;
  }

  /** Keeps the text of the open element only, and of one that is too large only its beginning. */
  #release(): void {
    const keepFrom = this.#start < 0 ? this.#at : this.#start;
    if (this.#start >= 0 && this.#at - this.#start > MAX_ELEMENT_UNITS) {
      this.#shown ??= this.#buffer.slice(this.#start - this.#base, this.#start - this.#base + SHOWN_UNITS);
      this.#buffer = '';
      this.#base = this.#at;
    } else {
      this.#buffer = this.#buffer.slice(keepFrom - this.#base);
      this.#base = keepFrom;
    }
  }
}
