/** Records of several adjacent rows that all carry the record's id (an invoice's lines, an order's items). */
import type { Span } from '#shared/domain/source-record.ts';
import { BadValue, onLine } from '../cells.ts';
import { base32, CountTable, hash53 } from '../content-id.ts';
import { type RowReader, spanOver, type Table } from './layout.ts';
import type { ScannedRow } from './scan.ts';

export interface GroupLayout<G> {
  /** Column of the record's id. */
  readonly idColumn: number;
  /** What the first row of a record begins. */
  begin(): G;
  /** Whether the current row, which has the same id, goes on with this record. Absent: always. */
  continues?(group: G): boolean;
  /** True where facts of the record are sums over its rows, so that one unreadable row makes them doubtful. */
  readonly sums: boolean;
  /** Reads one of its rows, the first included. May throw `BadValue`: then the record as a whole is rejected. */
  add(group: G): void;
  /** What besides the id tells this record from others, for ids that people give and may give twice. Absent: nothing. */
  distinction?(group: G): string;
  /** All rows are read. `nativeId` is the id, or where it was met before on another record, the id with a mark of its own. */
  finish(group: G, id: string, nativeId: string, span: Span): void;
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
  /** Hashes of the ids met, alone and with what distinguishes their records: 24 bytes a record. */
  readonly #seen = new CountTable();
  #open: OpenGroup<G> | null = null;
  /** An unreadable row stands right before the current one. */
  #afterBreak = false;

  constructor(table: Table, layout: GroupLayout<G>) {
    this.#table = table;
    this.#layout = layout;
  }

  row(row: ScannedRow): boolean {
    const id = this.#table.cells.id(this.#layout.idColumn);
    const span = this.#table.spanOf(row);
    let open = this.#open;
    if (open === null || open.id !== id || this.#layout.continues?.(open.group) === false) {
      this.end();
      this.#table.cells.at(row);
      open = { id, group: this.#layout.begin(), first: span, last: span, problem: this.#afterBreak ? this.#doubt(id) : null };
      this.#open = open;
    }
    this.#afterBreak = false;
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
    const problem = open.problem ?? this.#finish(open, span);
    if (problem !== null) this.#table.reject(problem, span);
  }

  interrupt(): void {
    if (this.#open !== null) this.#open.problem ??= this.#doubt(this.#open.id);
    this.end();
    this.#afterBreak = true;
  }

  #doubt(id: string): BadValue | null {
    if (!this.#layout.sums) return null;
    const column = this.#table.cells.name(this.#layout.idColumn);
    return new BadValue(
      'conflicting_rows',
      column,
      id,
      `A row next to ${id} cannot be read and may be part of it, so its sums are not sure.`,
    );
  }

  #finish({ id, group }: OpenGroup<G>, span: Span): BadValue | null {
    const distinction = this.#layout.distinction?.(group) ?? '';
    const idMet = this.#seen.add(hash53(id, ID_SEED)) > 0;
    // Rows of one record that stand apart cannot be told from a second statement about it; neither is dropped in silence.
    if (this.#seen.add(hash53(`${id}\n${distinction}`, RECORD_SEED)) > 0) {
      const column = this.#table.cells.name(this.#layout.idColumn);
      return new BadValue(
        'conflicting_rows',
        column,
        id,
        `Rows of ${id} stood further up already. Sort the file by ${column} and import it again.`,
      );
    }
    this.#layout.finish(group, id, idMet ? `${id}~${base32(hash53(distinction, ID_SEED))}` : id, span);
    return null;
  }
}

const ID_SEED = 1;
const RECORD_SEED = 2;
