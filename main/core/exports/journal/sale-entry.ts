/** The entry of one sale: what the shop asks, split into what the firm earns and what it only passes on. */
import type { Sha256 } from '#shared/domain/ids.ts';
import { balanced, entryKey, type JournalEntry, LineSums } from './entry.ts';
import type { HeldBack } from './payout-entry.ts';

export interface JournalSale {
  readonly orderId: string;
  readonly number: string;
  readonly client: string;
  readonly system: string;
  readonly day: string;
  readonly currency: string;
  /** Minor units; null where the order does not state it. */
  readonly totalMinor: number | null;
  readonly taxMinor: number | null;
  readonly shippingMinor: number | null;
  readonly tipMinor: number | null;
  readonly dutiesMinor: number | null;
  readonly giftCardsMinor: number;
  /** Paid with gift cards and store credit. */
  readonly creditMinor: number;
  readonly held: string | null;
}

/**
 * Debit receivable; credit sales net of discount and without tax, shipping, tax payable, tips, duties, gift cards sold. What was paid with
 * gift cards or store credit moves from the receivable to their liability. Null for a sale of nothing.
 */
export function saleEntry(sale: JournalSale, sha256: Sha256): JournalEntry | HeldBack | null {
  if (sale.totalMinor === null || sale.held !== null) {
    return {
      subject: sale.orderId,
      label: `Order ${sale.number}`,
      amountMinor: sale.totalMinor ?? 0,
      currency: sale.currency,
      reason: sale.held ?? 'The order states no total',
    };
  }
  if (sale.totalMinor === 0) return null;
  const passedOn = {
    taxPayable: sale.taxMinor ?? 0,
    shipping: sale.shippingMinor ?? 0,
    tips: sale.tipMinor ?? 0,
    duties: sale.dutiesMinor ?? 0,
    giftCards: sale.giftCardsMinor,
  };
  const memo = `Order ${sale.number}`;
  const sums = new LineSums();
  sums.add('receivable', sale.totalMinor, memo, sale.client === '' ? null : sale.client);
  let earned = sale.totalMinor;
  for (const [account, minor] of Object.entries(passedOn) as [keyof typeof passedOn, number][]) {
    sums.add(account, -minor, memo);
    earned -= minor;
  }
  sums.add('sales', -earned, memo);
  if (sale.creditMinor !== 0) {
    sums.add('giftCards', sale.creditMinor, `${memo}: paid with gift card or store credit`);
    sums.add(
      'receivable',
      -sale.creditMinor,
      `${memo}: paid with gift card or store credit`,
      sale.client === '' ? null : sale.client,
    );
  }
  return balanced({
    key: entryKey('sale', sale.orderId, sale.currency, sha256),
    kind: 'sale',
    subject: sale.orderId,
    system: sale.system,
    day: sale.day,
    currency: sale.currency,
    memo: sale.client === '' ? memo : `${memo}, ${sale.client}`,
    lines: sums.lines(),
  });
}
