import { expect, it } from 'vitest';
import { isClear, type RivalPair } from './rivals.ts';

const pair = (leftId: number, rightId: number, scoreMillibits: number, cause: string | null = null): RivalPair => ({
  leftId,
  rightId,
  scoreMillibits,
  cause,
});
/** Records below 10 are the shop's, the others the ERP's. */
const kindOf = (id: number) => (id < 10 ? 'shop' : 'erp');
const clear = (own: RivalPair, ...others: RivalPair[]) => isClear(own, [own, ...others], kindOf, 3_000);

it('a pair is clear when no other answer of the same kind comes within the margin', () => {
  expect(clear(pair(1, 11, 9_000))).toBe(true);
  expect(clear(pair(1, 11, 9_000), pair(1, 12, 6_000))).toBe(true);
  expect(clear(pair(1, 11, 9_000), pair(1, 12, 6_001))).toBe(false);
  expect(clear(pair(1, 11, 9_000), pair(2, 11, 9_000))).toBe(false);
  expect(clear(pair(1, 11, 9_000), pair(1, 12, 20_000))).toBe(false);
});

it('what people settled since was a tie all the same; what nobody may join never was a rival', () => {
  expect(clear(pair(1, 11, 9_000, 'one_sale'), pair(1, 12, 9_000, 'person'))).toBe(false);
  expect(clear(pair(1, 11, 9_000), pair(1, 12, 9_000, 'currency'))).toBe(true);
});

it('a record of another kind answers another question', () => {
  expect(isClear(pair(1, 11, 9_000), [pair(1, 30, 9_000)], (id) => (id === 30 ? 'crm' : kindOf(id)), 3_000)).toBe(true);
});
