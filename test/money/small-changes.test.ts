/** A run over the neighbourhood of a change finds what a run over the whole book finds: see small-changes.ts. */
import { expect, test } from 'vitest';
import { walk } from './small-changes.ts';

/** Bookings and settlements are told by runs over the whole book; a report that tells each row again changes what stood. */
const LEAVE = /xero|quickbooks|settlement|payout-reconciliation/;

test.each([
  { profile: 'shop', seed: 4, steps: 12 },
  // Deals are shown by no coverage: the days of their source reach as far as its records.
  { profile: 'agency', seed: 4, steps: 14 },
] as const)(
  '$profile, seed $seed: after every step the whole book says the same',
  { timeout: 240_000 },
  async ({ steps, ...year }) => {
    const { looked, differences } = await walk({ ...year, orders: 150 }, steps, LEAVE);
    expect(differences).toEqual([]);
    expect(looked.filter(({ at }) => at === 'neighbourhood').length).toBeGreaterThan(looked.length / 4);
    for (const { at, because } of looked) expect(because === null).toBe(at === 'neighbourhood');
  },
);

test('with bookings every step looks at everything, and says why', { timeout: 240_000 }, async () => {
  const { looked, differences } = await walk({ profile: 'shop', orders: 150, seed: 1 }, 3);
  expect(differences).toEqual([]);
  expect(looked.map(({ at }) => at)).toEqual(['all', 'all', 'all', 'all']);
  expect(looked.every(({ because }) => because !== null)).toBe(true);
});
