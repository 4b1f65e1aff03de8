import { describe, expect, it } from 'vitest';
import type { FieldName } from '#shared/domain/fields.ts';
import { bytesOf, detect, fixtureBytes, readBytes, readFixture, shownFacts, shownRefs } from '#test/factories/read-file.ts';
import { detectFile, locateField } from '../registry.ts';

const FILE = 'iif/transactions.iif';
const result = readFixture(FILE);
const [deposit, invoice, check] = result.records;

describe('a transaction', () => {
  it('is one booking, signed in the account of its first line, with all lines', () => {
    expect(shownFacts(deposit)).toEqual({
      moneyKind: 'booking',
      currency: 'USD',
      amount: 5468,
      placedAt: '03/31/2026',
      category: 'DEPOSIT',
      reference: 'D-1',
      clientName: 'Stripe',
      description: 'STRIPE TRANSFER po_1FIX00000001 · Fees of March',
      account: 'Checking',
      counterAccount: null,
      lineItems: [
        { name: 'Checking', sku: null, quantity: '1', unitPriceMinor: null, totalMinor: 5468 },
        { name: 'Stripe Clearing', sku: null, quantity: '1', unitPriceMinor: null, totalMinor: -5722 },
        { name: 'Merchant fees', sku: null, quantity: '1', unitPriceMinor: null, totalMinor: 254 },
      ],
    });
    expect(deposit?.aliases).toEqual(['101', 'D-1']);
    expect(shownRefs(deposit?.refs)).toContain('payout PO_1FIX00000001 free');
  });

  it('of an invoice owns its number', () => {
    expect([invoice?.facts.amount, invoice?.facts.invoiceNumber, invoice?.facts.counterAccount]).toEqual([
      107_722,
      'INV-0071',
      'Sales',
    ]);
    expect(shownRefs(invoice?.refs)).toEqual(expect.arrayContaining(['invoice INV71 own', 'shopify:order 2001 free']));
  });

  it('that does not sum to zero, is unreadable or not whole is rejected; lists are no bookings', () => {
    expect(result.rejected.map(({ code, text, span }) => [code, text, span.line])).toEqual([
      ['conflicting_rows', '5.00', 13],
      ['bad_amount', '-5.0O', 16],
      ['conflicting_rows', '', 19],
    ]);
    expect([check?.facts.amount, result.rowCount]).toEqual([-500, 6]);
  });
});

it('spans its lines to the byte, and points into them', () => {
  const { byteOffset, byteLength } = deposit?.span ?? { byteOffset: 0, byteLength: 0 };
  const text = fixtureBytes(FILE).slice(byteOffset, byteOffset + byteLength);
  expect(text).toMatch(/^TRNS\t101[\s\S]*Fees of March\tN$/);
  const shown = (field: FieldName) => {
    const place = locateField(result.detection.options, [], text, field);
    return place === null ? null : [place.column, text.slice(place.start, place.end)];
  };
  expect([shown('amount'), shown('placedAt'), shown('category'), shown('clientName')]).toEqual([
    ['AMOUNT', '54.68'],
    ['DATE', '03/31/2026'],
    ['TRNSTYPE', 'DEPOSIT'],
    null,
  ]);
});

it('asks for the order of days where no date settles it', () => {
  const text = '!TRNS\tDATE\tACCNT\tAMOUNT\nTRNS\t03/04/2026\tA\t1.00\nSPL\t03/04/2026\tB\t-1.00\nENDTRNS\n';
  expect(detect(bytesOf(text)).questions).toMatchObject([{ kind: 'dateOrder' }]);
  const { records } = readBytes(bytesOf(text), { dateOrder: 'dmy' });
  expect(records[0]?.facts.placedAt?.ms).toBe(Date.UTC(2026, 3, 3));
});

it('names a file of lists', () => {
  const defaults = { zone: 'UTC', currency: 'USD', dateOrder: null, decimalMark: null };
  const found = detectFile({ name: 'a.iif', head: '!ACCNT\tNAME\nACCNT\tBank\n', complete: true, mappings: [], defaults });
  expect(found).toMatchObject({ unreadable: { what: expect.stringContaining('lists') } });
});
