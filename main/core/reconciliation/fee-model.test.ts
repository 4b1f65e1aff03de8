import { expect, test } from 'vitest';
import { feeBy, learnFees } from './fee-model.ts';

const paid = (gross: number, basisPoints = 290, fixed = 30) => ({
  gross,
  fee: Math.floor((gross * basisPoints + 5000) / 10_000) + fixed,
});

test('a rate is learned from known fees, also with a few odd ones among them', () => {
  const known = Array.from({ length: 40 }, (_, i) => paid(500 + ((i * 7919) % 9000)));
  expect(learnFees(known)).toMatchObject({ basisPoints: 290, fixedMinor: 30 });
  expect(learnFees([...known, { gross: 1000, fee: 500 }, { gross: 8000, fee: 0 }])).toMatchObject({
    basisPoints: 290,
    fixedMinor: 30,
  });
  const model = learnFees(known);
  expect(model === null ? null : feeBy(model, 10_000)).toBe(320);
});

test('nothing is learned from too few, from one amount, or from two rates', () => {
  expect(learnFees(Array.from({ length: 5 }, (_, i) => paid(1000 * (i + 1))))).toBeNull();
  expect(learnFees(Array.from({ length: 20 }, () => paid(1000)))).toBeNull();
  expect(
    learnFees(Array.from({ length: 40 }, (_, i) => paid(1000 + 100 * i, i % 2 === 0 ? 290 : 150, i % 2 === 0 ? 30 : 25))),
  ).toBeNull();
});
