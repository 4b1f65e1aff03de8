/**
 * Record drafts of one batch, column by column: between threads, a dozen arrays are cloned several times faster than a thousand
 * objects, and what is text in the book (facts, aliases, references) travels as the very text that is stored.
 */

import type { MatchFacts } from '#core/normalise/match-facts.ts';
import type { OrderSummary } from '#core/survivorship/order-row.ts';

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
  };
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
  ];
  return columns.map((column) => column.buffer);
}

export function numberOrNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
