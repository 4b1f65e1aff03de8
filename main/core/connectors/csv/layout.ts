/** What a connector of a delimited layout declares, and what it is given to read one file. */
import type { DecimalMark } from '#shared/domain/money.ts';
import type { StatementDraft } from '#shared/domain/money-events.ts';
import type { RecordDraft, Span } from '#shared/domain/source-record.ts';
import type { RecordType, System } from '#shared/domain/systems.ts';
import type { BadValue, RowCells } from '../cells.ts';
import type { ReadOptions } from '../connector.ts';
import type { FactColumns } from '../facts.ts';
import type { ColumnNames, Columns } from './header.ts';
import type { ScannedRow } from './scan.ts';

export interface CsvLayout {
  /** Stored with batches: never changes its meaning. */
  readonly id: string;
  readonly system: System;
  readonly types: readonly RecordType[];
  readonly label: string;
  /** Columns a header must have to be this layout; each by any of its names. */
  readonly signature: readonly ColumnNames[];
  /** Columns that mark another layout. */
  readonly without?: readonly ColumnNames[];
  /** Whether the first rows are as this layout has them. Asked only where the header fits. Absent: always. */
  readonly accepts?: (header: readonly string[], rows: readonly (readonly string[])[]) => boolean;
  readonly facts: FactColumns;
  /** Columns from which further facts are collected or computed, for pointing at them. */
  readonly sources?: FactColumns;
  /** Further columns with dates or amounts, for settling their style. */
  readonly moreDates?: ColumnNames;
  readonly moreAmounts?: ColumnNames;
  /** The mark the vendor always writes; null where it depends on the user's language. */
  readonly decimalMark: DecimalMark | null;
  /** False where quotes are plain characters. Default true. */
  readonly quotes?: boolean;
  /** Rows may lack trailing cells (reports that trim them). Default false. */
  readonly shortRows?: boolean;
  readonly open: (table: Table) => RowReader;
}

/** One file being read. */
export interface Table {
  readonly columns: Columns;
  readonly options: ReadOptions;
  readonly cells: RowCells;
  emit(draft: RecordDraft): void;
  reject(problem: BadValue, span: Span): void;
  statement(draft: StatementDraft): void;
  spanOf(row: ScannedRow): Span;
}

export interface RowReader {
  /** A title or note line above the header. It may say what no column does (a currency). */
  preamble?(row: ScannedRow): void;
  /**
   * A row, never blank. False when it is no data (a section title, a total). May throw `BadValue`: then this row alone is rejected.
   */
  row(row: ScannedRow): boolean;
  /** The file is over: flush what is open. */
  end(): void;
  /**
   * A row that cannot be read stands here. It may be part of the record before it or after it, so nothing goes on across it.
   * Absent: what is open is flushed.
   */
  interrupt?(): void;
}

/** One span over adjacent rows: from the start of the first to the end of the last. */
export function spanOver(first: Span, last: Span): Span {
  return { ...first, byteLength: last.byteOffset + last.byteLength - first.byteOffset };
}
