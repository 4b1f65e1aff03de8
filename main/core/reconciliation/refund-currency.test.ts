import { describe, expect, it } from 'vitest';
import { type HandMoney, moneyInput } from '#test/factories/money-input.ts';
import { charge, order, refund } from '#test/factories/money-records.ts';
import { positionOf } from './positions.ts';
import { reconcile } from './reconcile.ts';

/** 100.00 euros, settled as 108.00 dollars. */
const PAID = charge('a', { amount: 10_800, facts: { buyerAmount: '100.00', buyerCurrency: 'EUR' } });

/** What was paid and given back in euros and in dollars of an order of 100.00 euros; `said`: refunds as its shop has them. */
function given(refunds: readonly HandMoney[], said: number | null) {
  const orders = [order('1', 10_000, ['a'], { currency: 'EUR', ...(said === null ? {} : { refunded: said }) })];
  const { input } = moneyInput({ money: [PAID, ...refunds], orders });
  const { positions } = reconcile(input);
  const dollars = positions.others.get(0)?.find(({ currency }) => input.currencies[currency] === 'USD')?.position;
  const { paidMinor, refundedMinor } = positionOf(positions.figures, 0);
  return [paidMinor, refundedMinor, dollars?.refundedMinor ?? 0];
}

describe('a refund in the gateway’s currency that does not say what the buyer got back', () => {
  it('of all that the payment brought gave back all of it, whatever the shop says', () => {
    const whole = [refund('r', 'a', { amount: -10_800 })];
    expect(given(whole, null)).toEqual([10_000, 10_000, 0]);
    expect(given(whole, 10_000)).toEqual([10_000, 10_000, 0]);
  });

  it('is what the shop says, at the rate of its own day', () => {
    expect(given([refund('r', 'a', { amount: -5480 })], 5000)).toEqual([10_000, 5000, 0]);
  });

  it('is what other refunds leave of what the shop says', () => {
    const stated = refund('s', 'a', { amount: -2160, facts: { buyerAmount: '-20.00', buyerCurrency: 'EUR' } });
    expect(given([stated, refund('r', 'a', { amount: -3290 })], 5000)).toEqual([10_000, 5000, 0]);
  });

  it.each([
    ['the shop says nothing', [refund('r', 'a', { amount: -5480 })], null, 0],
    ['the shop knows of none', [refund('r', 'a', { amount: -5480 })], 0, 0],
    ['the shop says what no rate makes of it', [refund('r', 'a', { amount: -5480 })], 9000, 0],
    ['there are two of them', [refund('r', 'a', { amount: -2160 }), refund('s', 'a', { amount: -3290 })], 5000, 0],
  ])('stays as it is where %s', (_, refunds, said, euros) => {
    const dollars = refunds.reduce((sum, { facts }) => sum - (facts.amount ?? 0), 0);
    expect(given(refunds, said)).toEqual([10_000, euros, dollars]);
  });

  it('is told by its own statement before anything else', () => {
    const stated = refund('r', 'a', { amount: -5480, facts: { buyerAmount: '-50.00', buyerCurrency: 'EUR' } });
    expect(given([stated], 4900)).toEqual([10_000, 5000, 0]);
  });
});
