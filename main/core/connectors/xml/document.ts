/**
 * XML as it streams by, on units that are not decoded (see `encoding.ts`), so that positions are those of the file. Only the elements that
 * a connector asks for are built; memory is bound by one of them. Hostile files stop early: a document type is refused as a whole (no
 * entities of its own, nothing fetched), and so is what is deeper, longer or wider than any statement.
 */
import { SaxesParser } from 'saxes';

const DEEPEST = 64;
/** Without the end of any tag or text. */
const LONGEST_UNITS = 1 << 20;
const TOO_LONG = 'An element here is longer than any real one.';
/** Elements in one that is asked for: a batch of some ten thousand payments. */
const MOST_NODES = 1_000_000;

export interface XmlNode {
  /** Without its prefix. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Own text, for `decodeXml`. */
  text: string;
  readonly children: XmlNode[];
  /** Units from the start of the file. */
  readonly start: number;
  end: number;
  readonly line: number;
}

export interface XmlFault {
  readonly code: 'bad_xml' | 'row_too_large';
  readonly at: number;
  readonly line: number;
  readonly cause: string;
}

export interface XmlTarget {
  /** Whether the element is to be built whole; `path` is that of its parent. */
  wants(name: string, path: readonly string[]): boolean;
  /** An element that was asked for is complete. */
  element(node: XmlNode): void;
  /** Any other element begins, or ends. */
  open(name: string, line: number): void;
  close(name: string): void;
  /** Nothing after this is read. */
  fault(fault: XmlFault): void;
}

class Stop extends Error {
  readonly fault: XmlFault;

  constructor(fault: XmlFault) {
    super(fault.cause);
    this.fault = fault;
  }
}

/**
 * A numeric reference names a character, while units are bytes: it is carried through the parser behind a mark of the same length, and
 * read when its text is decoded.
 */
const MARK = '\ue000#';

export class XmlReader {
  readonly #target: XmlTarget;
  readonly #parser: SaxesParser<{ xmlns: false }>;
  readonly #path: string[] = [];
  /** Elements being built, outermost first. */
  readonly #building: XmlNode[] = [];
  #nodes = 0;
  #pushed = 0;
  #lastEvent = 0;
  #held = '';
  #start = 0;
  #startLine = 1;
  #over = false;

  constructor(target: XmlTarget) {
    this.#target = target;
    const parser = new SaxesParser({ xmlns: false, forceXMLVersion: true, defaultXMLVersion: '1.0' });
    this.#parser = parser;
    parser.on('error', (error) => this.#stop('bad_xml', `This is no well-formed XML: ${reason(error.message)}.`));
    parser.on('doctype', () => this.#stop('bad_xml', 'This XML declares a document type, which is refused for safety.'));
    parser.on('opentagstart', ({ name }) => {
      this.#start = parser.position - name.length - 2;
      this.#startLine = parser.line;
    });
    parser.on('opentag', ({ name, attributes }) => this.#open(localName(name), attributes));
    parser.on('closetag', ({ name }) => this.#close(localName(name)));
    parser.on('text', (text) => this.#text(text));
    parser.on('cdata', (text) => this.#text(text.replaceAll(MARK, '&#')));
    parser.on('comment', () => this.#event());
    parser.on('processinginstruction', () => this.#event());
  }

  push(units: string): void {
    if (this.#over || units === '') return;
    const all = this.#held + units;
    const text = all.endsWith('&') ? all.slice(0, -1) : all;
    this.#held = all.slice(text.length);
    this.#guarded(() => {
      this.#parser.write(text.replaceAll('&#', MARK));
      this.#pushed += text.length;
      if (this.#pushed - this.#lastEvent > LONGEST_UNITS) this.#stop('row_too_large', TOO_LONG);
    });
  }

  end(): void {
    if (this.#over) return;
    this.#guarded(() => {
      this.#parser.write(this.#held);
      this.#parser.close();
    });
    this.#over = true;
  }

  #guarded(work: () => void): void {
    try {
      work();
    } catch (problem) {
      if (!(problem instanceof Stop)) throw problem;
      this.#over = true;
      this.#building.length = 0;
      this.#target.fault(problem.fault);
    }
  }

  #stop(code: XmlFault['code'], cause: string): never {
    const outer = this.#building[0];
    const at = outer?.start ?? Math.max(0, Math.min(this.#parser.position, this.#lastEvent));
    throw new Stop({ code, at, line: outer?.line ?? this.#parser.line, cause });
  }

  #event(): void {
    const { position } = this.#parser;
    if (position - this.#lastEvent > LONGEST_UNITS) this.#stop('row_too_large', TOO_LONG);
    this.#lastEvent = position;
  }

  #open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#event();
    if (this.#path.length >= DEEPEST) this.#stop('row_too_large', 'Elements are nested deeper than in any statement.');
    const parent = this.#building.at(-1);
    if (parent !== undefined || this.#target.wants(name, this.#path)) {
      if (parent === undefined) this.#nodes = 0;
      if (++this.#nodes > MOST_NODES) this.#stop('row_too_large', 'An element here holds more than any real one.');
      const node = { name, attributes, text: '', children: [], start: this.#start, end: this.#start, line: this.#startLine };
      parent?.children.push(node);
      this.#building.push(node);
    } else this.#target.open(name, this.#startLine);
    this.#path.push(name);
  }

  #close(name: string): void {
    this.#event();
    this.#path.pop();
    const node = this.#building.pop();
    if (node === undefined) this.#target.close(name);
    else {
      node.end = this.#parser.position;
      if (this.#building.length === 0) this.#target.element(node);
    }
  }

  #text(text: string): void {
    this.#event();
    const node = this.#building.at(-1);
    if (node === undefined) return;
    // Blanks between elements are indentation, unless the element says that it means them.
    if (node.text !== '' || text.trim() !== '' || node.attributes['xml:space'] === 'preserve') node.text += text;
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** The parser begins its messages with the place. */
function reason(message: string): string {
  return message.replace(/^\d+:\d+: /, '').replace(/\.$/, '');
}

/** Text of a node with its numeric references read; trimmed. `decode` turns units into text. */
export function decodeXml(text: string, decode: (units: string) => string): string {
  if (!text.includes(MARK)) return decode(text).trim();
  return text
    .split(/(\ue000#(?:\d{1,7}|x[0-9a-fA-F]{1,6});)/)
    .map((part) => (part.startsWith(MARK) ? character(part.slice(MARK.length, -1)) : decode(part.replaceAll(MARK, '&#'))))
    .join('')
    .trim();
}

function character(text: string): string {
  const code = text.startsWith('x') ? Number.parseInt(text.slice(1), 16) : Number(text);
  const valid = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return valid ? String.fromCodePoint(code) : `&#${text};`;
}

/** The first element that a path of names leads to, or null. */
export function childAt(node: XmlNode, path: string): XmlNode | null {
  let at: XmlNode | undefined = node;
  for (const name of path.split('/')) at = at?.children.find((child) => child.name === name);
  return at ?? null;
}

/** All elements that a path of names leads to. */
export function childrenAt(node: XmlNode, path: string): readonly XmlNode[] {
  return path
    .split('/')
    .reduce<readonly XmlNode[]>(
      (nodes, name) => nodes.flatMap(({ children }) => children.filter((child) => child.name === name)),
      [node],
    );
}
