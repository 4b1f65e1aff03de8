/**
 * Orders of the Amazon Selling Partner API (orders v0): `{"payload": {"Orders": […]}}` and `{"payload": {"AmazonOrderId": …}}`. The total is
 * the one that Amazon states; items, addresses and buyers come with answers of their own and say nothing without their order.
 */
import type { TypedRef } from '#shared/domain/source-record.ts';
import { orderMentions, ref, uniqueRefs } from '../../normalise/references.ts';
import { type Entity, type EntityPaths, readFacts } from '../api/entity.ts';
import { entitiesAt, type FoundEntity, jsonLayout } from '../api/json.ts';
import type { ApiSource, EntityDraft } from '../api/xml.ts';
import { BadValue } from '../cells.ts';
import { versionOf } from '../facts.ts';
import { type JsonNode, textAt } from '../json/value.ts';
import { unknownValue } from '../unknown-value.ts';
import { KNOWN_STATUSES } from './fields.ts';

const PATHS = {
  orderNumber: ['AmazonOrderId'],
  total: ['OrderTotal/Amount'],
  placedAt: ['PurchaseDate'],
  updatedAt: ['LastUpdateDate'],
  status: ['OrderStatus'],
  fulfilmentStatus: ['FulfillmentChannel'],
  category: ['SalesChannel'],
  email: ['BuyerInfo/BuyerEmail', 'BuyerEmail'],
  clientName: ['BuyerInfo/BuyerName', 'BuyerName'],
  poNumber: ['BuyerInfo/PurchaseOrderNumber'],
  shipCity: ['ShippingAddress/City'],
  shipZip: ['ShippingAddress/PostalCode'],
  shipCountry: ['ShippingAddress/CountryCode'],
} satisfies EntityPaths;

/** Where a fact stands, for pointing at it. */
export const AMAZON_JSON_PATHS: EntityPaths = { ...PATHS, currency: ['OrderTotal/CurrencyCode'] };

export const AMAZON_JSON = jsonLayout('amazon.orders.json', { read: (_, order, context) => readOrder(order, context) }, findOrders);

export const AMAZON_JSON_HEAD = /^\s*\{\s*"payload"\s*:\s*\{[^[\]]{0,400}"Orders"\s*:\s*\[\s*\{[^[\]]{0,400}"AmazonOrderId"/;

export function findOrders(element: JsonNode): FoundEntity[] {
  if (element.kind !== 'object') return [];
  const payload = element.members.get('payload');
  if (payload?.kind !== 'object') return isOrder(element) ? entitiesAt('Order', element, '') : [];
  const list = payload.members.get('Orders');
  return list?.kind === 'array'
    ? entitiesAt('Order', list, '/payload/Orders')
    : isOrder(payload)
      ? entitiesAt('Order', payload, '/payload')
      : [];
}

/** Answers about an order's items or address bear its id, too. */
function isOrder(node: JsonNode): boolean {
  return ['AmazonOrderId', 'PurchaseDate', 'OrderStatus'].every((key) => textAt(node, [key]) !== null);
}

function readOrder(order: Entity, { values, options }: Parameters<ApiSource['read']>[2]): EntityDraft {
  const id = order.text('AmazonOrderId');
  if (id === null) throw new BadValue('missing_id', 'AmazonOrderId', '', 'This order has no AmazonOrderId.');
  const written = order.text('OrderTotal/CurrencyCode');
  const currency = written === null ? options.defaultCurrency : values.currency(written, 'OrderTotal/CurrencyCode');
  const facts = readFacts(order, PATHS, values, currency);
  if (!facts.placedAt) throw new BadValue('missing_value', 'PurchaseDate', '', 'This order has no date.');
  const { status, poNumber } = facts;
  if (!KNOWN_STATUSES.has(status?.toLowerCase() ?? ''))
    throw unknownValue('OrderStatus', status ?? '', 'status of Amazon orders', KNOWN_STATUSES);
  const own = order.text('SellerOrderId');
  const merchantId = own === id ? null : own;
  const refs: TypedRef[] = [ref('amazon:order', id, 'own')];
  if (merchantId !== null) refs.push(...orderMentions(merchantId, 'amazon'));
  if (poNumber) refs.push(ref('po', poNumber, 'mentions'), ...orderMentions(poNumber, 'amazon'));
  return {
    type: 'order',
    nativeId: values.id(id, 'AmazonOrderId'),
    aliases: merchantId === null ? [] : [merchantId],
    facts,
    refs: uniqueRefs(refs),
    versionMs: versionOf(facts),
  };
}
