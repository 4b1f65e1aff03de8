/** Reading files in tests as the app does: detect, inspect where the head left something open, parse in chunks. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Detection, ReadOptions } from '#core/connectors/connector.ts';
import { detectFile, isUnreadable, openInspection, openParser, type ReadDefaults } from '#core/connectors/registry.ts';
import type { Facts } from '#shared/domain/fields.ts';
import type { StatementDraft } from '#shared/domain/money-events.ts';
import type { RecordDraft, RejectedRow, TypedRef } from '#shared/domain/source-record.ts';

export const DEFAULTS: ReadDefaults = { zone: 'UTC', currency: 'USD', dateOrder: null, decimalMark: null };

export interface ReadResult {
  readonly detection: Detection;
  readonly records: readonly RecordDraft[];
  readonly rejected: readonly RejectedRow[];
  readonly statements: readonly StatementDraft[];
  readonly rowCount: number;
  readonly byteCount: number;
  readonly withoutCurrency: number;
}

/** UTF-8 text as the byte string that connectors take. */
export function bytesOf(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

export function fixtureBytes(name: string): string {
  return readFileSync(join(import.meta.dirname, '../fixtures', name), 'latin1');
}

export function detect(
  bytes: string,
  defaults: Partial<ReadDefaults> = {},
  mappings: readonly NonNullable<ReadOptions['mapping']>[] = [],
): Detection {
  const all = { ...DEFAULTS, ...defaults };
  const found = detectFile({ name: 'a file', head: bytes, complete: true, mappings, defaults: all });
  if (isUnreadable(found)) throw new Error(found.unreadable.what);
  return found;
}

/** Reads a whole file, `chunk` bytes at a time. */
export function readBytes(bytes: string, defaults: Partial<ReadDefaults> = {}, chunk = 65_536): ReadResult {
  return parse(bytes, detect(bytes, defaults), chunk);
}

export function parse(bytes: string, detection: Detection, chunk = 65_536): ReadResult {
  const records: RecordDraft[] = [];
  const rejected: RejectedRow[] = [];
  const statements: StatementDraft[] = [];
  const parser = openParser(detection.options, detection, {
    record: (draft) => records.push(draft),
    rejected: (row) => rejected.push(row),
    statement: (draft) => statements.push(draft),
  });
  for (let at = 0; at < bytes.length; at += chunk) parser.push(bytes.slice(at, at + chunk));
  const totals = parser.end();
  return { detection, records, rejected, statements, ...totals };
}

/** The same with only the first `headBytes` shown to detection, and an inspection of the whole. */
export function inspectBytes(bytes: string, headBytes: number, defaults: Partial<ReadDefaults> = {}): Detection {
  const all = { ...DEFAULTS, ...defaults };
  const found = detectFile({
    name: 'a file',
    head: bytes.slice(0, headBytes),
    complete: headBytes >= bytes.length,
    mappings: [],
    defaults: all,
  });
  if (isUnreadable(found)) throw new Error(found.unreadable.what);
  const inspection = openInspection(found, all);
  for (let at = 0; at < bytes.length; at += 1000) inspection.push(bytes.slice(at, at + 1000));
  return inspection.end();
}

export function readFixture(name: string, defaults: Partial<ReadDefaults> = {}): ReadResult {
  return readBytes(fixtureBytes(name), defaults);
}

/** Facts with instants as their written text, so that tables of expectations stay readable. */
export function shownFacts(draft: RecordDraft | undefined): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(draft?.facts ?? {}).map(([field, value]) => [
      field,
      value !== null && typeof value === 'object' && 'ms' in value ? value.text : value,
    ]),
  );
}

/** `namespace value role`, sorted. */
export function shownRefs(refs: readonly TypedRef[] | undefined): readonly string[] {
  return (refs ?? []).map(({ namespace, value, role }) => `${namespace} ${value} ${role}`).sort();
}

export function factsOf(result: ReadResult, nativeId: string): Facts {
  const record = result.records.find((draft) => draft.nativeId === nativeId);
  if (record === undefined)
    throw new Error(`no record ${nativeId}; there are ${result.records.map((draft) => draft.nativeId).join(', ')}`);
  return record.facts;
}
