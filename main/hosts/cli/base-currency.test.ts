import { expect, test } from 'vitest';
import { otherCurrencies, statedMost } from './base-currency.ts';

const file = (fileKey: string, ...currencies: string[]) => ({
  fileKey,
  totals: Object.fromEntries(currencies.map((currency) => [currency, '100'])),
});

test('files that speak of the base only leave nothing to settle', () => {
  expect(otherCurrencies([file('a', 'USD'), file('b')], 'USD')).toEqual([]);
  expect(otherCurrencies([file('a', 'EUR'), file('b', 'GBP', 'USD'), file('c', 'GBP')], 'USD')).toEqual(['GBP', 'EUR']);
});

test('a file that only seemed to state the base does not count for it', () => {
  const first = [file('shop', 'GBP'), file('bank', 'USD'), file('deals', 'USD')];
  const second = [file('shop', 'GBP'), file('bank', 'GBP'), file('deals', 'GBP')];
  expect(statedMost(first, 'USD', second, 'GBP')).toBe('GBP');
});

test('a company of one currency with a little of another keeps its own', () => {
  const files = [file('shop', 'USD'), file('gateway', 'USD', 'EUR'), file('bank', 'USD')];
  expect(statedMost(files, 'USD', files, 'EUR')).toBe('USD');
});
