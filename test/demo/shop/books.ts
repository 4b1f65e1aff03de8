import { DAY } from '../base/calendar.ts';
import { book, bookWithFaults, numberInvoices, refundsIn, retypeNumbers, strayInvoice } from '../world/books.ts';
import { quotedNumber } from '../world/copies.ts';
import type { Booking, Payout, Sale } from '../world/model.ts';
import type { Seller, World } from '../world/world.ts';
import { SHOP, STORES } from './accounts.ts';

const PAYER = { stripe: 'Stripe payouts', shopify: 'Shopify Payments payouts', paypal: 'PayPal payouts', amazon: 'Amazon payouts' };

/** The shop's books in Xero: an invoice per trade order, and a summary invoice per payout of all other channels. */
export function keepShopBooks(world: World, seller: Seller): void {
  const random = world.random.fork('books');
  const trade = world.sales.filter(
    (sale) => sale.channel === 'trade' && sale.basket.totalMinor > 0 && sale.plan.state === 'normal',
  );
  for (const [turn, sale] of trade.entries()) {
    const reference = random.chance(650) ? quotedNumber(sale) : '';
    const facts = { at: sale.at, totalMinor: sale.basket.totalMinor, currency: sale.currency };
    bookWithFaults(world, turn, sale.owner, 0, (wanted) => invoice(world, sale, reference, wanted), facts);
  }
  const summed = world.payouts.filter((payout) => payout.record.account !== STORES.trade.stripe);
  for (const [turn, payout] of summed.entries()) {
    const facts = { at: payout.at, totalMinor: payout.totalMinor, currency: payout.currency };
    bookWithFaults(world, turn, payout.record, refundsIn(payout), (wanted) => summary(world, payout, wanted), facts);
  }
  const strays = Math.max(1, Math.ceil((25 * world.options.orders) / 10_000));
  for (let i = 0; i < strays; i++)
    strayInvoice(world, 'xero', SHOP, seller.firm().company, world.moment(random), random.between(20_000, 900_000));
  numberInvoices(world);
  retypeNumbers(world);
}

function invoice(
  world: World,
  sale: Sale,
  reference: string,
  wanted: { readonly at: number; readonly totalMinor: number },
): Booking {
  const { customer, basket, currency } = sale;
  return book(world, 'xero', SHOP, {
    kind: 'Invoice',
    ...wanted,
    dueAt: wanted.at + 14 * DAY,
    contact: customer.company || customer.name,
    email: customer.email,
    reference,
    description: basket.lines.map((line) => line.name).join(', '),
    taxMinor: basket.taxMinor,
    currency,
    sale,
    payout: null,
  });
}

function summary(world: World, payout: Payout, wanted: { readonly at: number; readonly totalMinor: number }): Booking {
  return book(world, 'xero', SHOP, {
    kind: 'Invoice',
    ...wanted,
    dueAt: wanted.at,
    contact: PAYER[payout.rail],
    email: '',
    reference: payout.record.nativeId,
    description: 'Payout summary',
    taxMinor: 0,
    currency: payout.currency,
    sale: null,
    payout,
  });
}
