/** All connectors behind one door: open a parser for a file whose reading is settled. Finding that out is `detect.ts`. */
import { assert } from '#shared/domain/assert.ts';
import { AssumedCurrency } from './assumed-currency.ts';
import { CAMT_JSON } from './camt/json.ts';
import type { DraftSink, FileParser, HeaderInfo, ReadOptions, ReadTotals } from './connector.ts';
import { openCsvFile } from './csv/file.ts';
import { JSON_LAYOUTS } from './json/detect.ts';
import { openJsonFile } from './json/file.ts';
import { csvLayout } from './layouts.ts';
import { QUICKBOOKS_JSON } from './quickbooks/api-json.ts';
import { openTextFile } from './text/file.ts';
import { textLayout } from './text/layouts.ts';
import { XERO_JSON } from './xero/api-json.ts';

export { type DetectInput, detectFile, isUnreadable, type ReadDefaults } from './detect.ts';
export { type Inspection, openInspection } from './inspect.ts';
export { locateField } from './locate.ts';

const IN_AN_ENVELOPE: ReadonlySet<string> = new Set([CAMT_JSON.id, QUICKBOOKS_JSON.id, XERO_JSON.id]);

/** Whether a record's own text means nothing without the file around it: an entry of a statement has no account and no currency alone. */
export function needsItsFile({ layoutId }: Pick<ReadOptions, 'layoutId'>): boolean {
  return textLayout({ layoutId }) !== null || IN_AN_ENVELOPE.has(layoutId);
}

/**
 * A parser for one file, to be fed front to back. For a record's own text instead of a file (replaying a corrected row), give
 * `headerLine` 0: then every row is data. JSON needs no header.
 */
export function openParser(options: ReadOptions, header: HeaderInfo, sink: DraftSink): FileParser<ReadTotals> {
  const currency = new AssumedCurrency(options, sink);
  const parser = openLayout(currency.options, header, currency.sink);
  return {
    push: (bytes) => parser.push(bytes),
    end: () => ({ ...parser.end(), withoutCurrency: currency.records }),
  };
}

function openLayout(options: ReadOptions, header: HeaderInfo, sink: DraftSink): FileParser {
  const json = JSON_LAYOUTS.find(({ id }) => id === options.layoutId);
  if (json !== undefined) return openJsonFile(json, options, sink);
  const text = textLayout(options);
  if (text !== null) return openTextFile(text, options, sink);
  const layout = csvLayout(options);
  assert(layout !== null, `no connector reads layout "${options.layoutId}"`);
  return openCsvFile(layout, options, header, sink);
}
