import { bareStamp, clockTime, DAY, isoDate } from '../base/calendar.ts';
import { type Row, tabLines } from '../base/delimited.ts';
import { amountText, share } from '../base/money.ts';
import { STORES } from '../shop/accounts.ts';
import type { MoneyRow, OrderDoc, Payout } from '../world/model.ts';
import { type DemoFile, demoFile, nameByLine } from './file.ts';

const ORDER_COLUMNS = [
  'amazon-order-id',
  'merchant-order-id',
  'purchase-date',
  'last-updated-date',
  'order-status',
  'fulfillment-channel',
  'sales-channel',
  'order-channel',
  'url',
  'ship-service-level',
  'product-name',
  'sku',
  'asin',
  'item-status',
  'quantity',
  'currency',
  'item-price',
  'item-tax',
  'shipping-price',
  'shipping-tax',
  'gift-wrap-price',
  'gift-wrap-tax',
  'item-promotion-discount',
  'ship-promotion-discount',
  'ship-city',
  'ship-state',
  'ship-postal-code',
  'ship-country',
  'promotion-ids',
] as const;

const SETTLEMENT_COLUMNS = [
  'settlement-id',
  'settlement-start-date',
  'settlement-end-date',
  'deposit-date',
  'total-amount',
  'currency',
  'transaction-type',
  'order-id',
  'merchant-order-id',
  'adjustment-id',
  'shipment-id',
  'marketplace-name',
  'amount-type',
  'amount-description',
  'amount',
  'fulfillment-id',
  'posted-date',
  'posted-date-time',
  'order-item-code',
  'merchant-order-item-id',
  'merchant-adjustment-item-id',
  'sku',
  'quantity-purchased',
  'promotion-id',
] as const;

/** The orders report: one line per item, 29 columns, no buyer but for the place of delivery. */
export function amazonOrdersFile(orders: readonly OrderDoc[]): DemoFile {
  const own = orders.filter((order) => order.record.system === 'amazon');
  return demoFile(`amazon-${STORES.amazon.account}-orders.txt`, STORES.amazon, 'orders', () =>
    tabLines(ORDER_COLUMNS, own.flatMap(itemRows)),
  );
}

function itemRows(order: OrderDoc): Row<(typeof ORDER_COLUMNS)[number]>[] {
  const { basket, customer, currency } = order.sale;
  let goods = 0;
  return basket.lines.map((line, i) => {
    const price = line.quantity * line.unitMinor;
    goods += price;
    const tax =
      share(basket.taxMinor, goods, basket.subtotalMinor || 1) - share(basket.taxMinor, goods - price, basket.subtotalMinor || 1);
    const text = (minor: number): string => amountText(minor, currency);
    return {
      'amazon-order-id': order.id,
      'purchase-date': `${bareStamp(order.at, 'UTC')}+00:00`,
      'last-updated-date': `${bareStamp(order.at + 2 * DAY, 'UTC')}+00:00`,
      'order-status': 'Shipped',
      'fulfillment-channel': 'Amazon',
      'sales-channel': 'Amazon.com',
      'ship-service-level': 'Standard',
      'product-name': line.name,
      sku: line.sku,
      asin: `B0${line.sku.replace(/\W/g, '').padEnd(8, 'X').slice(0, 8)}`,
      'item-status': 'Shipped',
      quantity: String(line.quantity),
      currency,
      'item-price': text(price),
      'item-tax': text(tax),
      'shipping-price': text(i === basket.lines.length - 1 ? basket.shippingMinor : 0),
      'shipping-tax': text(0),
      'item-promotion-discount': text(0),
      'ship-promotion-discount': text(0),
      'ship-city': customer.place.city,
      'ship-state': customer.place.province,
      'ship-postal-code': customer.zip,
      'ship-country': customer.place.countryCode,
    };
  });
}

/** One settlement report (V2, 24 columns): the first row bears the total, the others sum to it. */
export function settlementFile(settlement: Payout): DemoFile {
  const id = settlement.record.nativeId;
  const name = `amazon-settlement-${id}.txt`;
  const rows = settlement.rows.toSorted((a, b) => a.at - b.at);
  nameByLine(
    name,
    rows.map((row) => row.record),
    3,
  );
  const stamp = (at: number): string => `${isoDate(at)} ${clockTime(at, 'UTC')} UTC`;
  const summary: Row<(typeof SETTLEMENT_COLUMNS)[number]> = {
    'settlement-id': id,
    'settlement-start-date': stamp(settlement.at - 14 * DAY + 1000),
    'settlement-end-date': stamp(settlement.at),
    'deposit-date': stamp(settlement.at + 2 * DAY),
    'total-amount': amountText(settlement.totalMinor, settlement.currency),
    currency: settlement.currency,
  };
  return demoFile(name, STORES.amazon, 'settlement', () =>
    tabLines(SETTLEMENT_COLUMNS, [summary, ...rows.map((row) => settlementRow(id, row, stamp))]),
  );
}

function settlementRow(id: string, row: MoneyRow, stamp: (at: number) => string): Row<(typeof SETTLEMENT_COLUMNS)[number]> {
  const [transaction = '', amountType = '', description = ''] = row.text.split('|');
  return {
    'settlement-id': id,
    currency: row.currency,
    'transaction-type': transaction,
    'order-id': row.ids.order ?? '',
    'shipment-id': row.ids.shipment ?? '',
    'marketplace-name': 'Amazon.com',
    'amount-type': amountType,
    'amount-description': description,
    amount: amountText(row.netMinor, row.currency),
    'fulfillment-id': row.ids.order ? 'AFN' : '',
    'posted-date': isoDate(row.at),
    'posted-date-time': stamp(row.at),
    'order-item-code': row.ids.item ?? '',
    sku: row.ids.sku ?? '',
    'quantity-purchased': row.ids.quantity ?? '',
  };
}
