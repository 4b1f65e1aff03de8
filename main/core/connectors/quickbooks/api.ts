/**
 * Entities of the QuickBooks Online API (v3), in XML and JSON: query results, changes since a day, single entities. `Id` is unique over all
 * transactions of a company; `DocNumber` is the user's own. A deleted one comes with its `Id` alone and is in no book from then on.
 *
 * Amounts are signed as the Journal report has them, by the account that the transaction was entered in: what the customer owes or the
 * bank receives is positive, what is credited, refunded or spent is negative.
 */
import type { LineItem } from '#shared/domain/fields.ts';
import type { TypedRef } from '#shared/domain/source-record.ts';
import { orderMentions, paymentRef, ref, refsInText, spaceOfId, uniqueRefs } from '../../normalise/references.ts';
import { type Entity, type EntityPaths, readFacts } from '../api/entity.ts';
import { type ApiSource, type EntityDraft, xmlLayout } from '../api/xml.ts';
import { BadValue, type ValueReader } from '../cells.ts';
import type { ReadOptions } from '../connector.ts';
import { type FactDraft, versionOf } from '../facts.ts';

interface Kind {
  /** As reports name it. */
  readonly category: string;
  readonly sign: 1 | -1;
  /** Where its worth stands. */
  readonly amount?: string;
}

const KINDS: Readonly<Record<string, Kind>> = {
  Invoice: { category: 'Invoice', sign: 1 },
  SalesReceipt: { category: 'Sales Receipt', sign: 1 },
  Payment: { category: 'Payment', sign: 1 },
  RefundReceipt: { category: 'Refund Receipt', sign: -1 },
  CreditMemo: { category: 'Credit Memo', sign: -1 },
  Deposit: { category: 'Deposit', sign: 1 },
  Transfer: { category: 'Transfer', sign: 1, amount: 'Amount' },
  JournalEntry: { category: 'Journal Entry', sign: 1 },
  Bill: { category: 'Bill', sign: -1 },
  BillPayment: { category: 'Bill Payment', sign: -1 },
  VendorCredit: { category: 'Vendor Credit', sign: 1 },
  Purchase: { category: 'Expense', sign: -1 },
};

export const QUICKBOOKS_ENTITIES: readonly string[] = Object.keys(KINDS);

const PATHS = {
  reference: ['DocNumber'],
  clientName: ['CustomerRef@name', 'VendorRef@name', 'EntityRef@name'],
  email: ['BillEmail/Address'],
  total: ['TotalAmt', 'Amount'],
  tax: ['TxnTaxDetail/TotalTax'],
  outstanding: ['Balance'],
  placedAt: ['TxnDate'],
  dueAt: ['DueDate'],
  account: ['DepositToAccountRef@name', 'ToAccountRef@name', 'AccountRef@name', 'CheckPayment/BankAccountRef@name'],
  counterAccount: ['FromAccountRef@name'],
  paymentMethod: ['PaymentMethodRef@name'],
  description: ['PrivateNote', 'CustomerMemo'],
  shipStreet: ['ShipAddr/Line1'],
  shipCity: ['ShipAddr/City'],
  shipZip: ['ShipAddr/PostalCode'],
  shipCountry: ['ShipAddr/Country'],
  status: ['@status'],
  createdAt: ['MetaData/CreateTime'],
  updatedAt: ['MetaData/LastUpdatedTime'],
} satisfies EntityPaths;

/** Where a fact stands, for pointing at it. */
export const QUICKBOOKS_API_PATHS: EntityPaths = {
  ...PATHS,
  amount: PATHS.total,
  currency: ['CurrencyRef'],
  invoiceNumber: PATHS.reference,
  lineItems: ['Line/Amount'],
};

export const QUICKBOOKS_API: ApiSource = {
  system: 'quickbooks',
  types: ['invoice', 'booking'],
  paths: QUICKBOOKS_API_PATHS,
  isRecord: (name, parent) => Object.hasOwn(KINDS, name) && (parent === undefined || PARENTS.has(parent)),
  read: readEntity,
};

const PARENTS: ReadonlySet<string> = new Set(['IntuitResponse', 'QueryResponse', 'BatchItemResponse']);

const ENTITY_TAG = new RegExp(`<(?:[\\w.-]{1,40}:)?(?:${QUICKBOOKS_ENTITIES.join('|')})[\\s>]`);

export const QUICKBOOKS_XML = xmlLayout(QUICKBOOKS_API, {
  id: 'quickbooks.api.xml',
  label: 'QuickBooks Online transactions XML',
  fits: (head) =>
    head.startsWith('<') && ENTITY_TAG.test(head) && (head.includes('schema.intuit.com') || /\sdomain="QBO"/.test(head)),
});

export function readEntity(
  name: string,
  entity: Entity,
  { values, options }: { readonly values: ValueReader; readonly options: ReadOptions },
): EntityDraft {
  const kind = KINDS[name] as Kind;
  const id = entity.text('Id');
  if (id === null) throw new BadValue('missing_id', 'Id', '', `This ${kind.category.toLowerCase()} has no Id.`);
  const written = entity.text('CurrencyRef');
  const currency = written === null ? options.defaultCurrency : values.currency(written, 'CurrencyRef');
  const facts: FactDraft = { ...readFacts(entity, PATHS, values, currency), category: kind.category, moneyKind: 'booking' };
  if (facts.status === 'Deleted') facts.moneyKind = 'nothing';
  else if (name === 'JournalEntry') readJournal(entity, facts, values, currency);
  else readWorth(entity, kind, facts, values, currency);
  const number = facts.reference ?? null;
  const type = name === 'Invoice' ? 'invoice' : 'booking';
  if (type === 'invoice') facts.invoiceNumber = number;
  const payment = entity.text('PaymentRefNum');
  if (payment !== null) facts.paymentReferences = [payment];
  return {
    type,
    nativeId: values.id(id, 'Id'),
    aliases: number === null ? [] : [number],
    facts,
    refs: [ref('quickbooks:id', id, 'own'), ...refsOf(facts, type === 'invoice', payment)],
    versionMs: versionOf(facts),
  };
}

function readWorth(entity: Entity, kind: Kind, facts: FactDraft, values: ValueReader, currency: string): void {
  const { category, sign } = kind;
  if (facts.total == null)
    throw new BadValue('missing_value', kind.amount ?? 'TotalAmt', '', `This ${category.toLowerCase()} has no amount.`);
  if (!facts.placedAt) throw new BadValue('missing_value', 'TxnDate', '', `This ${category.toLowerCase()} has no date.`);
  // Money that a supplier gave back on a card.
  const isCredit = category === 'Expense' && entity.text('Credit') === 'true';
  facts.amount = (isCredit ? 1 : sign) * facts.total + 0;
  facts.lineItems = entity.all('Line').flatMap((line) => lineOf(line, values, currency));
}

/** Lines of what was sold; sums of a document and payments that it settles are none. */
function lineOf(line: Entity, values: ValueReader, currency: string): LineItem[] {
  const detail = ['SalesItemLineDetail', 'ItemBasedExpenseLineDetail'].find((name) => line.text('DetailType') === name);
  if (detail === undefined) return [];
  const price = line.text(`${detail}/UnitPrice`);
  const total = line.text('Amount');
  return [
    {
      name: line.text('Description') ?? line.text(`${detail}/ItemRef@name`) ?? '',
      sku: null,
      quantity: line.text(`${detail}/Qty`) ?? '1',
      unitPriceMinor: price === null ? null : values.unitPrice(price, 'UnitPrice', currency),
      totalMinor: total === null ? null : values.money(total, 'Line/Amount', currency),
    },
  ];
}

/** Debits are positive; the first line is the account that the entry was made in. */
function readJournal(entity: Entity, facts: FactDraft, values: ValueReader, currency: string): void {
  if (!facts.placedAt) throw new BadValue('missing_value', 'TxnDate', '', 'This journal entry has no date.');
  const lines: LineItem[] = [];
  let sum = 0;
  for (const line of entity.all('Line')) {
    const posting = line.text('JournalEntryLineDetail/PostingType');
    const amount = line.text('Amount');
    if (posting === null || amount === null) continue;
    if (posting !== 'Debit' && posting !== 'Credit')
      throw new BadValue('unknown_value', 'PostingType', posting, `“${posting}” is neither Debit nor Credit.`);
    const minor = (posting === 'Debit' ? 1 : -1) * values.money(amount, 'Line/Amount', currency) + 0;
    sum += minor;
    const name = line.text('JournalEntryLineDetail/AccountRef@name') ?? line.text('JournalEntryLineDetail/AccountRef') ?? '';
    facts.clientName ??= line.text('JournalEntryLineDetail/Entity/EntityRef@name');
    facts.description ??= line.text('Description');
    lines.push({ name, sku: null, quantity: '1', unitPriceMinor: null, totalMinor: minor });
  }
  const [first, second, third] = lines;
  if (first === undefined) throw new BadValue('missing_value', 'Line', '', 'This journal entry has no lines.');
  if (sum !== 0)
    throw new BadValue('conflicting_rows', 'Line', facts.reference ?? '', 'Debits and credits of this journal entry do not meet.');
  facts.account = first.name;
  facts.counterAccount = second !== undefined && third === undefined ? second.name : null;
  facts.amount = first.totalMinor;
  facts.lineItems = lines;
}

function refsOf(facts: FactDraft, isInvoice: boolean, payment: string | null): readonly TypedRef[] {
  const { reference, description } = facts;
  const refs: TypedRef[] = [];
  if (reference) refs.push(ref('quickbooks:num', reference, 'own'), ...orderMentions(reference, 'quickbooks'));
  if (reference && isInvoice) refs.push(ref('invoice', reference, 'own'));
  if (description) refs.push(...refsInText(description, 'quickbooks'));
  if (payment !== null)
    refs.push(...(spaceOfId(payment) === null ? refsInText(payment, 'quickbooks') : [paymentRef(payment, 'mentions')]));
  return uniqueRefs(refs);
}
