import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DecimalMark, formatPlain, parseAmount } from '#shared/domain/money.ts';
import { isNumberText, markEvidence, readAmount } from './amounts.ts';

describe('amounts', () => {
  it.each<[string, string, DecimalMark, number | null]>([
    ['12.50', 'USD', '.', 1250],
    ['-12.5', 'USD', '.', -1250],
    ['-0.00', 'USD', '.', 0],
    ['12', 'USD', '.', 1200],
    ['.5', 'USD', '.', 50],
    ['12.500', 'USD', '.', 1250],
    ['12.505', 'USD', '.', null],
    ['12345', 'JPY', '.', 12_345],
    ['12345.00', 'JPY', '.', 12_345],
    ['1.234', 'KWD', '.', 1234],
    ['1,234.56', 'USD', '.', 123_456],
    ['1,04,999.00', 'INR', '.', 10_499_900],
    ['1.234,56', 'EUR', ',', 123_456],
    ['1 234,56', 'EUR', ',', 123_456],
    ['(1,000.00)', 'USD', '.', -100_000],
    ['($2,000.00)', 'USD', '.', -200_000],
    ['\u22125,00', 'SEK', ',', -500],
    ['12,50', 'EUR', '.', null],
    ['12O0.00', 'USD', '.', null],
    ['1.2.3', 'USD', '.', null],
    ['', 'USD', '.', null],
    ['-', 'USD', '.', null],
    ['.', 'USD', '.', null],
    ['90071992547409.93', 'USD', '.', null],
  ])('%s %s with %s is %s', (text, currency, mark, minor) => expect(readAmount(text, currency, mark)).toBe(minor));

  it('reads the plain form as the careful reader does', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('-', '.', '0', '5', '9'), maxLength: 12 }),
        fc.constantFrom('USD', 'JPY', 'KWD'),
        (text, currency) => {
          expect(readAmount(text, currency, '.')).toBe(parseAmount(text, currency, '.'));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('reads every amount back', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.constantFrom('USD', 'JPY', 'KWD'), (minor, currency) => {
        expect(readAmount(formatPlain(minor, currency), currency, '.')).toBe(minor === 0 ? 0 : minor);
      }),
    );
  });
});

it.each([
  ['1,234.56', '.'],
  ['1.234,56', ','],
  ['12.50', '.'],
  ['12,50', ','],
  ['1,234,567', '.'],
  ['1.234.567', ','],
  ['0,125', ','],
  ['1234,567', ','],
  ['1,234', 'open'],
  ['1.234', 'open'],
  ['1234', 'none'],
  ['($2,000.00)', '.'],
])('%s is evidence of %s', (text, evidence) => expect(markEvidence(text)).toBe(evidence));

it('tells a fine price from no number', () => {
  expect(['0.0125', '13.3333', '17.647059', '5'].map((text) => isNumberText(text, '.'))).toEqual([true, true, true, true]);
  expect(['n/a', '1-2', 'free'].map((text) => isNumberText(text, '.'))).toEqual([false, false, false]);
});
