import { describe, expect, it } from 'vitest';
import { paymentRef } from '#core/normalise/references.ts';
import { linkAll } from '#core/reconciliation/reconcile.ts';
import { type HandBook, moneyInput } from '#test/factories/money-input.ts';
import { at, bankLine, booking, charge, movement, order, payout, refund } from '#test/factories/money-records.ts';
import type { AccountKind } from './accounts.ts';
import { Balances, ZeroCheck } from './balances.ts';
import { postAll } from './post-all.ts';

/** Balances by account kind (summed over owners) and currency, without zeros. */
function balances(book: Partial<HandBook>): Record<string, number> {
  const { input } = moneyInput({ money: [], orders: [], asOf: '2026-04-01T00:00:00Z', ...book });
  const kept = new Balances();
  postAll(linkAll(input), new ZeroCheck(kept));
  const sums = new Map<string, number>();
  for (const { kind, currency, minor } of kept.list()) {
    const name = input.currencies[currency] === 'USD' ? kind : `${kind} ${input.currencies[currency]}`;
    sums.set(name, (sums.get(name) ?? 0) + minor);
  }
  return Object.fromEntries([...sums].filter(([, minor]) => minor !== 0)) as Record<AccountKind, number>;
}

describe('an order', () => {
  it('is owed by its buyer, and is sales, shipping, tax, tips, duties and gift cards', () => {
    const facts = { subtotal: 7000, shipping: 500, tax: 700, tip: 300, duties: 200 };
    expect(balances({ orders: [order('1', 8700, [], facts)] })).toEqual({
      receivable: 8700,
      sales: -7000,
      shipping: -500,
      tax_payable: -700,
      tips: -300,
      duties: -200,
    });
  });

  it('keeps a cent between its lines and its total as rounding', () => {
    expect(balances({ orders: [order('1', 1001, [], { subtotal: 1000, shipping: 0, tax: 0 })] })).toEqual({
      receivable: 1001,
      sales: -1000,
      rounding: -1,
    });
  });

  it('posts only the difference when it is edited, on the same accounts', () => {
    const { input } = moneyInput({ money: [], orders: [order('1', 12_000, [], { shipping: 500 })] });
    const kept = new Balances();
    const edits = new Map([[0, [{ minute: 1, total: 10_000 }]]]);
    postAll(linkAll({ ...input, edits }), new ZeroCheck(kept));
    expect(kept.list().map(({ kind, minor }) => [kind, minor])).toEqual([
      ['receivable', 12_000],
      ['sales', -11_500],
      ['shipping', -500],
    ]);
  });

  it('cancelled before payment leaves nothing; cancelled after it stays until the money is back', () => {
    const cancelledAt = at('2026-03-03');
    expect(balances({ orders: [order('1', 5000, [], { cancelledAt })] })).toEqual({});
    expect(balances({ money: [charge('a', { amount: 5000 })], orders: [order('1', 5000, ['a'], { cancelledAt })] })).toEqual({
      clearing: 5000,
      sales: -5000,
    });
  });

  it('paid with a gift card takes from what is owed for gift cards', () => {
    const orders = [order('1', 5000, ['a'], { paymentMethod: 'Gift Card + Stripe' })];
    expect(balances({ money: [charge('a', { amount: 3000 })], orders })).toEqual({
      clearing: 3000,
      sales: -5000,
      gift_card_liability: 2000,
    });
  });

  it('of a test is nothing', () => {
    expect(balances({ orders: [order('1', 5000, [], { tags: 'test' })] })).toEqual({});
  });

  it('agreed before tax is raised by the tax that is billed on it', () => {
    const deal = order('1', 10_000).map((record) => ({
      ...record,
      key: { ...record.key, system: 'hubspot' as const, type: 'deal' as const },
      facts: { ...record.facts, company: 'Harbor Pine', title: 'Spring media plan' },
    }));
    const money = [booking('INV-1', 'Invoice', 10_600, '2026-03-03', { company: 'Harbor Pine', description: 'Spring media plan' })];
    expect(balances({ money, orders: [deal] })).toEqual({ receivable: 10_600, sales: -10_000, tax_payable: -600 });
  });
});

describe('a capture', () => {
  it('pays its order', () => {
    expect(balances({ money: [charge('a', { amount: 10_000, fee: 320 })], orders: [order('1', 10_000, ['a'])] })).toEqual({
      clearing: 9680,
      fees: 320,
      sales: -10_000,
    });
  });

  it('of no order is unapplied cash', () => {
    expect(balances({ money: [charge('a', { amount: 10_000, fee: 320 })] })).toEqual({
      clearing: 9680,
      fees: 320,
      unapplied_cash: -10_000,
    });
  });

  it('in another currency is zero in each', () => {
    const money = [charge('a', { amount: 1234, facts: { buyerAmount: '10.00', buyerCurrency: 'EUR' } })];
    expect(balances({ money, orders: [order('1', 1000, ['a'], { currency: 'EUR' })] })).toEqual({
      clearing: 1234,
      fx: -1234,
      'fx EUR': 1000,
      'sales EUR': -1000,
    });
  });

  it('with its uncaptured part reversed counts what was captured', () => {
    const refs = [paymentRef('ch_a', 'mentions')];
    const money = [charge('a', { amount: 10_000 }), movement('txn_b', 'charge_reversal', { amount: -4000, refs })];
    expect(balances({ money, orders: [order('1', 6000, ['a'])] })).toEqual({ clearing: 6000, sales: -6000 });
  });

  it.each(['authorisation', 'void', 'nothing', 'deferred'] as const)('%s never posts', (kind) => {
    expect(balances({ money: [movement('x', kind, { amount: 5000 })] })).toEqual({});
  });

  it('that failed, is pending or is a test never posts', () => {
    for (const facts of [{ status: 'Failed' }, { status: 'Pending' }, { tags: 'test' }]) {
      expect(balances({ money: [charge('a', { amount: 5000, facts })] })).toEqual({});
    }
  });

  it('that stands in two lists posts once', () => {
    const listed = charge('a', { amount: 10_000, fee: 320, type: 'charge' });
    const report = { ...listed, key: { ...listed.key, nativeId: 'ch_a' } };
    expect(balances({ money: [charge('a', { amount: 10_000, fee: 320 }), report] })).toEqual({
      clearing: 9680,
      fees: 320,
      unapplied_cash: -10_000,
    });
  });
});

describe('a refund', () => {
  const paid = charge('a', { amount: 10_000 });

  it('as shop and gateway say is settled; its tax goes back in its share', () => {
    const money = [paid, refund('b', 'a', { amount: -5000, on: '2026-03-05T10:00' })];
    const orders = [order('1', 10_000, ['a'], { subtotal: 9000, shipping: 0, tax: 1000, refunded: 5000 })];
    expect(balances({ money, orders })).toEqual({ clearing: 5000, sales: -9000, tax_payable: -500, sales_returns: 4500 });
  });

  it('of everything takes shipping and all tax back', () => {
    const money = [paid, refund('b', 'a', { amount: -10_000, on: '2026-03-05T10:00' })];
    const orders = [order('1', 10_000, ['a'], { subtotal: 8500, shipping: 500, tax: 1000, refunded: 10_000 })];
    expect(balances({ money, orders })).toEqual({ sales: -8500, sales_returns: 8500 });
  });

  it('that only the shop knows stays payable; that only the gateway knows is paid before it was owed', () => {
    expect(balances({ money: [paid], orders: [order('1', 10_000, ['a'], { refunded: 2000 })] })).toMatchObject({
      refunds_payable: -2000,
      sales_returns: 2000,
    });
    const money = [paid, refund('b', 'a', { amount: -2000 })];
    const orders = [order('1', 10_000, ['a'], { refunded: 0 })];
    expect(balances({ money, orders })).toMatchObject({ refunds_payable: 2000 });
  });

  it('that its shop does not know is owed once a person gives it to the order, and no more than once', () => {
    const money = [paid, refund('b', null, { amount: -2000 })];
    const row = moneyInput({ money, orders: [] }).rowOf('txn_b');
    const decisions = [
      {
        kind: 'refund-order',
        from: { of: 'row', row } as const,
        to: { of: 'order', order: 0 } as const,
        verdict: 'linked' as const,
      },
    ];
    const settled = { clearing: 8000, sales: -10_000, sales_returns: 2000 };
    for (const refunded of [0, 2000]) {
      const orders = [order('1', 10_000, ['a'], { refunded })];
      expect(balances({ money, orders, decisions })).toEqual(settled);
    }
  });

  it('of no order is unidentified', () => {
    expect(balances({ money: [refund('b', null, { amount: -2000 })] })).toEqual({ clearing: -2000, unidentified_refunds: 2000 });
  });

  it('that failed comes back', () => {
    const back = movement('txn_f', 'refund_failed', { amount: 2000, refs: [paymentRef('ch_a', 'mentions')] });
    const money = [paid, refund('b', 'a', { amount: -2000 }), back];
    expect(balances({ money, orders: [order('1', 10_000, ['a'])] })).toEqual({ clearing: 10_000, sales: -10_000 });
  });
});

describe('fees, disputes, reserves and the like', () => {
  const paid = charge('a', { amount: 10_000 });
  const orders = [order('1', 10_000, ['a'])];
  const about = [paymentRef('ch_a', 'mentions')];
  const dispute = movement('txn_d', 'dispute', { amount: -10_000, fee: 1500, on: '2026-03-10T10:00', refs: about });

  it('a fee of its own costs; a returned fee comes back', () => {
    const fee = movement('txn_e', 'fee', { amount: -250 });
    expect(balances({ money: [fee] })).toEqual({ clearing: -250, fees: 250 });
    expect(balances({ money: [fee, movement('txn_r', 'fee_returned', { amount: 250 })] })).toEqual({});
  });

  it('a dispute is contested, its fee is another account', () => {
    expect(balances({ money: [paid, dispute], orders })).toEqual({
      clearing: -1500,
      dispute_fees: 1500,
      disputes_contested: 10_000,
      sales: -10_000,
    });
  });

  it('won: the money and what is given back of the fee return', () => {
    const won = movement('txn_w', 'dispute_reversal', { amount: 10_000, fee: -1500, on: '2026-03-20T10:00', refs: about });
    expect(balances({ money: [paid, dispute, won], orders })).toEqual({ clearing: 10_000, sales: -10_000 });
  });

  it('lost, by status or by the clock: a chargeback loss', () => {
    const lost = { ...dispute, facts: { ...dispute.facts, status: 'lost' } };
    expect(balances({ money: [paid, lost], orders })).toMatchObject({ chargeback_loss: 10_000 });
    expect(balances({ money: [paid, dispute], orders, asOf: '2026-07-01T00:00:00Z' })).toMatchObject({ chargeback_loss: 10_000 });
    const open = { ...dispute, facts: { ...dispute.facts, status: 'Needs response' } };
    expect(balances({ money: [paid, open], orders, asOf: '2026-07-01T00:00:00Z' })).toMatchObject({ disputes_contested: 10_000 });
  });

  it('a reserve is held, and released', () => {
    const held = movement('h', 'reserve_held', { amount: -900 });
    expect(balances({ money: [held] })).toEqual({ clearing: -900, reserve: 900 });
    expect(balances({ money: [held, movement('r', 'reserve_released', { amount: 900 })] })).toEqual({});
  });

  it('a hold nets to zero', () => {
    const money = [movement('h', 'hold', { amount: -900 }), movement('r', 'hold_released', { amount: 900 })];
    expect(balances({ money: money.slice(0, 1) })).toEqual({ clearing: -900, holds: 900 });
    expect(balances({ money })).toEqual({});
  });

  it('tax that a marketplace keeps back is paid tax; with a refund it comes back', () => {
    const kept = movement('t', 'tax_withheld', { amount: -600, system: 'amazon' });
    expect(balances({ money: [kept] })).toEqual({ clearing: -600, tax_payable: 600 });
    expect(balances({ money: [kept, movement('u', 'tax_returned', { amount: 600, system: 'amazon' })] })).toEqual({});
  });

  it('a conversion is zero in each currency', () => {
    const money = [
      movement('A', 'conversion', { amount: -1000, currency: 'EUR', system: 'paypal' }),
      movement('B', 'conversion', { amount: 1100, system: 'paypal' }),
    ];
    expect(balances({ money })).toEqual({ 'clearing EUR': -1000, 'fx EUR': 1000, clearing: 1100, fx: -1100 });
  });

  it('adjustments and money of the owner have accounts of their own', () => {
    expect(balances({ money: [movement('x', 'adjustment', { amount: -70 })] })).toEqual({ clearing: -70, adjustments: 70 });
    expect(balances({ money: [movement('x', 'transfer', { amount: 70 })] })).toEqual({ clearing: 70, owner_transfers: -70 });
  });
});

describe('a payout', () => {
  const line = charge('a', { amount: 10_000, fee: 300, payout: 'po_aaaaaa1' });
  const sent = payout('po_aaaaaa1', 9700, '2026-03-05');

  it('is in transit until the bank shows it', () => {
    expect(balances({ money: [line, sent] })).toEqual({ fees: 300, unapplied_cash: -10_000, in_transit: 9700 });
    expect(balances({ money: [line, sent, bankLine('1', 9700, '2026-03-06', 'STRIPE PAYMENTS')] })).toEqual({
      fees: 300,
      unapplied_cash: -10_000,
      bank: 9700,
    });
  });

  it('that failed is back on the balance', () => {
    const failed = { ...sent, facts: { ...sent.facts, payoutStatus: 'failed' } };
    expect(balances({ money: [line, failed] })).toEqual({ clearing: 9700, fees: 300, unapplied_cash: -10_000 });
  });

  it('the other way is a withdrawal from the bank', () => {
    const back = movement('w', 'withdrawal', { amount: 500, type: 'payout', facts: { payoutId: 'po_wwwwww1' } });
    expect(balances({ money: [back, bankLine('1', -500, '2026-03-03', 'STRIPE DEBIT')] })).toEqual({ clearing: 500, bank: -500 });
  });

  it('a bank line of a rail without a payout is unidentified, any other line is outside', () => {
    expect(balances({ money: [bankLine('1', 500, '2026-03-06', 'STRIPE PAYMENTS')] })).toEqual({
      bank: 500,
      unidentified_receipts: -500,
    });
    expect(balances({ money: [bankLine('1', -500, '2026-03-06', 'RENT')] })).toEqual({ bank: -500, outside_scope: 500 });
  });
});

it('bookings do not post', () => {
  expect(balances({ money: [booking('INV-1', 'Invoice', 10_000, '2026-03-03')] })).toEqual({});
});

it('write-offs clear what is left; opening balances start an account', () => {
  const writeOffs = [{ target: { of: 'order', order: 0 } as const, minor: 200, currency: 1, minute: 5 }];
  expect(balances({ orders: [order('1', 200)], writeOffs })).toEqual({ write_offs: 200, sales: -200 });
  const openings = [{ source: 0, account: 0, currency: 1, minor: 750 }];
  expect(balances({ money: [movement('x', 'fee', { amount: -50 })], openings })).toEqual({
    clearing: 700,
    fees: 50,
    opening_equity: -750,
  });
});

it('a transfer that is not zero is refused', () => {
  const check = new ZeroCheck();
  check.begin('capture', 'row', 7, 0);
  check.post('clearing', 0, 1, 100);
  check.post('receivable', 0, 1, -99);
  expect(() => check.end()).toThrow('capture of row 7 is off by 1');
  expect(() => check.post('clearing', 0, 1, 0.5)).toThrow('no whole number');
});
