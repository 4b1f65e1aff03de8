/**
 * Objects of the Xero accounting API, in XML and JSON: invoices and bills, credit notes, payments, bank transactions and transfers, manual
 * journals. Ids are Xero's own; numbers are aliases. Amounts are signed by what they are worth to the seller: what is billed or received is
 * positive; credit notes, bills and what is spent are negative.
 */
import type { LineItem } from '#shared/domain/fields.ts';
import type { TypedRef } from '#shared/domain/source-record.ts';
import type { RecordType } from '#shared/domain/systems.ts';
import { orderMentions, ref, refsInText, uniqueRefs } from '../../normalise/references.ts';
import { type Entity, type EntityPaths, readFacts } from '../api/entity.ts';
import { type ApiSource, type EntityDraft, xmlLayout } from '../api/xml.ts';
import { BadValue, type ValueReader } from '../cells.ts';
import type { ReadOptions } from '../connector.ts';
import { type FactDraft, versionOf } from '../facts.ts';
import { unknownValue } from '../unknown-value.ts';
import { DOCUMENT_TYPES, KNOWN_STATUSES, UNBOOKED_STATUSES } from './fields.ts';

interface Kind {
  readonly list: string;
  readonly type: RecordType;
  readonly id: string;
  /** Key of the word that says what it is worth, and what each word is worth; null: always positive. */
  readonly word: { readonly key: string; readonly signs: ReadonlyMap<string, 1 | -1> } | null;
  /** What it is, where no word says so. */
  readonly category: string;
}

const PAYMENT_SIGNS: ReadonlyMap<string, 1 | -1> = new Map([
  ['accrecpayment', 1],
  ['accpaypayment', -1],
  ['arcreditpayment', -1],
  ['apcreditpayment', 1],
  ['aroverpaymentpayment', -1],
  ['arprepaymentpayment', -1],
  ['apprepaymentpayment', 1],
  ['apoverpaymentpayment', 1],
]);

const BANK_SIGNS: ReadonlyMap<string, 1 | -1> = new Map([
  ['receive', 1],
  ['receive-overpayment', 1],
  ['receive-prepayment', 1],
  ['receive-transfer', 1],
  ['spend', -1],
  ['spend-overpayment', -1],
  ['spend-prepayment', -1],
  ['spend-transfer', -1],
]);

/** Words of bank transactions as the books name them. */
const BANK_CATEGORIES: Readonly<Record<string, string>> = {
  receive: 'Receive Money',
  spend: 'Spend Money',
  'receive-transfer': 'Transfer',
  'spend-transfer': 'Transfer',
};

const KINDS: Readonly<Record<string, Kind>> = {
  Invoice: { list: 'Invoices', type: 'invoice', id: 'InvoiceID', word: { key: 'Type', signs: DOCUMENT_TYPES }, category: '' },
  CreditNote: {
    list: 'CreditNotes',
    type: 'invoice',
    id: 'CreditNoteID',
    word: { key: 'Type', signs: DOCUMENT_TYPES },
    category: '',
  },
  Payment: {
    list: 'Payments',
    type: 'booking',
    id: 'PaymentID',
    word: { key: 'PaymentType', signs: PAYMENT_SIGNS },
    category: 'Payment',
  },
  BankTransaction: {
    list: 'BankTransactions',
    type: 'booking',
    id: 'BankTransactionID',
    word: { key: 'Type', signs: BANK_SIGNS },
    category: '',
  },
  BankTransfer: { list: 'BankTransfers', type: 'booking', id: 'BankTransferID', word: null, category: 'Transfer' },
  ManualJournal: { list: 'ManualJournals', type: 'booking', id: 'ManualJournalID', word: null, category: 'Journal' },
};

/** Name of the list that an answer holds → name of its objects. */
export const XERO_LISTS: ReadonlyMap<string, string> = new Map(Object.entries(KINDS).map(([name, { list }]) => [list, name]));

const PATHS = {
  invoiceNumber: ['InvoiceNumber', 'CreditNoteNumber'],
  reference: ['Reference'],
  clientName: ['Contact/Name', 'Invoice/Contact/Name', 'CreditNote/Contact/Name'],
  email: ['Contact/EmailAddress'],
  total: ['Total', 'Amount'],
  tax: ['TotalTax'],
  outstanding: ['AmountDue', 'RemainingCredit'],
  placedAt: ['DateString', 'Date'],
  dueAt: ['DueDateString', 'DueDate'],
  paidAt: ['FullyPaidOnDate'],
  account: ['BankAccount/Name', 'Account/Name', 'Account/Code', 'ToBankAccount/Name'],
  counterAccount: ['FromBankAccount/Name'],
  description: ['Narration'],
  status: ['Status'],
  updatedAt: ['UpdatedDateUTC', 'CreatedDateUTC'],
} satisfies EntityPaths;

/** Where a fact stands, for pointing at it. */
export const XERO_API_PATHS: EntityPaths = {
  ...PATHS,
  amount: [...PATHS.total, 'LineAmount'],
  currency: ['CurrencyCode', 'Invoice/CurrencyCode'],
  category: ['PaymentType', 'Type'],
  lineItems: ['LineItems/LineItem/Description', 'LineItems'],
};

export const XERO_API: ApiSource = {
  system: 'xero',
  types: ['invoice', 'booking'],
  paths: XERO_API_PATHS,
  isRecord: (name, parent) => KINDS[name] !== undefined && KINDS[name].list === parent,
  read: readEntity,
};

const LIST_TAG = new RegExp(`<(?:${[...XERO_LISTS.keys()].join('|')})[\\s>]`);

export const XERO_XML = xmlLayout(XERO_API, {
  id: 'xero.api.xml',
  label: 'Xero transactions XML',
  fits: (head) => /^(?:<\?xml[^>]*>\s*)?<Response[\s>]/.test(head) && /<ProviderName[\s>/]/.test(head) && LIST_TAG.test(head),
});

export function readEntity(
  name: string,
  entity: Entity,
  { values, options }: { readonly values: ValueReader; readonly options: ReadOptions },
): EntityDraft {
  const kind = KINDS[name] as Kind;
  const id = entity.text(kind.id);
  if (id === null) throw new BadValue('missing_id', kind.id, '', `This object has no ${kind.id}.`);
  const written = entity.text('CurrencyCode') ?? entity.text('Invoice/CurrencyCode') ?? entity.text('CreditNote/CurrencyCode');
  const currency = written === null ? options.defaultCurrency : values.currency(written, 'CurrencyCode');
  const facts = readFacts(entity, PATHS, values, currency);
  if (!facts.placedAt) throw new BadValue('missing_value', 'Date', '', 'This object has no date.');
  const sign = signOf(kind, entity, facts);
  facts.moneyKind = isBooked(facts) ? 'booking' : 'nothing';
  facts.lineItems = name === 'ManualJournal' ? journalLines(entity, values, currency) : saleLines(entity, values, currency);
  const worth = name === 'ManualJournal' ? (facts.lineItems[0]?.totalMinor ?? null) : (facts.total ?? null);
  if (worth === null) throw new BadValue('missing_value', 'Total', '', 'This object states no amount.');
  facts.amount = (name === 'ManualJournal' ? worth : sign * Math.abs(worth)) + 0;
  const number = facts.invoiceNumber ?? null;
  return {
    type: kind.type,
    nativeId: values.id(id, kind.id),
    aliases: number === null ? [] : [number],
    facts,
    refs: [ref('xero:id', id, 'own'), ...refsOf(kind, entity, facts)],
    versionMs: versionOf(facts),
  };
}

/** Drafts, and what was voided or deleted, are in no book. */
function isBooked({ status }: FactDraft): boolean {
  if (!status) return true;
  const known = status.toLowerCase();
  if (known !== 'posted' && known !== 'archived' && !KNOWN_STATUSES.has(known))
    throw unknownValue('Status', status, 'status of Xero documents', KNOWN_STATUSES);
  return !UNBOOKED_STATUSES.has(known);
}

function signOf({ word, category }: Kind, entity: Entity, facts: FactDraft): 1 | -1 {
  const written = word === null ? null : entity.text(word.key);
  facts.category = category;
  if (word === null || written === null) {
    if (word !== null && category === '')
      throw new BadValue('missing_value', word.key, '', `${word.key} is blank, so what this is cannot be told.`);
    return 1;
  }
  const sign = word.signs.get(written.toLowerCase());
  if (sign === undefined) throw unknownValue(word.key, written, 'type of Xero documents', word.signs.keys());
  facts.category = BANK_CATEGORIES[written.toLowerCase()] ?? (category || written);
  return sign;
}

function saleLines(entity: Entity, values: ValueReader, currency: string): LineItem[] {
  return entity.all('LineItems/LineItem').map((line) => {
    const price = line.text('UnitAmount');
    const total = line.text('LineAmount');
    return {
      name: line.text('Description') ?? '',
      sku: line.text('ItemCode'),
      quantity: line.text('Quantity') ?? '1',
      unitPriceMinor: price === null ? null : values.unitPrice(price, 'UnitAmount', currency),
      totalMinor: total === null ? null : values.unitPrice(total, 'LineAmount', currency),
    };
  });
}

/** Debits are positive; they meet the credits. */
function journalLines(entity: Entity, values: ValueReader, currency: string): LineItem[] {
  const lines = entity.all('JournalLines/JournalLine').map((line): LineItem => {
    const amount = line.text('LineAmount');
    if (amount === null) throw new BadValue('missing_value', 'LineAmount', '', 'A line of this journal has no amount.');
    const name = line.text('AccountCode') ?? line.text('Description') ?? '';
    return { name, sku: null, quantity: '1', unitPriceMinor: null, totalMinor: values.money(amount, 'LineAmount', currency) };
  });
  return lines;
}

function refsOf({ type }: Kind, entity: Entity, { invoiceNumber, reference, description }: FactDraft): readonly TypedRef[] {
  const refs: TypedRef[] = [];
  if (invoiceNumber && type === 'invoice') refs.push(ref('invoice', invoiceNumber, 'own'));
  const paid = entity.text('Invoice/InvoiceNumber');
  if (paid !== null) refs.push(ref('invoice', paid, 'mentions'));
  if (reference) {
    if (type === 'invoice') refs.push(ref('po', reference, 'mentions'));
    refs.push(...orderMentions(reference, 'xero'));
  }
  if (description) refs.push(...refsInText(description, 'xero'));
  for (const line of entity.all('LineItems/LineItem')) refs.push(...refsInText(line.text('Description') ?? '', 'xero'));
  return uniqueRefs(refs);
}
