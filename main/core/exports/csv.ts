/**
 * CSV by RFC 4180, safe to open in a spreadsheet: a text that a spreadsheet would run as a formula gets a leading apostrophe. Typed
 * numbers are exempt, so that `-12.50` stays a number and totals add up.
 */

/** A number as exact digits, already formatted: `-12.50`. */
export interface NumberCell {
  readonly number: string;
}

export type Cell = string | NumberCell | null;
/** A row of a table; the first of a table is its header. */
export type Row = readonly Cell[];

/** First characters with which a spreadsheet starts a formula, or skips ahead to one. */
const FORMULA_START = /^[=+\-@\t\r\n\0]/;

export function* csvLines(rows: Iterable<Row>): Generator<string> {
  for (const row of rows) yield csvLine(row);
}

export function csvLine(cells: Row): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return cell.number;
  const text = FORMULA_START.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

export function numberCell(value: number | string | null): Cell {
  return value === null ? null : { number: String(value) };
}
