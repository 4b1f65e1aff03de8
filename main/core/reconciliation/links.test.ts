/** How money finds its order, its payout and its bank line. */
import { describe, expect, it } from 'vitest';
import { paymentRef, ref } from '#core/normalise/references.ts';
import { type HandMoney, moneyInput } from '#test/factories/money-input.ts';
import { linksOf as links } from '#test/factories/money-links.ts';
import { at, bankLine, booking, charge, movement, order, payout, refund } from '#test/factories/money-records.ts';
import { LINK_KINDS, LINK_RULES } from './outputs.ts';
import { reconcile } from './reconcile.ts';

describe('a capture', () => {
  it('finds the order that names its payment intent, one by one where it is captured in parts', () => {
    const money = [charge('a', { amount: 3000 }), charge('b', { amount: 2000, on: '2026-03-05T10:00' })];
    expect(links({ money, orders: [order('7', 5000, ['a', 'b'])] }, 'payment-order')).toEqual([
      'payment-order txn_a → 7',
      'payment-order txn_b → 7',
    ]);
  });

  it('pays its part of an order that two gateways and a gift card share', () => {
    const orders = [order('1', 10_000, ['a'], { paymentMethod: 'gift_card, stripe, paypal' })];
    const mention = [ref('shopify:order', '1', 'mentions')];
    const money = [charge('a', { amount: 6000 }), movement('P1', 'charge', { amount: 3000, system: 'paypal', refs: mention })];
    expect(links({ money, orders }, 'payment-order')).toEqual(['payment-order P1 → 1', 'payment-order txn_a → 1']);
    const { positions, findings } = reconcile(moneyInput({ money, orders, asOf: '2026-06-01T00:00:00Z' }).input);
    expect([...positions.figures.slice(0, 3)]).toEqual([10_000, 9000, 1000]);
    expect(findings).toEqual([]);
  });

  it('of two stores with one number goes to its own', () => {
    const stores = ['storeA', 'storeB'].map((account) =>
      order('7', 5000).map((record) => ({ ...record, key: { ...record.key, account } })),
    );
    const money = [
      movement('row1', 'charge', {
        amount: 5000,
        system: 'shopify',
        account: 'storeB',
        type: 'balance_transaction',
        refs: [ref('shopify:order', '7', 'mentions')],
      }),
    ];
    const { input, orders } = moneyInput({ money, orders: stores });
    const { links: found } = reconcile(input);
    expect(orders[found.to[0] as number]?.[0]?.key.account).toBe('storeB');
    expect(found.linked[0]).toBe(1);
  });

  it('quotes an invoice, and so finds its order; a number on two invoices is proposed', () => {
    const quote = [ref('invoice', 'INV-7', 'free')];
    const bill = (number: string, client: string): HandMoney => {
      const made = booking('INV-7', 'Invoice', 5000, '2026-03-03', { company: client });
      return {
        ...made,
        key: { ...made.key, nativeId: client },
        refs: [ref('invoice', 'INV-7', 'own'), ref('shopify:order', number, 'mentions')],
      };
    };
    const orders = [order('7', 5000), order('8', 5000)];
    const paid = charge('a', { amount: 5000, refs: quote });
    expect(links({ money: [paid, bill('7', 'Ada')], orders }, 'payment-order')).toEqual(['payment-order txn_a → 7']);
    expect(links({ money: [paid, bill('7', 'Ada'), bill('8', 'Grace')], orders }, 'payment-order')).toEqual([
      'payment-order txn_a ? 7',
      'payment-order txn_a ? 8',
    ]);
    // What is given back of it waits for the same answer.
    const back = refund('r', 'a', { amount: -700 });
    expect(links({ money: [paid, bill('7', 'Ada'), bill('8', 'Grace'), back], orders }, 'refund-order')).toEqual([
      'refund-order txn_r ? 7',
      'refund-order txn_r ? 8',
    ]);
  });

  it('that names nothing is proposed to the buyer’s orders, and taken on the day where only one can be meant', () => {
    const facts = { email: 'ada@post.example' };
    const money = [charge('a', { amount: 5000, facts })];
    expect(links({ money, orders: [order('7', 5000, [], facts)] }, 'payment-order')).toEqual(['payment-order txn_a → 7']);
    expect(links({ money, orders: [order('7', 5000, [], facts), order('8', 5000, [], facts)] }, 'payment-order')).toEqual([
      'payment-order txn_a ? 7',
      'payment-order txn_a ? 8',
    ]);
    expect(links({ money, orders: [order('7', 4999, [], facts)] }, 'payment-order')).toEqual([]);
  });

  it('of the minute of one order is of that, though the buyer has another like it; of the minute of two, it is asked', () => {
    const facts = { email: 'ada@post.example' };
    const money = [charge('a', { amount: 5000, on: '2026-03-02T09:01', facts })];
    const before = order('6', 5000, [], { ...facts, placedAt: at('2026-03-01T18:00') });
    expect(links({ money, orders: [before, order('7', 5000, [], facts)] }, 'payment-order')).toEqual(['payment-order txn_a → 7']);
    const again = order('8', 5000, [], { ...facts, placedAt: at('2026-03-02T09:03') });
    expect(links({ money, orders: [before, order('7', 5000, [], facts), again] }, 'payment-order')).toHaveLength(3);
  });

  it('goes where a person says, and not where a person says no', () => {
    const money = [charge('a', { amount: 5000 })];
    const orders = [order('7', 5000, ['a']), order('8', 5000)];
    const from = { of: 'row', row: 0 } as const;
    const decide = (to: number, verdict: 'linked' | 'apart') => [
      { kind: 'payment-order', from, to: { of: 'order', order: to } as const, verdict },
    ];
    expect(links({ money, orders, decisions: decide(1, 'linked') }, 'payment-order')).toEqual(['payment-order txn_a → 8']);
    expect(links({ money, orders, decisions: decide(0, 'apart') }, 'payment-order')).toEqual([]);
  });
});

describe('refunds, disputes and fees', () => {
  const paid = [charge('a', { amount: 3000 }), charge('b', { amount: 2000, on: '2026-03-05T10:00' })];
  const orders = [order('7', 5000, ['a', 'b'])];

  it('find the payment that they name, and its order', () => {
    const about = [paymentRef('ch_b', 'mentions')];
    const money = [
      ...paid,
      refund('r', 'b', { amount: -500, on: '2026-03-08T10:00' }),
      movement('d', 'dispute', { amount: -3000, refs: [paymentRef('ch_a', 'mentions')], on: '2026-03-09T10:00' }),
      movement('f', 'fee', { amount: -15, refs: about }),
    ];
    expect(links({ money, orders }).filter((text) => !text.startsWith('payment-order'))).toEqual([
      'dispute-payment d → txn_a',
      'fee-payment f → txn_b',
      'refund-order txn_r → 7',
      'refund-payment txn_r → txn_b',
    ]);
  });

  it('inside one order take the payment of the very amount; where two would do, both are proposed', () => {
    const named = [ref('shopify:order', '7', 'mentions')];
    const back = (amount: number) => movement('r', 'refund', { amount, refs: named, on: '2026-03-08T10:00' });
    expect(links({ money: [...paid, back(-2000)], orders }, 'refund-payment')).toEqual(['refund-payment r → txn_b']);
    expect(links({ money: [...paid, back(-2500)], orders }, 'refund-payment')).toEqual(['refund-payment r → txn_a']);
    expect(links({ money: [...paid, back(-700)], orders }, 'refund-payment')).toEqual([
      'refund-payment r ? txn_a',
      'refund-payment r ? txn_b',
    ]);
  });

  it('of a settlement go to the price of the same item', () => {
    const line = (id: string, kind: 'charge' | 'refund', amount: number, category: string, item: string) =>
      movement(id, kind, {
        amount,
        system: 'amazon',
        payout: '20000001',
        facts: { category },
        refs: [ref('amazon:item', item, 'mentions'), ref('amazon:order', '111-1111111-1111111', 'mentions')],
      });
    const money = [
      line('p1', 'charge', 1000, 'Principal', 'ITEM-ONE'),
      line('t1', 'charge', 80, 'Tax', 'ITEM-ONE'),
      line('p2', 'charge', 1000, 'Principal', 'ITEM-TWO'),
      line('r', 'refund', -1000, 'Principal', 'ITEM-TWO'),
    ];
    expect(links({ money }, 'refund-payment')).toEqual(['refund-payment r → p2']);
  });
});

describe('a payout', () => {
  it('has the lines that name it, also where its own list bears no id', () => {
    const money = [
      charge('a', { amount: 3000, payout: '90000001', system: 'shopify', facts: { payoutAt: at('2026-03-05') } }),
      charge('b', { amount: 2000, payout: '90000001', system: 'shopify', facts: { payoutAt: at('2026-03-05') } }),
      { ...payout('list:1', 5000, '2026-03-05', { system: 'shopify' }), refs: [] },
    ];
    const { input } = moneyInput({ money, orders: [] });
    const { payouts } = reconcile(input);
    expect(payouts).toMatchObject([{ lines: 2, lineSum: 5000, sent: 5000 }]);
  });

  it('whose lines bear no id takes the run of rows that it swept, and no other', () => {
    const row = (id: string, amount: number, on: string) => movement(id, 'charge', { amount, on, system: 'paypal' });
    const money = [
      row('A', 1000, '2026-03-01T10:00'),
      row('B', 500, '2026-03-02T10:00'),
      payout('W1', 1500, '2026-03-03T18:00', { system: 'paypal' }),
      row('C', 700, '2026-03-04T10:00'),
      row('D', 300, '2026-03-05T10:00'),
      payout('W2', 700, '2026-03-06T18:00', { system: 'paypal' }),
    ];
    expect(links({ money }, 'payout-line')).toEqual(['payout-line A → W1', 'payout-line B → W1', 'payout-line C → W2']);
  });
});

describe('a payout that no run explains', () => {
  const row = (id: string, amount: number, on: string, facts = {}) =>
    movement(id, 'charge', { amount, on, system: 'paypal', facts });

  it('takes the one group by payment method whose sum it is', () => {
    const money = [
      row('A', 1000, '2026-03-01T10:00', { paymentMethod: 'visa' }),
      row('B', 777, '2026-03-01T11:00', { paymentMethod: 'amex' }),
      row('C', 500, '2026-03-02T10:00', { paymentMethod: 'visa' }),
      row('D', 444, '2026-03-02T11:00', { paymentMethod: 'amex' }),
      payout('W1', 1500, '2026-03-03T18:00', { system: 'paypal' }),
    ];
    expect(links({ money }, 'payout-line')).toEqual(['payout-line A → W1', 'payout-line C → W1']);
  });

  it('takes the one set of rows that makes it, and proposes where several do', () => {
    const money = [
      row('A', 1000, '2026-03-01T10:00'),
      row('B', 777, '2026-03-01T11:00'),
      row('C', 500, '2026-03-02T10:00'),
      payout('W1', 1500, '2026-03-03T18:00', { system: 'paypal' }),
    ];
    expect(links({ money }, 'payout-line')).toEqual(['payout-line A → W1', 'payout-line C → W1']);
    const again = [...money, row('D', 500, '2026-03-01T12:00')];
    expect(links({ money: again }, 'payout-line')).toEqual(['payout-line A ? W1', 'payout-line C ? W1', 'payout-line D ? W1']);
  });

  it('rests on the learned rate only as a proposal', () => {
    const known = Array.from({ length: 10 }, (_, i) =>
      movement(`K${i}`, 'charge', {
        amount: 1000 + 37 * i * i,
        fee: Math.floor(((1000 + 37 * i * i) * 290 + 5000) / 10_000) + 30,
        on: '2025-12-01T10:00',
        system: 'paypal',
      }),
    );
    const bare = [row('A', 2000, '2026-03-01T10:00'), row('X', 111, '2026-03-01T11:00'), row('B', 3000, '2026-03-02T10:00')].map(
      (record) => ({
        ...record,
        facts: { ...record.facts, fee: null, net: null },
      }),
    );
    const sent = payout('W1', 2000 - 88 + 3000 - 117, '2026-03-03T18:00', { system: 'paypal' });
    expect(links({ money: [...known, ...bare, sent] }, 'payout-line')).toEqual(['payout-line A ? W1', 'payout-line B ? W1']);
  });
});

describe('a bank line', () => {
  const sent = (id: string, amount: number, on: string, of = {}) => payout(id, amount, on, of);

  it('is the payout of its amount inside the rail’s clock', () => {
    const money = [sent('po_one11111', 5000, '2026-03-05'), bankLine('1', 5000, '2026-03-06', 'STRIPE PAYMENTS')];
    expect(links({ money }, 'payout-bank')).toEqual(['payout-bank PO_ONE11111 → 1']);
  });

  it('is not when it came before the money left, long after it, in another currency, or from another rail', () => {
    const one = sent('po_one11111', 5000, '2026-03-05');
    expect(links({ money: [one, bankLine('1', 5000, '2026-03-02', 'STRIPE')] }, 'payout-bank')).toEqual([]);
    expect(links({ money: [one, bankLine('1', 5000, '2026-04-05', 'STRIPE')] }, 'payout-bank')).toEqual([]);
    expect(links({ money: [one, bankLine('1', 5000, '2026-03-06', 'STRIPE', 'EUR')] }, 'payout-bank')).toEqual([]);
    expect(links({ money: [one, bankLine('1', 5000, '2026-03-06', 'PAYPAL')] }, 'payout-bank')).toEqual([]);
  });

  it('without a word of the rail is proposed only', () => {
    const money = [sent('po_one11111', 5000, '2026-03-05'), bankLine('1', 5000, '2026-03-06', 'CREDIT TRANSFER')];
    expect(links({ money }, 'payout-bank')).toEqual(['payout-bank PO_ONE11111 ? 1']);
  });

  it('that bears the payout’s reference is its own, whatever else has the amount', () => {
    const money = [
      sent('po_one11111', 5000, '2026-03-05', { facts: { reference: 'KXZQ77PLMN' } }),
      sent('po_two22222', 5000, '2026-03-05'),
      bankLine('1', 5000, '2026-03-06', 'STRIPE KXZQ77PLMN'),
      bankLine('2', 5000, '2026-03-06', 'STRIPE'),
    ];
    expect(links({ money }, 'payout-bank')).toEqual(['payout-bank PO_ONE11111 → 1', 'payout-bank PO_TWO22222 → 2']);
  });

  it('that would do for two payouts is proposed for both; elimination decides where it can', () => {
    const two = [sent('po_one11111', 5000, '2026-03-05'), sent('po_two22222', 5000, '2026-03-06')];
    expect(links({ money: [...two, bankLine('1', 5000, '2026-03-09', 'STRIPE')] }, 'payout-bank')).toEqual([
      'payout-bank PO_ONE11111 ? 1',
      'payout-bank PO_TWO22222 ? 1',
    ]);
    const lines = [bankLine('1', 5000, '2026-03-05', 'STRIPE'), bankLine('2', 5000, '2026-03-17', 'STRIPE')];
    expect(links({ money: [...two, ...lines] }, 'payout-bank')).toEqual([
      'payout-bank PO_ONE11111 → 1',
      'payout-bank PO_TWO22222 → 2',
    ]);
  });

  it('may hold several payouts; a payout may come in several lines', () => {
    const several = [
      sent('po_one11111', 5000, '2026-03-05'),
      sent('po_two22222', 1234, '2026-03-06'),
      bankLine('1', 6234, '2026-03-09', 'STRIPE'),
    ];
    expect(links({ money: several }, 'payout-bank')).toEqual(['payout-bank PO_ONE11111 → 1', 'payout-bank PO_TWO22222 → 1']);
    const parts = [
      sent('po_one11111', 5000, '2026-03-05'),
      bankLine('1', 1666, '2026-03-06', 'STRIPE'),
      bankLine('2', 3334, '2026-03-09', 'STRIPE'),
    ];
    expect(links({ money: parts }, 'payout-bank')).toEqual(['payout-bank PO_ONE11111 → 1', 'payout-bank PO_ONE11111 → 2']);
  });

  it('two sets of lines that make one payout are proposed, never taken', () => {
    const money = [
      sent('po_one11111', 5000, '2026-03-05'),
      bankLine('1', 2000, '2026-03-06', 'STRIPE'),
      bankLine('2', 3000, '2026-03-06', 'STRIPE'),
      bankLine('3', 2000, '2026-03-09', 'STRIPE'),
    ];
    expect(links({ money }, 'payout-bank').every((text) => text.includes(' ? '))).toBe(true);
  });
});

it('rules and kinds have names', () => {
  expect(new Set(LINK_RULES).size).toBe(LINK_RULES.length);
  expect(new Set(LINK_KINDS).size).toBe(LINK_KINDS.length);
});

it('of two orders that an open question calls one sale, the first has what could be of either', () => {
  const quote = [ref('invoice', 'INV-7', 'free')];
  const bill = booking('INV-7', 'Invoice', 5000, '2026-03-03', { company: 'Ada' });
  const both = { ...bill, refs: [...(bill.refs ?? []), ref('po', 'P-1', 'mentions')] };
  const orders = ['7', '8'].map((number) =>
    order(number, 5000).map((record) => ({ ...record, refs: [...(record.refs ?? []), ref('po', 'P-1', 'mentions')] })),
  );
  const money = [charge('a', { amount: 5000, refs: quote }), both];
  expect(links({ money, orders }, 'payment-order').every((text) => text.includes(' ? '))).toBe(true);
  const twins = new Map([
    [0, 1],
    [1, 0],
  ]);
  expect(links({ money, orders, twins }, 'payment-order')).toEqual(['payment-order txn_a → 7']);
});
