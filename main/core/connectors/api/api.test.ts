import { describe, expect, it } from 'vitest';
import { bytesOf, detect, fixtureBytes, parse, readBytes, readFixture, shownFacts, shownRefs } from '#test/factories/read-file.ts';
import { locateField } from '../registry.ts';

const NOTHING = { shipStreet: null, shipCity: null, shipZip: null, shipCountry: null, status: null, counterAccount: null };
const INVOICE = {
  ...NOTHING,
  moneyKind: 'booking',
  category: 'Invoice',
  amount: 12_000,
  total: 12_000,
  tax: 2000,
  outstanding: 0,
  currency: 'EUR',
  reference: '1045',
  invoiceNumber: '1045',
  clientName: 'Küster & Co',
  email: 'office@kuester.example',
  placedAt: '2026-03-02',
  dueAt: '2026-04-01',
  account: null,
  paymentMethod: null,
  description: 'Shopify order #1001',
  createdAt: '2026-03-02T08:15:00-08:00',
  updatedAt: '2026-03-05T08:15:00-08:00',
  lineItems: [{ name: 'Lamp & shade', sku: null, quantity: '2', unitPriceMinor: 5000, totalMinor: 10_000 }],
};

describe('QuickBooks', () => {
  const xml = readFixture('quickbooks/api-query.xml', { currency: 'EUR' });
  const json = readFixture('quickbooks/api-changes.json', { currency: 'EUR' });

  it('says the same of an invoice in XML and in JSON', () => {
    expect(shownFacts(xml.records[0])).toEqual(INVOICE);
    expect(shownFacts(json.records[0])).toEqual(INVOICE);
    const key = ({ type, nativeId, aliases, versionMs, refs }: (typeof xml.records)[number]) => [
      type,
      nativeId,
      aliases,
      versionMs,
      shownRefs(refs),
    ];
    expect(key(xml.records[0] as never)).toEqual(key(json.records[0] as never));
    expect(shownRefs(xml.records[0]?.refs)).toEqual(
      expect.arrayContaining(['invoice 1045 own', 'quickbooks:num 1045 own', 'shopify:order 1001 free']),
    );
  });

  it('signs what was refunded, and keeps what was deleted out of the books', () => {
    expect(xml.records.map(({ nativeId, facts }) => [nativeId, facts.category, facts.moneyKind, facts.amount])).toEqual([
      ['145', 'Invoice', 'booking', 12_000],
      ['150', 'Refund Receipt', 'booking', -1550],
      ['151', 'Deposit', 'booking', 10_450],
      ['152', 'Journal Entry', 'booking', 630],
      ['160', 'Payment', 'nothing', undefined],
    ]);
    expect(xml.rejected).toMatchObject([{ code: 'bad_amount', column: 'TotalAmt', text: 'twelve' }]);
    expect([xml.rowCount, json.rowCount, json.rejected]).toEqual([6, 2, []]);
  });

  it('names payments and payouts that it books', () => {
    expect(shownRefs(xml.records[1]?.refs)).toContain('refund RE_3OAFIXREFUND01 mentions');
    expect(shownRefs(xml.records[2]?.refs)).toContain('payout PO_1FIXTUREPAYOUT01 free');
    expect(shownRefs(json.records[1]?.refs)).toContain('payment_intent PI_3OAFIXINTENT01 mentions');
  });

  it('reads a journal entry whose sides meet, and no other', () => {
    expect(xml.records[3]?.facts).toMatchObject({
      account: 'Merchant fees',
      counterAccount: 'Stripe clearing',
      description: 'Fees of March',
    });
    const uneven = fixtureBytes('quickbooks/api-query.xml').replace('<Amount>6.30</Amount>', '<Amount>6.31</Amount>');
    expect(readBytes(uneven).rejected.map(({ code }) => code)).toEqual(['conflicting_rows', 'bad_amount']);
  });

  it('leaves lists and settings alone, with a sentence', () => {
    const accounts =
      '<IntuitResponse xmlns="http://schema.intuit.com/finance/v3"><QueryResponse><Account domain="QBO"><Id>1</Id></Account></QueryResponse></IntuitResponse>';
    expect(() => detect(accounts)).toThrow('states nothing that was billed, paid or booked');
  });
});

describe('Xero', () => {
  const xml = readFixture('xero/api-invoices.xml');
  const json = readFixture('xero/api-transactions.json', { currency: 'GBP' });

  it('gives documents under their own ids, signed by what they are worth', () => {
    expect(
      xml.records.map(({ type, nativeId, aliases, facts }) => [type, nativeId.slice(-1), aliases, facts.moneyKind, facts.amount]),
    ).toEqual([
      ['invoice', '1', ['INV-0071'], 'booking', 9600],
      ['invoice', '2', [], 'nothing', -4000],
    ]);
    expect(shownFacts(xml.records[0])).toMatchObject({
      category: 'ACCREC',
      placedAt: '2026-03-28',
      updatedAt: '2026-03-29T10:28:51.5',
      tax: 1600,
      clientName: 'Fernworks',
      lineItems: [{ name: 'Mugs', sku: null, quantity: '4.0000', unitPriceMinor: 2000, totalMinor: 8000 }],
    });
    expect(xml.records[0]?.facts.placedAt).toMatchObject({ precision: 'day' });
    expect(shownRefs(xml.records[0]?.refs)).toEqual(expect.arrayContaining(['invoice INV71 own', 'shopify:order 2001 mentions']));
    expect(xml.rejected).toMatchObject([{ code: 'unknown_value', column: 'Status', text: 'PENDING_REVIEW' }]);
  });

  it('gives payments and bank transactions, dates counted in milliseconds', () => {
    expect(
      json.records.map(({ type, facts }) => [type, facts.category, facts.moneyKind, facts.amount, facts.placedAt?.text]),
    ).toEqual([
      ['booking', 'Payment', 'booking', 9600, '2026-03-29'],
      ['booking', 'Payment', 'nothing', -500, '2026-03-29'],
      ['booking', 'Receive Money', 'booking', 5468, '2026-03-31'],
    ]);
    expect(shownRefs(json.records[0]?.refs)).toContain('invoice INV71 mentions');
    expect(shownRefs(json.records[2]?.refs)).toContain('payout PO_1FIXTUREPAYOUT01 mentions');
    expect(json.rejected).toMatchObject([
      { code: 'unknown_value', column: 'Type', text: 'BARTER', span: { pointer: '/BankTransactions/1' } },
    ]);
    expect(json.rowCount).toBe(4);
  });
});

it.each([
  ['quickbooks/api-query.xml', 'clientName', 'K&#252;ster &amp; Co'],
  ['quickbooks/api-query.xml', 'amount', '120.00'],
  ['quickbooks/api-changes.json', 'clientName', 'Küster & Co'],
  ['quickbooks/api-changes.json', 'currency', 'EUR'],
  ['xero/api-invoices.xml', 'clientName', 'Fernworks'],
  ['xero/api-transactions.json', 'amount', '96.00'],
] as const)('%s: the place of %s is shown', (file, field, text) => {
  const { detection, records } = readFixture(file);
  const [record] = records;
  const bytes = fixtureBytes(file).slice(record?.span.byteOffset, (record?.span.byteOffset ?? 0) + (record?.span.byteLength ?? 0));
  const shown = Buffer.from(bytes, 'latin1').toString('utf8');
  const place = locateField(detection.options, [], shown, field);
  expect(shown.slice(place?.start, place?.end)).toBe(text);
});

it.each(['quickbooks/api-query.xml', 'xero/api-invoices.xml'])('%s with a document type is refused', (file) => {
  const bytes = fixtureBytes(file).replace(/^<\?xml.*\n|^/, '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>');
  expect(() => detect(bytesOf(bytes))).toThrow('document type');
  const late = fixtureBytes(file).replace('</Invoice>', '</Invoice><!DOCTYPE a>');
  expect(parse(late, readFixture(file).detection).rejected.at(-1)).toMatchObject({ code: 'bad_xml' });
});
