/** A part of a book that was loaded as a whole, with rows and orders that came since: what a small change is reconciled over. */
import { OWN, REF_BYTES } from '#core/matching/refs.ts';
import type { OrderEdit, PackedRefs, ReconcileInput } from '#core/reconciliation/inputs.ts';
import type { TokenTable } from '#core/reconciliation/token-table.ts';
import { type LoadedBook, twinsOf } from './index.ts';
import type { LoadedMoney } from './money.ts';
import type { LoadedOrders } from './orders.ts';
import { comparePlaces, type KeyPlace } from './places.ts';
import { OrderedRefs } from './ref-pool.ts';

/** What came since the book was loaded: new rows, and orders that are new or have new members. */
export interface Fresh {
  readonly money: LoadedMoney;
  readonly orders: LoadedOrders;
}

export interface Part {
  /** Records of the whole are not looked for in a part: its `rowOf` is empty, and `orderOf` tells of members that came since alone. */
  readonly money: LoadedMoney;
  readonly orders: LoadedOrders;
  /** By row of the part: its row in the whole book, −1: new. */
  readonly wholeRows: Int32Array;
  readonly wholeOrders: Int32Array;
  /** Row of the part by row of the whole, and the same of orders; undefined: outside. */
  readonly rowOf: ReadonlyMap<number, number>;
  readonly orderOf: ReadonlyMap<number, number>;
  /** Where a row of the whole that lies outside would stand: a half number. */
  readonly placeOf: (wholeRow: number) => number;
}

/** `rows` and `orders` of the whole, ascending. */
export function partOf(
  whole: LoadedBook,
  tokens: TokenTable,
  { rows, orders }: { readonly rows: readonly number[]; readonly orders: readonly number[] },
  fresh: Fresh | null,
): Part {
  const wholePlace = (row: number): KeyPlace => placeOfRow(whole.money, row);
  const rowPicks = merged(rows, wholePlace, fresh?.money.columns.size ?? 0, (row) => placeOfRow(fresh?.money, row));
  const orderPicks = merged(orders, whole.orders.placeOf, fresh?.orders.columns.size ?? 0, (order) => freshPlace(fresh, order));
  const money = pickMoney(whole, fresh, rowPicks, tokens);
  return {
    money,
    orders: pickOrders(whole, fresh, orderPicks, tokens),
    wholeRows: rowPicks.map((pick) => Math.max(-1, pick)),
    wholeOrders: orderPicks.map((pick) => Math.max(-1, pick)),
    rowOf: new Map([...rowPicks].flatMap((pick, place) => (pick < 0 ? [] : [[pick, place] as const]))),
    orderOf: new Map([...orderPicks].flatMap((pick, place) => (pick < 0 ? [] : [[pick, place] as const]))),
    placeOf: (row) => lowerBound(money.columns.size, (at) => comparePlaces(placeOfRow(money, at), wholePlace(row))) - 0.5,
  };
}

/** What is said of the whole's orders, of those in the part. */
export function editsIn(part: Part, edits: ReconcileInput['edits']): Map<number, readonly OrderEdit[]> {
  const found = new Map<number, readonly OrderEdit[]>();
  for (const [order, list] of edits ?? []) {
    const place = part.orderOf.get(order);
    if (place !== undefined) found.set(place, list);
  }
  return found;
}

/** Pairs of records as orders of the part, both ways; `whole` tells the order of a record that stood. */
export function twinsAmong(
  part: Part,
  whole: LoadedOrders,
  pairs: readonly (readonly [number, number])[],
): ReadonlyMap<number, number> {
  const orderOf = (record: number): number => {
    const fresh = part.orders.orderOf[record] ?? -1;
    return fresh === -1 ? (part.orderOf.get(whole.orderOf[record] ?? -1) ?? -1) : fresh;
  };
  return twinsOf(pairs, orderOf);
}

export function twinsIn(part: Part, twins: ReconcileInput['twins']): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const [order, twin] of twins ?? []) {
    const [one, other] = [part.orderOf.get(order), part.orderOf.get(twin)];
    if (one !== undefined && other !== undefined) found.set(one, other);
  }
  return found;
}

function placeOfRow(money: LoadedMoney | undefined, row: number): KeyPlace {
  if (money === undefined) throw new Error('no such row');
  return [money.columns.source[row] as number, money.columns.type[row] as number, money.nativeIds[row] as string];
}

function freshPlace(fresh: Fresh | null, order: number): KeyPlace {
  if (fresh === null) throw new Error('no such order');
  return fresh.orders.placeOf(order);
}

/** Rows of the whole as they are, new row i as −2 − i, in the order of their keys. */
function merged(
  rows: readonly number[],
  placeOf: (row: number) => KeyPlace,
  freshRows: number,
  freshOf: (row: number) => KeyPlace,
): Int32Array {
  const picks = new Int32Array(rows.length + freshRows);
  let [at, next] = [0, 0];
  for (let place = 0; place < picks.length; place++) {
    const row = rows[at];
    const isFresh = row === undefined || (next < freshRows && comparePlaces(freshOf(next), placeOf(row)) < 0);
    if (isFresh) picks[place] = -2 - next++;
    else {
      picks[place] = row;
      at++;
    }
  }
  return picks;
}

function lowerBound(size: number, compare: (at: number) => number): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(middle) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function pickMoney(whole: LoadedBook, fresh: Fresh | null, picks: Int32Array, tokens: TokenTable): LoadedMoney {
  const { size: _size, refs: _refs, ...columns } = whole.money.columns;
  const of = <T>(inWhole: (row: number) => T, inFresh: (money: LoadedMoney, row: number) => T): T[] =>
    Array.from(picks, (pick) => (pick >= 0 ? inWhole(pick) : inFresh(existing(fresh).money, -2 - pick)));
  const recordIds = Int32Array.from(
    of(
      (row) => whole.money.recordIds[row] as number,
      ({ recordIds: ids }, row) => ids[row] as number,
    ),
  );
  return {
    columns: {
      size: picks.length,
      ...pickColumns(columns, fresh?.money.columns ?? null, picks),
      refs: pickRefs(picks, tokens, 0, fresh?.money.columns.refs ?? null),
    },
    recordIds,
    batches: Int32Array.from(
      of(
        (row) => whole.money.batches[row] as number,
        ({ batches }, row) => batches[row] as number,
      ),
    ),
    nativeIds: of(
      (row) => whole.money.nativeIds[row] as string,
      ({ nativeIds }, row) => nativeIds[row] as string,
    ),
    rowOf: new Int32Array(0),
  };
}

function pickOrders(whole: LoadedBook, fresh: Fresh | null, picks: Int32Array, tokens: TokenTable): LoadedOrders {
  const { size: _size, refs: _refs, ...columns } = whole.orders.columns;
  const ask =
    <T>(what: (orders: LoadedOrders, order: number) => T) =>
    (place: number): T => {
      const pick = picks[place] as number;
      return pick >= 0 ? what(whole.orders, pick) : what(existing(fresh).orders, -2 - pick);
    };
  const headOf = ask((orders, order) => orders.headIds[order] as number);
  const placeOfFresh = new Int32Array(fresh?.orders.columns.size ?? 0).fill(-1);
  for (let place = 0; place < picks.length; place++) {
    const pick = picks[place] as number;
    if (pick < 0) placeOfFresh[-2 - pick] = place;
  }
  const orderOf = fresh?.orders.orderOf.slice() ?? new Int32Array(0);
  for (let record = 0; record < orderOf.length; record++) {
    const order = orderOf[record] as number;
    if (order !== -1) orderOf[record] = placeOfFresh[order] as number;
  }
  return {
    columns: {
      size: picks.length,
      ...pickColumns(columns, fresh?.orders.columns ?? null, picks),
      refs: pickRefs(picks, tokens, tokens.rows, fresh?.orders.columns.refs ?? null),
    },
    headIds: Int32Array.from(picks, (_, place) => headOf(place)),
    placeOf: ask((orders, order) => orders.placeOf(order)),
    keyOf: ask((orders, order) => orders.keyOf(order)),
    keyTextOf: ask((orders, order) => orders.keyTextOf(order)),
    orderOf,
  };
}

function existing(fresh: Fresh | null): Fresh {
  if (fresh === null) throw new Error('nothing came since');
  return fresh;
}

type Column = Float64Array | Int32Array | Uint32Array | Uint16Array | Uint8Array;

function pickColumns<C extends object>(whole: C, fresh: object | null, picks: Int32Array): C {
  const others = (fresh ?? {}) as Record<string, Column>;
  const picked: Record<string, Column> = {};
  for (const [name, column] of Object.entries(whole as Record<string, Column>)) {
    const out = new (column.constructor as new (length: number) => Column)(picks.length);
    pickInto(out, column, others[name], picks);
    picked[name] = out;
  }
  return picked as C;
}

function pickInto(out: Column, column: Column, other: Column | undefined, picks: Int32Array): void {
  for (let place = 0; place < picks.length; place++) {
    const pick = picks[place] as number;
    out[place] = pick >= 0 ? (column[pick] as number) : (other?.[-2 - pick] as number);
  }
}

/** References of the whole book are let go once they are numbered: they are written anew from their numbers. */
function pickRefs(picks: Int32Array, tokens: TokenTable, firstEnd: number, fresh: PackedRefs | null): OrderedRefs {
  const start = new Uint32Array(picks.length + 1);
  for (const [place, pick] of picks.entries()) {
    const [of, at] = pick >= 0 ? [tokens.start, firstEnd + pick] : [fresh?.start ?? new Uint32Array(2), -2 - pick];
    start[place + 1] = (start[place] as number) + (of[at + 1] as number) - (of[at] as number);
  }
  const bytes = new Uint8Array((start[picks.length] as number) * REF_BYTES);
  const view = new DataView(bytes.buffer);
  for (const [place, pick] of picks.entries()) {
    let to = (start[place] as number) * REF_BYTES;
    if (pick < 0) {
      const from = (fresh?.start[-2 - pick] as number) * REF_BYTES;
      bytes.set(fresh?.bytes.subarray(from, (fresh.start[-1 - pick] as number) * REF_BYTES) ?? [], to);
      continue;
    }
    for (let i = tokens.start[firstEnd + pick] as number; i < (tokens.start[firstEnd + pick + 1] as number); i++, to += REF_BYTES) {
      const [head, tail] = tokens.wordsOf(tokens.token[i] as number);
      bytes[to] = tokens.role[i] ?? OWN;
      view.setUint32(to + 1, head);
      view.setUint32(to + 5, tail);
    }
  }
  return new OrderedRefs(start, bytes);
}
