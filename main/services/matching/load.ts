/** From the narrow table to columns in memory, in the order of the record keys. */
import { allocateColumns, type Columns, NO_TIME, type Pace, VALUE_COLUMNS, type ValueColumn } from '#core/matching/columns.ts';
import { REF_BYTES } from '#core/matching/refs.ts';
import { TextTable } from '#core/matching/texts.ts';
import type { RecordKey } from '#shared/domain/source-record.ts';
import type { ReadableDb } from '#store/database.ts';
import { type MatchRow, measureMatchRows, readMatchRows, readSources, readTexts } from '#store/queries/match-rows-reading.ts';
import { compareTexts, Slots } from './slots.ts';

export interface LoadedBook {
  readonly columns: Columns;
  readonly names: TextTable;
  readonly titles: TextTable;
  readonly keyAt: (row: number) => RecordKey;
  /** Row of a record, or undefined when it is not live or not order-like. */
  readonly rowOf: (recordId: number) => number | undefined;
}

const CHUNK_ROWS = 5_000;

export function loadBook(db: ReadableDb, pace: Pace): LoadedBook {
  const slots = new Slots(readSources(db));
  const read = readRows(db, slots, pace);
  const order = keyOrder(read.columns, read.nativeIds, slots);
  const columns = inOrder(read.columns, order);
  const nativeIds = Array.from(order, (at) => read.nativeIds[at] as string);
  const rows = new Int32Array(columns.recordId.reduce((highest, id) => Math.max(highest, id), 0) + 1).fill(-1);
  for (let row = 0; row < columns.size; row++) rows[columns.recordId[row] as number] = row;
  return {
    columns,
    names: new TextTable(internedTexts(db, columns.name)),
    titles: new TextTable(internedTexts(db, columns.title)),
    keyAt: (row) => slots.key(columns.slot[row] as number, nativeIds[row] as string),
    rowOf: (recordId) => ((rows[recordId] ?? -1) === -1 ? undefined : rows[recordId]),
  };
}

/** Live rows by record id. `columns.size` may be smaller than its arrays are long. */
function readRows(db: ReadableDb, slots: Slots, pace: Pace): { columns: Columns; nativeIds: string[] } {
  const room = measureMatchRows(db);
  const columns = allocateColumns(room.rows, room.refBytes / REF_BYTES);
  const nativeIds: string[] = [];
  for (let after = 0; ; ) {
    const chunk = readMatchRows(db, after, CHUNK_ROWS);
    for (const row of chunk) {
      putRow(columns, nativeIds.length, row, slots);
      nativeIds.push(row[3]);
    }
    const last = chunk.at(-1);
    if (last === undefined) break;
    after = last[0];
    pace.checkpoint('load', nativeIds.length, room.rows);
  }
  return { columns: { ...columns, size: nativeIds.length }, nativeIds };
}

/** Where the value columns stand in a MatchRow. */
const AT: Readonly<Record<ValueColumn, number>> = {
  currency: 5,
  name: 8,
  email: 9,
  phone: 10,
  place: 11,
  items: 12,
  title: 13,
  firm: 15,
};

function putRow(columns: Columns, at: number, row: MatchRow, slots: Slots): void {
  const slot = slots.of(row[1], row[2]);
  columns.recordId[at] = row[0];
  columns.slot[at] = slot;
  columns.kind[at] = slots.at(slot).kind;
  columns.context[at] = slots.at(slot).context;
  columns.amount[at] = row[4] ?? Number.NaN;
  columns.net[at] = row[14] ?? Number.NaN;
  columns.minute[at] = row[6] ?? NO_TIME;
  columns.dayOnly[at] = row[7];
  for (const column of VALUE_COLUMNS) columns[column][at] = (row[AT[column]] as number | null) ?? 0;
  putRefs(columns, at, row[16]);
}

/** Unpacks references (see packRefs) behind those of the row before. */
function putRefs({ refs }: Columns, at: number, bytes: Uint8Array): void {
  let token = refs.start[at] as number;
  for (let i = 0; i + REF_BYTES <= bytes.length; i += REF_BYTES, token++) {
    const byte = (offset: number): number => bytes[i + offset] as number;
    refs.role[token] = byte(0);
    refs.space[token] = (byte(1) << 8) | byte(2);
    refs.high[token] = (byte(3) << 8) | byte(4);
    refs.low[token] = (byte(5) << 24) | (byte(6) << 16) | (byte(7) << 8) | byte(8);
  }
  refs.start[at + 1] = token;
}

/**
 * Places of the rows by key, compared as the key texts stand, escaped, in the leaves of a run's root: so pairs sorted by row are
 * leaves in order.
 */
function keyOrder(columns: Columns, nativeIds: readonly string[], slots: Slots): Uint32Array {
  const placesOf: number[][] = Array.from({ length: slots.count }, () => []);
  for (let at = 0; at < columns.size; at++) placesOf[columns.slot[at] as number]?.push(at);
  const order = new Uint32Array(columns.size);
  let next = 0;
  for (const slot of slots.inOrder()) {
    const places = placesOf[slot] ?? [];
    const texts = places.map((at) => escapedId(nativeIds[at] as string));
    const sorted = [...texts.keys()].sort((a, b) => compareTexts(texts[a] as string, texts[b] as string));
    for (const at of sorted) order[next++] = places[at] as number;
  }
  return order;
}

const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

/** A native id as it ends a key text inside a JSON string: with the backslash that escapes the quote behind it. */
function escapedId(nativeId: string): string {
  return PLAIN.test(nativeId) ? `${nativeId}\\` : JSON.stringify(JSON.stringify(nativeId)).slice(3, -2);
}

function inOrder(from: Columns, order: Uint32Array): Columns {
  const size = order.length;
  const to = allocateColumns(size, from.refs.start[size] as number);
  const moved = ['recordId', 'slot', 'kind', 'context', 'amount', 'net', 'minute', 'dayOnly', ...VALUE_COLUMNS] as const;
  for (const column of moved) for (let row = 0; row < size; row++) to[column][row] = from[column][order[row] as number] as number;
  let token = 0;
  for (let row = 0; row < size; row++) {
    const at = order[row] as number;
    to.refs.start[row] = token;
    for (let i = from.refs.start[at] as number; i < (from.refs.start[at + 1] as number); i++, token++) {
      to.refs.role[token] = from.refs.role[i] as number;
      to.refs.space[token] = from.refs.space[i] as number;
      to.refs.high[token] = from.refs.high[i] as number;
      to.refs.low[token] = from.refs.low[i] as number;
    }
  }
  to.refs.start[size] = token;
  return to;
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
