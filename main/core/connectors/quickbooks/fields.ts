/**
 * Columns of QuickBooks Online report exports. Title rows come first, footers last; a column without a name may lead, which holds the
 * account of a section. `#` and `Adj` are the Canadian names.
 */
import type { FactColumns } from '../facts.ts';

export const REPORT_FACTS = {
  placedAt: ['Date', 'Transaction date'],
  category: ['Transaction Type', 'Type'],
  reference: ['Num', '#', 'No.', 'Number'],
  clientName: ['Name', 'Customer'],
  company: ['Customer/Project', 'Customer'],
  description: ['Memo/Description', 'Description', 'Memo'],
  account: ['Account', 'Full name'],
  counterAccount: ['Split', 'Split account'],
  amount: ['Amount'],
  currency: ['Currency'],
} satisfies FactColumns;

export const REPORT_COLUMNS = {
  date: REPORT_FACTS.placedAt,
  type: REPORT_FACTS.category,
  number: REPORT_FACTS.reference,
  memo: REPORT_FACTS.description,
  account: REPORT_FACTS.account,
  split: REPORT_FACTS.counterAccount,
  amount: REPORT_FACTS.amount,
  debit: ['Debit'],
  credit: ['Credit'],
  balance: ['Balance'],
} as const;

/** Types whose `Num` is the number of an invoice that the seller issued. */
export const INVOICE_TYPES: ReadonlySet<string> = new Set(['invoice']);
/** Rows that sum up or carry forward, and state nothing that happened. */
export const SUM_ROW = /^(?:total\b|net income\b|beginning balance|opening balance|ending balance|solde d'ouverture)/i;
/** `Tuesday, April 9, 2024 10:00 AM GMT-07:00 - Accrual Basis` */
export const FOOTER = /\b(?:accrual|cash) basis\b|^\p{L}+day,? .*\b(?:gmt|utc|am|pm)\b/iu;
