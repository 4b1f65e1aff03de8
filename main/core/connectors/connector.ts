/**
 * The seam every connector meets: bytes of a file in, record drafts and rejected rows out. Nothing here throws on bad data.
 * Text reaches this layer as *byte strings*: one character (0–255) per byte of the file, so that positions are byte offsets and
 * structure can be scanned without decoding; only the fields that hold a high byte are decoded (see `encoding.ts`).
 */
import type { FieldName } from '#shared/domain/fields.ts';
import type { DecimalMark } from '#shared/domain/money.ts';
import type { StatementDraft } from '#shared/domain/money-events.ts';
import type { RecordDraft, RejectedRow } from '#shared/domain/source-record.ts';
import type { RecordType, System } from '#shared/domain/systems.ts';
import type { DateOrder } from '../normalise/dates.ts';

export type { DateOrder } from '../normalise/dates.ts';

export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

export const DATE_ORDERS = ['dmy', 'mdy', 'ymd'] as const satisfies readonly DateOrder[];

/** How a file is to be read. Detected; what is ambiguous is asked (`Question`) and never guessed. */
export interface ReadOptions {
  readonly layoutId: string;
  readonly encoding: Encoding;
  /** Field separator of delimited text; null for JSON. */
  readonly delimiter: ',' | ';' | '\t' | '|' | null;
  readonly decimalMark: DecimalMark;
  /** Needed only where the layout's dates are ambiguous. */
  readonly dateOrder: DateOrder | null;
  /** Zone for wall-clock times without offset: IANA name or `UTC`. */
  readonly zone: string;
  /** Currency of files that do not name one, ISO 4217. */
  readonly defaultCurrency: string;
  /** Column mapping, for mapped files only. */
  readonly mapping: ColumnMapping | null;
  /** Columns whose long ids a spreadsheet rounded, all of them (`IdEvidence`). Absent: none. */
  readonly roundedIds?: readonly string[];
}

/** A saved mapping of one header set; the same shape is exported and imported as JSON. */
export interface ColumnMapping {
  readonly name: string;
  readonly system: System;
  readonly type: RecordType;
  /** The header names it was made for, in file order. */
  readonly header: readonly string[];
  /** Field → header name. `nativeId` is the column that holds the id; absent when rows have none. */
  readonly fields: { readonly [F in FieldName | 'nativeId']?: string };
  /** Extra id columns that become aliases and references. */
  readonly aliases: readonly string[];
  /** Columns that tell rows without an id apart; absent: all columns but running balances. */
  readonly identity?: readonly string[];
}

export type Question =
  | {
      readonly kind: 'dateOrder';
      readonly column: string;
      readonly proof: readonly ProofRow[];
      readonly choices: readonly DateOrder[];
    }
  | { readonly kind: 'decimalMark'; readonly column: string; readonly proof: readonly ProofRow[] }
  | {
      readonly kind: 'mapping';
      readonly header: readonly string[];
      readonly sampleRows: readonly (readonly string[])[];
      readonly suggested: ColumnMapping;
    };

/** A row shown as proof that a reading is ambiguous. */
export interface ProofRow {
  readonly line: number;
  readonly text: string;
  /** How each choice would read it, ISO 8601 or a plain amount. */
  readonly readings: readonly string[];
}

export interface Detection {
  /** Layout found, or null when no layout fits and no mapping is known (then a `mapping` question stands). */
  readonly layoutId: string | null;
  readonly system: System;
  readonly types: readonly RecordType[];
  /** "Shopify orders CSV", for screens. */
  readonly label: string;
  readonly options: ReadOptions;
  readonly questions: readonly Question[];
  /** Accounts that the first part of a bank's file names (IBAN, number), each once. Absent: the format names none. */
  readonly accounts?: readonly string[];
  /** Header names, trimmed; empty for JSON. */
  readonly header: readonly string[];
  /** Line on which the header stands, 1-based (title rows may come before). 0 for JSON. */
  readonly headerLine: number;
  /**
   * What the first part of the file left open. If not empty, run an inspection (`openInspection`) over the whole file before
   * parsing: it settles these or adds the question.
   */
  readonly unsettled: readonly Unsettled[];
}

export type Unsettled = 'encoding' | 'dateOrder' | 'decimalMark';

/** What a parser must know of a file's table. For a stretch of data rows without their header: `headerLine` 0. */
export interface HeaderInfo {
  readonly header: readonly string[];
  readonly headerLine: number;
}

/** A file this version cannot read at all: say what it is, what is safe, what to do. */
export interface Unreadable {
  readonly layoutId: null;
  readonly unreadable: { readonly what: string; readonly safe: string; readonly todo: string };
}

export interface DraftSink {
  record(draft: RecordDraft): void;
  rejected(row: RejectedRow): void;
  /** What the file says of itself as a whole; at most one an account, currency and span. */
  statement?(draft: StatementDraft): void;
}

/** Reads one file, front to back, in constant memory. */
export interface FileParser<Totals = ParseTotals> {
  /** The next stretch of the file as a byte string, any length. */
  push(bytes: string): void;
  /** The end of the file: flushes what is open. Returns totals for the control sums. */
  end(): Totals;
}

export interface ParseTotals {
  /** Data rows or elements seen, of any outcome, title and blank lines not counted. */
  readonly rowCount: number;
  readonly byteCount: number;
}

/** What a parser knows at the end of a file. */
export interface ReadTotals extends ParseTotals {
  /** Records whose amounts are in `defaultCurrency` because the file names none for them. */
  readonly withoutCurrency: number;
}

/** Where a field's value stands in a record's own text, for "where this value comes from". */
export interface FieldLocation {
  /** Column, or path of keys in JSON, as the file names it. */
  readonly column: string;
  /** Range in the record's text (decoded), without quotes and blanks. */
  readonly start: number;
  readonly end: number;
  /** Line inside the record's text on which it starts, 0-based. */
  readonly lineIndex: number;
}
