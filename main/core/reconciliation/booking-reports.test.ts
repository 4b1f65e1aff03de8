import { describe, expect, it } from 'vitest';
import { ref } from '#core/normalise/references.ts';
import type { Facts } from '#shared/domain/fields.ts';
import { type HandMoney, moneyInput } from '#test/factories/money-input.ts';
import { linksOf } from '#test/factories/money-links.ts';
import { booking, order } from '#test/factories/money-records.ts';
import { bytesOf, readBytes } from '#test/factories/read-file.ts';
import { linkAll, reconcile } from './reconcile.ts';

const ORDERS = [order('1001', 12_000)];

/** The same document as the accounting system’s own interface tells it: under its id. */
function told(id: string, { key, facts, refs = [] }: HandMoney): HandMoney {
  const type = facts.category === 'Invoice' ? 'invoice' : 'booking';
  return { key: { ...key, type, nativeId: id }, facts, refs: [ref('quickbooks:id', id, 'own'), ...refs] };
}

function invoice(facts: Facts = {}, amount = 12_000): HandMoney {
  const made = booking('1045', 'Invoice', amount, '2026-03-03', {
    company: 'Harbor Ltd',
    description: 'Shopify order #1001',
    ...facts,
  });
  return { ...made, refs: [...(made.refs ?? []), ref('shopify:order', '1001', 'mentions')] };
}

function reasons(money: readonly HandMoney[]): string[] {
  const { findings } = reconcile(moneyInput({ money, orders: ORDERS, asOf: '2026-03-10T00:00:00Z' }).input);
  return findings
    .map(({ reason }) => reason)
    .filter((reason) => reason !== 'payment_without_order')
    .sort();
}

describe('a document that a file of reports and the interface both tell', () => {
  it('is booked once', () => {
    const money = [invoice(), told('145', invoice())];
    expect(reasons(money)).toEqual([]);
    expect(linksOf({ money, orders: ORDERS }, 'invoice-order')).toEqual(['invoice-order 145 → 1001']);
  });

  it('is, too, where the file knows neither contact nor account', () => {
    expect(reasons([invoice({ company: null, account: null }), told('145', invoice())])).toEqual([]);
  });

  it.each([
    ['another amount', invoice({}, 9000)],
    ['another contact', invoice({ company: 'Pine Ltd' })],
  ])('stands twice under one number where the file has %s', (_, other) => {
    expect(reasons([other, told('145', invoice())])).toContain('duplicate_invoice_number');
  });

  it('stands twice where one report tells two', () => {
    expect(reasons([told('145', invoice()), told('146', invoice())])).toEqual(['booked_twice', 'duplicate_invoice_number']);
    expect(reasons([invoice(), told('145', invoice()), told('146', invoice())])).toEqual([
      'booked_twice',
      'duplicate_invoice_number',
    ]);
  });

  it('without a number is known by its contact or account, day and worth', () => {
    const deposit = (facts: Facts = {}): HandMoney => {
      const { key, facts: all } = booking('', 'Deposit', 9700, '2026-03-05', { account: 'Checking', ...facts });
      return { key, facts: { ...all, reference: null } };
    };
    const count = (money: readonly HandMoney[]) => linkAll(moneyInput({ money, orders: [] }).input).bookings.length;
    expect(count([deposit(), told('9', deposit())])).toBe(1);
    expect(count([deposit({ account: null }), told('9', deposit())])).toBe(2);
    expect(count([deposit(), told('9', deposit()), told('10', deposit())])).toBe(2);
  });
});

describe('Xero', () => {
  const csv = [
    'ContactName,InvoiceNumber,Reference,InvoiceDate,DueDate,Total,Description,Quantity,UnitAmount,TaxAmount,Currency',
    'Fernworks,INV-0071,#2001,2026-03-28,2026-04-11,96.00,Mugs,4,20.00,16.00,GBP',
    'Globe & Co,INV-0072,,2026-03-29,2026-04-12,50.00,Workshop,1,50.00,0.00,GBP',
  ].join('\n');
  const invoiceOf = (total: number) => ({
    Type: 'ACCREC',
    InvoiceID: '11111111-0000-4000-8000-000000000001',
    InvoiceNumber: 'INV-0071',
    Reference: '#2001',
    Contact: { Name: 'Fernworks' },
    DateString: '2026-03-28T00:00:00',
    Status: 'AUTHORISED',
    Total: total,
    CurrencyCode: 'GBP',
    LineItems: [{ Description: 'Mugs', Quantity: 4, UnitAmount: 20, LineAmount: 80 }],
  });
  const bookingsOf = (total: number) => {
    const answer = JSON.stringify({ Id: 'x', Status: 'OK', ProviderName: 'Books', Invoices: [invoiceOf(total)] });
    const money = [csv, answer]
      .flatMap((text) => readBytes(bytesOf(text)).records)
      .map(({ type, nativeId, facts, refs }) => ({
        key: { system: 'xero', account: 'main', type, nativeId } as const,
        facts,
        refs,
      }));
    const { input, rows } = moneyInput({ money, orders: [] });
    return linkAll(input).bookings.map(({ row, minor }) => `${rows[row]?.key.nativeId} ${minor}`);
  };

  it('sales invoices of the CSV are those of the API', () => {
    expect(bookingsOf(96)).toEqual(['11111111-0000-4000-8000-000000000001 9600', 'INV-0072 5000']);
  });

  it('but not where they are worth something else', () => {
    expect(bookingsOf(90)).toEqual(['11111111-0000-4000-8000-000000000001 9000', 'INV-0071 9600', 'INV-0072 5000']);
  });
});
