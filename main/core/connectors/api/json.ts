/** Answers of accounting APIs in JSON: an envelope around lists of entities, each a record of its own. */
import { BadValue } from '../cells.ts';
import type { ElementContext, JsonLayout } from '../json/file.ts';
import type { JsonNode } from '../json/value.ts';
import { JsonEntity } from './entity.ts';
import type { ApiSource } from './xml.ts';

export interface FoundEntity {
  readonly name: string;
  readonly node: JsonNode;
  /** JSON pointer inside the element. */
  readonly path: string;
}

/** @param find the records in an element, in its order; none where it is no answer of this API. */
export function jsonLayout(
  id: string,
  source: Pick<ApiSource, 'read'>,
  find: (element: JsonNode) => readonly FoundEntity[],
): JsonLayout {
  return {
    id,
    isEnvelope: () => true,
    read: (element, context) => readAll(source, find(element), context),
  };
}

function readAll(source: Pick<ApiSource, 'read'>, found: readonly FoundEntity[], context: ElementContext): void {
  if (found.length === 0) throw new BadValue('bad_json', null, '', 'This element holds nothing that was sold, billed or paid.');
  for (const { name, node, path } of found) {
    context.part(node, path, () =>
      context.emit({ ...source.read(name, new JsonEntity(node), context), span: context.spanOf(node, path) }),
    );
  }
}

/** The members of a list, or the one object that stands in its place. */
export function entitiesAt(name: string, node: JsonNode | undefined, path: string): FoundEntity[] {
  if (node === undefined) return [];
  if (node.kind === 'array') return node.items.map((item, i) => ({ name, node: item, path: `${path}/${i}` }));
  return node.kind === 'object' ? [{ name, node, path }] : [];
}
