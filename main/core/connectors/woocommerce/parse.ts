/**
 * WooCommerce orders as JSON (REST API v3), alone or in a list, with or without a `data` wrapper. Refunds that an order carries
 * become records of their own. A refund's amount is negative here whichever way it was written: orders list them as negative
 * totals, the refunds resource as a positive `amount`, and both must be one and the same record.
 */
import type { FactValue, FieldName, LineItem } from '#shared/domain/fields.ts';
import { fieldSpec } from '#shared/domain/fields.ts';
import type { TypedRef } from '#shared/domain/source-record.ts';
import { readAmount } from '../../normalise/amounts.ts';
import { orderMentions, paymentRef, ref, refsInText, uniqueRefs } from '../../normalise/references.ts';
import { BadValue } from '../cells.ts';
import { type FactDraft, put, versionOf } from '../facts.ts';
import type { ElementContext, JsonLayout } from '../json/file.ts';
import { itemsAt, type JsonNode, nodeAt, textAt } from '../json/value.ts';
import {
  CLIENT_NAME,
  type FactPaths,
  FEE_META,
  KNOWN_STATUSES,
  ORDER_PATHS,
  PAYMENT_META,
  PO_META,
  REFUND_PATHS,
  SHIP_NAME,
} from './fields.ts';

export const WOOCOMMERCE_JSON: JsonLayout = {
  id: 'woocommerce.json',
  read(element, context) {
    if (isOrder(element)) readOrder(element, context);
    else if (isRefund(element)) readRefund(element, context, null, '');
    else throw new BadValue('bad_json', null, '', 'This element is neither an order nor a refund of WooCommerce.');
  },
};

export function isOrder(element: JsonNode): boolean {
  return ['id', 'status', 'total', 'line_items'].every((key) => nodeAt(element, [key]) !== null);
}

/** As the refunds resource has it (`amount`), or as an order lists it (`total`, and why). */
export function isRefund(element: JsonNode): boolean {
  const has = (key: string) => nodeAt(element, [key]) !== null;
  return (
    has('id') &&
    ((has('amount') && (has('refunded_by') || has('refunded_payment'))) || ((has('amount') || has('total')) && has('reason')))
  );
}

interface OrderContext {
  readonly id: string;
  readonly number: string;
  readonly currency: string;
}

function readOrder(element: JsonNode, context: ElementContext): void {
  const { values } = context;
  const id = requiredId(element, values.id.bind(values));
  const currencyText = textAt(element, ['currency']);
  if (currencyText === null && nodeAt(element, ['currency']) !== null)
    throw new BadValue('bad_currency', 'currency', '', 'The currency is blank.');
  const currency = currencyText === null ? values.defaultCurrency : values.currency(currencyText, 'currency');
  const facts = readFacts(element, ORDER_PATHS, currency, context);
  const status = facts.status?.replace(/^wc-/, '') ?? null;
  if (status === null || !KNOWN_STATUSES.has(status)) {
    throw new BadValue(
      'unknown_value',
      'status',
      facts.status ?? '',
      `“${facts.status ?? ''}” is no order status of WooCommerce itself, so what it means for the sale cannot be told.`,
    );
  }
  facts.status = status;
  if (facts.total === null || facts.total === undefined)
    throw new BadValue('missing_value', 'total', '', 'The order has no total.');
  putName(facts, 'clientName', element, CLIENT_NAME);
  putName(facts, 'shipName', element, SHIP_NAME);
  facts.lineItems = [...itemsAt(element, ['line_items']), ...itemsAt(element, ['fee_lines'])].map((item) =>
    lineItem(item, currency, context),
  );
  const number = facts.orderNumber ?? id;
  const refs: TypedRef[] = [ref('woocommerce:order', number, 'own'), ref('woocommerce:id', id, 'own')];
  readPayments(element, facts, refs);
  if (facts.notes) refs.push(...refsInText(facts.notes, 'woocommerce'));
  const orderKey = textAt(element, ['order_key']);
  context.emit({
    type: 'order',
    nativeId: id,
    aliases: [number, orderKey].filter((alias): alias is string => alias !== null && alias !== id),
    facts,
    refs: uniqueRefs(refs),
    span: context.spanOf(element, ''),
    versionMs: versionOf(facts),
  });
  itemsAt(element, ['refunds']).forEach((refund, i) => {
    const path = `/refunds/${i}`;
    context.part(refund, path, () => readRefund(refund, context, { id, number, currency }, path));
  });
}

function readRefund(element: JsonNode, context: ElementContext, order: OrderContext | null, path: string): void {
  const { values } = context;
  const id = requiredId(element, values.id.bind(values));
  const currency = order?.currency ?? values.defaultCurrency;
  const column = nodeAt(element, ['amount']) === null ? 'total' : 'amount';
  const text = textAt(element, [column]);
  if (text === null) throw new BadValue('missing_value', column, '', 'The refund has no amount.');
  const facts: FactDraft = readFacts(element, REFUND_PATHS, currency, context);
  facts.amount = -Math.abs(values.money(text, column, currency)) + 0;
  facts.net = facts.amount;
  facts.moneyKind = 'refund';
  const orderId = order?.id ?? /\/orders\/(\d+)(?:$|\/)/.exec(upLink(element) ?? '')?.[1] ?? null;
  const refs: TypedRef[] = [ref('woocommerce:refund', id, 'own')];
  if (orderId !== null) refs.push(ref('woocommerce:id', orderId, 'mentions'));
  if (order !== null) refs.push(ref('woocommerce:order', order.number, 'mentions'));
  if (order !== null || orderId !== null) facts.reference = order?.number ?? orderId;
  readPayments(element, facts, refs);
  context.emit({
    type: 'refund',
    nativeId: id,
    aliases: [],
    facts,
    refs: uniqueRefs(refs),
    span: context.spanOf(element, path),
    versionMs: versionOf(facts),
  });
}

function upLink(element: JsonNode): string | null {
  const links = itemsAt(element, ['_links', 'up']);
  return links[0] === undefined ? null : textAt(links[0], ['href']);
}

function requiredId(element: JsonNode, check: (text: string, column: string) => string): string {
  const id = textAt(element, ['id']);
  if (id === null) throw new BadValue('missing_id', 'id', '', 'This element has no id, so it names no record.');
  return check(id, 'id');
}

/** Facts by their paths: a member that is there and blank gives null, one that is missing gives nothing. */
function readFacts(element: JsonNode, paths: FactPaths, currency: string, { values }: ElementContext): FactDraft {
  const facts: FactDraft = { currency };
  for (const [name, candidates] of Object.entries(paths)) {
    const field = name as FieldName;
    const present = candidates.filter((path) => nodeAt(element, path.split('.')) !== null);
    if (present.length === 0) continue;
    const path = present.find((candidate) => textAt(element, candidate.split('.')) !== null);
    const text = path === undefined ? null : textAt(element, path.split('.'));
    put(facts, field, text === null || path === undefined ? null : readValue(field, text, path));
  }
  return facts;

  function readValue(field: FieldName, text: string, path: string): FactValue {
    const kind = fieldSpec(field).kind;
    if (kind === 'money') return values.money(text, path, currency);
    return kind === 'instant' ? values.instant(text, path, path.endsWith('_gmt')) : text;
  }
}

function putName(
  facts: FactDraft,
  field: 'clientName' | 'shipName',
  element: JsonNode,
  paths: { readonly first: string; readonly last: string },
): void {
  const first = paths.first.split('.');
  if (nodeAt(element, first) === null) return;
  const name = [textAt(element, first), textAt(element, paths.last.split('.'))].filter((part) => part !== null).join(' ');
  facts[field] = name === '' ? null : name;
}

function lineItem(item: JsonNode, currency: string, { values }: ElementContext): LineItem {
  const amount = (key: string) => {
    const text = textAt(item, [key]);
    return text === null ? null : values.unitPrice(text, `line_items.${key}`, currency);
  };
  return {
    name: textAt(item, ['name']) ?? '',
    sku: textAt(item, ['sku']),
    quantity: textAt(item, ['quantity']) ?? '1',
    unitPriceMinor: amount('price'),
    totalMinor: amount('total'),
  };
}

/** Ids of payments: the order's transaction id, and what gateway plugins keep in `meta_data`. */
function readPayments(element: JsonNode, facts: FactDraft, refs: TypedRef[]): void {
  const ids = new Set<string>();
  const transaction = textAt(element, ['transaction_id']);
  if (transaction !== null) ids.add(transaction);
  for (const entry of itemsAt(element, ['meta_data'])) {
    const key = textAt(entry, ['key']) ?? '';
    const value = textAt(entry, ['value']);
    if (value === null) continue;
    if (PAYMENT_META.has(key)) ids.add(value);
    if (FEE_META.has(key) && facts.currency) {
      const fee = readAmount(value, facts.currency, '.');
      if (fee !== null) facts.fee = fee;
    }
    if (PO_META.has(key)) {
      facts.poNumber = value;
      refs.push(ref('po', value, 'mentions'), ...orderMentions(value, 'woocommerce'));
    }
  }
  if (ids.size > 0 || nodeAt(element, ['transaction_id']) !== null) facts.paymentReferences = ids.size === 0 ? null : [...ids];
  for (const id of ids) refs.push(paymentRef(id, 'mentions'));
}
