import { expect, test } from 'vitest';
import { placed } from './waterfall-steps.ts';

test('columns hang from the one before, totals stand on the ground', () => {
  const { bars } = placed([
    { total: false, minor: 1000 },
    { total: false, minor: -200 },
    { total: true, minor: 800 },
  ]);
  expect(bars).toEqual([
    { bottom: 0, height: 100 },
    { bottom: 80, height: 20 },
    { bottom: 0, height: 80 },
  ]);
});

test('a balance below zero goes below the ground', () => {
  expect(
    placed([
      { total: false, minor: -50 },
      { total: false, minor: 100 },
    ]),
  ).toEqual({
    bars: [
      { bottom: 0, height: 50 },
      { bottom: 0, height: 100 },
    ],
    ground: 50,
  });
  expect(placed([])).toEqual({ bars: [], ground: 0 });
});
