/** The specifications that come with the product, as data: by name for `onefold match-csv`. Each says which columns it reads. */
import type { MatchSpecInput } from '#shared/contract/match-spec.ts';
import { BANK_LINES_TO_PAYOUTS } from './bank-lines-to-payouts.ts';
import { CLIENTS } from './clients.ts';
import { INVOICES } from './invoices.ts';
import { ORDERS_TABLE } from './orders.ts';
import { PAYMENTS_TO_INVOICES } from './payments-to-invoices.ts';
import { PAYMENTS_TO_ORDERS } from './payments-to-orders.ts';

export const SHIPPED_SPECS: Readonly<Record<string, MatchSpecInput>> = {
  'bank-lines-to-payouts': BANK_LINES_TO_PAYOUTS,
  clients: CLIENTS,
  invoices: INVOICES,
  orders: ORDERS_TABLE,
  'payments-to-invoices': PAYMENTS_TO_INVOICES,
  'payments-to-orders': PAYMENTS_TO_ORDERS,
};
