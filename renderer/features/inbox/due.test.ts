import { expect, test } from 'vitest';
import { dueIn } from './due.ts';

const HOUR = 3_600_000;

test.each([
  [18 * HOUR, 'in 18 h', 'warn'],
  [50 * HOUR, 'in 2 d', undefined],
  [HOUR / 2, 'in under 1 h', 'warn'],
  [-2 * HOUR, 'late 2 h', 'bad'],
  [-72 * HOUR, 'late 3 d', 'bad'],
])('%d ms from now reads %s', (from, text, tone) => {
  expect(dueIn(from, 0)).toEqual({ text, tone });
});
