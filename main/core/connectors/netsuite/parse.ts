/**
 * NetSuite's transactions by account, one row a line: a transaction is the adjacent rows of one internal id, its first row the account it
 * was entered in. Debits and credits have columns of their own, or one amount is signed.
 */
import type { LineItem } from '#shared/domain/fields.ts';
import type { TypedRef } from '#shared/domain/source-record.ts';
import { orderMentions, ref, refsInText, uniqueRefs } from '../../normalise/references.ts';
import { BadValue } from '../cells.ts';
import { type GroupLayout, GroupReader } from '../csv/groups.ts';
import type { CsvLayout, Table } from '../csv/layout.ts';
import { type FactDraft, FactReader, versionOf } from '../facts.ts';
import { BOOKING_COLUMNS, BOOKING_FACTS, INVOICE_TYPES, NON_POSTING, VOIDED } from './fields.ts';

export const NETSUITE_BOOKINGS: CsvLayout = {
  id: 'netsuite.bookings',
  system: 'netsuite',
  types: ['booking'],
  label: 'NetSuite transactions by account CSV',
  signature: [
    BOOKING_COLUMNS.id,
    BOOKING_FACTS.category,
    BOOKING_FACTS.account,
    BOOKING_FACTS.placedAt,
    [...BOOKING_FACTS.amount, ...BOOKING_COLUMNS.debit],
  ],
  facts: BOOKING_FACTS,
  sources: { amount: [...BOOKING_COLUMNS.debit, ...BOOKING_COLUMNS.credit], lineItems: BOOKING_FACTS.account },
  moreAmounts: [...BOOKING_COLUMNS.debit, ...BOOKING_COLUMNS.credit],
  decimalMark: null,
  open: (table) => new GroupReader(table, transactions(table)),
};

interface Transaction {
  facts: FactDraft | null;
  readonly lines: LineItem[];
  readonly texts: Set<string>;
  createdFrom: string | null;
  externalId: string | null;
}

function transactions(table: Table): GroupLayout<Transaction> {
  const { columns, cells, options } = table;
  const facts = new FactReader(columns, BOOKING_FACTS, cells, { needsCurrency: false, utc: false });
  const at = {
    account: columns.find(BOOKING_FACTS.account),
    amount: columns.find(BOOKING_FACTS.amount),
    debit: columns.find(BOOKING_COLUMNS.debit),
    credit: columns.find(BOOKING_COLUMNS.credit),
    memo: columns.find(BOOKING_COLUMNS.memo),
    createdFrom: columns.find(BOOKING_COLUMNS.createdFrom),
    externalId: columns.find(BOOKING_COLUMNS.externalId),
    posting: columns.find(BOOKING_COLUMNS.posting),
  };

  function amountOf(currency: string): number {
    const debit = cells.money(at.debit, currency);
    const credit = cells.money(at.credit, currency);
    if (debit !== null || credit !== null) return (debit ?? 0) - (credit ?? 0);
    const amount = cells.money(at.amount, currency);
    if (amount === null)
      throw new BadValue('missing_value', cells.name(at.amount < 0 ? at.debit : at.amount), '', 'This line has no amount.');
    return amount;
  }

  return {
    idColumn: columns.find(BOOKING_COLUMNS.id),
    sums: true,
    begin: () => ({ facts: null, lines: [], texts: new Set(), createdFrom: null, externalId: null }),
    add(transaction) {
      if (transaction.facts === null) {
        transaction.facts = facts.read();
        transaction.facts.moneyKind = postsNothing(transaction.facts, cells.text(at.posting)) ? 'nothing' : 'booking';
      }
      const currency = transaction.facts.currency ?? options.defaultCurrency;
      transaction.createdFrom ??= cells.text(at.createdFrom);
      transaction.externalId ??= cells.text(at.externalId);
      const memo = cells.text(at.memo);
      if (memo !== null) transaction.texts.add(memo);
      transaction.lines.push({
        name: cells.text(at.account) ?? '',
        sku: null,
        quantity: '1',
        unitPriceMinor: null,
        totalMinor: amountOf(currency),
      });
    },
    finish({ facts: read, lines, texts, createdFrom, externalId }, id, nativeId, span) {
      const [first, second, third] = lines;
      const counterAccount = second !== undefined && third === undefined ? second.name : null;
      const all: FactDraft = { ...read, amount: first?.totalMinor ?? 0, counterAccount, lineItems: lines };
      const number = all.reference ?? null;
      const isInvoice = number !== null && INVOICE_TYPES.has(all.category?.toLowerCase() ?? '');
      if (isInvoice) all.invoiceNumber = number;
      const refs: TypedRef[] = [ref('netsuite:id', id, 'own')];
      if (number !== null) refs.push(...orderMentions(number, 'netsuite'));
      if (isInvoice) refs.push(ref('invoice', number, 'own'));
      if (createdFrom !== null) refs.push(...originOf(createdFrom));
      if (externalId !== null) refs.push(...orderMentions(externalId, 'netsuite'));
      for (const text of texts) refs.push(...refsInText(text, 'netsuite'));
      const aliases = [nativeId === id ? null : id, number, externalId].filter((alias) => alias !== null && alias !== nativeId);
      table.emit({
        type: 'booking',
        nativeId,
        aliases: [...new Set(aliases)].filter((alias) => alias !== null),
        facts: all,
        refs: uniqueRefs(refs),
        span,
        versionMs: versionOf(all),
      });
    },
  };
}

function postsNothing({ category, status }: FactDraft, posting: string | null): boolean {
  if (posting !== null && /^(?:no|f|false)$/i.test(posting)) return true;
  return NON_POSTING.has(category?.toLowerCase() ?? '') || (status != null && VOIDED.test(status));
}

/** `Sales Order #SO-20001`, `Invoice #INV-0071`: what it was made from. */
function originOf(text: string): readonly TypedRef[] {
  const parts = /^(.*?)\s*#\s*(\S+)$/.exec(text);
  const [, kind = '', number = text] = parts ?? [];
  return /invoice/i.test(kind) ? [ref('invoice', number, 'mentions')] : [ref('netsuite:order', number, 'mentions')];
}
