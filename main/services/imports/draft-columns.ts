/**
 * Record drafts of one batch, column by column: between threads, a dozen arrays are cloned several times faster than a thousand
 * objects, and what is text in the book (facts, aliases, references) travels as the very text that is stored.
 */

import type { MatchFacts } from '#core/normalise/match-facts.ts';
import type { OrderSummary } from '#core/survivorship/order-row.ts';
import { MONEY_FIGURES, MONEY_TEXTS, type MoneyFacts } from '#shared/domain/money-row.ts';

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
  readonly pointers: (string | null)[];
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
  readonly orders: (OrderDraft | null)[];
  /** Money events and bookings only, in their order: figures side by side (MONEY_FIGURES each, NaN for none), and a column for each of MONEY_TEXTS. */
  readonly moneyFigures: Float64Array<ArrayBuffer>;
  readonly moneyTexts: readonly (string | null)[][];
  moneyCount: number;
  /** Draft → its place among the money events. */
  readonly moneyAt: Uint16Array<ArrayBuffer>;
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
    pointers: [],
    amounts: new Float64Array(BATCH_ROWS),
    nets: new Float64Array(BATCH_ROWS),
    minutes: new Float64Array(BATCH_ROWS),
    dayOnly: new Uint8Array(BATCH_ROWS),
    texts: { currency: [], name: [], email: [], firm: [], phone: [], place: [], items: [], title: [] },
    refBytes: new Uint8Array(BATCH_ROWS * 64),
    refEnds: new Uint32Array(BATCH_ROWS),
    orders: [],
    moneyFigures: new Float64Array(BATCH_ROWS * MONEY_FIGURES.length),
    moneyTexts: MONEY_TEXTS.map(() => []),
    moneyCount: 0,
    moneyAt: new Uint16Array(BATCH_ROWS),
  };
}

/** Adds what reconciling is to know of the latest draft, a money event or booking. */
export function pushMoney(drafts: DraftColumns, money: MoneyFacts): void {
  const { moneyFigures, moneyTexts } = drafts;
  drafts.moneyAt[drafts.count - 1] = drafts.moneyCount;
  let at = drafts.moneyCount++ * MONEY_FIGURES.length;
  for (const figure of MONEY_FIGURES) moneyFigures[at++] = money[figure] ?? Number.NaN;
  for (const [place, text] of MONEY_TEXTS.entries()) moneyTexts[place]?.push(money[text]);
}

/** The buffers that change hands with a batch. */
export function buffersOf(drafts: DraftColumns): ArrayBuffer[] {
  const {
    typeCodes,
    payloadHashes,
    versionMs,
    lines,
    byteOffsets,
    byteLengths,
    amounts,
    nets,
    minutes,
    dayOnly,
    refBytes,
    refEnds,
    moneyFigures,
    moneyAt: places,
  } = drafts;
  const columns = [
    typeCodes,
    payloadHashes,
    versionMs,
    lines,
    byteOffsets,
    byteLengths,
    amounts,
    nets,
    minutes,
    dayOnly,
    refBytes,
    refEnds,
    moneyFigures,
    places,
  ];
  return columns.map((column) => column.buffer);
}

export function numberOrNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
