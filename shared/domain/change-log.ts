/** Entries of the change log: light, chained, readable by a stranger. The format is `docs/log-format.md`; it decides. */

/** A JSON value without floats: integers travel as strings of digits. */
export type LogValue = string | boolean | null | readonly LogValue[] | { readonly [key: string]: LogValue };

/** The named fields of an entry, in no order (RFC 8785 sorts them). All are present in every entry; `null` where empty. */
export interface LogEntryFields {
  /** Position without gaps, from "1". */
  readonly seq: string;
  /** UTC, ISO 8601 with milliseconds. */
  readonly at: string;
  /** Offset of the clock that made it, minutes east of UTC. */
  readonly offset: string;
  readonly actor: string;
  /** `import.published`, `order.merged`, `field.picked` … */
  readonly action: string;
  /** Source-record keys (key text), batches (`batch:12`), decisions (`decision:4`), `settings`. */
  readonly subjects: readonly string[];
  readonly field: string | null;
  readonly before: LogValue;
  readonly after: LogValue;
  /** `{code, text}` or null. */
  readonly why: { readonly code: string; readonly text: string } | null;
  /** What caused it: a command id, a run, a batch. One user command = one cause. */
  readonly cause: string;
  /** Hash of the entry before, hex; the genesis value for the first. */
  readonly prev: string;
}

/** SHA-256 of the UTF-8 text `Onefold change log v1`, hex. */
export const GENESIS_TEXT = 'Onefold change log v1';

/** An entry as a command hands it over: the log adds seq, time and hashes. */
export interface LogDraft {
  readonly action: string;
  readonly subjects: readonly string[];
  readonly field?: string | null;
  readonly before?: LogValue;
  readonly after?: LogValue;
  readonly why?: { readonly code: string; readonly text: string } | null;
}
