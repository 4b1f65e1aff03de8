/** Columns of Xero's sales invoices: the import template (with stars) and the export (without), and what newer exports add. */
import type { FactColumns } from '../facts.ts';

export const INVOICE_FACTS = {
  invoiceNumber: ['InvoiceNumber', 'Invoice Number'],
  reference: ['Reference'],
  clientName: ['ContactName', 'Contact Name'],
  email: ['EmailAddress', 'Email Address'],
  currency: ['Currency'],
  total: ['Total'],
  tax: ['TaxTotal', 'Tax Total'],
  outstanding: ['InvoiceAmountDue', 'AmountDue'],
  placedAt: ['InvoiceDate', 'Invoice Date'],
  dueAt: ['DueDate', 'Due Date'],
  shipStreet: ['SAAddressLine1', 'POAddressLine1'],
  shipCity: ['SACity', 'POCity'],
  shipZip: ['SAPostalCode', 'POPostalCode'],
  shipCountry: ['SACountry', 'POCountry'],
  status: ['Status', 'InvoiceStatus'],
  category: ['Type'],
} satisfies FactColumns;

export const INVOICE_COLUMNS = {
  number: INVOICE_FACTS.invoiceNumber,
  total: INVOICE_FACTS.total,
  currency: INVOICE_FACTS.currency,
  taxTotal: INVOICE_FACTS.tax,
  lineTax: ['TaxAmount', 'Tax Amount'],
  lineName: ['Description'],
  lineSku: ['InventoryItemCode', 'Inventory Item Code'],
  lineQuantity: ['Quantity'],
  linePrice: ['UnitAmount', 'Unit Amount'],
  lineTotal: ['LineAmount', 'Line Amount'],
} as const;

export const KNOWN_STATUSES: ReadonlySet<string> = new Set([
  'draft',
  'submitted',
  'authorised',
  'authorized',
  'approved',
  'awaiting approval',
  'awaiting payment',
  'paid',
  'voided',
  'deleted',
  'sent',
  'overdue',
  'partially paid',
]);

/** Not, or no longer, in the books. */
export const UNBOOKED_STATUSES: ReadonlySet<string> = new Set(['draft', 'submitted', 'awaiting approval', 'voided', 'deleted']);

/** Types of documents → what their total is worth to the seller; absent in exports of sales invoices only. */
export const DOCUMENT_TYPES: ReadonlyMap<string, 1 | -1> = new Map([
  ['sales invoice', 1],
  ['accrec', 1],
  ['sales credit note', -1],
  ['accreccredit', -1],
  ['sales overpayment', -1],
  ['sales prepayment', -1],
  ['bill', -1],
  ['purchase bill', -1],
  ['accpay', -1],
  ['credit note', -1],
  ['bill credit note', 1],
  ['accpaycredit', 1],
]);
