/** Formats that are neither tables nor JSON: statements of banks, and what accounting programs exchange. */
import type { FieldName } from '#shared/domain/fields.ts';
import type { StatementDraft } from '#shared/domain/money-events.ts';
import type { RecordDraft, Span } from '#shared/domain/source-record.ts';
import type { RecordType, System } from '#shared/domain/systems.ts';
import type { BadValue, ValueReader } from '../cells.ts';
import type { FieldLocation, ReadOptions } from '../connector.ts';
import type { DateEvidence } from '../evidence.ts';

export interface TextLayout {
  /** Stored with batches: never changes its meaning. */
  readonly id: string;
  readonly system: System;
  readonly types: readonly RecordType[];
  readonly label: string;
  /** Whether a file that begins so is of this format. `head` is not decoded, and has no byte order mark and no leading blanks. */
  readonly fits: (head: string) => boolean;
  /** Why a file of this format holds nothing to read, asked only of whole files; null when it does. Absent: it always does. */
  readonly empty?: (units: string) => string | null;
  /** Accounts that the head names, in its order. Absent: the format names none. */
  readonly accounts?: (head: string) => readonly string[];
  /** Dates whose day order the format leaves to its user. Absent: it settles that itself. */
  readonly dates?: (head: string, evidence: DateEvidence) => void;
  readonly open: (context: TextContext) => TextReader;
  /** Where a fact's value stands in a record's own text (decoded); null when the text does not state it. */
  readonly locate: (recordText: string, field: FieldName) => TextPlace | null;
}

/** A range in a record's text, with the name that the format has for it (`TRNAMT`, `Ntry/Amt`, `:61:`). */
export type TextPlace = Omit<FieldLocation, 'lineIndex'>;

/** One file being read. Positions are units from the start of the file, after the byte order mark. */
export interface TextContext {
  readonly options: ReadOptions;
  readonly values: ValueReader;
  /** Decodes units; what is no text in the file's encoding throws `BadValue`. */
  decode(units: string, column: string): string;
  span(start: number, end: number, line: number): Span;
  emit(draft: RecordDraft): void;
  reject(problem: BadValue, span: Span): void;
  statement(draft: StatementDraft): void;
  /** Reads one record and counts it; a value that cannot be read rejects the record alone. Whether it was read. */
  row(span: Span, read: () => void): boolean;
}

export interface TextReader {
  /** The next stretch of the file, any length. */
  push(units: string): void;
  /** The file is over: flush what is open. */
  end(): void;
}
