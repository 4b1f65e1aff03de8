/**
 * What matching knows of a book: one row per live order-like record, integers only, in shared memory. Rows lie in the order of the
 * record keys, so that everything computed over them comes out the same whatever the order of files or the ids of the database.
 */
import { sharedFloat64, sharedInt32, sharedUint8, sharedUint16, sharedUint32 } from './shared-arrays.ts';

/** Minute of a record without a date. */
export const NO_TIME = -0x80000000;

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
    recordId: sharedInt32(size),
    slot: sharedInt32(size),
    kind: sharedInt32(size),
    context: sharedUint8(size),
    amount: sharedFloat64(size),
    net: sharedFloat64(size),
    minute: sharedInt32(size),
    dayOnly: sharedUint8(size),
    name: sharedInt32(size),
    email: sharedInt32(size),
    firm: sharedInt32(size),
    phone: sharedInt32(size),
    place: sharedInt32(size),
    items: sharedInt32(size),
    title: sharedInt32(size),
    currency: sharedInt32(size),
    total: sharedInt32(size),
    netTotal: sharedInt32(size),
    refs: {
      start: sharedUint32(size + 1),
      role: sharedUint8(tokenCount),
      space: sharedUint16(tokenCount),
      high: sharedUint16(tokenCount),
      low: sharedUint32(tokenCount),
    },
  };
}

/** Lets a long computation report and stop: `checkpoint` throws when the run was cancelled. Called at least every 50 ms of work. */
export interface Pace {
  checkpoint(stage: Stage, done: number, total: number): void;
}

export type Stage = 'load' | 'references' | 'compare' | 'decide' | 'store';
