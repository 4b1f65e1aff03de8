/** Canonical orders as columns, in the order of their heads' keys. */
import { REF_BYTES } from '#core/matching/refs.ts';
import { NO_MINUTE, type OrderColumns, type PackedRefs } from '#core/reconciliation/inputs.ts';
import type { Facts } from '#shared/domain/fields.ts';
import type { SourceInstant } from '#shared/domain/instant.ts';
import type { RecordKey } from '#shared/domain/source-record.ts';
import { roleOf, typeFromCode } from '#shared/domain/systems.ts';
import type { ReadableDb } from '#store/database.ts';
import { readSaleMembers, readSales, type SaleMember, type SaleRow } from '#store/queries/money-columns.ts';
import { readFolded } from '../../records.ts';
import type { Currencies } from './currencies.ts';
import { refsInOrder } from './money.ts';
import { compareTexts, inOrder, keyOrder, type Sources } from './places.ts';
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
  const sales = allSales(tools);
  const size = sales.length;
  const columns = allocate(size);
  const headSource = new Uint16Array(size);
  const headType = new Uint8Array(size);
  const termsOf = new Map<number, number>();
  for (const [row, sale] of sales.entries()) {
    headSource[row] = tools.sources.placeOf(sale.sourceId);
    headType[row] = sale.typeCode;
    columns.source[row] = headSource[row];
    putSale(columns, row, sale, tools);
    if (sale.termsRecordId !== null && sale.termsRecordId !== sale.headId) termsOf.set(sale.termsRecordId, row);
  }
  const highest = sales.reduce((most, { headId }) => Math.max(most, headId), 0);
  const rowOfHead = new Int32Array(highest + 1).fill(-1);
  for (const [row, { headId }] of sales.entries()) rowOfHead[headId] = row;
  const { refs, orders } = readMembers(tools, columns, rowOfHead, termsOf);

  const order = keyOrder(
    headSource,
    headType,
    sales.map(({ nativeId }) => nativeId),
  );
  const placeOf = new Int32Array(size);
  for (let place = 0; place < size; place++) placeOf[order[place] as number] = place;
  const names = Object.keys(columns) as (keyof Columns)[];
  const ordered = Object.fromEntries(names.map((name) => [name, inOrder(columns[name], order)])) as unknown as Columns;
  const sources = inOrder(headSource, order);
  const types = inOrder(headType, order);
  const nativeIds = Array.from(order, (row) => sales[row]?.nativeId ?? '');
  return {
    columns: { size, ...ordered, refs: refsInOrder(packed(refs), order) },
    keyOf: (place) => tools.sources.key(sources[place] as number, types[place] as number, nativeIds[place] as string),
    headIds: Int32Array.from(order, (row) => sales[row]?.headId ?? 0),
    orderOf: orders.map((row) => (row === -1 ? -1 : (placeOf[row] as number))),
  };
}

interface Sale extends Pick<SaleRow, 'headId' | 'sourceId' | 'typeCode' | 'nativeId' | 'status' | 'totalMinor' | 'currency'> {
  readonly placedMs: number | null;
  readonly termsRecordId: number | null;
  readonly figures: SaleFigures;
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

/** The facts are let go of as they are read: a sale keeps its figures. */
function allSales({ db, pause }: OrderTools): Sale[] {
  const sales: Sale[] = [];
  for (let after = 0; ; ) {
    const rows = readSales(db, after, CHUNK);
    const last = rows.at(-1);
    if (last === undefined) return sales;
    after = last.headId;
    const several = rows.filter(({ fields, facts }) => fields === null && facts === null).map(({ headId }) => headId);
    const folded = new Map(
      several.length === 0 ? [] : readFolded(db, several).map((record) => [record.recordId, record.folded.facts]),
    );
    for (const { fields, facts, ...row } of rows) {
      const found =
        fields === null
          ? { facts: facts === null ? (folded.get(row.headId) ?? {}) : (JSON.parse(facts) as Facts), termsRecordId: null }
          : factsOfFields(fields);
      sales.push({ ...row, termsRecordId: found.termsRecordId, figures: figuresOf(found.facts, row.status) });
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

function putSale(columns: Columns, row: number, sale: Sale, { currencies, texts }: OrderTools): void {
  const { figures } = sale;
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
  readonly refs: readonly Uint8Array[];
  /** Record id → row, or −1. */
  readonly orders: Int32Array;
}

function readMembers(
  { db, sources, pause }: OrderTools,
  columns: Columns,
  rowOfHead: Int32Array,
  termsOf: ReadonlyMap<number, number>,
): Members {
  const refs = new Array<Uint8Array>(columns.source.length).fill(NO_REFS);
  const rows: [recordId: number, row: number][] = [];
  const merged: SaleMember[] = [];
  const take = (member: SaleMember): void => {
    const [headId, recordId, sourceId] = member;
    const row = rowOfHead[headId] ?? -1;
    putMember(columns, row, member, recordId === headId);
    refs[row] = joined(refs[row] ?? NO_REFS, member[7]);
    if (termsOf.get(recordId) === row) columns.source[row] = sources.placeOf(sourceId);
  };
  let highest = 0;
  for (let after = 0; ; ) {
    const members = readSaleMembers(db, after, CHUNK);
    const last = members.at(-1);
    if (last === undefined) break;
    after = last[1];
    highest = after;
    for (const member of members) {
      const row = rowOfHead[member[0]] ?? -1;
      if (row === -1) continue;
      rows.push([member[1], row]);
      // Members of one order are taken in the order of their keys, whatever the order of files was.
      if (member[9] > 1) merged.push(member);
      else take(member);
    }
    pause();
  }
  const place = (member: SaleMember): number => sources.placeOf(member[2]) * 256 + member[3];
  for (const member of merged.sort((a, b) => place(a) - place(b) || compareTexts(a[8], b[8]))) take(member);
  const orders = new Int32Array(highest + 1).fill(-1);
  for (const [recordId, row] of rows) orders[recordId] = row;
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

const NO_REFS = new Uint8Array(0);

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function packed(lists: readonly Uint8Array[]): PackedRefs {
  const start = new Uint32Array(lists.length + 1);
  for (const [row, list] of lists.entries()) start[row + 1] = (start[row] as number) + list.length / REF_BYTES;
  const bytes = new Uint8Array((start[lists.length] as number) * REF_BYTES);
  for (const [row, list] of lists.entries()) bytes.set(list, (start[row] as number) * REF_BYTES);
  return { start, bytes };
}
