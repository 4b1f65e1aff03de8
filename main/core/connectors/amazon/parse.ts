/**
 * Amazon's orders report: rows of one order become one record. The report has no order total; it is the sum over the items of
 * price, shipping, gift wrap and tax, less promotions. An order whose prices are still blank (pending, cancelled) has none.
 * Quotes are plain characters in these files.
 */
import type { LineItem } from '#shared/domain/fields.ts';
import type { TypedRef } from '#shared/domain/source-record.ts';
import { orderMentions, ref, uniqueRefs } from '../../normalise/references.ts';
import { BadValue } from '../cells.ts';
import { type GroupLayout, GroupReader } from '../csv/groups.ts';
import type { CsvLayout, Table } from '../csv/layout.ts';
import { type FactDraft, FactReader, versionOf } from '../facts.ts';
import { DISCOUNT_COLUMNS, KNOWN_STATUSES, ORDER_COLUMNS, ORDER_FACTS, SHIPPING_COLUMNS, TAX_COLUMNS } from './fields.ts';

export const AMAZON_ORDERS: CsvLayout = {
  id: 'amazon.orders',
  system: 'amazon',
  types: ['order'],
  label: 'Amazon orders report',
  signature: [ORDER_COLUMNS.id, ORDER_FACTS.placedAt, ORDER_COLUMNS.status, ORDER_COLUMNS.sku, ORDER_COLUMNS.itemPrice],
  facts: ORDER_FACTS,
  sources: {
    total: ORDER_COLUMNS.itemPrice,
    subtotal: ORDER_COLUMNS.itemPrice,
    tax: TAX_COLUMNS,
    shipping: SHIPPING_COLUMNS,
    discount: DISCOUNT_COLUMNS,
    lineItems: ORDER_COLUMNS.name,
  },
  moreAmounts: [...ORDER_COLUMNS.itemPrice, ...TAX_COLUMNS, ...SHIPPING_COLUMNS, ...DISCOUNT_COLUMNS],
  decimalMark: null,
  quotes: false,
  shortRows: true,
  open: (table) => new GroupReader(table, orders(table)),
};

interface Order {
  facts: FactDraft | null;
  merchantId: string | null;
  readonly lines: LineItem[];
  subtotal: number | null;
  tax: number;
  shipping: number;
  discount: number;
}

function orders(table: Table): GroupLayout<Order> {
  const { columns, cells, options } = table;
  const facts = new FactReader(columns, ORDER_FACTS, cells, { needsCurrency: false, utc: false });
  const at = {
    id: columns.find(ORDER_COLUMNS.id),
    merchantId: columns.find(ORDER_COLUMNS.merchantId),
    currency: columns.find(ORDER_FACTS.currency),
    name: columns.find(ORDER_COLUMNS.name),
    sku: columns.find(ORDER_COLUMNS.sku),
    quantity: columns.find(ORDER_COLUMNS.quantity),
    itemPrice: columns.find(ORDER_COLUMNS.itemPrice),
  };
  const taxes = TAX_COLUMNS.map((name) => columns.find([name]));
  const shippings = SHIPPING_COLUMNS.map((name) => columns.find([name]));
  const discounts = DISCOUNT_COLUMNS.map((name) => columns.find([name]));
  const sum = (indexes: readonly number[], currency: string) =>
    indexes.reduce((total, index) => total + (cells.money(index, currency) ?? 0), 0);

  return {
    idColumn: at.id,
    sums: true,
    begin: () => ({ facts: null, merchantId: null, lines: [], subtotal: null, tax: 0, shipping: 0, discount: 0 }),
    add(order) {
      const priced = cells.text(at.itemPrice) !== null;
      const currency = cells.currency(at.currency, priced);
      if (order.facts === null) {
        order.facts = facts.read();
        order.merchantId = cells.text(at.merchantId);
        checkStatus(order.facts);
      } else if (priced && order.subtotal !== null && currency !== order.facts.currency) {
        throw new BadValue('conflicting_rows', cells.name(at.currency), currency, 'The items of this order are in two currencies.');
      }
      if (priced) order.facts.currency = currency;
      const price = cells.money(at.itemPrice, currency);
      if (price !== null) order.subtotal = (order.subtotal ?? 0) + price;
      order.tax += sum(taxes, currency);
      order.shipping += sum(shippings, currency);
      order.discount += Math.abs(sum(discounts, currency));
      order.lines.push({
        name: cells.text(at.name) ?? '',
        sku: cells.text(at.sku),
        quantity: cells.text(at.quantity) ?? '1',
        unitPriceMinor: null,
        totalMinor: price,
      });
    },
    finish(order, id, _nativeId, span) {
      const { subtotal, tax, shipping, discount } = order;
      const known = subtotal !== null;
      const all: FactDraft = {
        ...order.facts,
        currency: order.facts?.currency ?? options.defaultCurrency,
        subtotal,
        tax: known ? tax : null,
        shipping: known ? shipping : null,
        discount: known ? discount : null,
        total: known ? subtotal + tax + shipping - discount : null,
        lineItems: order.lines,
      };
      const refs: TypedRef[] = [ref('amazon:order', id, 'own')];
      const { merchantId } = order;
      if (merchantId !== null && merchantId !== id) refs.push(...orderMentions(merchantId, 'amazon'));
      if (all.poNumber) refs.push(ref('po', all.poNumber, 'mentions'), ...orderMentions(all.poNumber, 'amazon'));
      const aliases = merchantId === null || merchantId === id ? [] : [merchantId];
      table.emit({ type: 'order', nativeId: id, aliases, facts: all, refs: uniqueRefs(refs), span, versionMs: versionOf(all) });
    },
  };
}

function checkStatus({ status }: FactDraft): void {
  const word = status?.toLowerCase().split(' - ')[0]?.replaceAll(' ', '') ?? '';
  if (!KNOWN_STATUSES.has(word)) {
    throw new BadValue(
      'unknown_value',
      'order-status',
      status ?? '',
      `“${status ?? ''}” is no order status that this version knows.`,
    );
  }
}
