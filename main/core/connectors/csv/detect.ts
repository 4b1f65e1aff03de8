/** Finds the table in the first part of a delimited file: separator, header line, layout. By content only. */

import { type Columns, headerKey } from './header.ts';
import type { CsvLayout } from './layout.ts';
import { CsvScanner, type ScannedRow } from './scan.ts';

export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** Title and note lines may come before the header: this many rows are looked at. */
const HEADER_SEARCH_ROWS = 40;

export interface HeadRow {
  readonly line: number;
  readonly cells: readonly string[];
}

export interface FoundTable {
  readonly delimiter: Delimiter;
  readonly header: readonly string[];
  readonly headerLine: number;
  /** Rows of the head below the header. */
  readonly rows: readonly HeadRow[];
}

/** Rows of the head, decoded and trimmed. The last, perhaps cut, row counts only when the file ends there. */
export function headRows(
  units: string,
  delimiter: Delimiter,
  quotes: boolean,
  complete: boolean,
  decode: (cell: string) => string,
): readonly HeadRow[] {
  const rows: HeadRow[] = [];
  const scanner = new CsvScanner(
    { delimiter, quotes },
    { row: (row) => rows.push({ line: row.line, cells: cellsOf(row, decode) }), broken: () => undefined },
  );
  scanner.push(units);
  if (complete) scanner.end();
  return rows;
}

function cellsOf(row: ScannedRow, decode: (cell: string) => string): readonly string[] {
  return Array.from({ length: row.count }, (_, i) => decode(row.cell(i)).trim());
}

/** Whether a header has every column that marks the layout, and none that marks another. */
export function fitsLayout(header: Columns, layout: Pick<CsvLayout, 'signature' | 'without'>): boolean {
  if (layout.without?.some((names) => header.has(names))) return false;
  return layout.signature.every((names) => header.has(names));
}

/** The first row that `test` accepts as header; `test` sees its names as the file writes them. */
export function findHeader(rows: readonly HeadRow[], test: (header: readonly string[]) => boolean): number {
  return rows.findIndex((row, i) => i < HEADER_SEARCH_ROWS && row.cells.length > 1 && test(row.cells));
}

export function tableAt(rows: readonly HeadRow[], index: number, delimiter: Delimiter): FoundTable | null {
  const row = rows[index];
  if (row === undefined) return null;
  return {
    delimiter,
    header: row.cells,
    headerLine: row.line,
    rows: rows.slice(index + 1).filter((r) => r.cells.some((cell) => cell !== '')),
  };
}

/**
 * The table of a file of unknown layout: the separator under which most rows have the same number of columns, and the first row
 * of that width whose cells all look like names. Null when no separator makes a table.
 */
export function guessTable(rowsBy: ReadonlyMap<Delimiter, readonly HeadRow[]>): FoundTable | null {
  let best: { table: FoundTable; score: number } | null = null;
  for (const [delimiter, all] of rowsBy) {
    const rows = all.filter((row) => row.cells.some((cell) => cell !== ''));
    const width = commonWidth(rows);
    if (width < 2) continue;
    const index = all.findIndex((row) => row.cells.length === width && looksLikeHeader(row.cells));
    const table = tableAt(all, index, delimiter);
    if (table === null) continue;
    const score = width * (rows.filter((row) => row.cells.length === width).length / rows.length);
    if (best === null || score > best.score) best = { table, score };
  }
  return best?.table ?? null;
}

function commonWidth(rows: readonly HeadRow[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  let width = 0;
  for (const [candidate, count] of counts) {
    const current = counts.get(width) ?? 0;
    if (candidate > 1 && (count > current || (count === current && candidate > width))) width = candidate;
  }
  return width;
}

/** Column names are there, differ, and are no numbers or dates. */
function looksLikeHeader(cells: readonly string[]): boolean {
  const names = cells.filter((cell) => cell !== '');
  if (names.length < Math.max(2, cells.length * 0.6)) return false;
  if (new Set(names.map(headerKey)).size < names.length * 0.8) return false;
  return names.every((name) => /\p{L}|#/u.test(name) && name.length <= 120) && !names.some((name) => /^[\d.,/:\s-]+$/.test(name));
}
