import { expect, it } from 'vitest';
import { formatBits, formatExpected, formatShare, modelName } from './words.ts';

it('writes bits with a sign that is not a hyphen', () => {
  expect([9_500, -2_000, 0, 40, -49].map(formatBits)).toEqual(['+9.5', '−2.0', '0.0', '0.0', '0.0']);
});

it('rounds no share up to certainty', () => {
  expect([0, 1, 0.99999, 0.5, 0.0004].map(formatShare)).toEqual(['0%', '100%', '99.9%', '50.0%', '0.0%']);
});

it('expects mistakes in figures that can be pictured', () => {
  expect([0, 0.01, 1.25, 1234.5].map(formatExpected)).toEqual(['0', '< 0.1', '1.3', '1,235']);
});

it('calls a model by its number', () => {
  expect([modelName({ number: 3 }), modelName({ number: null })]).toEqual(['Model 3', 'Shipped model']);
});
