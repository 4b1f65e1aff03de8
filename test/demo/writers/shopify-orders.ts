import { DAY, offsetStamp } from '../base/calendar.ts';
import { csvLines, type Row } from '../base/delimited.ts';
import { amountText } from '../base/money.ts';
import { mirroredNumber, zoneOfOrder } from '../shop/orders.ts';
import type { Line, OrderDoc } from '../world/model.ts';
import { type DemoFile, demoFile } from './file.ts';

/** Shopify's orders export, 79 columns; an order's further lines repeat only its name. */
export const SHOPIFY_ORDER_COLUMNS = [
  'Name',
  'Email',
  'Financial Status',
  'Paid at',
  'Fulfillment Status',
  'Fulfilled at',
  'Accepts Marketing',
  'Currency',
  'Subtotal',
  'Shipping',
  'Taxes',
  'Total',
  'Discount Code',
  'Discount Amount',
  'Shipping Method',
  'Created at',
  'Lineitem quantity',
  'Lineitem name',
  'Lineitem price',
  'Lineitem compare at price',
  'Lineitem sku',
  'Lineitem requires shipping',
  'Lineitem taxable',
  'Lineitem fulfillment status',
  'Billing Name',
  'Billing Street',
  'Billing Address1',
  'Billing Address2',
  'Billing Company',
  'Billing City',
  'Billing Zip',
  'Billing Province',
  'Billing Country',
  'Billing Phone',
  'Shipping Name',
  'Shipping Street',
  'Shipping Address1',
  'Shipping Address2',
  'Shipping Company',
  'Shipping City',
  'Shipping Zip',
  'Shipping Province',
  'Shipping Country',
  'Shipping Phone',
  'Notes',
  'Note Attributes',
  'Cancelled at',
  'Payment Method',
  'Payment Reference',
  'Refunded Amount',
  'Vendor',
  'Outstanding Balance',
  'Employee',
  'Location',
  'Device ID',
  'Id',
  'Tags',
  'Risk Level',
  'Source',
  'Lineitem discount',
  'Tax 1 Name',
  'Tax 1 Value',
  'Tax 2 Name',
  'Tax 2 Value',
  'Tax 3 Name',
  'Tax 3 Value',
  'Tax 4 Name',
  'Tax 4 Value',
  'Tax 5 Name',
  'Tax 5 Value',
  'Phone',
  'Receipt Number',
  'Duties',
  'Billing Province Name',
  'Shipping Province Name',
  'Payment ID',
  'Payment Terms Name',
  'Next Payment Due At',
  'Payment References',
] as const;

type OrderRow = Row<(typeof SHOPIFY_ORDER_COLUMNS)[number]>;

export function shopifyOrdersFile(orders: readonly OrderDoc[], account: string): DemoFile {
  const own = orders.filter((order) => order.record.system === 'shopify' && order.record.account === account);
  for (const order of own) order.record.aliases.push(...paymentReferences(order));
  return demoFile(`shopify-${account}-orders.csv`, { system: 'shopify', account }, 'orders', () =>
    csvLines(SHOPIFY_ORDER_COLUMNS, own.flatMap(rowsOf)),
  );
}

function rowsOf(order: OrderDoc): OrderRow[] {
  const [first, ...others] = order.sale.basket.lines;
  const vendor: OrderRow = { Vendor: 'Kestrel Goods' };
  const head: OrderRow = {
    ...orderColumns(order),
    ...buyerColumns(order),
    ...moneyColumns(order),
    ...(first ? lineColumns(order, first) : {}),
    ...vendor,
  };
  return [head, ...others.map((line): OrderRow => ({ Name: order.number, ...lineColumns(order, line), ...vendor }))];
}

function orderColumns(order: OrderDoc): OrderRow {
  const { sale, role } = order;
  const zone = zoneOfOrder(order);
  const { plan } = sale;
  const mirror = role === 'mirror';
  const original = mirror && order.plan?.withId ? mirroredNumber(sale) : '';
  const channel = sale.channel === 'amazon' ? 'Amazon' : 'WooCommerce';
  // Half of the mirrors quote their original in words, half in an attribute of the channel app.
  const inWords = sale.index % 2 === 0;
  const note = plan.replaces && !mirror ? `Replacement for ${plan.replaces.owner.nativeId}` : '';
  const unsent = plan.state === 'cancelled_unrefunded' || plan.state === 'test';
  return {
    Name: order.number,
    Id: order.id,
    'Created at': offsetStamp(order.at, zone),
    'Fulfillment Status': unsent ? 'unfulfilled' : 'fulfilled',
    'Fulfilled at': unsent ? '' : offsetStamp(order.at + DAY, zone),
    'Accepts Marketing': 'no',
    'Shipping Method': sale.basket.shippingMinor > 0 ? 'Standard' : '',
    'Cancelled at': plan.state === 'cancelled_unrefunded' ? offsetStamp(order.at + 2 * DAY, zone) : '',
    Notes: original !== '' && inWords ? `${channel} order ${original}` : note,
    'Note Attributes': original !== '' && !inWords ? `${channel.toLowerCase()}-order-id: ${original}` : '',
    Tags: mirror ? channel.toLowerCase() : plan.state === 'test' ? 'test' : '',
    'Risk Level': 'Low',
    Source: mirror ? channel.toLowerCase() : plan.anonymous ? 'pos' : 'web',
  };
}

function buyerColumns(order: OrderDoc): OrderRow {
  if (order.sale.plan.anonymous) return {};
  const { name, company, email, phone, street, zip, place } = order.customer;
  return {
    Email: email,
    Phone: phone,
    'Billing Name': name,
    'Billing Street': street,
    'Billing Address1': street,
    'Billing Company': company,
    'Billing City': place.city,
    'Billing Zip': zip,
    'Billing Province': place.province,
    'Billing Country': place.countryCode,
    'Billing Phone': phone,
    'Shipping Name': name,
    'Shipping Street': street,
    'Shipping Address1': street,
    'Shipping Company': company,
    'Shipping City': place.city,
    'Shipping Zip': zip,
    'Shipping Province': place.province,
    'Shipping Country': place.countryCode,
    'Shipping Phone': phone,
  };
}

function moneyColumns(order: OrderDoc): OrderRow {
  const { sale, role } = order;
  const { basket, currency, customer } = sale;
  const text = (minor: number): string => amountText(minor, currency);
  const mirror = role === 'mirror';
  const refundedMinor = mirror ? 0 : refundsOf(order);
  const status = financialStatus(order, refundedMinor);
  const unpaid =
    status === 'pending'
      ? basket.totalMinor
      : status === 'partially_paid'
        ? basket.totalMinor - chargesOf(order).reduce((sum, row) => sum + row.buyerMinor, 0)
        : 0;
  const references = paymentReferences(order);
  return {
    'Financial Status': status,
    'Paid at': status === 'pending' ? '' : offsetStamp(order.at + 20_000, zoneOfOrder(order)),
    Currency: currency,
    Subtotal: text(basket.subtotalMinor),
    Shipping: text(basket.shippingMinor),
    Taxes: text(basket.taxMinor),
    Total: text(basket.totalMinor),
    'Discount Code': basket.discountCode,
    'Discount Amount': text(basket.discountMinor),
    'Payment Method': paymentMethod(order),
    'Payment Reference': references[0] ?? '',
    'Payment ID': references[0] ?? '',
    'Payment References': references.join(', '),
    'Refunded Amount': text(refundedMinor),
    'Outstanding Balance': text(unpaid),
    ...(basket.taxMinor > 0
      ? { 'Tax 1 Name': `${customer.place.province || customer.place.countryCode} Tax`, 'Tax 1 Value': text(basket.taxMinor) }
      : {}),
  };
}

function lineColumns(order: OrderDoc, line: Line): OrderRow {
  const { basket, currency } = order.sale;
  return {
    'Lineitem quantity': String(line.quantity),
    'Lineitem name': line.name,
    'Lineitem price': amountText(line.unitMinor, currency),
    'Lineitem sku': line.sku,
    'Lineitem requires shipping': line.sku === 'GIFT-CARD' ? 'false' : 'true',
    'Lineitem taxable': basket.taxMinor > 0 ? 'true' : 'false',
    'Lineitem fulfillment status': 'fulfilled',
    'Lineitem discount': amountText(0, currency),
  };
}

/** The charges that this very document shows: of a retried pair, each has its own, or the second has none. */
function chargesOf(order: OrderDoc): OrderDoc['sale']['rows'] {
  const charges = order.sale.rows.filter((row) => row.kind === 'charge');
  if (order.role === 'mirror') return [];
  if (order.sale.plan.retry === 'none') return charges;
  return order.role === 'own' ? charges.slice(0, 1) : charges.slice(1);
}

function refundsOf(order: OrderDoc): number {
  return order.role === 'own' ? order.sale.rows.reduce((sum, row) => (row.kind === 'refund' ? sum - row.buyerMinor : sum), 0) : 0;
}

/** Ids of the gateway that the shop knows: payment intents and PayPal's transactions; its own gateway shows none. */
function paymentReferences(order: OrderDoc): string[] {
  return chargesOf(order)
    .map((row) => row.ids.intent ?? (row.record.system === 'paypal' ? row.record.nativeId : ''))
    .filter((id) => id !== '');
}

function financialStatus(order: OrderDoc, refundedMinor: number): string {
  const { plan, basket } = order.sale;
  if (order.role === 'mirror') return 'paid';
  if (plan.state === 'fulfilled_unpaid' || (order.role === 'retry' && plan.retry === 'one_charge')) return 'pending';
  if (plan.state === 'underpaid') return 'partially_paid';
  if (refundedMinor === 0) return 'paid';
  return refundedMinor >= basket.totalMinor ? 'refunded' : 'partially_refunded';
}

function paymentMethod(order: OrderDoc): string {
  const { sale, role } = order;
  if (role === 'mirror') return sale.channel === 'amazon' ? 'Amazon Marketplace' : 'WooCommerce import';
  if (sale.plan.state === 'test') return '(for testing) Bogus Gateway';
  const names = {
    shopify_payments: 'Shopify Payments',
    stripe: 'Stripe',
    paypal: 'PayPal Express Checkout',
    amazon: '',
    wire: 'Bank Deposit',
    none: '',
  };
  return [sale.plan.credit?.kind ?? '', names[sale.gateway]].filter((name) => name !== '').join(' + ');
}
