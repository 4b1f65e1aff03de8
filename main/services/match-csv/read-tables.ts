/** Files into records: CSV in whatever delimiter its header shows, UTF-8; or JSON, an object of arrays of rows by table. */
import { isUtf8 } from 'node:buffer';
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { CsvScanner, type ScannedRow } from '#core/connectors/csv/scan.ts';
import { type Cells, type RecordsBuilder, TableProblem } from '#core/matching/tables/build.ts';
import type { MatchSpec } from '#shared/contract/match-spec.ts';

const CHUNK_BYTES = 1 << 20;

export interface TableFile {
  readonly path: string;
  /** Table of the specification; null for a JSON file, which names its own. */
  readonly table: string | null;
}

/**
 * Which file is which table: `NAME=PATH` says it; else files follow the order of the tables and attached tables. Of one table without
 * attached ones any number of files may be given.
 */
export function assignFiles(spec: MatchSpec, given: readonly string[]): TableFile[] {
  const names = [...spec.tables, ...spec.attached].map(({ name }) => name);
  const named = given.map((text) => {
    const [name = '', ...rest] = text.split('=');
    return rest.length > 0 && names.includes(name) ? { table: name, path: rest.join('=') } : { table: null, path: text };
  });
  const free = names.filter((name) => !named.some(({ table }) => table === name));
  const assigned = named.map((file) => {
    if (file.table !== null || file.path.toLowerCase().endsWith('.json')) return file;
    const table = names.length === 1 ? names[0] : free.shift();
    if (table === undefined)
      throw new TableProblem(`${basename(file.path)} is one file too many: the specification has the tables ${names.join(', ')}`);
    return { ...file, table };
  });
  const missing = names.find((name) => !assigned.some(({ table }) => table === name || table === null));
  if (missing !== undefined) throw new TableProblem(`no file was given for the table "${missing}"`);
  return assigned;
}

/** Of all files together; one that is not there has none. */
export function bytesOf(files: readonly TableFile[]): number {
  return files.reduce((sum, { path }) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0);
}

/** Returns the number of rows. @param told now and then which share of all bytes has been read, 0 to 1. */
export function readTables(
  spec: MatchSpec,
  files: readonly TableFile[],
  builder: RecordsBuilder,
  told: (done: number) => void,
): number {
  const all = bytesOf(files);
  let before = 0;
  let rows = 0;
  for (const file of files) {
    const { path, table } = file;
    const onBytes = (read: number): void => told((before + read) / all);
    rows += table === null ? readJson(spec, path, builder) : readCsv(path, table, builder, onBytes);
    before += bytesOf([file]);
  }
  return rows;
}

function readCsv(path: string, table: string, builder: RecordsBuilder, onBytes: (read: number) => void): number {
  const file = opened(path);
  try {
    const bytes = new Uint8Array(CHUNK_BYTES);
    const decoder = new TextDecoder(encodingOf(file, bytes));
    let scanner: CsvScanner | null = null;
    let take: ((cells: Cells, line: number) => void) | null = null;
    let at = 0;
    let rows = 0;
    const target = {
      row(row: ScannedRow): void {
        if (row.count === 1 && row.cell(0).trim() === '') return;
        if (take === null) {
          take = builder.open(
            table,
            Array.from({ length: row.count }, (_, at) => row.cell(at).trim()),
          );
          return;
        }
        rows++;
        take((index) => row.cell(index), row.line);
      },
      broken({ line }: { readonly line: number }): void {
        throw new TableProblem(`${basename(path)} cannot be read at line ${line}: a quote is not closed, or the row is too large`);
      },
    };
    for (;;) {
      onBytes(at);
      const read = readSync(file, bytes, 0, CHUNK_BYTES, at);
      at += read;
      const text = decoder.decode(bytes.subarray(0, read), { stream: read > 0 });
      scanner ??= new CsvScanner({ delimiter: delimiterOf(text), quotes: true }, target);
      scanner.push(text);
      if (read === 0) break;
    }
    scanner.end();
    if (take === null) throw new TableProblem(`${basename(path)} is empty`);
    return rows;
  } finally {
    closeSync(file);
  }
}

function opened(path: string): number {
  try {
    return openSync(path, 'r');
  } catch {
    throw new TableProblem(`there is no file ${path} that can be read`);
  }
}

/** Longest character of UTF-8, less one: so much of one may be cut off at the end of a chunk. */
const CUT_BYTES = 3;

/** UTF-8 unless the file is none: UTF-16 says so at its beginning, what is left comes from spreadsheets of Windows. */
function encodingOf(file: number, bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' {
  let carried = 0;
  for (let at = 0; ; ) {
    const read = readSync(file, bytes, carried, bytes.length - carried, at);
    if (at === 0 && read >= 2 && bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
    if (at === 0 && read >= 2 && bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
    at += read;
    const end = carried + read;
    const whole = read === 0 ? end : lastBoundary(bytes, end);
    if (!isUtf8(bytes.subarray(0, whole))) return 'windows-1252';
    if (read === 0) return 'utf-8';
    bytes.copyWithin(0, whole, end);
    carried = end - whole;
  }
}

/** Where the last character that may be cut off begins. */
function lastBoundary(bytes: Uint8Array, end: number): number {
  for (let at = end - 1; at >= Math.max(0, end - CUT_BYTES); at--) if ((bytes[at] as number) >= 0xc0) return at;
  return end;
}

const DELIMITERS = [',', ';', '\t', '|'];

/** The delimiter that the header has most of. */
function delimiterOf(text: string): string {
  const header = text.slice(0, text.search(/[\r\n]|$/));
  const count = (delimiter: string): number => header.split(delimiter).length;
  return DELIMITERS.reduce((best, one) => (count(one) > count(best) ? one : best));
}

function readJson(spec: MatchSpec, path: string, builder: RecordsBuilder): number {
  const value = jsonOf(path);
  let rows = 0;
  for (const { name } of [...spec.tables, ...spec.attached]) {
    const list = isObject(value) ? value[name] : undefined;
    if (!Array.isArray(list)) throw new TableProblem(`${basename(path)} has no list "${name}"`);
    const header = [...new Set(list.flatMap((row: unknown) => (isObject(row) ? Object.keys(row) : [])))];
    const take = builder.open(name, header);
    for (const [at, row] of (list as unknown[]).entries()) {
      rows++;
      take((index) => cellText(isObject(row) ? row[header[index] ?? ''] : undefined), at + 1);
    }
  }
  return rows;
}

function jsonOf(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new TableProblem(`there is no file ${path} that can be read`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new TableProblem(`${basename(path)} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function cellText(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
