/** Postings of an order: what is asked for, and of what it is made; what its shop says was given back. */
import type { OrderEdit, ReconcileInput } from '../reconciliation/inputs.ts';
import { NO_MINUTE } from '../reconciliation/inputs.ts';
import { BOOK, type LedgerSink } from './accounts.ts';

/** The parts of what an order asks for, minor units of its currency; they sum to `total`. */
export interface OrderParts {
  readonly total: number;
  readonly sales: number;
  readonly shipping: number;
  readonly tax: number;
  readonly tips: number;
  readonly duties: number;
  readonly giftCards: number;
  readonly rounding: number;
}

/**
 * Sales are net of discount and without tax. A difference of one minor unit between the total and the sum of its parts is rounding; a
 * larger one stays in sales, and is an exception of its own. Agreed terms without tax are raised by the tax that was billed on them.
 */
export function partsOf(input: ReconcileInput, order: number, billedTax: number): OrderParts {
  const { orders } = input;
  const whole = or0(orders.total[order]) + billedTax;
  const isShop = billedTax === 0 && SHOPS.has(input.sources[orders.source[order] as number]?.system ?? '');
  const shipping = or0(orders.shipping[order]);
  const tax = isShop ? or0(orders.tax[order]) : billedTax;
  const tips = or0(orders.tip[order]);
  const duties = or0(orders.duties[order]);
  const giftCards = or0(orders.giftCards[order]);
  const rest = whole - shipping - tax - tips - duties - giftCards;
  const subtotal = orders.subtotal[order] as number;
  const off = Number.isNaN(subtotal) ? 0 : rest + giftCards - subtotal;
  const rounding = Math.abs(off) === 1 ? off : 0;
  return { total: whole, sales: rest - rounding, shipping, tax, tips, duties, giftCards, rounding };
}

const SHOPS: ReadonlySet<string> = new Set(['shopify', 'woocommerce', 'amazon']);

function or0(value: number | undefined): number {
  return value === undefined || Number.isNaN(value) ? 0 : value;
}

/** Debits what is asked for to the order's receivable and credits its parts; `sign` −1 takes it back. */
export function postParts(sink: LedgerSink, order: number, currency: number, parts: OrderParts, sign: 1 | -1): void {
  sink.post('receivable', order, currency, sign * parts.total);
  sink.post('sales', BOOK, currency, -sign * parts.sales);
  sink.post('shipping', BOOK, currency, -sign * parts.shipping);
  sink.post('tax_payable', BOOK, currency, -sign * parts.tax);
  sink.post('tips', BOOK, currency, -sign * parts.tips);
  sink.post('duties', BOOK, currency, -sign * parts.duties);
  sink.post('gift_card_liability', BOOK, currency, -sign * parts.giftCards);
  sink.post('rounding', BOOK, currency, -sign * parts.rounding);
}

/** The difference between two states of an order, on the same accounts. */
export function postEdit(
  sink: LedgerSink,
  order: number,
  currency: number,
  before: OrderParts,
  after: OrderParts,
  minute: number,
): void {
  sink.begin('order_edited', 'order', order, minute);
  postParts(sink, order, currency, before, -1);
  postParts(sink, order, currency, after, 1);
  sink.end();
}

/** What an order asked for before an edit: the parts that the edit names, the rest as it stands now. */
export function partsBefore(after: OrderParts, edit: OrderEdit): OrderParts {
  const shipping = edit.shipping ?? after.shipping;
  const tax = edit.tax ?? after.tax;
  const { tips, duties, giftCards } = after;
  return {
    ...after,
    total: edit.total,
    shipping,
    tax,
    rounding: 0,
    sales: edit.total - shipping - tax - tips - duties - giftCards,
  };
}

/**
 * A refund as the shop says: returns, with their share of the tax rounded down; a refund of everything takes shipping and all tax back.
 */
export function postShopRefund(
  sink: LedgerSink,
  order: number,
  currency: number,
  parts: OrderParts,
  refunded: number,
  minute: number,
): void {
  if (refunded === 0) return;
  const whole = refunded === parts.total;
  const tax = whole ? parts.tax : parts.total === 0 ? 0 : Math.floor((refunded * parts.tax) / parts.total);
  const shipping = whole ? parts.shipping : 0;
  sink.begin('refund_by_shop', 'order', order, minute === NO_MINUTE ? NO_MINUTE : minute);
  sink.post('sales_returns', BOOK, currency, refunded - tax - shipping);
  sink.post('tax_payable', BOOK, currency, tax);
  sink.post('shipping', BOOK, currency, shipping);
  sink.post('refunds_payable', order, currency, -refunded);
  sink.end();
}
