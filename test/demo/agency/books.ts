import { DAY } from '../base/calendar.ts';
import { book, bookWithFaults, numberInvoices, refundsIn, retypeNumbers, strayInvoice } from '../world/books.ts';
import type { Booking, MoneyRow, Payout, Sale } from '../world/model.ts';
import { partsOf } from '../world/payments.ts';
import type { Seller, World } from '../world/world.ts';
import { AGENCY } from './seller.ts';

/** Bills every sale in QuickBooks, in as many invoices as its plan has parts, and numbers them. */
export function billTheSales(world: World, seller: Seller): ReadonlyMap<Sale, readonly Booking[]> {
  const random = world.random.fork('billing');
  const bills = new Map<Sale, readonly Booking[]>();
  for (const sale of world.sales) {
    const quoted = random.chance(620);
    bills.set(
      sale,
      partsOf(sale).map((minor, part, all) => bill(world, sale, minor, part, all.length, quoted)),
    );
  }
  const strays = Math.max(1, Math.ceil((25 * world.options.orders) / 10_000));
  for (let i = 0; i < strays; i++)
    strayInvoice(world, 'quickbooks', AGENCY, seller.firm().company, world.moment(random), random.between(50_000, 2_000_000));
  numberInvoices(world);
  retypeNumbers(world);
  return bills;
}

const PART_NAMES = [['Plan in full'], ['Deposit', 'Balance'], ['Deposit', 'Second instalment', 'Balance']];

function bill(world: World, sale: Sale, totalMinor: number, part: number, parts: number, quoted: boolean): Booking {
  const at = Math.min(sale.at + DAY + part * 25 * DAY, Math.max(sale.at + (part + 1) * DAY, Date.UTC(world.options.year, 11, 28)));
  const { customer, basket, currency } = sale;
  return book(world, 'quickbooks', AGENCY, {
    kind: 'Invoice',
    at,
    dueAt: at + 14 * DAY,
    contact: customer.company || customer.name,
    email: customer.email,
    reference: quoted ? sale.reference : '',
    description: [PART_NAMES[parts - 1]?.[part] ?? 'Instalment', sale.title, quoted ? sale.reference : '']
      .filter((text) => text !== '')
      .join(', '),
    totalMinor,
    taxMinor: Math.floor(basket.taxMinor / parts),
    currency,
    sale,
    payout: null,
  });
}

/** Deposits of the gateway's payouts, and a credit memo for each refund. */
export function keepAgencyBooks(world: World): void {
  const random = world.random.fork('books');
  for (const [turn, payout] of world.payouts.entries()) {
    const facts = { at: payout.at, totalMinor: payout.totalMinor, currency: payout.currency };
    bookWithFaults(world, turn, payout.record, refundsIn(payout), (wanted) => deposit(world, payout, wanted), facts);
  }
  for (const row of world.rows) if (row.kind === 'refund' && row.sale && random.chance(700)) creditMemo(world, row, row.sale);
}

function deposit(world: World, payout: Payout, wanted: { readonly at: number; readonly totalMinor: number }): Booking {
  const { currency, record } = payout;
  const facts = {
    kind: 'Deposit',
    dueAt: wanted.at,
    contact: 'Stripe',
    email: '',
    reference: record.nativeId,
    description: `STRIPE TRANSFER ${record.nativeId}`,
  } as const;
  return book(world, 'quickbooks', AGENCY, { ...facts, ...wanted, taxMinor: 0, currency, sale: null, payout });
}

function creditMemo(world: World, row: MoneyRow, sale: Sale): void {
  const facts = { kind: 'Credit Memo', at: row.at, dueAt: row.at, email: '', description: `Credit for ${sale.title}` } as const;
  const contact = sale.customer.company || sale.customer.name;
  const money = { totalMinor: -row.buyerMinor, taxMinor: 0, currency: row.buyerCurrency };
  book(world, 'quickbooks', AGENCY, { ...facts, ...money, contact, reference: sale.reference, sale, payout: null });
  world.meetTrap(14);
}
