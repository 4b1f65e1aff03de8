/**
 * A scanner of tags that asks for no well-formed document: elements without end tags (OFX 1 is SGML), and parts of an XML document that
 * stand alone. It never expands anything; what entities there are is for `plainText` to read.
 */

/** No tag or value of a statement is longer. */
const MAX_TOKEN_UNITS = 1 << 16;

export interface TagTarget {
  /** `name` without prefix and attributes; `selfClosed` for `<a/>`. */
  open(name: string, start: number, end: number, selfClosed: boolean, line: number): void;
  close(name: string, start: number, end: number): void;
  /** Text right after a tag; blanks at its ends and `<![CDATA[` marks are not cut off. */
  text(text: string, start: number, end: number): void;
  /** A tag or value longer than any real one; nothing after it is read. */
  tooLong(start: number): void;
}

export class TagScanner {
  readonly #target: TagTarget;
  #held = '';
  #start = 0;
  #broken = false;
  /** Line of `#counted`, a position in what is held. */
  #line = 1;
  #counted = 0;

  constructor(target: TagTarget) {
    this.#target = target;
  }

  push(units: string): void {
    if (this.#broken) return;
    const text = this.#held + units;
    const rest = this.#scan(text);
    this.#lineAt(text, rest);
    this.#counted = 0;
    this.#held = text.slice(rest);
    this.#start += rest;
    if (!this.#broken && this.#held.length > MAX_TOKEN_UNITS) this.#stop(0);
  }

  end(): void {
    if (this.#broken || this.#held === '') return;
    if (!this.#held.startsWith('<')) this.#target.text(this.#held, this.#start, this.#start + this.#held.length);
    this.#held = '';
  }

  /** Reports every token that is whole; returns how far they go. */
  #scan(text: string): number {
    let at = 0;
    for (;;) {
      const tag = nextTag(text, at);
      if (tag < 0) return at;
      if (tag - at > MAX_TOKEN_UNITS) return this.#stop(at);
      if (tag > at) this.#target.text(text.slice(at, tag), this.#start + at, this.#start + tag);
      at = tag;
      const end = endOfTag(text, tag);
      if (end < 0) return at;
      if (end - at > MAX_TOKEN_UNITS) return this.#stop(at);
      this.#tag(text, tag, end);
      at = end;
    }
  }

  #stop(at: number): number {
    this.#broken = true;
    this.#target.tooLong(this.#start + at);
    return at;
  }

  #tag(text: string, start: number, end: number): void {
    const mark = text.charAt(start + 1);
    if (mark === '!' || mark === '?') return;
    const closing = mark === '/';
    const inside = text.slice(start + (closing ? 2 : 1), end - 1);
    const selfClosed = inside.endsWith('/');
    const name = /^[^\s/]*/.exec(inside)?.[0] ?? '';
    const local = name.slice(name.indexOf(':') + 1);
    if (closing) this.#target.close(local, this.#start + start, this.#start + end);
    else this.#target.open(local, this.#start + start, this.#start + end, selfClosed, this.#lineAt(text, start));
  }

  #lineAt(text: string, at: number): number {
    for (let i = this.#counted; i < at; i++) {
      const code = text.charCodeAt(i);
      if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) this.#line++;
    }
    this.#counted = at;
    return this.#line;
  }
}

/** The next `<` that begins a tag; that of a CDATA section belongs to the text, and so does one before a blank or a digit. */
function nextTag(text: string, from: number): number {
  let at = from;
  for (;;) {
    const tag = text.indexOf('<', at);
    if (tag < 0) return -1;
    if (text.startsWith('<![CDATA[', tag)) {
      const end = text.indexOf(']]>', tag);
      if (end < 0) return -1;
      at = end + 3;
    } else if ('<![CDATA['.startsWith(text.slice(tag, tag + 9))) return -1;
    else if (/[A-Za-z/!?_]/.test(text.charAt(tag + 1))) return tag;
    else at = tag + 1;
  }
}

function endOfTag(text: string, start: number): number {
  if (text.startsWith('<!--', start)) {
    const end = text.indexOf('-->', start);
    return end < 0 ? -1 : end + 3;
  }
  const end = text.indexOf('>', start);
  return end < 0 ? -1 : end + 1;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

/** Text as it is meant: CDATA marks off, the entities of XML and numeric references read, nothing else expanded; trimmed. */
export function plainText(text: string): string {
  const trimmed = text.trim();
  if (!trimmed.includes('&') && !trimmed.includes('<![CDATA[')) return trimmed;
  return trimmed
    .split(/(<!\[CDATA\[[\s\S]*?\]\]>)/)
    .map((part) => (part.startsWith('<![CDATA[') ? part.slice(9, -3) : unescaped(part)))
    .join('')
    .trim();
}

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{1,8}));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    const valid = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    return valid ? String.fromCodePoint(code) : whole;
  });
}
