import { expect, it } from 'vitest';
import { bytesOf, DEFAULTS } from '#test/factories/read-file.ts';
import { detectFile } from '../registry.ts';
import { isRateHeader, readContractRates } from './parse.ts';

const RATES = `\ufeffsystem,account,currency,method,percent,fixed
stripe,,EUR,card,1.5,0.25
stripe,,EUR,,2.9%,0.25
shopify,us,USD,,2.4,0.30
paypal,,GBP,,"3,49","0,30"
stripe,,JPY,card,3.6,
`;

it('reads rates as whole hundredths of a percent and smallest units', () => {
  expect(readContractRates(RATES)).toEqual({
    problems: [],
    rates: [
      { system: 'stripe', account: null, currency: 'EUR', method: 'card', basisPoints: 150, fixedMinor: 25 },
      { system: 'stripe', account: null, currency: 'EUR', method: null, basisPoints: 290, fixedMinor: 25 },
      { system: 'shopify', account: 'us', currency: 'USD', method: null, basisPoints: 240, fixedMinor: 30 },
      { system: 'paypal', account: null, currency: 'GBP', method: null, basisPoints: 349, fixedMinor: 30 },
      { system: 'stripe', account: null, currency: 'JPY', method: 'card', basisPoints: 360, fixedMinor: 0 },
    ],
  });
});

it('reads a fixed part in smallest units where the column says so', () => {
  const { rates } = readContractRates('Gateway;Currency;Method;Percent;Fixed minor\nStripe;eur;SEPA Debit;0,8;30\n');
  expect(rates).toMatchObject([{ system: 'stripe', currency: 'EUR', method: 'sepa debit', basisPoints: 80, fixedMinor: 30 }]);
});

it.each([
  ['strype,EUR,1.5,0.25', 'system', 'stripe'],
  ['stripe,Euro,1.5,0.25', 'currency', 'EUR'],
  ['stripe,EUR,1.505,0.25', 'percent', 'two decimals'],
  ['stripe,EUR,150,0.25', 'percent', '0 to 100'],
  ['stripe,EUR,-1,0.25', 'percent', 'percentage'],
  ['stripe,EUR,1.5,0.255', 'fixed', 'EUR'],
  ['stripe,EUR,1.5,a quarter', 'fixed', 'EUR'],
])('takes nothing from a table with %s', (row, column, hint) => {
  const { rates, problems } = readContractRates(`system,currency,percent,fixed\npaypal,EUR,2,0.30\n${row}\n`);
  expect(rates).toEqual([]);
  expect(problems).toMatchObject([{ line: 3, column }]);
  expect(problems[0]?.cause).toContain(hint);
});

it('does not choose between two rates for the same payments', () => {
  const { rates, problems } = readContractRates('system,currency,percent,fixed\nstripe,EUR,2,0.30\nstripe,EUR,3,0.30\n');
  expect(rates).toEqual([]);
  expect(problems).toMatchObject([{ line: 3, cause: 'Line 2 states a rate for the same payments already.' }]);
});

it('says what is missing from a file that is no table of rates', () => {
  expect(readContractRates('a,b\n1,2\n').problems).toMatchObject([{ line: 1, column: null }]);
});

it('is not taken for records', () => {
  const found = detectFile({ name: 'rates.csv', head: bytesOf(RATES), complete: true, mappings: [], defaults: DEFAULTS });
  expect(found).toMatchObject({ layoutId: null, unreadable: { what: 'This is a table of contract rates, not of records.' } });
  expect(isRateHeader(['system', 'currency', 'percent', 'fixed'])).toBe(true);
  expect(isRateHeader(['Order', 'Currency', 'Rate', 'Total'])).toBe(false);
});
