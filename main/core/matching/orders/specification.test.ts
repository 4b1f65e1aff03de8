import { describe, expect, it } from 'vitest';
import { orderSpec } from '#shared/contract/order-spec.ts';
import { ORDERS_MODEL } from './shipped-model.ts';
import { ORDERS } from './specification.ts';

/** The specification with its first comparison changed. */
const withFirst = (change: object): unknown => ({
  ...ORDERS,
  comparisons: ORDERS.comparisons.map((comparison, at) => (at === 0 ? { ...comparison, ...change } : comparison)),
});
const complaints = (value: unknown): string[] => orderSpec.safeParse(value).error?.issues.map(({ message }) => message) ?? [];

describe('the specification of orders', () => {
  it('is data: its schema takes it as it is, and so it would stand in a file', () => {
    expect(orderSpec.parse(ORDERS)).toEqual(ORDERS);
    expect(orderSpec.parse(JSON.parse(JSON.stringify(ORDERS)))).toEqual(ORDERS);
  });

  it('has no place for what belongs to a model: weights, thresholds, frequencies, budgets', () => {
    for (const key of Object.keys(ORDERS_MODEL))
      expect(complaints({ ...ORDERS, [key]: ORDERS_MODEL[key as keyof typeof ORDERS_MODEL] })).toHaveLength(1);
    expect(complaints(withFirst({ weight: 1 }))).toHaveLength(1);
    const [level] = ORDERS.comparisons[0]?.levels ?? [];
    expect(
      complaints(withFirst({ levels: [{ ...level, millibits: 0 }, ...(ORDERS.comparisons[0]?.levels.slice(1) ?? [])] })),
    ).toHaveLength(1);
  });

  it('is told what does not hold together', () => {
    const levels = ORDERS.comparisons[0]?.levels ?? [];
    expect(complaints(withFirst({ levels: levels.slice(1) }))).toEqual([
      expect.stringContaining('"unknown" is the first level of reference'),
    ]);
    expect(complaints(withFirst({ levels: levels.slice(0, -1) }))).toEqual([
      expect.stringContaining('"otherwise" is the last level'),
    ]);
    expect(complaints(withFirst({ kind: 'value' }))).toEqual(['reference names no column']);
    expect(complaints(withFirst({ name: 'amount' }))).toEqual(['"amount" stands there twice']);
    expect(complaints({ ...ORDERS, comparisons: [...ORDERS.comparisons, ...ORDERS.comparisons] })).toContainEqual(
      expect.stringContaining('at most 2^32'),
    );
    expect(complaints(withFirst({ field: 'shoeSize' }))).toHaveLength(1);
  });
});
