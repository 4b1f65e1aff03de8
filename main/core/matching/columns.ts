/**
 * What matching knows of a book: one row per live order-like record, integers only, in shared memory. Rows lie in the order of the
 * record keys, so that everything computed over them comes out the same whatever the order of files or the ids of the database.
 */

/** Minute of a record without a date. */
export const NO_TIME = -0x80000000;

/** Columns that hold interned values: equal numbers are equal texts, 0 is none. */
export const VALUE_COLUMNS = ['name', 'email', 'firm', 'phone', 'place', 'items', 'title', 'currency'] as const;
export type ValueColumn = (typeof VALUE_COLUMNS)[number];

export interface Columns {
  readonly size: number;
  /** `source_records.id`. */
  readonly recordId: Int32Array;
  /** One number for each (system, account, type): the machine never joins two records of one slot. */
  readonly slot: Int32Array;
  /** One number for each (system, type): where rivals of an answer stand. */
  readonly kind: Int32Array;
  /** 1 for campaigns and projects: never a sale on their own. */
  readonly context: Uint8Array;
  /** Minor units; NaN where the record states none. */
  readonly amount: Float64Array;
  /** The same before tax, where the record states a tax. */
  readonly net: Float64Array;
  /** Minutes since 1970 UTC, or NO_TIME. For a date without time its midnight. */
  readonly minute: Int32Array;
  readonly dayOnly: Uint8Array;
  readonly name: Int32Array;
  readonly email: Int32Array;
  readonly firm: Int32Array;
  readonly phone: Int32Array;
  readonly place: Int32Array;
  readonly items: Int32Array;
  readonly title: Int32Array;
  readonly currency: Int32Array;
  /** One number for a total together with its currency; 0 where the record states none. */
  readonly total: Int32Array;
  /** The same for the total before tax. */
  readonly netTotal: Int32Array;
  readonly refs: TokenColumns;
}

/** Packed references of all rows, one after the other: those of row i are `start[i]` … `start[i + 1] − 1`. */
export interface TokenColumns {
  readonly start: Uint32Array;
  readonly role: Uint8Array;
  /** Hash of the namespace. */
  readonly space: Uint16Array;
  /** Hash of namespace and value: 16 and 32 bits. */
  readonly high: Uint16Array;
  readonly low: Uint32Array;
}

export function allocateColumns(size: number, tokenCount: number): Columns {
  return {
    size,
    recordId: int32(size),
    slot: int32(size),
    kind: int32(size),
    context: new Uint8Array(new SharedArrayBuffer(size)),
    amount: new Float64Array(new SharedArrayBuffer(8 * size)),
    net: new Float64Array(new SharedArrayBuffer(8 * size)),
    minute: int32(size),
    dayOnly: new Uint8Array(new SharedArrayBuffer(size)),
    name: int32(size),
    email: int32(size),
    firm: int32(size),
    phone: int32(size),
    place: int32(size),
    items: int32(size),
    title: int32(size),
    currency: int32(size),
    total: int32(size),
    netTotal: int32(size),
    refs: {
      start: new Uint32Array(new SharedArrayBuffer(4 * (size + 1))),
      role: new Uint8Array(new SharedArrayBuffer(tokenCount)),
      space: new Uint16Array(new SharedArrayBuffer(2 * tokenCount)),
      high: new Uint16Array(new SharedArrayBuffer(2 * tokenCount)),
      low: new Uint32Array(new SharedArrayBuffer(4 * tokenCount)),
    },
  };
}

function int32(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4 * length));
}

/** Lets a long computation report and stop: `checkpoint` throws when the run was cancelled. Called at least every 50 ms of work. */
export interface Pace {
  checkpoint(stage: Stage, done: number, total: number): void;
}

export type Stage = 'load' | 'references' | 'compare' | 'decide' | 'store';
