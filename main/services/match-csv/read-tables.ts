/** Files into records: CSV in whatever delimiter its header shows, UTF-8; or JSON, an object of arrays of rows by table. */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
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
  return named.map((file) => {
    if (file.table !== null || file.path.toLowerCase().endsWith('.json')) return file;
    const table = names.length === 1 ? names[0] : free.shift();
    if (table === undefined)
      throw new TableProblem(`${basename(file.path)} is one file too many: the specification has the tables ${names.join(', ')}`);
    return { ...file, table };
  });
}

/** Returns the number of rows. */
export function readTables(spec: MatchSpec, files: readonly TableFile[], builder: RecordsBuilder): number {
  return files.reduce(
    (rows, { path, table }) => rows + (table === null ? readJson(spec, path, builder) : readCsv(path, table, builder)),
    0,
  );
}

function readCsv(path: string, table: string, builder: RecordsBuilder): number {
  const file = openSync(path, 'r');
  try {
    const bytes = new Uint8Array(CHUNK_BYTES);
    const decoder = new TextDecoder('utf-8');
    let scanner: CsvScanner | null = null;
    let take: ((cells: Cells) => void) | null = null;
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
        take((index) => row.cell(index));
      },
      broken({ line }: { readonly line: number }): void {
        throw new TableProblem(`${basename(path)} cannot be read at line ${line}: a quote is not closed, or the row is too large`);
      },
    };
    for (;;) {
      const read = readSync(file, bytes, 0, CHUNK_BYTES, null);
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

const DELIMITERS = [',', ';', '\t', '|'];

/** The delimiter that the header has most of. */
function delimiterOf(text: string): string {
  const header = text.slice(0, text.search(/[\r\n]|$/));
  const count = (delimiter: string): number => header.split(delimiter).length;
  return DELIMITERS.reduce((best, one) => (count(one) > count(best) ? one : best));
}

function readJson(spec: MatchSpec, path: string, builder: RecordsBuilder): number {
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
  let rows = 0;
  for (const { name } of [...spec.tables, ...spec.attached]) {
    const list = isObject(value) ? value[name] : undefined;
    if (!Array.isArray(list)) throw new TableProblem(`${basename(path)} has no list "${name}"`);
    const header = [...new Set(list.flatMap((row: unknown) => (isObject(row) ? Object.keys(row) : [])))];
    const take = builder.open(name, header);
    for (const row of list as unknown[]) {
      rows++;
      take((index) => cellText(isObject(row) ? row[header[index] ?? ''] : undefined));
    }
  }
  return rows;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function cellText(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
