import { describe, expect, it } from 'vitest';
import { bytesOf, readBytes, readFixture, shownFacts, shownRefs } from '#test/factories/read-file.ts';

describe.each(['xero/invoices-template.csv', 'xero/invoices-export.csv'])('%s', (file) => {
  const { records, rejected, rowCount, detection } = readFixture(file, { currency: 'GBP' });

  it('gives one invoice for its lines', () => {
    expect(rejected).toEqual([]);
    expect([rowCount, detection.options.dateOrder]).toEqual([4, 'dmy']);
    expect(shownFacts(records[0])).toEqual({
      moneyKind: 'booking',
      amount: 11_000,
      invoiceNumber: 'INV-0071',
      reference: '#2001',
      clientName: 'Fernworks',
      email: 'nora@example.test',
      currency: 'GBP',
      total: 11_000,
      tax: 1000,
      placedAt: '28/03/2026',
      dueAt: '11/04/2026',
      shipStreet: null,
      shipCity: 'Harbor',
      shipZip: null,
      shipCountry: null,
      lineItems: [
        { name: 'Mugs', sku: null, quantity: '4', unitPriceMinor: 2000, totalMinor: null },
        { name: 'Totes, canvas', sku: 'TOTE', quantity: '1.5', unitPriceMinor: null, totalMinor: null },
      ],
    });
  });

  it('refers to the order and stands for its number', () => {
    expect(shownRefs(records[0]?.refs)).toEqual([
      'csv:order 2001 mentions',
      'hubspot:deal 2001 mentions',
      'invoice INV71 own',
      'netsuite:order 2001 mentions',
      'po 2001 mentions',
      'shopify:order 2001 mentions',
      'woocommerce:order 2001 mentions',
    ]);
  });

  it('keeps two invoices that were given one number', () => {
    expect(records.map(({ type, facts, aliases }) => [type, facts.clientName, facts.total, facts.currency, aliases])).toEqual([
      ['invoice', 'Fernworks', 11_000, 'GBP', []],
      ['invoice', 'Globe & Co', 125_000, 'GBP', []],
      ['invoice', 'Moss Ltd', 8000, 'GBP', ['INV-0072']],
    ]);
    expect(records.slice(1).map(({ nativeId }) => nativeId)).toEqual([
      'INV-0072',
      expect.stringMatching(/^INV-0072~[0-9a-z]{11}$/),
    ]);
  });
});

const HEADER = 'ContactName,InvoiceNumber,InvoiceDate,Total,Description,Quantity,UnitAmount,Currency,Status';

it('rejects rows of one invoice that stand apart, and reads the rest', () => {
  const rows = [
    'A,I-1,2026-01-01,10.00,x,1,5.00,EUR,Paid',
    'B,I-2,2026-01-01,7.00,x,1,7.00,EUR,Paid',
    'A,I-1,2026-01-01,10.00,y,1,5.00,EUR,Paid',
  ];
  const { records, rejected, rowCount } = readBytes(bytesOf(`${HEADER}\n${rows.join('\n')}\n`));
  expect(records.map(({ nativeId }) => nativeId)).toEqual(['I-1', 'I-2']);
  expect(rejected).toMatchObject([{ code: 'conflicting_rows', column: 'InvoiceNumber', text: 'I-1', span: { line: 4 } }]);
  expect(rowCount).toBe(3);
});

it('does not read an unknown status', () => {
  const { rejected } = readBytes(bytesOf(`${HEADER}\nA,I-1,2026-01-01,10.00,x,1,5.00,EUR,Somehow\n`));
  expect(rejected).toMatchObject([{ code: 'unknown_value', column: 'Status', text: 'Somehow' }]);
});

it('is in the books by its status, and worth what its type says', () => {
  const rows = [
    'A,I-1,2026-01-01,10.00,x,1,5.00,EUR,Draft,Sales invoice',
    'B,I-2,2026-01-01,7.00,x,1,7.00,EUR,Paid,Sales credit note',
    'C,I-3,2026-01-01,-7.00,x,1,7.00,EUR,Voided,Sales credit note',
    'D,I-4,2026-01-01,7.00,x,1,7.00,EUR,Paid,Delivery note',
  ];
  const { records, rejected } = readBytes(bytesOf(`${HEADER},Type\n${rows.join('\n')}\n`));
  expect(records.map(({ facts }) => [facts.moneyKind, facts.amount])).toEqual([
    ['nothing', 1000],
    ['booking', -700],
    ['nothing', -700],
  ]);
  expect(rejected).toMatchObject([{ code: 'unknown_value', column: 'Type', text: 'Delivery note' }]);
});
