/** Files of gateways and marketplaces that state their own totals or balances: what was read meets them to the cent. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ReadResult, readBytes } from '#test/factories/read-file.ts';

const FOLDER = join(import.meta.dirname, '../../../shared/samples');
const there = existsSync(FOLDER);
if (!there) process.stderr.write('test/samples: skipped, the folder ../shared/samples is not beside the repository\n');

function read(file: string): ReadResult {
  const result = readBytes(readFileSync(join(FOLDER, file), 'latin1'));
  expect(result.rejected).toEqual([]);
  return result;
}

const sum = (values: readonly (number | null | undefined)[]) => values.reduce<number>((total, value) => total + (value ?? 0), 0);

describe.skipIf(!there)('sums', () => {
  it('Amazon: the lines of a settlement make its total', () => {
    const { statements, records } = read('amazon/settlement-sample.txt');
    expect(statements).toMatchObject([{ statedMinor: 58_289, linesMinor: 58_289, openingMinor: 82_044, closingMinor: 42_000 }]);
    expect(records[0]?.facts.amount).toBe(-58_289);
    expect(sum(records.slice(1).map(({ facts }) => facts.net))).toBe(58_289);
  });

  it('Amazon: the rows of a date range report that is paid out come to nothing', () => {
    expect(sum(read('amazon/idx_date_range_report_us.csv').records.map(({ facts }) => facts.net))).toBe(0);
  });

  it.each([
    ['paypal/oca_activity_en.csv', { USD: [0, 190], EUR: [0, 4334], AUD: [0, 0] }],
    ['paypal/oca_statement_en.csv', { EUR: [75, 75], USD: [89, 28_119] }],
  ])('PayPal: %s moves its balances from first to last row', (file, balances) => {
    const { statements } = read(file);
    expect(Object.fromEntries(statements.map((s) => [s.currency, [s.openingMinor, s.closingMinor]]))).toEqual(balances);
    for (const { statedMinor, linesMinor } of statements) expect(statedMinor).toBe(linesMinor);
  });

  it('Stripe: the lines of a payout make the payout', () => {
    expect(sum(read('stripe/idx_itemized_payout_eur.csv').records.map(({ facts }) => facts.net))).toBe(90_050);
    const { records } = read('stripe/recon_single-payout.csv');
    const payout = records.find(({ type }) => type === 'payout');
    expect(payout?.facts.amount).toBe(-44_891);
    expect(sum(records.map(({ facts }) => facts.net))).toBe(0);
  });

  it('Shopify: net is amount less fee; the sample’s payouts are 15.00 short of their parts each, as they stand in their source', () => {
    for (const { facts } of read('shopify/idx_payment_transactions_17col.csv').records)
      expect(facts.net).toBe((facts.amount ?? 0) - (facts.fee ?? 0));
    const { records, statements } = read('shopify/idx_payouts_10col.csv');
    const parts = records.map(({ facts }) => sum((facts.lineItems ?? []).map(({ totalMinor }) => totalMinor)));
    expect(parts.map((part, i) => part + (records[i]?.facts.amount ?? 0))).toEqual([1500, 1500]);
    expect(statements).toMatchObject([{ statedMinor: 372_980, linesMinor: 375_980 }]);
  });
});
