/** What a system said, verbatim, and where it stood. Never edited. */
import type { Facts } from './fields.ts';
import type { RecordType, System } from './systems.ts';

/** Identity of a source record: compared whole, inside its type, never by substring. */
export interface RecordKey {
  readonly system: System;
  /** Account inside the system ("storeA", "acct_1", an IBAN). */
  readonly account: string;
  readonly type: RecordType;
  readonly nativeId: string;
}

/**
 * The bytes of a key, for hashing and for tie-breaks that must not depend on import order.
 * A JSON array of four strings is unambiguous whatever the strings hold.
 */
export function keyText(key: RecordKey): string {
  return JSON.stringify([key.system, key.account, key.type, key.nativeId]);
}

/** `keyText` of many keys of one source and type: for loops over a million. */
export function keyTextsOf({ system, account, type }: Omit<RecordKey, 'nativeId'>): (nativeId: string) => string {
  const before = JSON.stringify([system, account, type]).slice(0, -1);
  return (nativeId) => `${before},${JSON.stringify(nativeId)}]`;
}

export function parseKeyText(text: string): RecordKey {
  const [system, account, type, nativeId] = JSON.parse(text) as [System, string, RecordType, string];
  return { system, account, type, nativeId };
}

export function compareKeys(a: RecordKey, b: RecordKey): number {
  const x = keyText(a);
  const y = keyText(b);
  return x < y ? -1 : x > y ? 1 : 0;
}

/**
 * A typed token: an id in the space where it means something. `('shopify:order', '1042')` and `('netsuite:order', '1042')` never meet.
 * Shared spaces (`po`, `invoice`, `payment_intent`, `charge`, `email_order_ref` …) are where systems refer to each other.
 */
export interface TypedRef {
  readonly namespace: string;
  /** Normalised: upper case, no spaces, no leading `#`, no leading zeros in an all-digit id. */
  readonly value: string;
  /** `own`: this record's id in that space. `mentions`: it refers to another record. `free`: found in free text (evidence, no proof). */
  readonly role: 'own' | 'mentions' | 'free';
}

/** Where a record stood in its file. */
export interface Span {
  /** First line, 1-based; the header is line 1. For JSON: the line on which the element starts. */
  readonly line: number;
  /** Bytes from the start of the file, and their number, without the last line break. */
  readonly byteOffset: number;
  readonly byteLength: number;
  /** JSON pointer (RFC 6901) for JSON files, else null. */
  readonly pointer: string | null;
}

/** What a connector makes of a stretch of a file. */
export interface RecordDraft {
  readonly type: RecordType;
  readonly nativeId: string;
  /** Every other id of this record that is visible in the row. */
  readonly aliases: readonly string[];
  readonly facts: Facts;
  readonly refs: readonly TypedRef[];
  readonly span: Span;
  /**
   * Sort key of this version among versions of the same record: the source's updated-at in UTC ms, else the latest lifecycle
   * time in the row, else null (then the file's period, then the payload hash decide).
   */
  readonly versionMs: number | null;
}

/** A stretch of a file that could not be read for sure. It never stops the rest. */
export interface RejectedRow {
  readonly span: Span;
  /** Column at fault, as the file names it; null when the row as a whole is at fault. */
  readonly column: string | null;
  /** The text at fault. */
  readonly text: string;
  readonly code: RejectCode;
  /** One sentence for the user: what is wrong with this value. */
  readonly cause: string;
}

export const REJECT_CODES = [
  'missing_id',
  'missing_value',
  'bad_amount',
  'bad_date',
  'bad_currency',
  'unknown_value',
  'damaged_id',
  'wrong_column_count',
  'unclosed_quote',
  'bad_encoding',
  'bad_json',
  'bad_xml',
  'row_too_large',
  'conflicting_rows',
] as const;
export type RejectCode = (typeof REJECT_CODES)[number];
