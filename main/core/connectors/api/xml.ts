/** Answers of accounting APIs in XML: the entities that a connector knows, wherever they stand; everything else goes by. */

import type { FieldName } from '#shared/domain/fields.ts';
import type { RecordDraft } from '#shared/domain/source-record.ts';
import type { RecordType, System } from '#shared/domain/systems.ts';
import { BadValue } from '../cells.ts';
import type { TextContext, TextLayout, TextPlace, TextReader } from '../text/layout.ts';
import { type XmlFault, type XmlNode, XmlReader, type XmlTarget } from '../xml/document.ts';
import { placeOfElement } from '../xml/places.ts';
import { type Entity, type EntityPaths, XmlEntity } from './entity.ts';

/** A record as its connector reads it; where it stands is known elsewhere. */
export type EntityDraft = Omit<RecordDraft, 'span'>;

export interface ApiSource {
  readonly system: System;
  readonly types: readonly RecordType[];
  /** Whether an element of this name, in a parent of that name, is a record. */
  readonly isRecord: (name: string, parent: string | undefined) => boolean;
  /** Reads a record of that name. May throw `BadValue`. */
  readonly read: (name: string, entity: Entity, context: Pick<TextContext, 'values' | 'options'>) => EntityDraft;
  readonly paths: EntityPaths;
}

export function xmlLayout(source: ApiSource, own: Pick<TextLayout, 'id' | 'label' | 'fits'>): TextLayout {
  return {
    ...own,
    system: source.system,
    types: source.types,
    open: (context) => new ApiXml(source, context),
    locate: (text, field) => placeIn(text, source.paths, field),
  };
}

class ApiXml implements TextReader, XmlTarget {
  readonly #source: ApiSource;
  readonly #context: TextContext;
  readonly #xml = new XmlReader(this);

  constructor(source: ApiSource, context: TextContext) {
    this.#source = source;
    this.#context = context;
  }

  push(units: string): void {
    this.#xml.push(units);
  }

  end(): void {
    this.#xml.end();
  }

  wants(name: string, path: readonly string[]): boolean {
    return this.#source.isRecord(name, path.at(-1));
  }

  open(): void {}

  close(): void {}

  element(node: XmlNode): void {
    const context = this.#context;
    const span = context.span(node.start, node.end, node.line);
    context.row(span, () => {
      const entity = new XmlEntity(node, (units) => context.decode(units, node.name));
      context.emit({ ...this.#source.read(node.name, entity, context), span });
    });
  }

  fault({ code, at, line, cause }: XmlFault): void {
    const problem = new BadValue(code, null, '', `${cause} Nothing from here on was read.`);
    this.#context.row(this.#context.span(at, at, line), () => {
      throw problem;
    });
  }
}

/** Where the value of a fact stands in the text of a record: in an element, or as the name of a reference. */
function placeIn(text: string, paths: EntityPaths, field: FieldName): TextPlace | null {
  for (const path of paths[field] ?? []) {
    const [steps = '', attribute] = path.split('@');
    const place = attribute === undefined ? placeOfElement(text, [steps], true) : placeOfAttribute(text, steps, attribute);
    if (place !== null) return place;
  }
  return null;
}

function placeOfAttribute(text: string, element: string, attribute: string): TextPlace | null {
  const found = new RegExp(`<(?:[\\w.-]{1,40}:)?${element}\\s[^<>]{0,400}?\\b${attribute}\\s*=\\s*["']`).exec(text);
  if (found === null) return null;
  const start = found.index + found[0].length;
  const end = text.indexOf(found[0].slice(-1), start);
  return end <= start ? null : { column: `${element}@${attribute}`, start, end };
}
