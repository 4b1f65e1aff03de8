/**
 * What a sale says of its own money, from its canonical facts: the figures that reconciling reads of it. They are kept as one short text
 * beside the order, for a year's sales have a gigabyte of facts.
 */
import type { Facts, LineItem } from '#shared/domain/fields.ts';
import type { SourceInstant } from '#shared/domain/instant.ts';

/** Lines that sell gift cards: what is taken for them is owed, not earned. Words as shops write them. */
const GIFT_CARD =
  /\bgift\s?cards?\b|\bgeschenk(?:gut)?(?:karte|schein)|\bcartes?[- ]cadeau|\btarjeta regalo|\bbuono regalo|\bcarta regalo/i;

/** Minor units. */
export function giftCardsOf(lines: readonly LineItem[] | null | undefined): number {
  let sum = 0;
  for (const { name, totalMinor, unitPriceMinor, quantity } of lines ?? []) {
    if (!GIFT_CARD.test(name)) continue;
    const count = /^\d{1,6}$/.test(quantity) ? Number(quantity) : 1;
    sum += totalMinor ?? (unitPriceMinor ?? 0) * count;
  }
  return sum;
}

/** Orders that a shop made to try itself out. */
export function isTest({ tags, paymentMethod }: Facts): boolean {
  return /\btest\b/i.test(tags ?? '') || /\bbogus\b/i.test(paymentMethod ?? '');
}

const FULFILLED = new Set(['fulfilled', 'shipped', 'delivered', 'completed']);

/** When it was sent; of an order that only says that it was, when it was placed. */
function fulfilledAt({ fulfilledAt: at, fulfilmentStatus, placedAt }: Facts): SourceInstant | null {
  if (at != null) return at;
  return FULFILLED.has((fulfilmentStatus ?? '').toLowerCase()) ? (placedAt ?? null) : null;
}

/** When it was cancelled; of an order that only says that it was, when it last changed or was placed. */
function cancelledAt({ cancelledAt: at, updatedAt, placedAt }: Facts, status: string): SourceInstant | null {
  if (at != null) return at;
  return status === 'cancelled' ? (updatedAt ?? placedAt ?? null) : null;
}

/** Minor units of the order's currency, minutes since 1970 UTC; null where not stated. */
export interface SaleFigures {
  readonly subtotal: number | null;
  readonly tax: number | null;
  readonly shipping: number | null;
  readonly tip: number | null;
  readonly duties: number | null;
  /** What the shop says was given back, and is still to be paid. */
  readonly refunded: number | null;
  readonly outstanding: number | null;
  readonly giftCards: number;
  readonly cancelled: number | null;
  readonly fulfilled: number | null;
  readonly test: boolean;
  /** Payment method, lower case. */
  readonly method: string | null;
  /** Record that the total comes from, where that is not the head. */
  readonly termsRecordId: number | null;
}

/** `status`: the order's own (`statusOf`). The same text for the same facts. */
export function saleFigures(facts: Facts, status: string, termsRecordId: number | null): string {
  return JSON.stringify([
    facts.subtotal ?? null,
    facts.tax ?? null,
    facts.shipping ?? null,
    facts.tip ?? null,
    facts.duties ?? null,
    facts.refunded ?? null,
    facts.outstanding ?? null,
    giftCardsOf(facts.lineItems),
    minuteOf(cancelledAt(facts, status)),
    minuteOf(fulfilledAt(facts)),
    isTest(facts) ? 1 : 0,
    facts.paymentMethod?.toLowerCase() ?? null,
    termsRecordId,
  ]);
}

type Figure = number | null;
type StoredFigures = readonly [
  Figure,
  Figure,
  Figure,
  Figure,
  Figure,
  Figure,
  Figure,
  number,
  Figure,
  Figure,
  number,
  string | null,
  Figure,
];

/** Figures of an order from what is kept beside it. */
export function readSaleFigures(text: string): SaleFigures {
  const [
    subtotal,
    tax,
    shipping,
    tip,
    duties,
    refunded,
    outstanding,
    giftCards,
    cancelled,
    fulfilled,
    test,
    method,
    termsRecordId,
  ] = JSON.parse(text) as StoredFigures;
  return {
    subtotal,
    tax,
    shipping,
    tip,
    duties,
    refunded,
    outstanding,
    giftCards,
    cancelled,
    fulfilled,
    test: test === 1,
    method,
    termsRecordId,
  };
}

function minuteOf(at: SourceInstant | null): number | null {
  return at === null ? null : Math.floor(at.ms / 60_000);
}
