/** From the narrow table to columns in memory, in the order of the record keys. */
import { allocateColumns, type Columns, NO_TIME, type Pace } from '#core/matching/orders/columns.ts';
import { numberTotals } from '#core/matching/orders/frequency.ts';
import { TextTable } from '#core/matching/orders/texts.ts';
import { REF_BYTES } from '#core/matching/refs.ts';
import type { RecordKey } from '#shared/domain/source-record.ts';
import { VALUE_COLUMNS, type ValueColumn } from '#shared/domain/value-columns.ts';
import type { ReadableDb } from '#store/database.ts';
import { type MatchRow, readMatchRows, readTexts } from '#store/queries/match-rows-reading.ts';
import { type LiveRecords, readLiveRecords } from './live-records.ts';

export interface LoadedBook {
  readonly columns: Columns;
  readonly names: TextTable;
  readonly titles: TextTable;
  readonly keyAt: (row: number) => RecordKey;
  /** Row of a record, or undefined when it is not live or not order-like. */
  readonly rowOf: (recordId: number) => number | undefined;
}

const CHUNK_ROWS = 1_000;
/** Columns whose texts nobody reads. */
const COUNTED = ['email', 'firm', 'phone', 'place', 'items'] as const satisfies readonly ValueColumn[];

export function loadBook(db: ReadableDb, pace: Pace): LoadedBook {
  const live = readLiveRecords(db, pace);
  const columns = columnsFor(live);
  readColumns(db, columns, live.rows, pace);
  numberTotals(columns);
  // What is counted by value, or looked up by it, takes room for as many as there are.
  for (const column of COUNTED) numberFromOne(columns[column]);
  const { slots, nativeIds, rows } = live;
  return {
    columns,
    names: new TextTable(internedTexts(db, columns.name)),
    titles: new TextTable(internedTexts(db, columns.title)),
    keyAt: (row) => slots.key(columns.slot[row] as number, nativeIds[row] as string),
    rowOf: (recordId) => ((rows[recordId] ?? -1) === -1 ? undefined : rows[recordId]),
  };
}

function columnsFor({ slots, recordIds, slotOf, refStart }: LiveRecords): Columns {
  const size = recordIds.length;
  const columns = allocateColumns(size, refStart[size] as number);
  columns.recordId.set(recordIds);
  columns.slot.set(slotOf);
  columns.refs.start.set(refStart);
  for (let row = 0; row < size; row++) {
    const { kind, context } = slots.at(slotOf[row] as number);
    columns.kind[row] = kind;
    columns.context[row] = context;
  }
  return columns;
}

function readColumns(db: ReadableDb, columns: Columns, rows: Int32Array, pace: Pace): void {
  let read = 0;
  for (const chunk of readMatchRows(db, CHUNK_ROWS)) {
    let at = 0;
    for (const values of chunk.rows) {
      const row = rows[values[0]] ?? -1;
      if (row !== -1) {
        putRow(columns, row, values);
        putRefs(columns, row, chunk.refs, at, at + values[13]);
      }
      at += values[13];
    }
    read += chunk.rows.length;
    pace.checkpoint('load', read, columns.size);
  }
}

/** Where the value columns stand in a MatchRow. */
const AT: Readonly<Record<ValueColumn, number>> = {
  currency: 5,
  name: 6,
  email: 7,
  firm: 8,
  phone: 9,
  place: 10,
  items: 11,
  title: 12,
};

function putRow(columns: Columns, row: number, values: MatchRow): void {
  columns.amount[row] = values[1] ?? Number.NaN;
  columns.net[row] = values[2] ?? Number.NaN;
  columns.minute[row] = values[3] ?? NO_TIME;
  columns.dayOnly[row] = values[4];
  for (const column of VALUE_COLUMNS) columns[column][row] = (values[AT[column]] as number | null) ?? 0;
}

/** Unpacks references (see packRefs), some of these bytes, to their place. */
function putRefs({ refs }: Columns, row: number, bytes: Uint8Array, from: number, to: number): void {
  let token = refs.start[row] as number;
  for (let i = from; i < to; i += REF_BYTES, token++) {
    refs.role[token] = bytes[i] as number;
    refs.space[token] = ((bytes[i + 1] as number) << 8) | (bytes[i + 2] as number);
    refs.high[token] = ((bytes[i + 3] as number) << 8) | (bytes[i + 4] as number);
    refs.low[token] =
      ((bytes[i + 5] as number) << 24) |
      ((bytes[i + 6] as number) << 16) |
      ((bytes[i + 7] as number) << 8) |
      (bytes[i + 8] as number);
  }
}

const TEXTS_AT_ONCE = 5_000;

/** The distinct texts of a column, numbered from 1, and the column rewritten to these numbers. Entry 0 is the absent text. */
function internedTexts(db: ReadableDb, column: Int32Array): string[] {
  const ids = numberFromOne(column);
  const texts = [''];
  for (let at = 0; at < ids.length; at += TEXTS_AT_ONCE) texts.push(...readTexts(db, ids.slice(at, at + TEXTS_AT_ONCE)));
  return texts;
}

/** Rewrites a column of interned values to numbers from 1, in the order in which they first stand in it; returns the values in it. */
function numberFromOne(column: Int32Array): number[] {
  let highest = 0;
  for (let row = 0; row < column.length; row++) highest = Math.max(highest, column[row] as number);
  const numbers = new Int32Array(highest + 1);
  const values: number[] = [];
  for (let row = 0; row < column.length; row++) {
    const value = column[row] as number;
    if (value === 0) continue;
    if (numbers[value] === 0) numbers[value] = values.push(value);
    column[row] = numbers[value] as number;
  }
  return values;
}
