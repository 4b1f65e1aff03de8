/** Records of several adjacent rows that all carry the record's id (an invoice's lines, an order's items). */
import type { Span } from '#shared/domain/source-record.ts';
import { BadValue, onLine } from '../cells.ts';
import { CountTable, hash53 } from '../content-id.ts';
import { type RowReader, spanOver, type Table } from './layout.ts';
import type { ScannedRow } from './scan.ts';

export interface GroupLayout<G> {
  /** Column of the record's id. */
  readonly idColumn: number;
  /** What the first row of a record begins. */
  begin(id: string): G;
  /** Reads one of its rows, the first included. May throw `BadValue`: then the record as a whole is rejected. */
  add(group: G): void;
  /** All rows are read. May throw `BadValue`. */
  finish(group: G, id: string, span: Span): void;
}

interface OpenGroup<G> {
  readonly id: string;
  readonly group: G;
  readonly first: Span;
  last: Span;
  problem: BadValue | null;
}

export class GroupReader<G> implements RowReader {
  readonly #table: Table;
  readonly #layout: GroupLayout<G>;
  /** Hashes of the ids met: 12 bytes an id. */
  readonly #seen = new CountTable();
  #open: OpenGroup<G> | null = null;

  constructor(table: Table, layout: GroupLayout<G>) {
    this.#table = table;
    this.#layout = layout;
  }

  row(row: ScannedRow): boolean {
    const { cells } = this.#table;
    const id = cells.id(this.#layout.idColumn);
    const span = this.#table.spanOf(row);
    let open = this.#open;
    if (open === null || open.id !== id) {
      this.end();
      open = { id, group: this.#layout.begin(id), first: span, last: span, problem: this.#apart(id) };
      this.#open = open;
    }
    open.last = span;
    if (open.problem !== null) return true;
    try {
      this.#layout.add(open.group);
    } catch (problem) {
      if (!(problem instanceof BadValue)) throw problem;
      open.problem = onLine(problem, row.line, open.first.line);
    }
    return true;
  }

  end(): void {
    const open = this.#open;
    if (open === null) return;
    this.#open = null;
    const span = spanOver(open.first, open.last);
    let { problem } = open;
    if (problem === null) {
      try {
        this.#layout.finish(open.group, open.id, span);
        return;
      } catch (found) {
        if (!(found instanceof BadValue)) throw found;
        problem = found;
      }
    }
    this.#table.reject(problem, span);
  }

  /** Rows of one record that stand apart cannot be told from a second, other statement about it; neither is dropped in silence. */
  #apart(id: string): BadValue | null {
    if (this.#seen.add(hash53(id, 1)) === 0) return null;
    const column = this.#table.cells.name(this.#layout.idColumn);
    return new BadValue(
      'conflicting_rows',
      column,
      id,
      `Rows of ${id} stood further up already. Sort the file by ${column} and import it again.`,
    );
  }
}
