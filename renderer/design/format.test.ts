import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatDay,
  formatInstant,
  formatMoney,
  formatMoneyText,
  formatProbability,
  plural,
} from './format.ts';

describe('money', () => {
  it('keeps each currency’s own decimals', () => {
    expect(formatMoney(4_000_000, 'USD')).toBe('$40,000.00');
    expect(formatMoney(-4200, 'EUR')).toBe('−€42.00');
    expect(formatMoney(1200, 'JPY')).toBe('¥1,200');
    expect(formatMoney(1234, 'KWD')).toBe('KWD 1.234');
  });

  it('prints the largest safe integer to the last digit', () => {
    expect(formatMoney(9_007_199_254_740_991, 'USD')).toBe('$90,071,992,547,409.91');
  });

  it('prints sums beyond 2^53, which travel as text', () => {
    expect(formatMoneyText('123456789012345678901', 'USD')).toBe('$1,234,567,890,123,456,789.01');
    expect(formatMoneyText('-5', 'USD')).toBe('−$0.05');
    expect(formatMoneyText('1200', 'JPY')).toBe('¥1,200');
  });
});

it('counts and measures', () => {
  expect(formatCount(18204)).toBe('18,204');
  expect([plural(1, 'record'), plural(2, 'record'), plural(2, 'copy', 'copies')]).toEqual(['1 record', '2 records', '2 copies']);
  expect([0, 999, 1500, 412_000_000].map(formatBytes)).toEqual(['0 bytes', '999 bytes', '1.5 kB', '412 MB']);
});

it('shows instants in the zone of the book', () => {
  const ms = Date.UTC(2026, 10, 9, 23, 4);
  expect(formatInstant(ms, 'UTC')).toBe('9 Nov 2026, 23:04');
  expect(formatInstant(ms, 'Europe/Stockholm')).toBe('10 Nov 2026, 00:04');
  expect(formatDay(ms, 'America/New_York')).toBe('9 Nov 2026');
});

it('never rounds confidence up to certainty', () => {
  expect([0.914, 0.989, 0.9934, 0.99996, 1, 0.004].map(formatProbability)).toEqual([
    '91%',
    '98.9%',
    '99.3%',
    '> 99.9%',
    '100%',
    '0.4%',
  ]);
});
