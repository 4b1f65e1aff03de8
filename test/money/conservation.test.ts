import { expect, test } from 'vitest';
import { conserve } from './conservation.ts';

test('in a real file: Σ = 0 after each of 5 steps, and a rebuild finds what is stored', async () => {
  const { steps, transfers, differences } = await conserve(1, 5);
  expect(differences).toEqual([]);
  expect(steps).toBe(5);
  expect(transfers).toBeGreaterThan(20);
});
