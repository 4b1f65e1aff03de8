/** One object that an accounting API answers with, read alike whether it came as XML or as JSON. */

import type { FieldName } from '#shared/domain/fields.ts';
import { fieldSpec } from '#shared/domain/fields.ts';
import type { SourceInstant } from '#shared/domain/instant.ts';
import { DAY_MS, isoDay } from '#shared/domain/instant.ts';
import type { ValueReader } from '../cells.ts';
import { type FactDraft, put } from '../facts.ts';
import { itemsAt, type JsonNode, nodeAt, textAt } from '../json/value.ts';
import { childAt, childrenAt, decodeXml, type XmlNode } from '../xml/document.ts';

/**
 * Paths are names of elements or keys: `MetaData/CreateTime`. `CustomerRef@name` is what a reference is called: an attribute in XML, the
 * key `name` in JSON, where the reference itself stands under `value`.
 */
export interface Entity {
  /** Trimmed; null when it is absent or blank. */
  text(path: string): string | null;
  /** Parts that may come several times. `LineItems/LineItem`: JSON writes such a list without the inner name. */
  all(path: string): readonly Entity[];
}

export class XmlEntity implements Entity {
  readonly #node: XmlNode;
  readonly #decode: (units: string) => string;

  /** @param decode units to text; throws `BadValue` for what is none. */
  constructor(node: XmlNode, decode: (units: string) => string) {
    this.#node = node;
    this.#decode = decode;
  }

  text(path: string): string | null {
    const [steps = '', attribute] = path.split('@');
    const node = steps === '' ? this.#node : childAt(this.#node, steps);
    const written = attribute === undefined ? node?.text : node?.attributes[attribute];
    const text = written === undefined ? '' : decodeXml(written, this.#decode);
    return text === '' ? null : text;
  }

  all(path: string): readonly Entity[] {
    return childrenAt(this.#node, path).map((node) => new XmlEntity(node, this.#decode));
  }
}

export class JsonEntity implements Entity {
  readonly #node: JsonNode;

  constructor(node: JsonNode) {
    this.#node = node;
  }

  text(path: string): string | null {
    const keys = path.split(/[/@]/).filter((key) => key !== '');
    return textAt(this.#node, keys) ?? textAt(this.#node, [...keys, 'value']);
  }

  all(path: string): readonly Entity[] {
    const keys = path.split('/');
    const inner = itemsAt(this.#node, keys);
    const items = inner.length > 0 || keys.length === 1 ? inner : itemsAt(this.#node, keys.slice(0, -1));
    const single = nodeAt(this.#node, keys);
    return (items.length === 0 && single?.kind === 'object' ? [single] : items).map((node) => new JsonEntity(node));
  }
}

/** Field → paths that hold it, the first that is not blank counts. A path that ends in `UTC` is a time in UTC. */
export type EntityPaths = { readonly [F in FieldName]?: readonly string[] };

/** The facts of a table of paths: what is blank gives null. May throw `BadValue`. */
export function readFacts(entity: Entity, paths: EntityPaths, values: ValueReader, currency: string): FactDraft {
  const facts: FactDraft = { currency };
  for (const [name, places] of Object.entries(paths)) {
    const field = name as FieldName;
    const found = firstOf(entity, places);
    const { kind } = fieldSpec(field);
    if (field === 'currency') continue;
    if (found === null) put(facts, field, null);
    else if (kind === 'money') put(facts, field, values.money(found.text, found.path, currency));
    else if (kind === 'instant') put(facts, field, instantOf(found.text, found.path, values));
    else put(facts, field, found.text);
  }
  return facts;
}

export function firstOf(entity: Entity, paths: readonly string[]): { readonly text: string; readonly path: string } | null {
  for (const path of paths) {
    const text = entity.text(path);
    if (text !== null) return { text, path };
  }
  return null;
}

/** Dates of APIs: a day with a time of nothing is that day; `/Date(1541176648927+0000)/` counts ms since 1970. */
export function instantOf(text: string, path: string, values: ValueReader): SourceInstant {
  const counted = /^\/Date\((-?\d{1,14})(?:[+-]\d{4})?\)\/$/.exec(text);
  if (counted !== null) {
    const ms = Number(counted[1]);
    return ms % DAY_MS === 0 ? { ms, text: isoDay(ms / DAY_MS), precision: 'day' } : { ms, text, precision: 'exact' };
  }
  const day = /^(\d{4}-\d{2}-\d{2})T00:00:00(?:\.0+)?$/.exec(text)?.[1];
  return values.instant(day ?? text, path, path.endsWith('UTC'));
}
