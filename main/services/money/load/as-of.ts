/**
 * A book as it stood at an instant that somebody asked for: what is dated later does not count. What bears no date of its own (a status
 * word, what a shop says was given back in all) cannot be taken back, and stands as its latest version says or is left out.
 */
import { REF_BYTES } from '#core/matching/refs.ts';
import { type CoverageRow, NO_MINUTE, type OrderEdit, type PackedRefs } from '#core/reconciliation/inputs.ts';
import { PAYOUT_TYPES } from '#core/reconciliation/money-kinds.ts';
import { ORDER_STATUSES } from '#core/survivorship/order-row.ts';
import type { LoadedMoney } from './money.ts';
import type { LoadedOrders } from './orders.ts';
import { OrderedRefs } from './ref-pool.ts';

const UNKNOWN = ORDER_STATUSES.indexOf('unknown');

/** Money events and bookings up to a minute (UTC), those without a date too. A payout that was sent later is none of its lines yet. */
export function moneyUntil(money: LoadedMoney, minute: number): LoadedMoney {
  const { columns, recordIds, batches, nativeIds } = money;
  const rows = upTo(columns.minute, minute);
  const places = newPlaces(rows, columns.size);
  const { size: _size, refs, ...rest } = columns;
  const kept = { size: rows.length, ...pickAll(rest, rows), refs: pickRefs(refs, rows) };
  const later = new Set<string>();
  for (let row = 0; row < columns.size; row++) {
    if (places[row] === -1 && PAYOUT_TYPES[columns.type[row] as number] === 1)
      later.add(`${columns.source[row]} ${columns.payoutId[row]}`);
  }
  for (let row = 0; row < kept.size; row++) {
    const isLater = (kept.payoutMinute[row] as number) > minute || later.has(`${kept.source[row]} ${kept.payoutId[row]}`);
    if (!isLater || PAYOUT_TYPES[kept.type[row] as number] === 1) continue;
    kept.payoutId[row] = 0;
    kept.payoutMinute[row] = NO_MINUTE;
  }
  return {
    columns: kept,
    recordIds: pick(recordIds, rows),
    batches: pick(batches, rows),
    nativeIds: Array.from(rows, (row) => nativeIds[row] as string),
    rowOf: money.rowOf.map((row) => (row === -1 ? -1 : (places[row] as number))),
  };
}

export type Edits = ReadonlyMap<number, readonly OrderEdit[]>;

/** Orders that were placed up to a minute, neither cancelled, sent nor edited by what happened later. */
export function ordersUntil(orders: LoadedOrders, edits: Edits, minute: number): { orders: LoadedOrders; edits: Edits } {
  const { columns, headIds, placeOf, keyOf, keyTextOf, orderOf } = orders;
  const rows = upTo(columns.placed, minute);
  const places = newPlaces(rows, columns.size);
  const { size: _size, refs, ...rest } = columns;
  const kept = { size: rows.length, ...pickAll(rest, rows), refs: pickRefs(refs, rows) };
  for (let order = 0; order < kept.size; order++) {
    if ((kept.fulfilled[order] as number) > minute) kept.fulfilled[order] = NO_MINUTE;
    if ((kept.cancelled[order] as number) <= minute) continue;
    kept.cancelled[order] = NO_MINUTE;
    kept.status[order] = UNKNOWN;
  }
  // When something was given back a shop does not say.
  kept.refunded.fill(Number.NaN);
  return {
    orders: {
      columns: kept,
      headIds: pick(headIds, rows),
      placeOf: (order) => placeOf(rows[order] as number),
      keyOf: (order) => keyOf(rows[order] as number),
      keyTextOf: (order) => keyTextOf(rows[order] as number),
      orderOf: orderOf.map((order) => (order === -1 ? -1 : (places[order] as number))),
    },
    edits: editsUntil(edits, places, kept, minute),
  };
}

/** An order that was edited later asks for what it asked until then. */
function editsUntil(edits: Edits, places: Int32Array, { total, shipping, tax }: LoadedOrders['columns'], minute: number): Edits {
  const left = new Map<number, readonly OrderEdit[]>();
  for (const [before, list] of edits) {
    const order = places[before] as number;
    if (order === -1) continue;
    const known = list.filter((edit) => edit.minute <= minute);
    const next = list[known.length];
    if (next !== undefined) {
      total[order] = next.total;
      if (next.shipping !== undefined) shipping[order] = next.shipping;
      if (next.tax !== undefined) tax[order] = next.tax;
    }
    if (known.length > 0) left.set(order, known);
  }
  return left;
}

/** Coverage up to a day. */
export function coverageUntil<C extends CoverageRow>(coverage: readonly C[], day: number): C[] {
  return coverage.flatMap((row) => (row.fromDay > day ? [] : [{ ...row, toDay: Math.min(row.toDay, day) }]));
}

function upTo(minutes: Int32Array, minute: number): Uint32Array {
  const rows: number[] = [];
  for (const [row, at] of minutes.entries()) if (at <= minute) rows.push(row);
  return Uint32Array.from(rows);
}

/** Old row → new row, −1: left out. */
function newPlaces(rows: Uint32Array, size: number): Int32Array {
  const places = new Int32Array(size).fill(-1);
  for (const [place, row] of rows.entries()) places[row] = place;
  return places;
}

type Column = Float64Array | Int32Array | Uint32Array | Uint16Array | Uint8Array;

function pickAll<C extends object>(columns: C, rows: Uint32Array): C {
  return Object.fromEntries(
    Object.entries(columns as Record<string, Column>).map(([name, column]) => [name, pick(column, rows)]),
  ) as C;
}

export function pick<C extends Column>(column: C, rows: Uint32Array): C {
  const picked = column.slice(0, rows.length) as C;
  for (const [place, row] of rows.entries()) picked[place] = column[row] as number;
  return picked;
}

function pickRefs({ start, bytes }: PackedRefs, rows: Uint32Array): OrderedRefs {
  const starts = new Uint32Array(rows.length + 1);
  for (const [place, row] of rows.entries())
    starts[place + 1] = (starts[place] as number) + (start[row + 1] as number) - (start[row] as number);
  const picked = new Uint8Array((starts[rows.length] as number) * REF_BYTES);
  for (const [place, row] of rows.entries())
    picked.set(
      bytes.subarray((start[row] as number) * REF_BYTES, (start[row + 1] as number) * REF_BYTES),
      (starts[place] as number) * REF_BYTES,
    );
  return new OrderedRefs(starts, picked);
}
