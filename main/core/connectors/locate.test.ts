import { describe, expect, it } from 'vitest';
import type { FieldName } from '#shared/domain/fields.ts';
import { fixtureBytes, readFixture } from '#test/factories/read-file.ts';
import { locateField } from './registry.ts';

/** Text of one record, decoded, as the screen has it. */
function recordText(file: string, index: number) {
  const { detection, records } = readFixture(file);
  const { span } = records[index] ?? { span: { byteOffset: 0, byteLength: 0 } };
  const bytes = fixtureBytes(file).slice(span.byteOffset, span.byteOffset + span.byteLength);
  const encoding = detection.options.encoding === 'windows-1252' ? 'latin1' : 'utf8';
  return { text: Buffer.from(bytes, 'latin1').toString(encoding), detection };
}

function shown(file: string, index: number, field: FieldName) {
  const { text, detection } = recordText(file, index);
  const found = locateField(detection.options, detection.header, text, field);
  return found === null ? null : [text.slice(found.start, found.end), found.column, found.lineIndex];
}

it.each<[string, number, FieldName, unknown]>([
  ['shopify/orders-79.csv', 0, 'total', ['77.22', 'Total', 0]],
  ['shopify/orders-79.csv', 0, 'placedAt', ['2026-03-02 09:30:58 -0500', 'Created at', 0]],
  ['shopify/orders-79.csv', 0, 'notes', ['Please ring twice.\nReplaces order 1988', 'Notes', 0]],
  ['shopify/orders-79.csv', 0, 'lineItems', ['Enamel Mug - ""Fern"", 12 oz', 'Lineitem name', 0]],
  ['shopify/orders-79.csv', 0, 'category', ['web', 'Source', 1]],
  ['shopify/orders-79.csv', 0, 'paymentReferences', ['c20010001.1', 'Payment Reference', 1]],
  ['shopify/orders-79.csv', 1, 'clientName', ['José Müller', 'Billing Name', 0]],
  ['shopify/orders-79.csv', 1, 'dueAt', null],
  ['shopify/orders-79.csv', 1, 'payoutId', null],
  ['stripe/balance-change-itemized.csv', 0, 'amount', ['77.22', 'gross', 0]],
  ['stripe/payments-dashboard.csv', 0, 'fee', ['2.54', 'Fee', 0]],
  ['quickbooks/journal.csv', 0, 'amount', ['$77.22', 'Debit', 0]],
  ['quickbooks/general-ledger.csv', 2, 'amount', ['(2.54)', 'Amount', 0]],
  ['xero/invoices-template.csv', 0, 'total', ['110.00', 'Total', 0]],
  ['xero/invoices-template.csv', 0, 'tax', ['8.00', 'TaxAmount', 0]],
  ['amazon/orders-29.txt', 0, 'total', ['40.00', 'item-price', 0]],
  ['hubspot/deals-chosen-columns.csv', 0, 'email', ['Nora Lindqvist (nora@example.test)', 'Associated Contact', 0]],
  ['csv/orders.csv', 0, 'clientName', ['Käthe Groß', 'Customer', 0]],
  ['meta_ads/report.csv', 0, 'amount', ['9,947.99', 'Amount spent (AED)', 0]],
  ['woocommerce/orders.json', 0, 'total', ['94.90', 'total', 14]],
  ['woocommerce/orders.json', 0, 'email', ['ines@example.test', 'billing.email', 25]],
  ['woocommerce/orders.json', 0, 'placedAt', ['2026-03-02T15:12:00', 'date_created_gmt', 9]],
  ['woocommerce/orders.json', 0, 'notes', null],
  ['woocommerce/orders.json', 2, 'amount', ['-20.00', 'total', 3]],
  ['woocommerce/refunds.json', 0, 'amount', ['20.00', 'amount', 4]],
])('%s, record %i: %s', (file, index, field, expected) => expect(shown(file, index, field)).toEqual(expected));

describe('every text fact of every record', () => {
  it.each([
    'shopify/orders-79.csv',
    'stripe/payments-dashboard.csv',
    'hubspot/deals-chosen-columns.csv',
    'netsuite/saved-search.csv',
    'woocommerce/orders.json',
  ])('of %s is found where it stands', (file) => {
    const { records, detection } = readFixture(file);
    let found = 0;
    records.forEach((record, index) => {
      const { text } = recordText(file, index);
      for (const field of ['title', 'email', 'company', 'description', 'status', 'poNumber', 'paymentMethod'] as const) {
        const value = record.facts[field];
        if (typeof value !== 'string') continue;
        const place = locateField(detection.options, detection.header, text, field);
        expect(place === null ? '' : text.slice(place.start, place.end)).toContain(value);
        found++;
      }
    });
    expect(found).toBeGreaterThan(records.length);
  });
});

it('points nowhere in a text that is no longer readable', () => {
  const { detection } = recordText('woocommerce/orders.json', 0);
  expect(locateField(detection.options, [], '{"total": ', 'total')).toBe(null);
});
