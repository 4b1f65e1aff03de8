/** Values of one field while rows are read, in whatever order they come; and the column that they become. */
import { GrowingFloats, GrowingNumbers } from '../growing.ts';
import type { Column } from './records.ts';

export class GrowingColumn {
  readonly isNumber: boolean;
  /** What says nothing: 0 among texts, NaN among numbers. */
  readonly nothing: number;
  /** Most fields have one value a row: it stands here. */
  #first: GrowingNumbers | GrowingFloats;
  /** Values beyond the first of a row, and the rows that they are of. */
  #more: GrowingNumbers | GrowingFloats | null = null;
  #moreRow: GrowingNumbers | null = null;

  constructor(isNumber: boolean) {
    this.isNumber = isNumber;
    this.nothing = isNumber ? Number.NaN : 0;
    this.#first = isNumber ? new GrowingFloats() : new GrowingNumbers();
  }

  /** The next row, with its first value or nothing. */
  push(value: number): void {
    this.#first.push(value);
  }

  /** One more value of a row that is there. */
  add(row: number, value: number): void {
    const first = this.#first.at(row);
    if (this.isNothing(value) || value === first) return;
    if (this.isNothing(first)) {
      this.#first.set(row, value);
      return;
    }
    this.#more ??= this.isNumber ? new GrowingFloats() : new GrowingNumbers();
    this.#moreRow ??= new GrowingNumbers();
    this.#more.push(value);
    this.#moreRow.push(row);
  }

  isNothing(value: number): boolean {
    return this.isNumber ? Number.isNaN(value) : value === 0;
  }

  get isSingle(): boolean {
    return this.#more === null;
  }

  first(): Int32Array | Float64Array {
    return this.#first.values();
  }

  /** Reads the values of a row, the first of them first, into a list; each once. */
  reader(): (row: number, into: number[]) => void {
    const first = this.first();
    const values = this.#more?.values() ?? new Int32Array(0);
    const rows = this.#moreRow?.values() ?? new Int32Array(0);
    // Of each row the place of its last value, and of each value that of the one before.
    const last = new Int32Array(first.length).fill(-1);
    const before = new Int32Array(values.length);
    for (let at = 0; at < values.length; at++) {
      const row = rows[at] as number;
      before[at] = last[row] as number;
      last[row] = at;
    }
    return (row, into) => {
      into.length = 0;
      const own = first[row] as number;
      if (this.isNothing(own)) return;
      into.push(own);
      for (let at = last[row] as number; at !== -1; at = before[at] as number) {
        const value = values[at] as number;
        if (!into.includes(value)) into.push(value);
      }
    };
  }
}

/** Rows of one table: what was read, and its rows in the order in which they are wanted; null where that is the one they came in. */
export interface ColumnPart {
  readonly column: GrowingColumn;
  readonly order: Uint32Array | null;
  readonly size: number;
}

/** One column of the tables' rows, one table after the other. */
export function columnOf(parts: readonly ColumnPart[], isNumber: boolean): Column {
  const [only] = parts;
  if (parts.every(({ column }) => column.isSingle)) {
    if (parts.length === 1 && only?.order === null) return single(only.column.first());
    return single(placed(parts, isNumber));
  }
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const start = new Uint32Array(new SharedArrayBuffer(4 * (size + 1)));
  const values = isNumber ? new GrowingFloats() : new GrowingNumbers();
  const own: number[] = [];
  let at = 0;
  for (const { column, order, size: rows } of parts) {
    const read = column.reader();
    for (let row = 0; row < rows; row++) {
      start[at++] = values.length;
      read(order === null ? row : (order[row] as number), own);
      // Which of several numbers counts as the first does not hang on the order of files.
      if (isNumber && own.length > 1) own.sort((a, b) => a - b);
      for (const value of own) values.push(value);
    }
  }
  start[size] = values.length;
  const all = values.values();
  return all instanceof Float64Array ? { kind: 'numbers', start, values: all } : { kind: 'texts', start, values: all };
}

function single(values: Int32Array | Float64Array): Column {
  return values instanceof Float64Array ? { kind: 'number', values } : { kind: 'text', values };
}

function placed(parts: readonly ColumnPart[], isNumber: boolean): Int32Array | Float64Array {
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const values = isNumber ? new Float64Array(new SharedArrayBuffer(8 * size)) : new Int32Array(new SharedArrayBuffer(4 * size));
  let at = 0;
  for (const { column, order } of parts) {
    const first = column.first();
    if (order === null) values.set(first, at);
    else for (let row = 0; row < order.length; row++) values[at + row] = first[order[row] as number] as number;
    at += first.length;
  }
  return values;
}
