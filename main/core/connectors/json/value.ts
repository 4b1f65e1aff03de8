/**
 * JSON with positions (RFC 8259). Numbers stay text, exactly as written: money never passes through a float, and ids beyond 2^53
 * keep their digits. Objects are maps, so that a key named `__proto__` is only a key. Works on units as well as on decoded text:
 * structure is ASCII, and only strings are decoded.
 */

export const MAX_DEPTH = 64;

export type JsonNode = JsonScalar | JsonArray | JsonObject;

interface Placed {
  /** Range in the text that was parsed; of a string: without its quotes. */
  readonly start: number;
  readonly end: number;
}

export interface JsonScalar extends Placed {
  readonly kind: 'string' | 'number' | 'boolean' | 'null';
  /** The value as text; '' for null. */
  readonly text: string;
}

export interface JsonArray extends Placed {
  readonly kind: 'array';
  readonly items: readonly JsonNode[];
}

export interface JsonObject extends Placed {
  readonly kind: 'object';
  readonly members: ReadonlyMap<string, JsonNode>;
}

/** Why and where a text is no JSON. */
export interface JsonFault {
  readonly fault: string;
  readonly at: number;
}

/** @param decode a string's units to text; null when they are not text, which is a fault. */
export function parseJson(text: string, decode: (units: string) => string | null): JsonNode | JsonFault {
  const parser = new Parser(text, decode);
  try {
    return parser.document();
  } catch (problem) {
    if (problem instanceof Fault) return { fault: problem.message, at: problem.at };
    throw problem;
  }
}

export function isFault(result: JsonNode | JsonFault): result is JsonFault {
  return 'fault' in result;
}

class Fault extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
/** Raw control characters are forbidden in strings, but some exporters write them; they do no harm. */
const PLAIN_STRING = /[^"\\]*/y;
const ESCAPES: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

class Parser {
  readonly #text: string;
  readonly #decode: (units: string) => string | null;
  #pos = 0;

  constructor(text: string, decode: (units: string) => string | null) {
    this.#text = text;
    this.#decode = decode;
  }

  document(): JsonNode {
    const node = this.#value(0);
    this.#space();
    if (this.#pos < this.#text.length) this.#fail('more text follows after the value');
    return node;
  }

  #fail(message: string): never {
    throw new Fault(message, this.#pos);
  }

  #space(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#pos);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
      this.#pos++;
    }
  }

  #value(depth: number): JsonNode {
    if (depth > MAX_DEPTH) this.#fail('nested too deeply');
    this.#space();
    const first = this.#text.charAt(this.#pos);
    if (first === '{') return this.#object(depth);
    if (first === '[') return this.#array(depth);
    if (first === '"') return this.#string();
    const number = this.#match(NUMBER);
    if (number !== null && number !== '') return { kind: 'number', text: number, start: this.#pos - number.length, end: this.#pos };
    const word = this.#match(WORD);
    if (word === null) this.#fail(first === '' ? 'ends in the middle of a value' : `“${first}” cannot start a value`);
    const start = this.#pos - word.length;
    return word === 'null'
      ? { kind: 'null', text: '', start, end: this.#pos }
      : { kind: 'boolean', text: word, start, end: this.#pos };
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#pos;
    const found = pattern.exec(this.#text);
    if (found === null) return null;
    this.#pos += found[0].length;
    return found[0];
  }

  #object(depth: number): JsonObject {
    const start = this.#pos++;
    const members = new Map<string, JsonNode>();
    this.#space();
    if (this.#text.charAt(this.#pos) === '}') this.#pos++;
    else {
      do {
        this.#space();
        if (this.#text.charAt(this.#pos) !== '"') this.#fail('a key is missing');
        const key = this.#string().text;
        this.#space();
        if (this.#text.charAt(this.#pos++) !== ':') this.#fail('a colon is missing');
        members.set(key, this.#value(depth + 1));
      } while (this.#another('}'));
    }
    return { kind: 'object', members, start, end: this.#pos };
  }

  #array(depth: number): JsonArray {
    const start = this.#pos++;
    const items: JsonNode[] = [];
    this.#space();
    if (this.#text.charAt(this.#pos) === ']') this.#pos++;
    else {
      do items.push(this.#value(depth + 1));
      while (this.#another(']'));
    }
    return { kind: 'array', items, start, end: this.#pos };
  }

  /** After a member: true at a comma, false at the closing bracket. */
  #another(close: string): boolean {
    this.#space();
    const mark = this.#text.charAt(this.#pos++);
    if (mark === ',') return true;
    if (mark === close) return false;
    this.#pos--;
    return this.#fail(mark === '' ? 'ends in the middle' : `“${mark}” stands where a comma or “${close}” belongs`);
  }

  #string(): JsonScalar {
    const start = ++this.#pos;
    let text = '';
    for (;;) {
      const run = this.#match(PLAIN_STRING) ?? '';
      const decoded = this.#decode(run);
      if (decoded === null) this.#fail('a string is not text in the encoding of this file');
      text += decoded;
      const mark = this.#text.charAt(this.#pos);
      if (mark === '"') break;
      if (mark !== '\\') this.#fail('ends in the middle of a string');
      text += this.#escape();
    }
    return { kind: 'string', text, start, end: this.#pos++ };
  }

  #escape(): string {
    const mark = this.#text.charAt(this.#pos + 1);
    if (mark !== 'u') {
      const plain = Object.hasOwn(ESCAPES, mark) ? ESCAPES[mark] : undefined;
      if (plain === undefined) this.#fail('an unknown escape in a string');
      this.#pos += 2;
      return plain;
    }
    const digits = this.#text.slice(this.#pos + 2, this.#pos + 6);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.#fail('an unknown escape in a string');
    this.#pos += 6;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }
}

/** The node at a path of keys, or null where there is none. */
export function nodeAt(node: JsonNode, path: readonly string[]): JsonNode | null {
  let current: JsonNode = node;
  for (const key of path) {
    const next = current.kind === 'object' ? current.members.get(key) : undefined;
    if (next === undefined) return null;
    current = next;
  }
  return current;
}

/** Text of a scalar, trimmed; null when it is absent, blank, null, or no scalar. Strings and numbers read alike. */
export function textAt(node: JsonNode, path: readonly string[]): string | null {
  const found = nodeAt(node, path);
  if (found === null || found.kind === 'object' || found.kind === 'array') return null;
  return found.text.trim() === '' ? null : found.text.trim();
}

export function itemsAt(node: JsonNode, path: readonly string[]): readonly JsonNode[] {
  const found = nodeAt(node, path);
  return found?.kind === 'array' ? found.items : [];
}
