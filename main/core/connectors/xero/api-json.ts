/** Xero's answers in JSON: `{"Id": …, "Status": "OK", "Invoices": […]}`. */
import { entitiesAt, type FoundEntity, jsonLayout } from '../api/json.ts';
import type { JsonNode } from '../json/value.ts';
import { XERO_API, XERO_LISTS } from './api.ts';

export const XERO_JSON = jsonLayout('xero.api.json', XERO_API, findObjects);

/** A page is one object, of which a large one is not whole in the first part of a file. */
export const XERO_JSON_HEAD = new RegExp(
  `^\\s*\\{[^[\\]]{0,1000}"ProviderName"[^[\\]]{0,1000}"(?:${[...XERO_LISTS.keys()].join('|')})"\\s*:\\s*\\[`,
);

export function findObjects(element: JsonNode): FoundEntity[] {
  if (element.kind !== 'object' || !(element.members.has('ProviderName') || element.members.has('Status'))) return [];
  return [...element.members].flatMap(([list, node]) => {
    const name = XERO_LISTS.get(list);
    return name === undefined || node.kind !== 'array' ? [] : entitiesAt(name, node, `/${list}`);
  });
}
