/** What a sale says of its own money, from its canonical facts. */
import { ORDER_STATUSES, type OrderStatus } from '#core/survivorship/order-row.ts';
import { readStoredFields } from '#core/survivorship/stored-fields.ts';
import type { Facts, LineItem } from '#shared/domain/fields.ts';
import type { SourceInstant } from '#shared/domain/instant.ts';

/** Facts of a canonical order as it is stored: the chosen value of each field. */
export function factsOfFields(fields: string): { facts: Facts; termsRecordId: number | null } {
  const { facts, totalFrom } = readStoredFields(fields);
  return { facts, termsRecordId: totalFrom };
}

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
export function fulfilledAt({ fulfilledAt: at, fulfilmentStatus, placedAt }: Facts): SourceInstant | null {
  if (at != null) return at;
  return FULFILLED.has((fulfilmentStatus ?? '').toLowerCase()) ? (placedAt ?? null) : null;
}

/** When it was cancelled; of an order that only says that it was, when it last changed or was placed. */
export function cancelledAt({ cancelledAt: at, updatedAt, placedAt }: Facts, status: string): SourceInstant | null {
  if (at != null) return at;
  return status === 'cancelled' ? (updatedAt ?? placedAt ?? null) : null;
}

export function statusPlace(status: string): number {
  return Math.max(0, ORDER_STATUSES.indexOf(status as OrderStatus));
}
