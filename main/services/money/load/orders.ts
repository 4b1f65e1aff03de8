/** Canonical orders as columns, in the order of their heads' keys. */
import { NO_MINUTE, type OrderColumns } from '#core/reconciliation/inputs.ts';
import { ORDER_STATUSES, type OrderStatus } from '#core/survivorship/order-row.ts';
import { readSaleFigures, type SaleFigures } from '#core/survivorship/sale-facts.ts';
import type { Sha256 } from '#shared/domain/ids.ts';
import type { RecordKey } from '#shared/domain/source-record.ts';
import { roleOf, typeFromCode } from '#shared/domain/systems.ts';
import type { ReadableDb } from '#store/database.ts';
import {
  countSales,
  highestMember,
  readSaleMembers,
  readSaleMembersOf,
  readSaleTuples,
  readSaleTuplesOf,
  type SaleMember,
  type SaleTuple,
} from '#store/queries/money-columns.ts';
import { expandComponents, readComponent } from '../../derive/component.ts';
import { rowsOf } from '../../derive/rows.ts';
import { bookZone } from '../../records.ts';
import type { Currencies } from './currencies.ts';
import { compareTexts, type KeyPlace, keyOrder, putInOrder, type Sources } from './places.ts';
import { type OrderedRefs, RefPool } from './ref-pool.ts';
import type { Texts } from './texts.ts';

export interface LoadedOrders {
  readonly columns: OrderColumns & { readonly refs: OrderedRefs };
  /** Record of each order's head, and its key. */
  readonly headIds: Int32Array;
  readonly placeOf: (order: number) => KeyPlace;
  readonly keyOf: (order: number) => RecordKey;
  readonly keyTextOf: (order: number) => string;
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
  readonly sha256: Sha256;
  /** Called now and then; it may throw to stop. */
  readonly pause: () => void;
}

export function loadOrders(tools: OrderTools): LoadedOrders {
  const { sales, highestHead } = countSales(tools.db);
  const room = { sales, highestHead, highestMember: highestMember(tools.db) };
  return ordersOf(tools, room, eachSale(tools), eachMember(tools.db, tools.pause));
}

/** Some orders alone, by the records of their heads. */
export function loadOrdersOf(tools: OrderTools, headIds: readonly number[]): LoadedOrders {
  const sales = readSaleTuplesOf(tools.db, headIds);
  const members = readSaleMembersOf(tools.db, headIds);
  const room = {
    sales: sales.length,
    highestHead: sales.at(-1)?.[0] ?? 0,
    highestMember: members.at(-1)?.[1] ?? 0,
  };
  return ordersOf(tools, room, figured(tools, sales), [members]);
}

/** Room for so many orders and for records up to these ids. */
interface OrderRoom {
  readonly sales: number;
  readonly highestHead: number;
  readonly highestMember: number;
}

function ordersOf(
  tools: OrderTools,
  { sales: size, highestHead, highestMember: highest }: OrderRoom,
  sales: Iterable<SaleTuple>,
  members: Iterable<readonly SaleMember[]>,
): LoadedOrders {
  const columns = allocate(size);
  const heads = { id: new Int32Array(size), source: new Uint16Array(size), type: new Uint8Array(size) };
  const nativeIds: string[] = [];
  const rowOfHead = new Int32Array(highestHead + 1).fill(-1);
  const termsOf = new Map<number, number>();
  for (const sale of sales) {
    const [headId, sourceId, typeCode, nativeId] = sale;
    const figures = readSaleFigures(sale[8] as string);
    const row = nativeIds.push(nativeId) - 1;
    if (row === size) throw new Error('the book changed while it was read');
    heads.id[row] = headId;
    heads.source[row] = tools.sources.placeOf(sourceId);
    heads.type[row] = typeCode;
    rowOfHead[headId] = row;
    columns.source[row] = heads.source[row];
    putSale(columns, row, sale, figures, tools);
    if (figures.termsRecordId !== null) termsOf.set(figures.termsRecordId, row);
  }
  const { refs, orders } = readMembers(tools, { columns, rowOfHead, termsOf, members, highest });
  const order = keyOrder(heads.source, heads.type, nativeIds);
  tools.pause();
  const placeOf = new Int32Array(size);
  for (let place = 0; place < size; place++) placeOf[order[place] as number] = place;
  for (const name of Object.keys(columns) as (keyof Columns)[]) putInOrder(columns[name], order);
  for (const column of Object.values(heads)) putInOrder(column, order);
  for (let record = 0; record < orders.length; record++) {
    const row = orders[record] as number;
    if (row !== -1) orders[record] = placeOf[row] as number;
  }
  const keyAt = (place: number): KeyPlace => [
    heads.source[place] as number,
    heads.type[place] as number,
    nativeIds[order[place] as number] as string,
  ];
  return {
    columns: { size, ...columns, refs: refs.inOrder(order) },
    headIds: heads.id,
    placeOf: keyAt,
    keyOf: (place) => tools.sources.key(...keyAt(place)),
    keyTextOf: (place) => tools.sources.keyText(...keyAt(place)),
    orderOf: orders,
  };
}

/** Rows of a book that an earlier version wrote get their figures here, until they are derived again. */
function* eachSale({ db, sha256, pause }: OrderTools): Generator<SaleTuple> {
  for (let after = 0; ; ) {
    const sales = readSaleTuples(db, after, CHUNK);
    const last = sales.at(-1);
    if (last === undefined) return;
    after = last[0];
    yield* figured({ db, sha256 }, sales);
    pause();
  }
}

function figured({ db, sha256 }: Pick<OrderTools, 'db' | 'sha256'>, sales: readonly SaleTuple[]): readonly SaleTuple[] {
  return sales.some(([, , , , , , , , figures]) => figures === null) ? withFigures(db, sha256, sales) : sales;
}

function* eachMember(db: ReadableDb, pause: () => void): Generator<readonly SaleMember[], undefined> {
  for (let after = 0; ; ) {
    const members = readSaleMembers(db, after, CHUNK);
    const last = members.at(-1);
    if (last === undefined) return undefined;
    after = last[1];
    yield members;
    pause();
  }
}

function withFigures(db: ReadableDb, sha256: Sha256, sales: readonly SaleTuple[]): SaleTuple[] {
  const bare = sales.flatMap(([headId, , , , , , , , figures]) => (figures === null ? [headId] : []));
  const rows = rowsOf(readComponent(db, expandComponents(db, bare)), bookZone(db), sha256);
  const known = new Map(rows.map(({ recordId, figures }) => [recordId, figures]));
  return sales.map(([headId, ...rest]) => [headId, ...rest.with(-1, known.get(headId) ?? null)] as unknown as SaleTuple);
}

function putSale(columns: Columns, row: number, sale: SaleTuple, figures: SaleFigures, { currencies, texts }: OrderTools): void {
  const [, , , , status, totalMinor, currency, placedMs] = sale;
  columns.total[row] = totalMinor ?? Number.NaN;
  columns.currency[row] = currencies.find(currency);
  columns.subtotal[row] = figures.subtotal ?? Number.NaN;
  columns.tax[row] = figures.tax ?? Number.NaN;
  columns.shipping[row] = figures.shipping ?? Number.NaN;
  columns.tip[row] = figures.tip ?? Number.NaN;
  columns.duties[row] = figures.duties ?? Number.NaN;
  columns.refunded[row] = figures.refunded ?? Number.NaN;
  columns.outstanding[row] = figures.outstanding ?? Number.NaN;
  columns.giftCards[row] = figures.giftCards;
  columns.placed[row] = placedMs === null ? NO_MINUTE : Math.floor(placedMs / 60_000);
  columns.cancelled[row] = figures.cancelled ?? NO_MINUTE;
  columns.fulfilled[row] = figures.fulfilled ?? NO_MINUTE;
  columns.status[row] = statusPlace(status);
  columns.test[row] = figures.test ? 1 : 0;
  columns.method[row] = texts.id(figures.method);
}

function statusPlace(status: string): number {
  return Math.max(0, ORDER_STATUSES.indexOf(status as OrderStatus));
}

interface Members {
  /** Packed references by row, of all members together. */
  readonly refs: RefPool;
  /** Record id → row, or −1. */
  readonly orders: Int32Array;
}

interface MemberTools {
  readonly columns: Columns;
  readonly rowOfHead: Int32Array;
  readonly termsOf: ReadonlyMap<number, number>;
  readonly members: Iterable<readonly SaleMember[]>;
  readonly highest: number;
}

function readMembers({ sources }: OrderTools, { columns, rowOfHead, termsOf, members: stretches, highest }: MemberTools): Members {
  const refs = new RefPool(columns.source.length);
  const orders = new Int32Array(highest + 1).fill(-1);
  const merged: SaleMember[] = [];
  const take = (member: SaleMember): void => {
    const [headId, recordId, sourceId] = member;
    const row = rowOfHead[headId] ?? -1;
    putMember(columns, row, member, recordId === headId);
    refs.add(row, member[7]);
    if (termsOf.get(recordId) === row) columns.source[row] = sources.placeOf(sourceId);
  };
  for (const members of stretches) {
    for (const member of members) {
      const row = rowOfHead[member[0]] ?? -1;
      if (row === -1) continue;
      orders[member[1]] = row;
      // Members of one order are taken in the order of their keys, whatever the order of files was.
      if (member[9] > 1) merged.push(member);
      else take(member);
    }
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
