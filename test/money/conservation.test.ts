import { expect, test } from 'vitest';
import { conserve } from './conservation.ts';

test('in a real file: Σ = 0 after each of 12 steps, and a rebuild finds what is stored', async () => {
  const { steps, transfers, differences } = await conserve(1, 12);
  expect(differences).toEqual([]);
  expect(steps).toBe(12);
  expect(transfers).toBeGreaterThan(50);
});
