/** Drives a JSON connector over one file: units, elements, values, and every outcome of an element accounted for. */
import type { StatementDraft } from '#shared/domain/money-events.ts';
import type { RecordDraft, RejectedRow, Span } from '#shared/domain/source-record.ts';
import { BadValue, ValueReader } from '../cells.ts';
import type { DraftSink, FileParser, ParseTotals, ReadOptions } from '../connector.ts';
import { decodeUnits, UnitReader } from '../encoding.ts';
import { type BrokenElement, type Element, ElementSplitter, type ElementTarget } from './elements.ts';
import { isFault, type JsonNode, parseJson } from './value.ts';

/** What a JSON connector is given to read one element. */
export interface ElementContext {
  readonly values: ValueReader;
  readonly options: ReadOptions;
  /** Span of a part of the element; `path` continues the element's pointer. */
  spanOf(node: JsonNode, path: string): Span;
  emit(draft: RecordDraft): void;
  statement(draft: StatementDraft): void;
  /** A part of the element that is a record of its own: read apart, so that its faults are its own. */
  part(node: JsonNode, path: string, read: () => void): void;
}

export interface JsonLayout {
  readonly id: string;
  /** Reads one element; may throw `BadValue`: then the element alone is rejected. */
  readonly read: (element: JsonNode, context: ElementContext) => void;
  /** Whether an element only holds the records that are its parts, and is none itself. Absent: it never does. */
  readonly isEnvelope?: (element: JsonNode) => boolean;
}

export function openJsonFile(layout: JsonLayout, options: ReadOptions, sink: DraftSink): FileParser {
  return new JsonFile(layout, options, sink);
}

class JsonFile implements FileParser, ElementTarget {
  readonly #layout: JsonLayout;
  readonly #options: ReadOptions;
  readonly #sink: DraftSink;
  readonly #units: UnitReader;
  readonly #values: ValueReader;
  readonly #splitter: ElementSplitter;
  #rowCount = 0;

  constructor(layout: JsonLayout, options: ReadOptions, sink: DraftSink) {
    this.#layout = layout;
    this.#options = options;
    this.#sink = sink;
    this.#units = new UnitReader(options.encoding);
    this.#values = new ValueReader(options);
    this.#splitter = new ElementSplitter(this);
  }

  push(bytes: string): void {
    this.#splitter.push(this.#units.push(bytes));
  }

  end(): ParseTotals {
    this.#splitter.push(this.#units.end());
    this.#splitter.end();
    return { rowCount: this.#rowCount, byteCount: this.#units.byteCount };
  }

  element(element: Element): void {
    const whole = this.#span(element, 0, element.units.length, '');
    const node = parseJson(element.units, (units) => decodeUnits(units, this.#options.encoding));
    if (isFault(node)) {
      this.#rowCount++;
      const cause = `This element is no JSON: ${node.fault}.`;
      this.#reject(new BadValue('bad_json', null, element.units.slice(node.at, node.at + 100), cause), whole);
      return;
    }
    const context: ElementContext = {
      values: this.#values,
      options: this.#options,
      spanOf: (part, path) => this.#span(element, part.start, part.end, path),
      emit: (draft) => this.#sink.record(draft),
      statement: (draft) => this.#sink.statement?.(draft),
      part: (part, path, read) => void this.#guarded(this.#span(element, part.start, part.end, path), read),
    };
    const isRead = this.#guarded(whole, () => this.#layout.read(node, context));
    if (isRead && this.#layout.isEnvelope?.(node) === true) this.#rowCount--;
  }

  broken(element: BrokenElement): void {
    this.#rowCount++;
    const cause = element.code === 'row_too_large' ? 'This element is larger than any order.' : 'This element ends in the middle.';
    const span = this.#span({ ...element, units: '' }, 0, element.end - element.start, '');
    this.#reject(new BadValue(element.code, null, element.text, cause), span);
  }

  #guarded(span: Span, read: () => void): boolean {
    this.#rowCount++;
    try {
      read();
      return true;
    } catch (problem) {
      if (!(problem instanceof BadValue)) throw problem;
      this.#reject(problem, span);
      return false;
    }
  }

  #span(element: Element, start: number, end: number, path: string): Span {
    const { unitBytes, bomBytes } = this.#units;
    const line = element.line + breaksBefore(element.units, start);
    return {
      line,
      byteOffset: bomBytes + (element.start + start) * unitBytes,
      byteLength: (end - start) * unitBytes,
      pointer: element.pointer + path,
    };
  }

  #reject(problem: BadValue, span: Span): void {
    const rejected: RejectedRow = { span, column: problem.column, text: problem.text, code: problem.code, cause: problem.message };
    this.#sink.rejected(rejected);
  }
}

function breaksBefore(units: string, end: number): number {
  let breaks = 0;
  for (let at = units.indexOf('\n'); at >= 0 && at < end; at = units.indexOf('\n', at + 1)) breaks++;
  return breaks;
}
