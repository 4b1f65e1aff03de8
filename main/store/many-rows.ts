/**
 * Rows of one table, gathered and inserted many at a time: what a statement costs for every call and for every value that is bound
 * is more than what SQLite takes to store a row. A column that is the same in all rows of a statement, or goes up by one from row to
 * row, is bound once for all of them.
 */
import type { Statement } from 'better-sqlite3';
import type { WritableDb } from './database.ts';

export type Cell = number | string | null | Uint8Array;

/** Rows of one statement at most, a power of two; what is left over goes in by smaller powers. */
export const ROWS_TOGETHER = 64;

/** How a column went on so far, each step less regular than the one before. A column never goes back. */
const SAME = 0;
const RISING = 1;
const ANY = 2;

export class ManyRows {
  readonly #db: WritableDb;
  readonly #head: string;
  readonly #tail: string;
  readonly #columns: readonly string[];
  readonly #kinds: Uint8Array;
  /** Row by row, the first `#filled` of them; what lies beyond is of rows that went in. */
  readonly #cells: Cell[] = [];
  #filled = 0;
  /** By the number of rows, for the kinds as they are. */
  readonly #statements = new Map<number, Statement>();

  /** @param insert up to the table's name: `INSERT OR REPLACE INTO orders`. @param tail what stands after the values. */
  constructor(db: WritableDb, insert: string, columns: readonly string[], tail = '') {
    this.#db = db;
    this.#head = `${insert} (${columns.join(', ')}) VALUES`;
    this.#tail = tail;
    this.#columns = columns;
    this.#kinds = new Uint8Array(columns.length);
  }

  /** Gathers a row, its cells in the order of the columns. It is not in the book before `flush`. */
  add(...cells: readonly Cell[]): void {
    for (const cell of cells) this.put(cell);
  }

  /** Gathers the next cell of a row: the same for wide rows, cell by cell. */
  put(cell: Cell): void {
    this.#cells[this.#filled++] = cell;
  }

  /** Inserts what was gathered, in its order; returns how many rows that added or replaced. */
  flush(): number {
    const rows = this.#filled / this.#columns.length;
    let changes = 0;
    for (let from = 0, size = ROWS_TOGETHER; from < rows; ) {
      while (size > rows - from) size /= 2;
      changes += this.#insert(from, size);
      from += size;
    }
    this.#filled = 0;
    return changes;
  }

  #insert(from: number, size: number): number {
    const width = this.#columns.length;
    const cells = this.#cells;
    const kinds = this.#kinds;
    const once: Record<string, Cell> = {};
    const varying: number[] = [];
    for (let column = 0; column < width; column++) {
      if (kinds[column] !== ANY) this.#look(column, from, size);
      if (kinds[column] === ANY) varying.push(column);
      else once[`c${column}`] = cells[from * width + column] ?? null;
    }
    const each = new Array<Cell>(size * varying.length);
    for (let row = from, next = 0; row < from + size; row++) {
      for (const column of varying) each[next++] = cells[row * width + column] ?? null;
    }
    return this.#statement(size).run(once, each).changes;
  }

  /** Notes when a column does not go on as it did. */
  #look(column: number, from: number, size: number): void {
    const width = this.#columns.length;
    const first = this.#cells[from * width + column];
    for (let row = 1; row < size; ) {
      const cell = this.#cells[(from + row) * width + column];
      const kind = this.#kinds[column];
      if (kind === ANY) return;
      if (kind === SAME ? cell === first : typeof first === 'number' && cell === first + row) row++;
      else {
        this.#kinds[column] = kind === SAME ? RISING : ANY;
        this.#statements.clear();
        row = 1;
      }
    }
  }

  #statement(size: number): Statement {
    let statement = this.#statements.get(size);
    if (statement === undefined) {
      const rows = Array.from(
        { length: size },
        (_, row) => `(${this.#columns.map((_, column) => this.#value(column, row)).join(', ')})`,
      );
      statement = this.#db.prepare(`${this.#head} ${rows.join(', ')} ${this.#tail}`);
      this.#statements.set(size, statement);
    }
    return statement;
  }

  #value(column: number, row: number): string {
    if (this.#kinds[column] === ANY) return '?';
    return this.#kinds[column] === RISING && row > 0 ? `@c${column} + ${row}` : `@c${column}`;
  }
}
