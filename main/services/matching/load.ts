/** From the narrow table to columns in memory, in the order of the record keys. */
import { allocateColumns, type Columns, NO_TIME, type Pace } from '#core/matching/columns.ts';
import { numberTotals } from '#core/matching/frequency.ts';
import { REF_BYTES } from '#core/matching/refs.ts';
import { TextTable } from '#core/matching/texts.ts';
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

export function loadBook(db: ReadableDb, pace: Pace): LoadedBook {
  const live = readLiveRecords(db, pace);
  const columns = columnsFor(live);
  readColumns(db, columns, live.rows, pace);
  numberTotals(columns);
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
  for (let after = 0, read = 0; ; ) {
    const chunk = readMatchRows(db, after, CHUNK_ROWS);
    const last = chunk.at(-1);
    if (last === undefined) return;
    after = last[0];
    read += chunk.length;
    for (const values of chunk) {
      const row = rows[values[0]] ?? -1;
      if (row !== -1) putRow(columns, row, values);
    }
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
  putRefs(columns, row, values[13]);
}

/** Unpacks references (see packRefs) to their place. */
function putRefs({ refs }: Columns, row: number, bytes: Uint8Array): void {
  let token = refs.start[row] as number;
  for (let i = 0; i + REF_BYTES <= bytes.length; i += REF_BYTES, token++) {
    const byte = (offset: number): number => bytes[i + offset] as number;
    refs.role[token] = byte(0);
    refs.space[token] = (byte(1) << 8) | byte(2);
    refs.high[token] = (byte(3) << 8) | byte(4);
    refs.low[token] = (byte(5) << 24) | (byte(6) << 16) | (byte(7) << 8) | byte(8);
  }
}

const TEXTS_AT_ONCE = 5_000;

/** The distinct texts of a column, numbered from 1, and the column rewritten to these numbers. Entry 0 is the absent text. */
function internedTexts(db: ReadableDb, column: Int32Array): string[] {
  const numbers = new Map<number, number>();
  const ids: number[] = [];
  for (let row = 0; row < column.length; row++) {
    const id = column[row] as number;
    if (id === 0) continue;
    const number = numbers.get(id) ?? ids.push(id);
    numbers.set(id, number);
    column[row] = number;
  }
  const texts = [''];
  for (let at = 0; at < ids.length; at += TEXTS_AT_ONCE) texts.push(...readTexts(db, ids.slice(at, at + TEXTS_AT_ONCE)));
  return texts;
}
