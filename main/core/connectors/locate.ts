/** Where in a record's own text a fact stands, so that a screen can mark the very characters. */
import type { FieldName } from '#shared/domain/fields.ts';
import { AMAZON_JSON, AMAZON_JSON_PATHS } from './amazon/orders-json.ts';
import { CAMT_JSON } from './camt/json.ts';
import { pathsInEntry } from './camt/locate.ts';
import type { FieldLocation, ReadOptions } from './connector.ts';
import { Columns } from './csv/header.ts';
import type { CsvLayout } from './csv/layout.ts';
import { CsvScanner } from './csv/scan.ts';
import { JSON_LAYOUTS } from './json/detect.ts';
import { isFault, type JsonNode, nodeAt, parseJson, textAt } from './json/value.ts';
import { csvLayout } from './layouts.ts';
import { QUICKBOOKS_API_PATHS } from './quickbooks/api.ts';
import { QUICKBOOKS_JSON } from './quickbooks/api-json.ts';
import { STRIPE_JSON, STRIPE_JSON_PATHS } from './stripe/json.ts';
import type { TextLayout } from './text/layout.ts';
import { textLayout } from './text/layouts.ts';
import { type FactPaths, ORDER_PATHS, ORDER_SOURCES, REFUND_PATHS, REFUND_SOURCES } from './woocommerce/fields.ts';
import { isOrder } from './woocommerce/parse.ts';
import { XERO_API_PATHS } from './xero/api.ts';
import { XERO_JSON } from './xero/api-json.ts';

/**
 * @param recordText the record as its file has it, decoded; of a delimited file without the header.
 * @returns the range of the value in `recordText`, without quotes; null when the record does not state this fact. Of a fact that was
 *   computed from several cells, the first.
 */
export function locateField(
  options: ReadOptions,
  header: readonly string[],
  recordText: string,
  field: FieldName,
): FieldLocation | null {
  if (JSON_LAYOUTS.some(({ id }) => id === options.layoutId)) return inJson(options.layoutId, recordText, field);
  const text = textLayout(options);
  if (text !== null) return inText(text, recordText, field);
  const layout = csvLayout(options);
  return layout === null ? null : inRows(layout, options, header, recordText, field);
}

function inText(layout: TextLayout, recordText: string, field: FieldName): FieldLocation | null {
  const place = layout.locate(recordText, field);
  return place === null ? null : located(recordText, place.column, place.start, place.end);
}

function inRows(
  layout: CsvLayout,
  options: ReadOptions,
  header: readonly string[],
  text: string,
  field: FieldName,
): FieldLocation | null {
  const names = [...(layout.facts[field] ?? []), ...(layout.sources?.[field] ?? [])];
  const columns = new Columns(header);
  const indexes = columns.findAll(names);
  let found: FieldLocation | null = null;
  const scanner = new CsvScanner(
    { delimiter: options.delimiter ?? ',', quotes: layout.quotes !== false },
    {
      row(row) {
        for (const index of indexes) {
          const range = found === null ? row.cellRange(index) : null;
          if (range === null || row.cell(index).trim() === '') continue;
          found = located(text, columns.name(index), row.start + range.start, row.start + range.end);
        }
      },
      broken: () => undefined,
    },
  );
  scanner.push(text);
  scanner.end();
  return found;
}

function inJson(layoutId: string, text: string, field: FieldName): FieldLocation | null {
  const element = parseJson(text, (units) => units);
  if (isFault(element)) return null;
  const paths = pathsOf(layoutId, element, field);
  for (const path of paths[field] ?? []) {
    const keys = path.split('.');
    const node = nodeAt(element, keys);
    const holdsMore = node !== null && (node.kind === 'array' || node.kind === 'object');
    if (node !== null && (holdsMore || textAt(element, keys) !== null)) return located(text, path, node.start, node.end);
  }
  return null;
}

function pathsOf(layoutId: string, element: JsonNode, field: FieldName): FactPaths {
  if (layoutId === CAMT_JSON.id) return { [field]: camtPaths(element, field) };
  if (layoutId === STRIPE_JSON.id) return STRIPE_JSON_PATHS;
  if (layoutId === QUICKBOOKS_JSON.id) return { [field]: jsonPaths(QUICKBOOKS_API_PATHS[field]) };
  if (layoutId === AMAZON_JSON.id) return { [field]: jsonPaths(AMAZON_JSON_PATHS[field]) };
  if (layoutId === XERO_JSON.id) return { [field]: jsonPaths(XERO_API_PATHS[field]) };
  return isOrder(element) ? merged(ORDER_PATHS, ORDER_SOURCES, field) : merged(REFUND_PATHS, REFUND_SOURCES, field);
}

/** An entry, or the details of one: what stands in the details of an entry is looked for there too. */
function camtPaths(element: JsonNode, field: FieldName): readonly string[] {
  const own = pathsInEntry(field, textAt(element, ['CdtDbtInd']) === 'DBIT').map((path) => path.replace(/^(?:Ntry|TxDtls)\//, ''));
  return [...own, ...own.map((path) => `NtryDtls/TxDtls/${path}`)].map((path) => path.replaceAll('/', '.'));
}

/** `CustomerRef@name` is `CustomerRef.name` in JSON; what stands under `value` may be meant. */
function jsonPaths(paths: readonly string[] | undefined): readonly string[] {
  return (paths ?? []).flatMap((path) => {
    const keys = path.replace(/^@/, '').replaceAll(/[/@]/g, '.');
    return [`${keys}.value`, keys];
  });
}

function merged(facts: FactPaths, sources: FactPaths, field: FieldName): FactPaths {
  return { [field]: [...(facts[field] ?? []), ...(sources[field] ?? [])] };
}

function located(text: string, column: string, start: number, end: number): FieldLocation {
  const value = text.slice(start, end);
  const from = start + (value.length - value.trimStart().length);
  const to = end - (value.length - value.trimEnd().length);
  return { column, start: from, end: to, lineIndex: text.slice(0, from).split(/\r\n|\n|\r/).length - 1 };
}
