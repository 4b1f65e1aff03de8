/** Formats that this version knows by sight but does not read. They are named, so that nobody wonders what became of the file. */
import type { RecordType, System } from '#shared/domain/systems.ts';
import type { Unreadable } from './connector.ts';
import { type ColumnNames, Columns } from './csv/header.ts';
import { detectEncoding, UnitReader } from './encoding.ts';

const SAFE = 'Nothing was imported and nothing in the book has changed.';

function unreadable(what: string, todo: string): Unreadable {
  return { layoutId: null, unreadable: { what, safe: SAFE, todo } };
}

export function notATable(name: string): Unreadable {
  return unreadable(
    `“${name}” is not a table, and no format that Onefold knows.`,
    'Export the data as CSV from the system it comes from and import that file.',
  );
}

/** @param what a sentence: what the file is, and what it lacks. */
export function holdsNothing(what: string): Unreadable {
  return unreadable(what, 'Export the statement of the account again, for days on which something happened.');
}

/** Rates are policy, not something that happened: they are set where the policy is. */
export function contractRates(): Unreadable {
  return unreadable('This is a table of contract rates, not of records.', 'Set it as the contract rates of the policy.');
}

/** A note beside the data: headings, and paragraphs or lists. Asked only of what no connector knows. */
export function noteInMarkdown(text: string): Unreadable | null {
  if (!/^# \S/.test(text) || !/\n## |\n- `|\n\n[A-Z]/.test(text)) return null;
  return unreadable('This is text in Markdown, not a table.', 'Import the export file itself.');
}

/** @param what "an answer of the Stripe API"; `isContext`: it says nothing of a sale or of money. */
export function unreadableJson({ what, isContext }: { readonly what: string; readonly isContext: boolean }): Unreadable {
  if (isContext)
    return unreadable(`This is JSON: ${what}. It states nothing that was sold or paid.`, 'Nothing of it is missing in the book.');
  return unreadable(
    `This is JSON: ${what}. This version reads JSON where it holds orders of WooCommerce or Amazon, balance transactions of Stripe, transactions of QuickBooks Online or Xero, or a bank statement (CAMT).`,
    'Export the data as CSV from the system it comes from.',
  );
}

interface Format {
  readonly what: string;
  readonly todo: string;
  /** Marks at the start of the bytes, or of the text. */
  readonly test: (bytes: string, text: string) => boolean;
}

const CSV_TODO = 'Save it as XLSX or as CSV (UTF-8), without a password, and import that file.';

const FORMATS: readonly Format[] = [
  {
    what: 'This is an OpenDocument spreadsheet (ODS), which this version does not read.',
    todo: CSV_TODO,
    test: (b) => b.startsWith('PK\x03\x04') && b.includes('opendocument.spreadsheet'),
  },
  { what: 'This is a ZIP archive.', todo: 'Unpack it and import the files inside.', test: (b) => b.startsWith('PK\x03\x04') },
  {
    what: 'This is an Excel workbook in the old form (XLS) or behind a password, which this version does not read.',
    todo: CSV_TODO,
    test: (b) => b.startsWith('\xd0\xcf\x11\xe0'),
  },
  {
    what: 'This is a PDF, which holds a picture of the data but not the data.',
    todo: 'Export the data as CSV instead.',
    test: (b) => b.startsWith('%PDF-'),
  },
  {
    what: 'This is a compressed file (gzip).',
    todo: 'Unpack it and import the file inside.',
    test: (b) => b.startsWith('\x1f\x8b'),
  },
  {
    what: 'This is a SQLite database, not an export.',
    todo: 'If it is a book of Onefold, open it with “Open book”.',
    test: (b) => b.startsWith('SQLite format 3\0'),
  },
  {
    what: 'This XML declares a document type (DOCTYPE), which no export needs and which can make a reader fetch or blow up what it reads.',
    todo: 'It is refused for safety. Export the statement again from the bank itself.',
    test: (_, t) => declaresDoctype(t),
  },
  {
    what: 'This is an XML schema, not data.',
    todo: 'Import the file that it describes.',
    test: (_, t) => isXml(t) && /<(?:\w+:)?schema[\s>]/i.test(t.slice(0, 4000)),
  },
  {
    what: 'This is an answer of the QuickBooks API about lists or settings (accounts, customers, rates …). It states nothing that was billed, paid or booked.',
    todo: 'Nothing of it is missing in the book. Transactions come with queries for invoices, payments, deposits and the like.',
    test: (_, t) => isXml(t) && isQuickBooksXml(t),
  },
  {
    what: 'This is an answer of the Xero API about lists or settings (accounts, tax rates, currencies …). It states nothing that was billed, paid or booked.',
    todo: 'Nothing of it is missing in the book. Transactions come with Invoices, CreditNotes, Payments and BankTransactions.',
    test: (_, t) => isXml(t) && /<ProviderName>/.test(t),
  },
  {
    what: 'This is a web page (HTML), perhaps a sign-in page saved instead of the export.',
    todo: 'Download the export again while signed in.',
    test: (_, t) => /^\s*<(?:!doctype html|html)/i.test(t),
  },
  {
    what: 'This is XML of a kind that this version does not read.',
    todo: 'Export the data as CSV instead.',
    test: (_, t) => isXml(t),
  },
];

/** XML with a document type: entities of its own, and files to be fetched, are declared there. HTML is none. */
export function declaresDoctype(text: string): boolean {
  return isXml(text) && /<!DOCTYPE/i.test(text);
}

function isXml(text: string): boolean {
  return /^\s*<(?:\?xml|[A-Za-z][\w:.-]*[\s>/]|!--|!doctype\s)/i.test(text) && !/^\s*<(?:!doctype html|html)/i.test(text);
}

function isQuickBooksXml(text: string): boolean {
  return (
    text.includes('schema.intuit.com') ||
    /<(?:\w+) domain="QBO"/.test(text) ||
    (/<SyncToken>/.test(text) && /<MetaData>/.test(text))
  );
}

/** Names a format by its first bytes; null when it may be one that is read. */
export function unsupportedFormat(head: string, name: string): Unreadable | null {
  if (head.length === 0)
    return unreadable(`“${name}” is empty.`, 'Export the data again; if it stays empty, there is nothing in the chosen period.');
  const { encoding } = detectEncoding(head, false);
  const units = new UnitReader(encoding);
  const text = (units.push(head) + units.end()).trimStart();
  if (text === '')
    return unreadable(
      `“${name}” holds nothing but blanks.`,
      'Export the data again; if it stays empty, there is nothing in the chosen period.',
    );
  for (const { what, todo, test } of FORMATS) if (test(head, text)) return unreadable(what, todo);
  if (looksBinary(text))
    return unreadable(
      `“${name}” is not text, and no format that Onefold knows.`,
      'Export the data as CSV from the system it comes from.',
    );
  return null;
}

/** Control characters that no text file has, in more than a stray place. */
function looksBinary(text: string): boolean {
  const sample = text.slice(0, 4096);
  let control = 0;
  for (let i = 0; i < sample.length; i++) {
    const code = sample.charCodeAt(i);
    if (code < 9 || (code > 13 && code < 32)) control++;
  }
  return control > sample.length * 0.02 + 2;
}

/** Exports known by their header that have no connector of their own yet: their columns can be mapped. */
export interface ForeignFormat {
  readonly label: string;
  readonly system: System;
  readonly type: RecordType;
  readonly signature: readonly ColumnNames[];
}

const FOREIGN: readonly ForeignFormat[] = [
  {
    label: 'PayPal activity or statement',
    system: 'paypal',
    type: 'payment',
    signature: [
      ['Transaction ID', 'Transaktionscode', 'Id. de transacción', 'N° de transaction'],
      ['Gross', 'Brutto', 'Bruto', 'Brut'],
      ['Net', 'Netto', 'Neto'],
    ],
  },
  {
    label: 'Shopify Payments transactions',
    system: 'shopify',
    type: 'payment',
    signature: [
      ['Transaction Date', 'Data della transazione'],
      ['Payout Date', 'Data del pagamento'],
      ['Fee', 'Commissione'],
      ['Net', 'Netto'],
    ],
  },
  {
    label: 'Shopify payouts',
    system: 'shopify',
    type: 'payout',
    signature: [['Payout Date'], ['Charges'], ['Refunds'], ['Adjustments'], ['Total']],
  },
  {
    label: 'Amazon settlement report',
    system: 'amazon',
    type: 'settlement_line',
    signature: [['settlement-id'], ['transaction-type'], ['marketplace-name']],
  },
  {
    label: 'Amazon date range report',
    system: 'amazon',
    type: 'settlement_line',
    signature: [
      ['settlement id', 'Abrechnungsnummer'],
      ['type', 'Typ'],
      ['total', 'Gesamt'],
    ],
  },
  {
    label: 'Google Ads statistics by day',
    system: 'google_ads',
    type: 'campaign',
    signature: [['customer_id'], ['cost_micros'], ['impressions']],
  },
  {
    label: 'HubSpot companies',
    system: 'hubspot',
    type: 'deal',
    signature: [['Record ID'], ['Company Name'], ['Domain', 'Industry']],
  },
  {
    label: 'Bank statement',
    system: 'bank',
    type: 'bank_line',
    signature: [
      ['Date', 'Booking Date', 'Transaction Date'],
      ['Description', 'Details', 'Label', 'Payee'],
      ['Amount', 'Credit', 'Deposit', 'Credit Amount'],
    ],
  },
];

export function foreignFormat(header: readonly string[]): ForeignFormat | null {
  const columns = new Columns(header);
  return FOREIGN.find((format) => format.signature.every((names) => columns.has(names))) ?? null;
}
