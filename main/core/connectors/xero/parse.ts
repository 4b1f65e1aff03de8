/**
 * Xero's sales invoices, one row a line item; every row repeats the invoice, whose facts are read from the first. Numbers are given by
 * people, and sometimes twice: rows of one number but of another client, date or total are another invoice, which is kept under its
 * number and a mark of its own. A blank currency is the organisation's own.
 */
import type { LineItem } from '#shared/domain/fields.ts';
import type { TypedRef } from '#shared/domain/source-record.ts';
import { orderMentions, ref, refsInText, uniqueRefs } from '../../normalise/references.ts';
import { BadValue } from '../cells.ts';
import { type GroupLayout, GroupReader } from '../csv/groups.ts';
import type { CsvLayout, Table } from '../csv/layout.ts';
import { type FactDraft, FactReader, versionOf } from '../facts.ts';
import { DOCUMENT_TYPES, INVOICE_COLUMNS, INVOICE_FACTS, KNOWN_STATUSES, UNBOOKED_STATUSES } from './fields.ts';

export const XERO_INVOICES: CsvLayout = {
  id: 'xero.invoices',
  system: 'xero',
  types: ['invoice'],
  label: 'Xero sales invoices CSV',
  signature: [
    INVOICE_COLUMNS.number,
    INVOICE_FACTS.placedAt,
    INVOICE_FACTS.clientName,
    INVOICE_COLUMNS.lineQuantity,
    INVOICE_COLUMNS.linePrice,
  ],
  facts: INVOICE_FACTS,
  sources: { lineItems: INVOICE_COLUMNS.lineName, tax: INVOICE_COLUMNS.lineTax, amount: INVOICE_COLUMNS.total },
  moreAmounts: [...INVOICE_COLUMNS.linePrice, ...INVOICE_COLUMNS.lineTotal, ...INVOICE_COLUMNS.lineTax],
  decimalMark: null,
  open: (table) => new GroupReader(table, invoices(table)),
};

interface Invoice {
  facts: FactDraft | null;
  /** Client, date and total as written. */
  head: readonly (string | null)[];
  tax: number | null;
  readonly lines: LineItem[];
}

function invoices(table: Table): GroupLayout<Invoice> {
  const { columns, cells, options } = table;
  const facts = new FactReader(columns, INVOICE_FACTS, cells, { needsCurrency: false, utc: false });
  const at = {
    number: columns.find(INVOICE_COLUMNS.number),
    client: columns.find(INVOICE_FACTS.clientName),
    date: columns.find(INVOICE_FACTS.placedAt),
    total: columns.find(INVOICE_COLUMNS.total),
    taxTotal: columns.find(INVOICE_COLUMNS.taxTotal),
    lineTax: columns.find(INVOICE_COLUMNS.lineTax),
    lineName: columns.find(INVOICE_COLUMNS.lineName),
    lineSku: columns.find(INVOICE_COLUMNS.lineSku),
    lineQuantity: columns.find(INVOICE_COLUMNS.lineQuantity),
    linePrice: columns.find(INVOICE_COLUMNS.linePrice),
    lineTotal: columns.find(INVOICE_COLUMNS.lineTotal),
  };

  function price(index: number, currency: string): number | null {
    const text = cells.text(index);
    return text === null ? null : cells.values.unitPrice(text, cells.name(index), currency);
  }

  function head(): readonly (string | null)[] {
    return [at.client, at.date, at.total].map((index) => cells.text(index));
  }

  return {
    idColumn: at.number,
    sums: at.taxTotal < 0 && at.lineTax >= 0,
    begin: () => ({ facts: null, head: [], tax: null, lines: [] }),
    continues: (invoice) => head().every((text, i) => text === null || text === invoice.head[i]),
    distinction: (invoice) => invoice.head.join('\n'),
    add(invoice) {
      if (invoice.facts === null) {
        invoice.facts = facts.read();
        invoice.head = head();
        checkStatus(invoice.facts);
        bookWorth(invoice.facts);
      }
      const currency = invoice.facts.currency ?? options.defaultCurrency;
      const tax = cells.money(at.lineTax, currency);
      if (tax !== null) invoice.tax = (invoice.tax ?? 0) + tax;
      const name = cells.text(at.lineName);
      const unitPriceMinor = price(at.linePrice, currency);
      if (name === null && unitPriceMinor === null) return;
      invoice.lines.push({
        name: name ?? '',
        sku: cells.text(at.lineSku),
        quantity: cells.text(at.lineQuantity) ?? '1',
        unitPriceMinor,
        totalMinor: price(at.lineTotal, currency),
      });
    },
    finish({ facts: read, tax, lines }, id, nativeId, span) {
      const all: FactDraft = { ...read, lineItems: lines };
      if (at.taxTotal < 0 && at.lineTax >= 0) all.tax = tax;
      const refs: TypedRef[] = [ref('invoice', id, 'own')];
      if (all.reference) refs.push(ref('po', all.reference, 'mentions'), ...orderMentions(all.reference, 'xero'));
      for (const line of lines) refs.push(...refsInText(line.name, 'xero'));
      table.emit({
        type: 'invoice',
        nativeId,
        aliases: nativeId === id ? [] : [id],
        facts: all,
        refs: uniqueRefs(refs),
        span,
        versionMs: versionOf(all),
      });
    },
  };
}

function checkStatus({ status }: FactDraft): void {
  if (status && !KNOWN_STATUSES.has(status.toLowerCase())) {
    throw new BadValue('unknown_value', 'Status', status, `“${status}” is no invoice status that this version knows.`);
  }
}

/** The worth of an invoice is its total; that of a credit note is negative. Drafts and what was voided are in no book. */
function bookWorth(facts: FactDraft): void {
  const { status, category, total } = facts;
  const sign = category ? DOCUMENT_TYPES.get(category.toLowerCase()) : 1;
  if (sign === undefined) {
    const cause = `“${category ?? ''}” is no type of document that this version knows (${[...DOCUMENT_TYPES.keys()].join(', ')}).`;
    throw new BadValue('unknown_value', 'Type', category ?? '', cause);
  }
  facts.moneyKind = status && UNBOOKED_STATUSES.has(status.toLowerCase()) ? 'nothing' : 'booking';
  facts.amount = total == null ? null : sign * Math.abs(total) + 0;
}
