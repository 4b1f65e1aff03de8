/**
 * QuickBooks Online's answers in JSON: `{"QueryResponse": {"Invoice": […]}}`, `{"CDCResponse": [{"QueryResponse": [{"Invoice": […]}]}]}`
 * (changes since a day), `{"Invoice": {…}}`.
 */
import { entitiesAt, type FoundEntity, jsonLayout } from '../api/json.ts';
import type { JsonNode } from '../json/value.ts';
import { QUICKBOOKS_API, QUICKBOOKS_ENTITIES } from './api.ts';

export const QUICKBOOKS_JSON = jsonLayout('quickbooks.api.json', QUICKBOOKS_API, findEntities);

/** A page is one object, of which a large one is not whole in the first part of a file. */
export const QUICKBOOKS_JSON_HEAD = new RegExp(
  `^\\s*\\{[^[\\]]{0,400}"QueryResponse"\\s*:\\s*\\{[^[\\]]{0,400}"(?:${QUICKBOOKS_ENTITIES.join('|')})"\\s*:\\s*\\[`,
);

export function findEntities(element: JsonNode): FoundEntity[] {
  if (element.kind !== 'object') return [];
  const { members } = element;
  const changes = members.get('CDCResponse');
  if (changes !== undefined) return inResponses(changes, '/CDCResponse');
  const query = members.get('QueryResponse');
  if (query !== undefined) return inQuery(query, '/QueryResponse');
  return inQuery(element, '').filter(({ node }) => node.kind === 'object' && node.members.has('SyncToken'));
}

function inResponses(node: JsonNode, path: string): FoundEntity[] {
  if (node.kind === 'array') return node.items.flatMap((item, i) => inResponses(item, `${path}/${i}`));
  const query = node.kind === 'object' ? node.members.get('QueryResponse') : undefined;
  return query === undefined ? [] : inQuery(query, `${path}/QueryResponse`);
}

function inQuery(node: JsonNode, path: string): FoundEntity[] {
  if (node.kind === 'array') return node.items.flatMap((item, i) => inQuery(item, `${path}/${i}`));
  if (node.kind !== 'object') return [];
  return [...node.members]
    .filter(([name]) => QUICKBOOKS_ENTITIES.includes(name))
    .flatMap(([name, list]) => entitiesAt(name, list, `${path}/${name}`));
}
