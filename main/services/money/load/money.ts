/** From the narrow table to columns in memory, in the order of the record keys. */

import { type MoneyColumns, NO_MINUTE } from '#core/reconciliation/inputs.ts';
import { MONEY_KINDS } from '#shared/domain/money-events.ts';
import type { ReadableDb } from '#store/database.ts';
import { AT, countMoneyRows, type MoneyTuple, readMoneyTuples, readMoneyTuplesOf } from '#store/queries/money-columns.ts';
import type { Currencies } from './currencies.ts';
import { keyOrder, putInOrder, type Sources } from './places.ts';
import { type OrderedRefs, RefPool } from './ref-pool.ts';

export interface LoadedMoney {
  readonly columns: MoneyColumns & { readonly refs: OrderedRefs };
  /** By row. */
  readonly recordIds: Int32Array;
  readonly batches: Int32Array;
  readonly nativeIds: readonly string[];
  /** Record id → row, or −1. */
  readonly rowOf: Int32Array;
}

const CHUNK = 5_000;
const NOTHING = MONEY_KINDS.indexOf('nothing');

type Numbers = 'amount' | 'fee' | 'net' | 'balance' | 'buyerAmount';
type Minutes = 'minute' | 'available' | 'payoutMinute';
type Texts = 'payoutId' | 'account' | 'group' | 'name' | 'email' | 'method' | 'description' | 'number' | 'category' | 'reference';

const NUMBERS: Readonly<Record<Numbers, number>> = {
  amount: AT.amount_minor,
  fee: AT.fee_minor,
  net: AT.net_minor,
  balance: AT.balance_minor,
  buyerAmount: AT.buyer_minor,
};
const MINUTES: Readonly<Record<Minutes, number>> = {
  minute: AT.at_minute,
  available: AT.available_minute,
  payoutMinute: AT.payout_minute,
};
const TEXTS: Readonly<Record<Texts, number>> = {
  payoutId: AT.payout_id,
  account: AT.account_id,
  group: AT.group_id,
  name: AT.name_id,
  email: AT.email_id,
  method: AT.method_id,
  description: AT.description_id,
  number: AT.number_id,
  category: AT.category_id,
  reference: AT.reference_id,
};

type Columns = Omit<MoneyColumns, 'size' | 'refs'>;

function allocate(size: number): Columns {
  const float = () => new Float64Array(size);
  const minute = () => new Int32Array(size);
  const text = () => new Uint32Array(size);
  return {
    type: new Uint8Array(size),
    kind: new Uint8Array(size),
    source: new Uint16Array(size),
    amount: float(),
    fee: float(),
    net: float(),
    currency: new Uint16Array(size),
    buyerAmount: float(),
    buyerCurrency: new Uint16Array(size),
    balance: float(),
    minute: minute(),
    dayOnly: new Uint8Array(size),
    available: minute(),
    payoutMinute: minute(),
    status: new Uint8Array(size),
    payoutId: text(),
    account: text(),
    group: text(),
    name: text(),
    email: text(),
    method: text(),
    description: text(),
    number: text(),
    category: text(),
    reference: text(),
  };
}

/** `pause` is called now and then; it may throw to stop. */
export function loadMoney(db: ReadableDb, sources: Sources, currencies: Currencies, pause: (done: number) => void): LoadedMoney {
  const { rows, highestId } = countMoneyRows(db);
  return fromTuples(chunks(db), { size: rows, highestId, sources, currencies, pause });
}

/** Some records alone: those of them that are live money events or bookings. */
export function loadMoneyOf(db: ReadableDb, ids: readonly number[], sources: Sources, currencies: Currencies): LoadedMoney {
  const tuples = readMoneyTuplesOf(db, ids);
  const highestId = (tuples.at(-1)?.[AT.record_id] as number | undefined) ?? 0;
  return fromTuples([tuples], { size: tuples.length, highestId, sources, currencies, pause: () => undefined });
}

function* chunks(db: ReadableDb): Generator<readonly MoneyTuple[], undefined> {
  for (let after = 0; ; ) {
    const tuples = readMoneyTuples(db, after, CHUNK);
    const last = tuples.at(-1);
    if (last === undefined) return undefined;
    after = last[AT.record_id] as number;
    yield tuples;
  }
}

interface MoneyTools {
  /** Room for so many rows. */
  readonly size: number;
  readonly highestId: number;
  readonly sources: Sources;
  readonly currencies: Currencies;
  readonly pause: (done: number) => void;
}

function fromTuples(stretches: Iterable<readonly MoneyTuple[]>, tools: MoneyTools): LoadedMoney {
  const { size, highestId, sources, currencies, pause } = tools;
  const columns = allocate(size);
  const recordIds = new Int32Array(size);
  const batches = new Int32Array(size);
  const nativeIds: string[] = [];
  const refs = new RefPool(size, size * 48);
  let row = 0;
  for (const tuples of stretches) {
    for (const tuple of tuples) {
      if (row === size) throw new Error('the book changed while it was read');
      recordIds[row] = tuple[AT.record_id] as number;
      batches[row] = tuple[AT.home_batch_id] as number;
      nativeIds.push(tuple[AT.native_id] as string);
      put(columns, row, tuple, sources, currencies);
      refs.add(row++, tuple[AT.refs] as string);
    }
    pause(row / Math.max(1, size));
  }
  return sorted(
    { columns: cut(columns, row), recordIds: recordIds.subarray(0, row), batches: batches.subarray(0, row), nativeIds, refs },
    highestId,
    () => pause(1),
  );
}

function put(columns: Columns, row: number, tuple: MoneyTuple, sources: Sources, currencies: Currencies): void {
  columns.type[row] = tuple[AT.type_code] as number;
  columns.kind[row] = (tuple[AT.kind] as number | null) ?? NOTHING;
  columns.source[row] = sources.placeOf(tuple[AT.source_id] as number);
  columns.status[row] = tuple[AT.status] as number;
  columns.dayOnly[row] = tuple[AT.day_only] as number;
  for (const name in NUMBERS) columns[name as Numbers][row] = (tuple[NUMBERS[name as Numbers]] as number | null) ?? Number.NaN;
  for (const name in MINUTES) columns[name as Minutes][row] = (tuple[MINUTES[name as Minutes]] as number | null) ?? NO_MINUTE;
  for (const name in TEXTS) columns[name as Texts][row] = (tuple[TEXTS[name as Texts]] as number | null) ?? 0;
  const currency = currencies.placeOf(tuple[AT.currency_id] as number | null);
  columns.currency[row] = currency;
  columns.buyerCurrency[row] = currencies.placeOf(tuple[AT.buyer_currency_id] as number | null) || currency;
}

/** Rows that do not live leave room at the end. */
function cut(columns: Columns, rows: number): Columns {
  const names = Object.keys(columns) as (keyof Columns)[];
  return Object.fromEntries(names.map((name) => [name, columns[name].subarray(0, rows)])) as unknown as Columns;
}

interface Unsorted extends Omit<LoadedMoney, 'columns' | 'rowOf'> {
  readonly columns: Columns;
  readonly refs: RefPool;
}

function sorted({ columns, recordIds, batches, nativeIds, refs }: Unsorted, highestId: number, pause: () => void): LoadedMoney {
  const size = recordIds.length;
  const order = keyOrder(columns.source, columns.type, nativeIds);
  for (const column of [...Object.values(columns), recordIds, batches]) {
    putInOrder(column, order);
    pause();
  }
  const rowOf = new Int32Array(highestId + 1).fill(-1);
  for (let row = 0; row < size; row++) rowOf[recordIds[row] as number] = row;
  return {
    columns: { size, ...columns, refs: refs.inOrder(order) },
    recordIds,
    batches,
    nativeIds: Array.from(order, (at) => nativeIds[at] as string),
    rowOf,
  };
}
