/**
 * Record drafts of one batch, column by column: between threads, a dozen arrays are cloned several times faster than a thousand
 * objects, and what is text in the book (facts, aliases, references) travels as the very text that is stored.
 */

import type { MatchFacts } from '#core/normalise/match-facts.ts';
import type { OrderSummary } from '#core/survivorship/order-row.ts';
import { MONEY_FIGURES, MONEY_TEXTS, type MoneyFacts, type MoneyFigure, type MoneyText } from '#shared/domain/money-row.ts';

/** Drafts in one message at most: some 15 ms of work for the thread that stores them. */
export const BATCH_ROWS = 500;

export const MATCH_TEXTS = [
  'currency',
  'name',
  'email',
  'firm',
  'phone',
  'place',
  'items',
  'title',
] as const satisfies readonly (keyof MatchFacts)[];
export type MatchText = (typeof MATCH_TEXTS)[number];
export type MatchTexts = { readonly [T in MatchText]: (string | null)[] };

/** What an order-like record has beside the others: its canonical id for ever, and its row of the orders table. */
export interface OrderDraft extends OrderSummary {
  readonly canonicalId: string;
  readonly isSale: boolean;
}

type OrderText = 'canonicalId' | 'number' | 'client' | 'status' | 'currency' | 'figures';
type OrderTexts = { readonly [T in OrderText]: OrderDraft[T][] };

export interface DraftColumns {
  count: number;
  readonly typeCodes: Uint8Array<ArrayBuffer>;
  readonly nativeIds: string[];
  /** 32 bytes each. */
  readonly payloadHashes: Uint8Array<ArrayBuffer>;
  /** UTC ms; NaN for none. */
  readonly versionMs: Float64Array<ArrayBuffer>;
  /** JSON texts. */
  readonly facts: string[];
  readonly aliases: string[];
  readonly refs: string[];
  readonly lines: Float64Array<ArrayBuffer>;
  readonly byteOffsets: Float64Array<ArrayBuffer>;
  readonly byteLengths: Float64Array<ArrayBuffer>;
  /** Null for a file of lines, whose records need none. */
  pointers: (string | null)[] | null;
  /** Minor units; NaN for none. */
  readonly amounts: Float64Array<ArrayBuffer>;
  /** Before tax; minor units, NaN for none. */
  readonly nets: Float64Array<ArrayBuffer>;
  /** Minutes since 1970 UTC; NaN for none. */
  readonly minutes: Float64Array<ArrayBuffer>;
  readonly dayOnly: Uint8Array<ArrayBuffer>;
  readonly texts: MatchTexts;
  /** Packed references of all drafts, one after the other; those of draft i end at `refEnds[i]`. */
  refBytes: Uint8Array<ArrayBuffer>;
  readonly refEnds: Uint32Array<ArrayBuffer>;
  /** Order-like records only, in their order. */
  readonly orderTexts: OrderTexts;
  /** Minor units; NaN for none. */
  readonly orderTotals: Float64Array<ArrayBuffer>;
  /** UTC ms; NaN for none. */
  readonly orderPlacedMs: Float64Array<ArrayBuffer>;
  /** 1: a sale; 2: placed on a day, without a time. */
  readonly orderBits: Uint8Array<ArrayBuffer>;
  orderCount: number;
  /**
   * Money events and bookings only, in their order: figures side by side (MONEY_FIGURES each, NaN for none), and a column for each of
   * MONEY_TEXTS; null for one in which no record says anything, as most of a file are.
   */
  readonly moneyFigures: Float64Array<ArrayBuffer>;
  readonly moneyTexts: ((string | null)[] | null)[];
  moneyCount: number;
  /** Draft → its place among the orders or among the money events. */
  readonly places: Uint16Array<ArrayBuffer>;
}

export function emptyDrafts(): DraftColumns {
  return {
    count: 0,
    typeCodes: new Uint8Array(BATCH_ROWS),
    nativeIds: [],
    payloadHashes: new Uint8Array(32 * BATCH_ROWS),
    versionMs: new Float64Array(BATCH_ROWS),
    facts: [],
    aliases: [],
    refs: [],
    lines: new Float64Array(BATCH_ROWS),
    byteOffsets: new Float64Array(BATCH_ROWS),
    byteLengths: new Float64Array(BATCH_ROWS),
    pointers: null,
    amounts: new Float64Array(BATCH_ROWS),
    nets: new Float64Array(BATCH_ROWS),
    minutes: new Float64Array(BATCH_ROWS),
    dayOnly: new Uint8Array(BATCH_ROWS),
    texts: { currency: [], name: [], email: [], firm: [], phone: [], place: [], items: [], title: [] },
    refBytes: new Uint8Array(BATCH_ROWS * 64),
    refEnds: new Uint32Array(BATCH_ROWS),
    orderTexts: { canonicalId: [], number: [], client: [], status: [], currency: [], figures: [] },
    orderTotals: new Float64Array(BATCH_ROWS),
    orderPlacedMs: new Float64Array(BATCH_ROWS),
    orderBits: new Uint8Array(BATCH_ROWS),
    orderCount: 0,
    moneyFigures: new Float64Array(BATCH_ROWS * MONEY_FIGURES.length),
    moneyTexts: MONEY_TEXTS.map(() => null),
    moneyCount: 0,
    places: new Uint16Array(BATCH_ROWS),
  };
}

/** Adds what reconciling is to know of the latest draft, a money event or booking. */
export function pushMoney(drafts: DraftColumns, money: MoneyFacts): void {
  const { moneyFigures, moneyTexts } = drafts;
  const at = drafts.moneyCount++;
  drafts.places[drafts.count - 1] = at;
  const from = at * MONEY_FIGURES.length;
  for (let place = 0; place < MONEY_FIGURES.length; place++) {
    moneyFigures[from + place] = money[MONEY_FIGURES[place] as MoneyFigure] ?? Number.NaN;
  }
  for (let place = 0; place < MONEY_TEXTS.length; place++) {
    const text = money[MONEY_TEXTS[place] as MoneyText];
    const column = moneyTexts[place];
    if (column != null) column.push(text);
    else if (text !== null) moneyTexts[place] = [...Array<null>(at).fill(null), text];
  }
}

/** Adds the order that the latest draft, an order-like record, is by itself. */
export function pushOrder(drafts: DraftColumns, order: OrderDraft): void {
  const at = drafts.orderCount++;
  drafts.places[drafts.count - 1] = at;
  const { canonicalId, number, client, status, currency, figures } = drafts.orderTexts;
  canonicalId.push(order.canonicalId);
  number.push(order.number);
  client.push(order.client);
  status.push(order.status);
  currency.push(order.currency);
  figures.push(order.figures);
  drafts.orderTotals[at] = order.totalMinor ?? Number.NaN;
  drafts.orderPlacedMs[at] = order.placedMs ?? Number.NaN;
  drafts.orderBits[at] = (order.isSale ? SALE : 0) | (order.placedDayOnly ? DAY_ONLY : 0);
}

/** Bits of `orderBits`. */
const SALE = 1;
const DAY_ONLY = 2;

/** The order that draft `i`, an order-like record, is by itself. */
export function orderAt(drafts: DraftColumns, i: number): OrderDraft {
  const at = drafts.places[i] ?? 0;
  const { orderTexts } = drafts;
  const bits = drafts.orderBits[at] ?? 0;
  return {
    canonicalId: orderTexts.canonicalId[at] ?? '',
    number: orderTexts.number[at] ?? '',
    client: orderTexts.client[at] ?? '',
    status: orderTexts.status[at] ?? 'unknown',
    currency: orderTexts.currency[at] ?? null,
    figures: orderTexts.figures[at] ?? '',
    totalMinor: numberOrNull(drafts.orderTotals[at]),
    placedMs: numberOrNull(drafts.orderPlacedMs[at]),
    placedDayOnly: (bits & DAY_ONLY) !== 0,
    isSale: (bits & SALE) !== 0,
  };
}

/** The buffers that change hands with a batch. */
export function buffersOf(drafts: DraftColumns): ArrayBuffer[] {
  return Object.values(drafts).flatMap((column) => (ArrayBuffer.isView(column) ? [column.buffer as ArrayBuffer] : []));
}

export function numberOrNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
