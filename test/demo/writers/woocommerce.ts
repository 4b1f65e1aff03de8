import { bareStamp, DAY } from '../base/calendar.ts';
import type { Json } from '../base/json.ts';
import { amountText } from '../base/money.ts';
import { STORES } from '../shop/accounts.ts';
import type { Customer } from '../world/customers.ts';
import type { OrderDoc } from '../world/model.ts';
import { type DemoFile, demoFile } from './file.ts';

/** WooCommerce orders as REST API v3 answers them (one array): amounts are strings, refunds negative, local times bare. */
export function wooCommerceFile(orders: readonly OrderDoc[]): DemoFile {
  const store = STORES.trade;
  const own = orders.filter((order) => order.record.system === 'woocommerce');
  for (const order of own) order.record.aliases.push(transactionOf(order));
  return demoFile(`woocommerce-${store.account}-orders.json`, store, 'orders', function* () {
    for (const [i, order] of own.entries()) yield `${i === 0 ? '[\n' : ',\n'}${JSON.stringify(orderJson(order, i))}`;
    yield own.length === 0 ? '[]\n' : '\n]\n';
  });
}

function transactionOf(order: OrderDoc): string {
  const [charge] = order.sale.rows.filter((row) => row.kind === 'charge');
  return charge?.ids.charge ?? charge?.record.nativeId ?? '';
}

function orderJson(order: OrderDoc, position: number): Json {
  const { sale, customer } = order;
  const { basket, currency, plan } = sale;
  const text = (minor: number): string => amountText(minor, currency);
  const stamps = (name: string, at: number | null): { [key: string]: Json } => ({
    [name]: at === null ? null : bareStamp(at, STORES.trade.zone),
    [`${name}_gmt`]: at === null ? null : bareStamp(at, 'UTC'),
  });
  const charge = sale.rows.find((row) => row.kind === 'charge');
  const refunds = sale.rows.filter((row) => row.kind === 'refund');
  const refunded = refunds.reduce((sum, row) => sum - row.buyerMinor, 0);
  const status = !charge ? 'on-hold' : refunded >= basket.totalMinor && refunded > 0 ? 'refunded' : 'completed';
  const method = sale.gateway === 'paypal' ? ['ppcp-gateway', 'PayPal'] : ['stripe', 'Credit Card (Stripe)'];
  const stripeMeta = charge?.record.system === 'stripe' ? feeMeta(position, charge.feeMinor, charge.netMinor, charge.currency) : [];
  return {
    id: Number(order.id),
    parent_id: 0,
    number: order.number,
    order_key: order.record.aliases[1] ?? '',
    created_via: 'checkout',
    version: '9.4.2',
    status,
    currency,
    ...stamps('date_created', order.at),
    ...stamps('date_modified', (refunds.at(-1)?.at ?? order.at) + DAY),
    discount_total: text(basket.discountMinor),
    discount_tax: text(0),
    shipping_total: text(basket.shippingMinor),
    shipping_tax: text(0),
    cart_tax: text(basket.taxMinor),
    total: text(basket.totalMinor),
    total_tax: text(basket.taxMinor),
    prices_include_tax: basket.taxIncluded,
    customer_id: Number(customer.key.replace(/\D/g, '') || '0'),
    customer_note: plan.replaces ? `Replacement for order ${plan.replaces.owner.aliases[0] ?? ''}` : '',
    billing: plan.anonymous ? blankAddress() : address(customer),
    shipping: plan.anonymous ? blankAddress() : address(customer),
    payment_method: method[0] ?? '',
    payment_method_title: method[1] ?? '',
    transaction_id: transactionOf(order),
    ...stamps('date_paid', charge ? charge.at : null),
    ...stamps('date_completed', charge ? order.at + DAY : null),
    meta_data: stripeMeta,
    line_items: basket.lines.map((line, i) => ({
      id: position * 10 + i + 1,
      name: line.name,
      product_id: 100 + i,
      variation_id: 0,
      quantity: line.quantity,
      tax_class: '',
      subtotal: text(line.quantity * line.unitMinor),
      subtotal_tax: text(0),
      total: text(line.quantity * line.unitMinor),
      total_tax: text(0),
      taxes: [],
      meta_data: [],
      sku: line.sku,
      price: Number(text(line.unitMinor)),
    })),
    tax_lines: [],
    shipping_lines: [],
    fee_lines: [],
    coupon_lines: basket.discountCode
      ? [{ id: position + 1, code: basket.discountCode.toLowerCase(), discount: text(basket.discountMinor) }]
      : [],
    refunds: refunds.map((row, i) => ({
      id: Number(order.id) * 10 + i + 1,
      reason: 'Returned goods',
      total: text(row.buyerMinor),
    })),
  };
}

/** The Stripe plugin leaves the fee and the net amount in the order's meta data. */
function feeMeta(position: number, feeMinor: number, netMinor: number, currency: string): Json[] {
  return [
    { id: position * 3 + 1, key: '_stripe_fee', value: amountText(feeMinor, currency) },
    { id: position * 3 + 2, key: '_stripe_net', value: amountText(netMinor, currency) },
    { id: position * 3 + 3, key: '_stripe_currency', value: currency },
  ];
}

function address(customer: Customer): Json {
  const [first = '', ...rest] = customer.name.split(' ');
  return {
    first_name: first,
    last_name: rest.join(' '),
    company: customer.company,
    address_1: customer.street,
    address_2: '',
    city: customer.place.city,
    state: customer.place.province,
    postcode: customer.zip,
    country: customer.place.countryCode,
    email: customer.email,
    phone: customer.phone,
  };
}

function blankAddress(): Json {
  const blank = [
    'first_name',
    'last_name',
    'company',
    'address_1',
    'address_2',
    'city',
    'state',
    'postcode',
    'country',
    'email',
    'phone',
  ];
  return Object.fromEntries(blank.map((field) => [field, '']));
}
