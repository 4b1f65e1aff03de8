/**
 * Columns of NetSuite's saved searches of transactions by account. Their names are of the account's own choosing; these are the ones that
 * its standard fields carry. Searches without an account list sales orders, see the shipped mappings.
 */
import type { FactColumns } from '../facts.ts';

export const BOOKING_FACTS = {
  placedAt: ['Date', 'Transaction Date'],
  category: ['Type', 'Transaction Type'],
  reference: ['Document Number', 'Tran ID', 'Transaction Number', 'Number'],
  clientName: ['Name', 'Entity', 'Customer', 'Customer/Project', 'Name (Main)'],
  description: ['Memo (Main)', 'Memo'],
  account: ['Account', 'Account (Main)', 'Account: Name'],
  amount: ['Amount', 'Amount (Foreign Currency)'],
  currency: ['Currency'],
  status: ['Status'],
  updatedAt: ['Last Modified', 'Last Modified Date', 'Date Last Modified'],
} satisfies FactColumns;

export const BOOKING_COLUMNS = {
  id: ['Internal ID'],
  debit: ['Amount (Debit)', 'Debit', 'Debit Amount'],
  credit: ['Amount (Credit)', 'Credit', 'Credit Amount'],
  memo: ['Memo'],
  createdFrom: ['Created From', 'Applied To Transaction', 'Applying Transaction'],
  externalId: ['External ID'],
  posting: ['Posting'],
} as const;

export const INVOICE_TYPES: ReadonlySet<string> = new Set(['invoice', 'cash sale']);
/** Types and states of transactions that post to no account. */
export const NON_POSTING: ReadonlySet<string> = new Set([
  'sales order',
  'estimate',
  'quote',
  'opportunity',
  'purchase order',
  'return authorization',
]);
export const VOIDED = /\b(?:voided|cancell?ed|rejected)\b/i;
