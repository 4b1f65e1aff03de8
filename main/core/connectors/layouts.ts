/** The delimited layouts this version reads natively, and which layout a file's options name. */
import { AMAZON_ORDERS } from './amazon/parse.ts';
import { AMAZON_RANGE } from './amazon/range.ts';
import { AMAZON_SETTLEMENT, AMAZON_SETTLEMENT_V1 } from './amazon/settlement.ts';
import { BANK_CSV } from './bank/csv.ts';
import type { ReadOptions } from './connector.ts';
import type { CsvLayout } from './csv/layout.ts';
import { mappedLayout } from './mapped/parse.ts';
import { NETSUITE_BOOKINGS } from './netsuite/parse.ts';
import { PAYPAL_ACTIVITY } from './paypal/parse.ts';
import { QUICKBOOKS_JOURNAL, QUICKBOOKS_POSTINGS } from './quickbooks/parse.ts';
import { SHOPIFY_ORDERS } from './shopify/parse.ts';
import { SHOPIFY_PAYMENTS } from './shopify/payments.ts';
import { SHOPIFY_PAYOUTS } from './shopify/payouts.ts';
import { STRIPE_BALANCE, STRIPE_PAYMENTS } from './stripe/parse.ts';
import { WOOCOMMERCE_REFUNDS } from './woocommerce/refunds-csv.ts';
import { XERO_INVOICES } from './xero/parse.ts';

export const CSV_LAYOUTS: readonly CsvLayout[] = [
  SHOPIFY_ORDERS,
  SHOPIFY_PAYMENTS,
  SHOPIFY_PAYOUTS,
  STRIPE_BALANCE,
  STRIPE_PAYMENTS,
  PAYPAL_ACTIVITY,
  QUICKBOOKS_JOURNAL,
  QUICKBOOKS_POSTINGS,
  XERO_INVOICES,
  NETSUITE_BOOKINGS,
  AMAZON_ORDERS,
  AMAZON_RANGE,
  WOOCOMMERCE_REFUNDS,
  AMAZON_SETTLEMENT,
  AMAZON_SETTLEMENT_V1,
  ...BANK_CSV,
];

/** The delimited layout of a file; null when it is no delimited layout. */
export function csvLayout(options: ReadOptions): CsvLayout | null {
  if (options.mapping !== null) return mappedLayout(options.mapping);
  return CSV_LAYOUTS.find((layout) => layout.id === options.layoutId) ?? null;
}
