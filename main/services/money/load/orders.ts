/** Canonical orders as columns, in the order of their heads' keys. */
import { NO_MINUTE, type OrderColumns } from '#core/reconciliation/inputs.ts';
import type { Facts } from '#shared/domain/fields.ts';
import type { SourceInstant } from '#shared/domain/instant.ts';
import type { RecordKey } from '#shared/domain/source-record.ts';
import { roleOf, typeFromCode } from '#shared/domain/systems.ts';
import type { ReadableDb } from '#store/database.ts';
import {
  countSales,
  highestMember,
  readSaleMembers,
  readSales,
  type SaleMember,
  type SaleRow,
} from '#store/queries/money-columns.ts';
import { readFolded } from '../../records.ts';
import type { Currencies } from './currencies.ts';
import { compareTexts, keyOrder, putInOrder, type Sources } from './places.ts';
import { RefPool } from './ref-pool.ts';
import { cancelledAt, factsOfFields, fulfilledAt, giftCardsOf, isTest, statusPlace } from './sale-facts.ts';
import type { Texts } from './texts.ts';

export interface LoadedOrders {
  readonly columns: OrderColumns;
  /** Record of each order's head, and its key. */
  readonly headIds: Int32Array;
  readonly keyOf: (order: number) => RecordKey;
  /** Any member's record id → order, or −1. */
  readonly orderOf: Int32Array;
}

const CHUNK = 2_000;

type Columns = Omit<OrderColumns, 'size' | 'refs' | 'twins'>;

function allocate(size: number): Columns {
  const float = () => new Float64Array(size).fill(Number.NaN);
  const minute = () => new Int32Array(size).fill(NO_MINUTE);
  const text = () => new Uint32Array(size);
  return {
    source: new Uint16Array(size),
    total: float(),
    currency: new Uint16Array(size),
    subtotal: float(),
    tax: float(),
    shipping: float(),
    tip: float(),
    duties: float(),
    giftCards: new Float64Array(size),
    refunded: float(),
    outstanding: float(),
    placed: minute(),
    cancelled: minute(),
    fulfilled: minute(),
    status: new Uint8Array(size),
    test: new Uint8Array(size),
    method: text(),
    name: text(),
    email: text(),
    title: text(),
    members: new Uint8Array(size),
  };
}

/** What reading an order takes. */
export interface OrderTools {
  readonly db: ReadableDb;
  readonly sources: Sources;
  readonly currencies: Currencies;
  readonly texts: Texts;
  /** Called now and then; it may throw to stop. */
  readonly pause: () => void;
}

export function loadOrders(tools: OrderTools): LoadedOrders {
  const { sales: size, highestHead } = countSales(tools.db);
  const columns = allocate(size);
  const heads = { id: new Int32Array(size), source: new Uint16Array(size), type: new Uint8Array(size) };
  const nativeIds: string[] = [];
  const rowOfHead = new Int32Array(highestHead + 1).fill(-1);
  const termsOf = new Map<number, number>();
  for (const { sale, figures, termsRecordId } of eachSale(tools)) {
    const row = nativeIds.push(sale.nativeId) - 1;
    if (row === size) throw new Error('the book changed while it was read');
    heads.id[row] = sale.headId;
    heads.source[row] = tools.sources.placeOf(sale.sourceId);
    heads.type[row] = sale.typeCode;
    rowOfHead[sale.headId] = row;
    columns.source[row] = heads.source[row];
    putSale(columns, row, sale, figures, tools);
    if (termsRecordId !== null && termsRecordId !== sale.headId) termsOf.set(termsRecordId, row);
  }
  const { refs, orders } = readMembers(tools, columns, rowOfHead, termsOf);
  const order = keyOrder(heads.source, heads.type, nativeIds);
  const placeOf = new Int32Array(size);
  for (let place = 0; place < size; place++) placeOf[order[place] as number] = place;
  for (const name of Object.keys(columns) as (keyof Columns)[]) putInOrder(columns[name], order);
  for (const column of Object.values(heads)) putInOrder(column, order);
  for (let record = 0; record < orders.length; record++) {
    const row = orders[record] as number;
    if (row !== -1) orders[record] = placeOf[row] as number;
  }
  return {
    columns: { size, ...columns, refs: refs.inOrder(order) },
    headIds: heads.id,
    keyOf: (place) =>
      tools.sources.key(heads.source[place] as number, heads.type[place] as number, nativeIds[order[place] as number] as string),
    orderOf: orders,
  };
}

interface SaleFigures {
  readonly subtotal: number | null;
  readonly tax: number | null;
  readonly shipping: number | null;
  readonly tip: number | null;
  readonly duties: number | null;
  readonly refunded: number | null;
  readonly outstanding: number | null;
  readonly giftCards: number;
  readonly cancelled: number | null;
  readonly fulfilled: number | null;
  readonly test: boolean;
  readonly method: string | null;
}

/** Facts are let go of as they are read: what stays of a sale are its figures. */
function* eachSale({ db, pause }: OrderTools): Generator<{ sale: SaleRow; figures: SaleFigures; termsRecordId: number | null }> {
  for (let after = 0; ; ) {
    const rows = readSales(db, after, CHUNK);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.headId;
    const several = rows.filter(({ fields, facts }) => fields === null && facts === null).map(({ headId }) => headId);
    const folded = new Map(
      several.length === 0 ? [] : readFolded(db, several).map((record) => [record.recordId, record.folded.facts]),
    );
    for (const sale of rows) {
      const { fields, facts, headId, status } = sale;
      if (fields !== null) {
        const found = factsOfFields(fields);
        yield { sale, figures: figuresOf(found.facts, status), termsRecordId: found.termsRecordId };
      } else {
        const said = facts === null ? (folded.get(headId) ?? {}) : (JSON.parse(facts) as Facts);
        yield { sale, figures: figuresOf(said, status), termsRecordId: null };
      }
    }
    pause();
  }
}

function figuresOf(facts: Facts, status: string): SaleFigures {
  return {
    subtotal: facts.subtotal ?? null,
    tax: facts.tax ?? null,
    shipping: facts.shipping ?? null,
    tip: facts.tip ?? null,
    duties: facts.duties ?? null,
    refunded: facts.refunded ?? null,
    outstanding: facts.outstanding ?? null,
    giftCards: giftCardsOf(facts.lineItems),
    cancelled: minuteOf(cancelledAt(facts, status)),
    fulfilled: minuteOf(fulfilledAt(facts)),
    test: isTest(facts),
    method: facts.paymentMethod?.toLowerCase() ?? null,
  };
}

function minuteOf(at: SourceInstant | null): number | null {
  return at === null ? null : Math.floor(at.ms / 60_000);
}

function putSale(columns: Columns, row: number, sale: SaleRow, figures: SaleFigures, { currencies, texts }: OrderTools): void {
  columns.total[row] = sale.totalMinor ?? Number.NaN;
  columns.currency[row] = currencies.find(sale.currency);
  for (const name of ['subtotal', 'tax', 'shipping', 'tip', 'duties', 'refunded', 'outstanding'] as const)
    columns[name][row] = figures[name] ?? Number.NaN;
  columns.giftCards[row] = figures.giftCards;
  columns.placed[row] = sale.placedMs === null ? NO_MINUTE : Math.floor(sale.placedMs / 60_000);
  columns.cancelled[row] = figures.cancelled ?? NO_MINUTE;
  columns.fulfilled[row] = figures.fulfilled ?? NO_MINUTE;
  columns.status[row] = statusPlace(sale.status);
  columns.test[row] = figures.test ? 1 : 0;
  columns.method[row] = texts.id(figures.method);
}

interface Members {
  /** Packed references by row, of all members together. */
  readonly refs: RefPool;
  /** Record id → row, or −1. */
  readonly orders: Int32Array;
}

function readMembers(
  { db, sources, pause }: OrderTools,
  columns: Columns,
  rowOfHead: Int32Array,
  termsOf: ReadonlyMap<number, number>,
): Members {
  const refs = new RefPool(columns.source.length);
  const orders = new Int32Array(highestMember(db) + 1).fill(-1);
  const merged: SaleMember[] = [];
  const take = (member: SaleMember): void => {
    const [headId, recordId, sourceId] = member;
    const row = rowOfHead[headId] ?? -1;
    putMember(columns, row, member, recordId === headId);
    refs.add(row, member[7]);
    if (termsOf.get(recordId) === row) columns.source[row] = sources.placeOf(sourceId);
  };
  for (let after = 0; ; ) {
    const members = readSaleMembers(db, after, CHUNK);
    const last = members.at(-1);
    if (last === undefined) break;
    after = last[1];
    for (const member of members) {
      const row = rowOfHead[member[0]] ?? -1;
      if (row === -1) continue;
      orders[member[1]] = row;
      // Members of one order are taken in the order of their keys, whatever the order of files was.
      if (member[9] > 1) merged.push(member);
      else take(member);
    }
    pause();
  }
  const place = (member: SaleMember): number => sources.placeOf(member[2]) * 256 + member[3];
  for (const member of merged.sort((a, b) => place(a) - place(b) || compareTexts(a[8], b[8]))) take(member);
  return { refs, orders };
}

function putMember(columns: Columns, row: number, member: SaleMember, isHead: boolean): void {
  const [, , , code, nameId, emailId, titleId] = member;
  if (roleOf(typeFromCode(code)) === 'order') columns.members[row] = Math.min(255, (columns.members[row] as number) + 1);
  // What the head says comes first; what it leaves out, the first member that says it.
  if (nameId !== null && (isHead || columns.name[row] === 0)) columns.name[row] = nameId;
  if (emailId !== null && (isHead || columns.email[row] === 0)) columns.email[row] = emailId;
  if (titleId !== null && (isHead || columns.title[row] === 0)) columns.title[row] = titleId;
}
