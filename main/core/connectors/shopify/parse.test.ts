import { describe, expect, it } from 'vitest';
import { bytesOf, factsOf, fixtureBytes, readBytes, readFixture, shownFacts, shownRefs } from '#test/factories/read-file.ts';

const HEADER = 'Name,Email,Financial Status,Paid at,Currency,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Id';
const orders = (...rows: string[]) => readBytes(bytesOf(`${HEADER}\n${rows.join('\n')}\n`));

describe('the three styles of further rows', () => {
  const expected = readFixture('shopify/orders-79.csv');

  it.each(['shopify/orders-totals-repeated.csv', 'shopify/orders-names-blank.csv'])('%s gives the same orders', (file) => {
    const { records, rejected, rowCount } = readFixture(file);
    expect(rejected).toEqual([]);
    expect(rowCount).toBe(4);
    expect(records.map(({ nativeId, aliases }) => [nativeId, aliases])).toEqual(
      expected.records.map(({ nativeId, aliases }) => [nativeId, aliases]),
    );
    for (const { nativeId } of expected.records) {
      for (const field of ['total', 'lineItems', 'cancelledAt', 'refunded', 'notes'] as const) {
        expect(factsOf({ ...expected, records }, nativeId)[field]).toEqual(factsOf(expected, nativeId)[field]);
      }
    }
  });
});

describe('an order', () => {
  const { records } = readFixture('shopify/orders-79.csv');

  it('is read with all that its row states; amounts are in minor units, blanks are null', () => {
    expect(shownFacts(records[0])).toEqual({
      currency: 'USD',
      orderNumber: '#2001',
      clientName: 'Nora Lindqvist',
      company: 'Fernworks',
      email: 'nora@example.test',
      phone: '+1 555-217-7025',
      total: 7722,
      subtotal: 6400,
      tax: 572,
      shipping: 750,
      discount: 0,
      duties: null,
      placedAt: '2026-03-02 09:30:58 -0500',
      paymentTerms: null,
      dueAt: null,
      status: 'paid',
      fulfilmentStatus: 'fulfilled',
      fulfilledAt: null,
      cancelledAt: null,
      shipName: 'Nora Lindqvist',
      shipStreet: '4 Mill Lane',
      shipCity: 'Harbor',
      shipZip: '01234',
      shipCountry: 'US',
      owner: null,
      tags: 'wholesale, vip',
      notes: 'Please ring twice.\nReplaces order 1988',
      refunded: 0,
      outstanding: 0,
      paidAt: '2026-03-02 09:31:10 -0500',
      paymentMethod: 'Stripe',
      category: 'web',
      paymentReferences: ['c20010001.1', 'pi_3Fixture2001aaaa'],
      lineItems: [
        { name: 'Enamel Mug - "Fern", 12 oz', sku: 'MUG-FERN', quantity: '2', unitPriceMinor: 2200, totalMinor: null },
        { name: 'Canvas Tote', sku: 'TOTE', quantity: '1', unitPriceMinor: 2000, totalMinor: null },
      ],
    });
  });

  it('is named by its Name, with its Id as alias, and refers to its payments', () => {
    expect(records.map(({ nativeId, aliases, type }) => [type, nativeId, aliases])).toEqual([
      ['order', '#2001', ['6001000000001']],
      ['order', '#2002', ['6001000000002']],
      ['order', '#2003', ['6001000000003']],
    ]);
    expect(shownRefs(records[0]?.refs)).toEqual([
      'csv:order 1988 free',
      'payment_intent PI_3FIXTURE2001AAAA mentions',
      'payment_ref C20010001.1 mentions',
      'shopify:id 6001000000001 own',
      'shopify:order 2001 own',
      'woocommerce:order 1988 free',
    ]);
  });

  it('spans its rows, and its version is its latest time', () => {
    const bytes = fixtureBytes('shopify/orders-79.csv');
    const texts = records.map(({ span }) => bytes.slice(span.byteOffset, span.byteOffset + span.byteLength));
    expect(texts.map((text) => text.slice(0, 6))).toEqual(['#2001,', '#2002,', '#2003,']);
    expect(texts.map((text) => text.split('\n').length)).toEqual([3, 1, 1]);
    expect(records.map(({ span }) => span.line)).toEqual([2, 5, 6]);
    expect(records[2]?.versionMs).toBe(Date.parse('2026-03-04T14:00:00Z'));
  });

  it('lacks what its layout lacks', () => {
    const { records: few } = orders('#1,,paid,,USD,5.00,2026-01-01 00:00:00 +0000,1,Mug,5.00,1');
    expect(Object.keys(few[0]?.facts ?? {}).sort()).toEqual([
      'currency',
      'email',
      'lineItems',
      'orderNumber',
      'paidAt',
      'placedAt',
      'status',
      'total',
    ]);
  });
});

describe('rows that cannot be read', () => {
  const GOOD = '#9,,paid,,USD,5.00,2026-01-01 00:00:00 +0000,1,Mug,5.00,9';
  it.each([
    ['an amount', '#1,,paid,,USD,5O.00,2026-01-01 00:00:00 +0000,1,Mug,5.00,1', 'bad_amount', 'Total', '5O.00'],
    ['too many decimals', '#1,,paid,,JPY,5.50,2026-01-01 00:00:00 +0000,1,Mug,5,1', 'bad_amount', 'Total', '5.50'],
    ['a date', '#1,,paid,,USD,5.00,2026-02-30 00:00:00 +0000,1,Mug,5.00,1', 'bad_date', 'Created at', '2026-02-30 00:00:00 +0000'],
    ['a currency', '#1,,paid,,Dollars,5.00,2026-01-01 00:00:00 +0000,1,Mug,5.00,1', 'bad_currency', 'Currency', 'Dollars'],
    ['a blank currency', '#1,,paid,,,5.00,2026-01-01 00:00:00 +0000,1,Mug,5.00,1', 'bad_currency', 'Currency', ''],
    ['a status', '#1,,settled,,USD,5.00,2026-01-01 00:00:00 +0000,1,Mug,5.00,1', 'unknown_value', 'Financial Status', 'settled'],
    ['a rounded id', '#1,,paid,,USD,5.00,2026-01-01 00:00:00 +0000,1,Mug,5.00,5.55E+12', 'damaged_id', 'Id', '5.55E+12'],
    ['no name', ',,paid,,USD,5.00,2026-01-01 00:00:00 +0000,1,Mug,5.00,1', 'missing_id', 'Name', ''],
    ['a line item without its order', '#1,,,,,,,1,Mug,5.00,', 'missing_value', 'Total', ''],
    [
      'a column too few',
      '#1,,paid,,USD,5.00,2026-01-01 00:00:00 +0000,1,Mug,5.00',
      'wrong_column_count',
      null,
      '#1,,paid,,USD,5.00,2026-01-01 00:00:00 +0000,1,Mug,5.00',
    ],
    [
      'an open quote',
      '#1,"a,paid,,USD,5.00,2026-01-01 00:00:00 +0000,1,Mug,5.00,1',
      'unclosed_quote',
      null,
      '#1,"a,paid,,USD,5.00,2026-01-01 00:00:00 +0000,1,Mug,5.00,1',
    ],
  ])('%s is rejected, the rest goes in', (_, row, code, column, text) => {
    const { records, rejected, rowCount } = orders(row, GOOD);
    expect(rejected.map((bad) => [bad.code, bad.column, bad.text, bad.span.line])).toEqual([[code, column, text, 2]]);
    expect(records.map(({ nativeId }) => nativeId)).toEqual(['#9']);
    expect(rowCount).toBe(2);
  });

  it('reject the whole order when one of its lines is bad, naming that line', () => {
    const { records, rejected, rowCount } = orders(
      '#1,,paid,,USD,5.00,2026-01-01 00:00:00 +0000,1,Mug,5.00,1',
      '#1,,,,,,,1,Tote,free,',
      '#1,,,,,,,1,Bowl,2.00,',
      GOOD,
    );
    expect(rejected).toMatchObject([{ code: 'bad_amount', column: 'Lineitem price', text: 'free', span: { line: 2 } }]);
    expect(rejected[0]?.cause).toMatch(/^Line 3: /);
    expect(records.map(({ nativeId }) => nativeId)).toEqual(['#9']);
    expect(rowCount).toBe(4);
  });

  it('reject rows that state two totals for one order', () => {
    const { rejected } = orders(
      '#1,,paid,,USD,5.00,2026-01-01 00:00:00 +0000,1,Mug,5.00,1',
      '#1,,paid,,USD,6.00,2026-01-01 00:00:00 +0000,1,Mug,5.00,1',
    );
    expect(rejected).toMatchObject([{ code: 'conflicting_rows', column: 'Total', text: '6.00' }]);
  });
});

it('keeps adjacent orders of one name apart when their ids differ', () => {
  const row = (id: string) => `#1,,paid,,USD,5.00,2026-01-01 00:00:00 +0000,1,Mug,5.00,${id}`;
  expect(orders(row('1'), row('2')).records.map(({ aliases }) => aliases)).toEqual([['1'], ['2']]);
});
