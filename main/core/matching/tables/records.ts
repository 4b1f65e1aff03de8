/** Tables as matching reads them: rows in the order of their ids, fields as numbers in shared memory. */
import { type Texts, textAt } from './texts.ts';

/** Of each row the number of a text in the dictionary; 0 says nothing. */
export interface TextColumn {
  readonly kind: 'text';
  readonly values: Int32Array;
}

/** Of each row an integer; NaN says nothing. */
export interface NumberColumn {
  readonly kind: 'number';
  readonly values: Float64Array;
}

/** Several values a row: those of row i are `start[i]` … `start[i + 1] − 1`. */
export interface TextsColumn {
  readonly kind: 'texts';
  readonly start: Uint32Array;
  readonly values: Int32Array;
}

export interface NumbersColumn {
  readonly kind: 'numbers';
  readonly start: Uint32Array;
  readonly values: Float64Array;
}

export type Column = TextColumn | NumberColumn | TextsColumn | NumbersColumn;

/** Plain data in shared memory: what other threads are given. */
export interface Records {
  /** Rows; of two tables the left ones come first. */
  readonly size: number;
  /** Rows of the left table; of one table all. */
  readonly leftSize: number;
  /** Two tables: pairs go from a left row to a right one. */
  readonly isLink: boolean;
  readonly columns: ReadonlyMap<string, Column>;
  readonly texts: Texts;
}

export interface NamedRecords extends Records {
  readonly ids: RowIds;
}

export interface RowIds {
  readonly texts: Texts;
  /** Of each row the text that it is called by. */
  readonly number: Int32Array;
}

export function idAt({ ids }: NamedRecords, row: number): string {
  return textAt(ids.texts, ids.number[row] as number);
}

export function columnNamed(field: string, { columns }: Records): Column {
  const column = columns.get(field);
  if (column === undefined) throw new RangeError(`there is no field "${field}"`);
  return column;
}

/** Where the values of a row stand, whatever the column's kind: those from `from` to before `to`. */
export interface Span {
  readonly values: Int32Array | Float64Array;
  from(row: number): number;
  to(row: number): number;
}

export function spanOf(column: Column): Span {
  switch (column.kind) {
    case 'text': {
      const { values } = column;
      return { values, from: (row) => row, to: (row) => (values[row] === 0 ? row : row + 1) };
    }
    case 'number': {
      const { values } = column;
      return { values, from: (row) => row, to: (row) => (Number.isNaN(values[row]) ? row : row + 1) };
    }
    default: {
      const { values, start } = column;
      return { values, from: (row) => start[row] as number, to: (row) => start[row + 1] as number };
    }
  }
}

/** Whether two rows have a value in common. */
export function sharesValue(one: Span, left: number, other: Span, right: number): boolean {
  const from = other.from(right);
  const to = other.to(right);
  for (let i = one.from(left), end = one.to(left); i < end; i++) {
    for (let j = from; j < to; j++) if (one.values[i] === other.values[j]) return true;
  }
  return false;
}

/** All values of a row, whatever the column's kind. For what is not done for every pair. */
export function valuesAt(column: Column, row: number): readonly number[] {
  switch (column.kind) {
    case 'text':
      return column.values[row] === 0 ? [] : [column.values[row] as number];
    case 'number':
      return Number.isNaN(column.values[row]) ? [] : [column.values[row] as number];
    default:
      return [...column.values.subarray(column.start[row], column.start[row + 1])];
  }
}
