import { AGENCY } from './agency/seller.ts';
import { DAY, SECOND } from './base/calendar.ts';
import { inChunks } from './base/delimited.ts';
import { Random } from './base/prng.ts';
import { US_PLACES } from './base/words.ts';
import type { Demo } from './generate.ts';
import { STORES } from './shop/accounts.ts';
import { openOrders } from './shop/orders.ts';
import { priceBasket } from './world/baskets.ts';
import { book } from './world/books.ts';
import type { Customer } from './world/customers.ts';
import { newRecord, type Sale, type SalePlan, type SourceRecord } from './world/model.ts';
import { collectPayments } from './world/payments.ts';
import { truthFiles } from './world/truth.ts';
import { ORDINARY, World } from './world/world.ts';
import { bankFile } from './writers/bank.ts';
import { quickBooksFile } from './writers/books.ts';
import type { DemoFile } from './writers/file.ts';
import { asanaFile, googleAdsFile, hubspotFile, netsuiteFile } from './writers/office.ts';
import { shopifyOrdersFile } from './writers/shopify-orders.ts';
import { stripeFiles } from './writers/stripe.ts';

/** Small stories with names and amounts of their own, for end-to-end tests. Each is a demo of a few records, with its truth. */

/** That of the demo book, so that its days have no gap. */
const YEAR = 2025;

/**
 * The $40,000 campaign: a CRM deal owns the terms; finance typed a month-end copy into the ERP under a temporary
 * reference, with tax, a slightly other client and nothing in its memo that says what was sold; ad operations ran a
 * native campaign that names no order; the project tool synced late. Four records, one order of $40,000.00.
 */
export function campaign40k(): Demo {
  const world = emptyWorld('agency');
  const title = 'Spring media plan';
  const customer: Customer = { ...buyer('Mika Ito', 'm.ito@harborpine.example'), company: 'Harbor & Pine Co.' };
  const lines = [
    { sku: '', name: 'Paid search', quantity: 1, unitMinor: 2_400_000 },
    { sku: '', name: 'Paid social', quantity: 1, unitMinor: 1_200_000 },
    { sku: '', name: 'Creative', quantity: 1, unitMinor: 400_000 },
  ];
  const signedAt = Date.UTC(YEAR, 2, 3, 14, 12);
  const sale: Sale = {
    ...soldTo(customer, signedAt, newRecord('hubspot', AGENCY, 'deal', '8841207')),
    channel: 'agency',
    gateway: 'none',
    title,
    reference: 'HP-SPRING-24',
    basket: priceBasket(lines, { taxBasisPoints: 600, taxIncluded: false, shippingMinor: 0, discountPercent: 0 }),
  };
  const order = newRecord('netsuite', AGENCY, 'sales_order', '420771');
  const campaign = newRecord('google_ads', AGENCY, 'campaign', '5520913');
  const project = newRecord('asana', AGENCY, 'project', '120488');
  sale.owner.aliases.push(sale.reference);
  order.aliases.push('SO-20771', 'TMP-0093');
  sale.members.push(order, campaign, project);
  world.sales.push(sale);
  const flight = { startsAt: Date.UTC(YEAR, 2, 10), endsAt: Date.UTC(YEAR, 4, 31) };
  const amounts = { amountMinor: 4_000_000, currency: 'USD' };
  const client = {
    company: customer.company,
    contact: customer.name,
    email: customer.email,
    owner: 'A. Reyes',
    orderNumber: sale.reference,
  };
  world.deals.push({
    record: sale.owner,
    name: `Harbor & Pine Co. - ${title}`,
    ...client,
    ...amounts,
    closedAt: signedAt,
    createdAt: signedAt - 20 * DAY,
    stage: 'closedwon',
    brokenAmount: '',
  });
  world.erpOrders.push({
    record: order,
    at: Date.UTC(YEAR, 2, 31, 21, 48),
    name: 'Harbor and Pine Company',
    memo: 'INV-10442',
    email: 'ap@harborpine.example',
    poNumber: 'TMP-0093',
    amountMinor: 4_240_000,
    taxMinor: 240_000,
    currency: 'USD',
    externalId: '',
    documentNumber: 'SO-20771',
  });
  world.googleCampaigns.push({
    record: campaign,
    name: `HarborPine | ${title} | Search`,
    ...flight,
    budgetMinor: 4_000_000,
    spendMinor: 2_600_000,
    currency: 'USD',
    clicks: 41_870,
  });
  const planned = { startsAt: flight.startsAt, dueAt: Date.UTC(YEAR, 4, 30) };
  world.projects.push({
    record: project,
    name: `Harbor & Pine Co. / ${title}`,
    createdAt: Date.UTC(YEAR, 2, 6, 2),
    ...planned,
    assignee: 'A. Reyes',
    notes: '',
  });
  world.exceptions.push({ reason: 'amount_mismatch', subjects: [sale.owner, order], amountMinor: 240_000, currency: 'USD' });
  return demoOf(world, [
    hubspotFile(world.deals, AGENCY),
    netsuiteFile(world.erpOrders, AGENCY),
    googleAdsFile(world.googleCampaigns, AGENCY),
    asanaFile(world.projects, AGENCY),
  ]);
}

/**
 * The API retry: Mabel Ortiz's order of $184.20 stands twice in the store, three seconds apart, and was charged once
 * or twice. Merging drops one sale; with two charges the order is then overpaid.
 */
export function apiRetry(charged: 'one_charge' | 'two_charges'): Demo {
  const world = emptyWorld('shop');
  world.sales.push(mabelsOrder({ retry: charged }));
  openOrders(world, 10_482);
  payByStripe(world);
  return demoOf(world, [shopifyOrdersFile(world.orders, STORES.us.account), ...stripeFiles(world.rows, STORES.us.account)]);
}

/**
 * The refund that names no order: Mabel Ortiz's order, paid through Stripe and posted in the ERP; support gave back
 * $42.00 without quoting the order, and the books hold the payout's deposit gross of it.
 */
export function refundWithoutOrder(): Demo {
  const world = emptyWorld('shop');
  const sale = mabelsOrder({ refunds: 'orphan' });
  world.sales.push(sale);
  openOrders(world, 10_482);
  payByStripe(world, 4200);
  const copy = newRecord('netsuite', 'kestrel', 'sales_order', '431177');
  copy.aliases.push('SO-31177', sale.owner.nativeId);
  copy.refs.push(sale.owner.nativeId);
  sale.members.push(copy);
  const { totalMinor } = sale.basket;
  const facts = {
    name: sale.customer.name,
    memo: 'Web order',
    email: sale.customer.email,
    poNumber: sale.owner.nativeId,
    amountMinor: totalMinor,
    taxMinor: 0,
  };
  world.erpOrders.push({ record: copy, at: sale.at + DAY, ...facts, currency: 'USD', externalId: '', documentNumber: 'SO-31177' });
  settleAndDepositGross(world);
  return demoOf(world, [
    shopifyOrdersFile(world.orders, STORES.us.account),
    netsuiteFile(world.erpOrders, 'kestrel'),
    ...stripeFiles(world.rows, STORES.us.account),
    bankFile(world.bankLines, 'kestrel-usd'),
    quickBooksFile(world.bookings, 'kestrel', 'Kestrel Goods', YEAR),
  ]);
}

/** One payout of everything, received by the bank; QuickBooks shows its deposit as if nothing had been refunded. */
function settleAndDepositGross(world: World): void {
  const at = Date.UTC(YEAR, 10, 14);
  const record = newRecord('stripe', STORES.us.account, 'payout', 'po_1QKd41Mabel42Gross00x7f');
  const totalMinor = world.rows.reduce((total, row) => total + row.netMinor, 0);
  const refunded = world.rows.reduce((total, row) => (row.kind === 'refund' ? total - row.netMinor : total), 0);
  const line = {
    record: newRecord('bank', 'kestrel-usd', 'bank_line', 'BK25111700000107'),
    at: at + 3 * DAY,
    description: 'STRIPE PAYMENTS ST-QKD41X7F',
    amountMinor: totalMinor,
    currency: 'USD',
  };
  world.bankLines.push(line);
  const payout = {
    record,
    rail: 'stripe' as const,
    at,
    currency: 'USD',
    rows: [...world.rows],
    totalMinor,
    unexplainedMinor: 0,
    bankReference: 'QKD41X7F',
    bankLines: [line],
  };
  for (const row of world.rows) row.payout = payout;
  world.payouts.push(payout);
  const deposit = book(world, 'quickbooks', 'kestrel', {
    kind: 'Deposit',
    at,
    dueAt: at,
    contact: 'Stripe',
    email: '',
    reference: record.nativeId,
    description: `STRIPE TRANSFER ${record.nativeId}`,
    totalMinor: totalMinor + refunded,
    taxMinor: 0,
    currency: 'USD',
    sale: null,
    payout,
  });
  world.exceptions.push({
    reason: 'booked_amount_mismatch',
    subjects: [record, deposit.record],
    amountMinor: refunded,
    currency: 'USD',
  });
}

function mabelsOrder(plan: Partial<SalePlan>): Sale {
  const customer = buyer('Mabel Ortiz', 'm.ortiz@post.example');
  const lines = [
    { sku: 'TC-CAP-1', name: 'Trail cap', quantity: 2, unitMinor: 2800 },
    { sku: 'RS-SHL-2', name: 'Rain shell', quantity: 1, unitMinor: 12_820 },
  ];
  return {
    ...soldTo(customer, Date.UTC(YEAR, 10, 9, 23, 4), newRecord('shopify', STORES.us.account, 'order')),
    channel: 'us',
    gateway: 'stripe',
    basket: priceBasket(lines, { taxBasisPoints: 0, taxIncluded: false, shippingMinor: 0, discountPercent: 0 }),
    plan: { ...ORDINARY, ...plan },
  };
}

function payByStripe(world: World, refundMinor?: number): void {
  collectPayments(world, {
    stripe: () => ({ account: STORES.us.account, currency: 'USD' }),
    paypalAccount: '',
    describe: (sale) => `Kestrel Goods, order ${sale.owner.nativeId}`,
    paidAt: (sale) => sale.at + SECOND,
    ...(refundMinor === undefined ? {} : { refundMinor }),
  });
}

function emptyWorld(profile: 'shop' | 'agency'): World {
  return new World({ profile, seed: 1, orders: 1, year: YEAR }, new Random(1, profile));
}

function buyer(name: string, email: string): Customer {
  const [place] = US_PLACES;
  if (!place) throw new RangeError('no place to live');
  return { key: 'person-1', name, company: '', email, phone: '+1 555 010 0142', street: '14 Quince Lane', zip: '12345', place };
}

function soldTo(customer: Customer, at: number, owner: SourceRecord): Omit<Sale, 'channel' | 'gateway' | 'basket'> {
  return {
    index: 0,
    at,
    customer,
    currency: 'USD',
    title: '',
    reference: '',
    plan: ORDINARY,
    owner,
    members: [owner],
    held: [],
    rows: [],
  };
}

function demoOf(world: World, files: readonly DemoFile[]): Demo {
  return { files, truth: truthFiles(world).map(({ name, lines }) => ({ name, chunks: () => inChunks(lines()) })) };
}
