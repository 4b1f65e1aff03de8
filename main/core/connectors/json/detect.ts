/** What a JSON file is, by the keys of its first elements. */
import type { RecordType, System } from '#shared/domain/systems.ts';
import { AMAZON_JSON, AMAZON_JSON_HEAD, findOrders } from '../amazon/orders-json.ts';
import { CAMT_JSON, isCamt } from '../camt/json.ts';
import type { Encoding } from '../connector.ts';
import { decodeUnits } from '../encoding.ts';
import { findEntities, QUICKBOOKS_JSON, QUICKBOOKS_JSON_HEAD } from '../quickbooks/api-json.ts';
import { isBalanceTransaction, STRIPE_JSON } from '../stripe/json.ts';
import { isOrder, isRefund, WOOCOMMERCE_JSON } from '../woocommerce/parse.ts';
import { findObjects, XERO_JSON, XERO_JSON_HEAD } from '../xero/api-json.ts';
import { ElementSplitter } from './elements.ts';
import type { JsonLayout } from './file.ts';
import { isFault, type JsonNode, nodeAt, parseJson, textAt } from './value.ts';

export interface JsonKind {
  readonly layout: JsonLayout;
  readonly system: System;
  readonly types: readonly RecordType[];
  readonly label: string;
}

const WOOCOMMERCE: JsonKind = {
  layout: WOOCOMMERCE_JSON,
  system: 'woocommerce',
  types: ['order', 'refund'],
  label: 'WooCommerce orders JSON',
};

const STRIPE: JsonKind = {
  layout: STRIPE_JSON,
  system: 'stripe',
  types: ['balance_transaction', 'payout'],
  label: 'Stripe balance transactions JSON',
};

const CAMT: JsonKind = { layout: CAMT_JSON, system: 'bank', types: ['bank_line'], label: 'Bank statement CAMT (ISO 20022) JSON' };

const QUICKBOOKS: JsonKind = {
  layout: QUICKBOOKS_JSON,
  system: 'quickbooks',
  types: ['invoice', 'booking'],
  label: 'QuickBooks Online transactions JSON',
};

const AMAZON: JsonKind = { layout: AMAZON_JSON, system: 'amazon', types: ['order'], label: 'Amazon orders JSON' };

const XERO: JsonKind = { layout: XERO_JSON, system: 'xero', types: ['invoice', 'booking'], label: 'Xero transactions JSON' };

export const JSON_LAYOUTS: readonly JsonLayout[] = [
  WOOCOMMERCE_JSON,
  STRIPE_JSON,
  CAMT_JSON,
  QUICKBOOKS_JSON,
  XERO_JSON,
  AMAZON_JSON,
];

/** What a file holds instead, and whether that says anything of a sale or of money. */
export interface ForeignJson {
  readonly what: string;
  readonly isContext: boolean;
}

const KNOWN_OBJECTS: readonly (ForeignJson & { readonly test: (element: JsonNode) => boolean })[] = [
  {
    what: 'an answer of the Stripe API other than balance transactions',
    isContext: false,
    test: (e) => ['charge', 'balance_transaction', 'payout', 'refund', 'payment_intent'].includes(textAt(e, ['object']) ?? ''),
  },
  {
    what: 'an answer of the Amazon Selling Partner API other than orders',
    isContext: false,
    test: (e) => nodeAt(e, ['payload']) !== null || nodeAt(e, ['AmazonOrderId']) !== null,
  },
  {
    what: 'WooCommerce order notes',
    isContext: true,
    test: (e) => nodeAt(e, ['note']) !== null && nodeAt(e, ['customer_note']) !== null,
  },
  {
    what: 'WooCommerce order statuses',
    isContext: true,
    test: (e) => nodeAt(e, ['slug']) !== null && nodeAt(e, ['name']) !== null,
  },
  {
    what: 'WooCommerce customers',
    isContext: true,
    test: (e) => nodeAt(e, ['username']) !== null && nodeAt(e, ['billing']) !== null,
  },
  { what: 'WooCommerce payment methods', isContext: true, test: (e) => nodeAt(e, ['method_title']) !== null },
  { what: 'WooCommerce deposits', isContext: false, test: (e) => nodeAt(e, ['deposit']) !== null },
];

/**
 * The connector for a JSON file, or what the file is in words when none reads it. Elements are looked at until one tells; a list
 * may well begin with a damaged one.
 */
export function detectJson(units: string, encoding: Encoding, complete: boolean): JsonKind | ForeignJson {
  const elements: JsonNode[] = [];
  const splitter = new ElementSplitter({
    element(element) {
      if (elements.length >= 20) return;
      const node = parseJson(element.units, (text) => decodeUnits(text, encoding));
      if (!isFault(node)) elements.push(node);
    },
    broken: () => undefined,
  });
  splitter.push(units);
  if (complete) splitter.end();
  if (elements.some((element) => isOrder(element) || isRefund(element))) return WOOCOMMERCE;
  if (elements.some(isBalanceTransaction)) return STRIPE;
  // A message is one object, of which a large one is not whole yet.
  if (elements.some(isCamt) || /^\s*\{[^[\]]{0,2000}"BkToCstmr(?:Stmt|AcctRpt|DbtCdtNtfctn)"\s*:/.test(units)) return CAMT;
  // A page of an API is one object, of which a large one is not whole yet.
  const begins = (head: RegExp) => !complete && head.test(units);
  if (elements.some((element) => findEntities(element).length > 0) || begins(QUICKBOOKS_JSON_HEAD)) return QUICKBOOKS;
  if (elements.some((element) => findObjects(element).length > 0) || begins(XERO_JSON_HEAD)) return XERO;
  if (elements.some((element) => findOrders(element).length > 0) || begins(AMAZON_JSON_HEAD)) return AMAZON;
  const known = KNOWN_OBJECTS.find(({ test }) => elements.some(test));
  return known ?? { what: 'of a kind that no connector knows', isContext: false };
}
