import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtInFormat, codeFormat, momentText, numberText, writtenMoment } from './values.ts';

describe('numbers', () => {
  it.each([
    ['19.989999999999998', '19.99'],
    ['0.30000000000000004', '0.3'],
    ['1200', '1200'],
    ['-1234.5', '-1234.5'],
    ['1.5E3', '1500'],
    ['-2.5e-3', '-0.0025'],
    ['999999999.999999999', '1000000000'],
    ['0.0', '0'],
    ['-0', '0'],
    ['007', '7'],
    ['12345678901234567', '12345678901234567'],
    ['1.2345678901234567E+21', '1.2345678901234567E+21'],
    ['1e-40', '1E-40'],
    ['.5', '0.5'],
  ])('%s is %s', (stored, text) => expect(numberText(stored)).toBe(text));

  it.each(['', 'abc', '1,5', '.', '1.2.3', 'Infinity', '0x10'])('“%s” is none', (text) => expect(numberText(text)).toBe(null));

  it('with cents are what was typed, however a program stores them', () => {
    fc.assert(
      fc.property(fc.integer({ min: -99_999_999_999, max: 99_999_999_999 }), (cents) => {
        const typed = `${cents < 0 ? '-' : ''}${Math.floor(Math.abs(cents) / 100)}.${String(Math.abs(cents) % 100).padStart(2, '0')}`;
        const stored = Number(typed).toPrecision(17);
        expect(Number(numberText(stored)) === Number(typed)).toBe(true);
        expect(numberText(stored)?.replace(/^-?\d+\.?/, '').length).toBeLessThanOrEqual(2);
      }),
    );
  });
});

describe('formats', () => {
  it.each([
    ['yyyy-mm-dd', 'date'],
    ['dd/mm/yyyy hh:mm', 'both'],
    ['[$-409]h:mm AM/PM;@', 'time'],
    ['mmm-yy', 'date'],
    ['mm:ss.0', 'time'],
    ['yyyy-mm-dd hh:mm:ss.000', 'both'],
    ['[$-F800]dddd, mmmm dd, yyyy', 'date'],
    ['General', null],
    ['#,##0.00\\ "days"', null],
    ['[h]:mm', null],
    ['_($* #,##0.00_);_($* (#,##0.00)', null],
    ['[Red]0.00', null],
    ['0.00E+00', null],
    ['@', null],
    ['"due "0', null],
  ])('%s shows %s', (code, shows) => expect(codeFormat(code)).toBe(shows));

  it('without a code are known by their number', () => {
    expect([0, 2, 14, 20, 22, 44, 46, 49].map(builtInFormat)).toEqual([null, null, 'date', 'time', 'both', null, null, null]);
  });
});

describe('moments', () => {
  it.each([
    [46_082, 'date', false, '2026-03-01'],
    [46_082.427_083_333_336, 'both', false, '2026-03-01 10:15:00'],
    [46_082.427_083_333_336, 'date', false, '2026-03-01 10:15:00'],
    [46_082, 'both', false, '2026-03-01 00:00:00'],
    [44_620, 'date', true, '2026-03-01'],
    [0.5, 'time', false, '12:00:00'],
    [0.999_999_99, 'time', false, '23:59:59'],
    [1, 'date', false, '1900-01-01'],
    [59, 'date', false, '1900-02-28'],
    [60, 'date', false, null],
    [61, 'date', false, '1900-03-01'],
    [0, 'date', false, null],
    [0, 'date', true, '1904-01-01'],
    [-1, 'date', false, null],
    [3_000_000, 'date', false, null],
    [Number.NaN, 'date', false, null],
    [46_082, null, false, null],
  ] as const)('%d as %s (1904: %s) is %s', (serial, format, is1904, text) => expect(momentText(serial, format, is1904)).toBe(text));

  it('that are written out lose what a date does not show', () => {
    expect(writtenMoment('2026-03-01T00:00:00')).toBe('2026-03-01');
    expect(writtenMoment('2026-03-01T10:15:00.000')).toBe('2026-03-01 10:15:00');
    expect(writtenMoment('2026-03-01T10:15:00Z')).toBe('2026-03-01T10:15:00Z');
  });
});
