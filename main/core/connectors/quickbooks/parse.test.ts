import { describe, expect, it } from 'vitest';
import { bytesOf, fixtureBytes, readBytes, readFixture, shownFacts, shownRefs } from '#test/factories/read-file.ts';
import { isContentId } from '../content-id.ts';
import { readPeriod } from './period.ts';

describe('the journal', () => {
  const result = readFixture('quickbooks/journal.csv');

  it('gives one booking a transaction; titles, totals and footer are no data', () => {
    expect(result.rejected).toEqual([]);
    expect(result.rowCount).toBe(5);
    expect(result.detection.options.dateOrder).toBe('mdy');
    expect(shownFacts(result.records[0])).toEqual({
      moneyKind: 'booking',
      counterAccount: null,
      currency: 'USD',
      placedAt: '03/02/2026',
      category: 'Sales Receipt',
      reference: '2001',
      clientName: 'Nora Lindqvist',
      description: 'Shopify order #2001',
      account: 'Stripe Clearing',
      amount: 7722,
      lineItems: [
        { name: 'Stripe Clearing', sku: null, quantity: '1', unitPriceMinor: null, totalMinor: 7722 },
        { name: 'Sales', sku: null, quantity: '1', unitPriceMinor: null, totalMinor: -7150 },
        { name: 'Sales Tax Payable', sku: null, quantity: '1', unitPriceMinor: null, totalMinor: -572 },
      ],
    });
    expect(result.records.map(({ type, aliases, facts }) => [type, aliases, facts.amount])).toEqual([
      ['booking', ['2001'], 7722],
      ['booking', ['JE-7'], 125_000],
    ]);
  });

  it('names its bookings by content', () => {
    expect(result.records.every(({ nativeId }) => isContentId(nativeId))).toBe(true);
    expect(readFixture('quickbooks/journal.csv').records.map(({ nativeId }) => nativeId)).toEqual(
      result.records.map(({ nativeId }) => nativeId),
    );
  });

  it('refers to what its number and its memo may mean', () => {
    expect(shownRefs(result.records[0]?.refs)).toEqual([
      'csv:order 2001 mentions',
      'hubspot:deal 2001 mentions',
      'netsuite:order 2001 mentions',
      'quickbooks:num 2001 own',
      'shopify:order 2001 mentions',
      'woocommerce:order 2001 mentions',
    ]);
  });

  it('spans the transaction from its dated row to its last line', () => {
    const bytes = fixtureBytes('quickbooks/journal.csv');
    const [first] = result.records;
    const text = bytes.slice(first?.span.byteOffset, (first?.span.byteOffset ?? 0) + (first?.span.byteLength ?? 0));
    expect(text.split('\n').map((line) => line.split(',')[5])).toEqual(['Stripe Clearing', 'Sales', 'Sales Tax Payable']);
    expect(first?.span.line).toBe(6);
  });

  it('rejects a transaction whole when one line is bad, and lines without a transaction', () => {
    const header = 'Date,Transaction Type,Num,Name,Memo/Description,Account,Debit,Credit';
    const rows = [
      ',,,,,Sales,,5.00',
      '13/01/2026,Check,1,A,,Bank,5.00,',
      ',,,A,,Sales,,5.OO',
      '14/01/2026,Check,2,A,,Bank,6.00,',
      ',,,A,,Sales,,6.00',
    ];
    const { records, rejected, rowCount } = readBytes(bytesOf(`${header}\n${rows.join('\n')}\n`));
    expect(rejected.map(({ code, column, text, span }) => [code, column, text, span.line])).toEqual([
      ['missing_value', 'Date', '', 2],
      ['bad_amount', 'Credit', '5.OO', 3],
    ]);
    expect(records.map(({ facts }) => facts.amount)).toEqual([600]);
    expect(rowCount).toBe(5);
  });
});

describe('what a report covers', () => {
  it('stands in its title rows', () => {
    const span = { fromDay: '2026-03-01', toDay: '2026-03-31' };
    for (const name of ['journal', 'transaction-detail', 'general-ledger'])
      expect(readFixture(`quickbooks/${name}.csv`).statements).toMatchObject([{ account: '', ...span, closingMinor: null }]);
    expect(readFixture('quickbooks/ledger-canada.csv').statements).toEqual([]);
  });

  it.each([
    ['January 1 - March 31 2026', '2026-01-01', '2026-03-31'],
    ['January - December 2026', '2026-01-01', '2026-12-31'],
    ['February 2028', '2028-02-01', '2028-02-29'],
    ['March 1-31, 2026', '2026-03-01', '2026-03-31'],
    ['December 15, 2025 – January 14, 2026', '2025-12-15', '2026-01-14'],
    ['1 January - 31 March 2026', '2026-01-01', '2026-03-31'],
  ])('%s', (text, fromDay, toDay) => expect(readPeriod(text)).toEqual({ fromDay, toDay }));

  it.each([
    'All Dates',
    'As of March 31, 2026',
    'May & June Ltd',
    'February 30 - March 31, 2026',
    'March 31 - March 1, 2026',
    'Smarch 2026',
  ])('is not known from %j', (text) => expect(readPeriod(text)).toBe(null));
});

describe('bookings', () => {
  it('of a journal are signed in the account of their first line, and name the other where there is one', () => {
    const { records } = readBytes(
      bytesOf(
        [
          'Date,Transaction Type,Num,Name,Memo/Description,Account,Debit,Credit',
          '13/01/2026,Expense,7,Stripe,Fees,Stripe Clearing,,2.54',
          ',,,,Fees,Fees,2.54,',
          '14/01/2026,Deposit,8,,Payout,Checking,97.00,',
          ',,,,Payout,Stripe Clearing,,100.00',
          ',,,,Fees,Fees,3.00,',
        ].join('\n'),
      ),
    );
    expect(records.map(({ facts }) => [facts.moneyKind, facts.account, facts.amount, facts.counterAccount])).toEqual([
      ['booking', 'Stripe Clearing', -254, 'Fees'],
      ['booking', 'Checking', 9700, null],
    ]);
  });

  it('of a ledger name the account they are split to, and invoices their number', () => {
    const [deposit] = readFixture('quickbooks/general-ledger.csv').records;
    expect([deposit?.facts.moneyKind, deposit?.facts.counterAccount]).toEqual(['booking', 'Checking']);
    const [invoice] = readFixture('quickbooks/transaction-detail.csv').records;
    expect(invoice?.facts.invoiceNumber).toBe('INV-0071');
  });
});

describe('nothing is dropped for looking like a total', () => {
  const read = (...rows: string[]) =>
    readBytes(bytesOf(`Date,Transaction Type,Num,Name,Memo/Description,Account,Debit,Credit\n${rows.join('\n')}\n`));

  it('a line of a client named Total is a line', () => {
    const { records } = read('13/01/2026,Check,1,A,,Bank,,5.00', ',,,Total Energies,,Fuel,5.00,', ',,,,,,$5.00,$5.00');
    expect(records[0]?.facts.lineItems?.map(({ name }) => name)).toEqual(['Bank', 'Fuel']);
  });

  it('a line without an account is rejected unless it repeats the sums', () => {
    const { records, rejected } = read(
      '13/01/2026,Check,1,A,,Bank,5.00,',
      ',,,,,,3.00,5.00',
      '14/01/2026,Check,2,A,,Bank,5.00,',
      ',,,A,,Sales,,5.00',
    );
    expect(rejected).toMatchObject([{ code: 'missing_value', column: 'Account', span: { line: 2 } }]);
    expect(records.map(({ aliases }) => aliases)).toEqual([['2']]);
  });

  it('a transaction that a damaged row left unbalanced is rejected', () => {
    const { records, rejected } = read(
      '13/01/2026,Check,1,A,,Bank,5.00,',
      ',,,A,,Sales,,5.00,surplus',
      '14/01/2026,Check,2,A,,Bank,5.00,',
      ',,,A,,Sales,,5.00',
    );
    expect(rejected.map(({ code, span }) => [code, span.line])).toEqual([
      ['conflicting_rows', 2],
      ['wrong_column_count', 3],
    ]);
    expect(records.map(({ aliases }) => aliases)).toEqual([['2']]);
  });
});

describe('reports of single postings', () => {
  it('keep equal rows apart, and know parentheses as negative', () => {
    const { records, rowCount } = readFixture('quickbooks/transaction-detail.csv');
    expect(records.map(({ facts }) => [facts.amount, facts.account, facts.company])).toEqual([
      [100_000, 'Sales', 'Fernworks:Spring'],
      [-100_000, 'Accounts Receivable', null],
      [-100_000, 'Accounts Receivable', null],
    ]);
    expect(new Set(records.map(({ nativeId }) => nativeId)).size).toBe(3);
    expect(records.map(({ nativeId }) => nativeId.split(':')[2])).toEqual(['1', '1', '2']);
    expect(rowCount).toBe(3);
    expect(shownRefs(records[0]?.refs)).toContain('invoice INV71 own');
  });

  it('of the ledger stand under their account; balances and totals are no postings', () => {
    const { records, rejected, rowCount } = readFixture('quickbooks/general-ledger.csv');
    expect(rejected).toEqual([]);
    expect(rowCount).toBe(3);
    expect(records.map(({ facts }) => [facts.account, facts.amount, facts.placedAt?.text])).toEqual([
      ['Stripe Clearing', -5468, '03/13/2026'],
      ['Stripe Clearing', 7722, '03/31/2026'],
      ['Fees', -254, '03/31/2026'],
    ]);
    expect(shownRefs(records[0]?.refs)).toEqual(['payout PO_1FIX0001 free']);
  });

  it('do not take a restated running balance for another posting', () => {
    const bytes = fixtureBytes('quickbooks/general-ledger.csv');
    const restated = bytes.replace('45.32', '99.99').replace('122.54', '177.21');
    expect(readBytes(restated).records.map(({ nativeId }) => nativeId)).toEqual(
      readBytes(bytes).records.map(({ nativeId }) => nativeId),
    );
  });

  it('of the Canadian columns: debit less credit', () => {
    const { records } = readFixture('quickbooks/ledger-canada.csv', { currency: 'CAD' });
    expect(records.map(({ facts, aliases }) => [facts.account, facts.amount, facts.currency, aliases])).toEqual([
      ['Chequing', 5468, 'CAD', ['D-1']],
      ['Chequing', -254, 'CAD', []],
    ]);
  });
});
