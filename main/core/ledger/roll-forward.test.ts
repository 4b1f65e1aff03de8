import { describe, expect, it } from 'vitest';
import { linkAll, reconcile } from '#core/reconciliation/reconcile.ts';
import { type HandBook, moneyInput } from '#test/factories/money-input.ts';
import { bankLine, charge, movement, order, payout, refund } from '#test/factories/money-records.ts';
import { Balances } from './balances.ts';
import { postAll } from './post-all.ts';

/** Two payouts on two gateways over three months, a refund, a fee, an opening balance, a reserve and a line of nobody's. */
const BOOK: Partial<HandBook> = {
  orders: [order('1', 10_000, ['a']), order('2', 4000, ['b'])],
  money: [
    charge('a', { amount: 10_000, fee: 320, on: '2026-01-30T10:00', payout: 'po_february' }),
    charge('b', { amount: 4000, fee: 140, on: '2026-02-03T10:00', payout: 'po_february' }),
    refund('r', 'a', { amount: -2500, on: '2026-02-10T10:00' }),
    movement('txn_f', 'fee', { amount: -100, on: '2026-03-01T10:00' }),
    movement('txn_h', 'reserve_held', { amount: -700, on: '2026-02-12T10:00' }),
    movement('P1', 'charge', { amount: 900, on: '2026-03-04T10:00', system: 'paypal' }),
    payout('po_february', 13_540, '2026-02-05'),
    bankLine('1', 13_540, '2026-02-07', 'STRIPE PAYMENTS'),
    bankLine('2', -80, '2026-03-09', 'RENT'),
  ],
  openings: [{ source: 0, account: 0, currency: 1, minor: 750 }],
  asOf: '2026-04-01T00:00:00Z',
};

describe('clearing accounts month by month', () => {
  const { input } = moneyInput({ money: [], orders: [], ...BOOK });
  const months = reconcile(input).rollForward;
  const accounts = [...Map.groupBy(months, ({ account, source, currency }) => `${account} ${source} ${currency}`).values()];

  it('opening and movements make the closing, and each closing is the next opening, over any span of months', () => {
    expect(accounts.length).toBeGreaterThan(5);
    for (const list of accounts) {
      for (const [from, first] of list.entries()) {
        for (const last of list.slice(from)) {
          const span = list.slice(from, list.indexOf(last) + 1);
          const moved = span.flatMap(({ movements }) => Object.values(movements)).reduce((sum, minor) => sum + minor, 0);
          expect(first.opening + moved).toBe(last.closing);
        }
      }
    }
  });

  it('the last closing is the balance that the postings leave', () => {
    const kept = new Balances();
    postAll(linkAll(input), kept);
    const balance = (kind: string) =>
      kept
        .list()
        .filter((one) => one.kind === kind)
        .reduce((sum, { minor }) => sum + minor, 0);
    for (const kind of new Set(months.map(({ account }) => account))) {
      const closing = accounts
        .filter(([first]) => first?.account === kind)
        .reduce((sum, list) => sum + (list.at(-1)?.closing ?? 0), 0);
      expect(closing, kind).toBe(balance(kind));
    }
  });

  it('a movement stands in the month in which it happened, on its own account', () => {
    const clearing = months.filter(({ account, opening }) => account === 'clearing' && opening !== 0).map(({ month }) => month);
    expect(clearing).toContain('2026-02');
    expect(months.find(({ account, month }) => account === 'in_transit' && month === '2026-02')?.closing).toBe(0);
    expect(months.find(({ account, month }) => account === 'reserve' && month === '2026-02')).toMatchObject({ closing: 700 });
    const paypal = months.filter(({ account, closing }) => account === 'clearing' && closing === 900);
    expect(paypal).toMatchObject([{ month: '2026-03', opening: 0, movements: { capture: 900 } }]);
  });
});
