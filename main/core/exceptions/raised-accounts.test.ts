/** Reasons about accounts, with what raises each and what must not: statements, reserves, conversions, contract rates. */
import { describe, expect, it } from 'vitest';
import { reconcile } from '#core/reconciliation/reconcile.ts';
import { type HandBook, moneyInput } from '#test/factories/money-input.ts';
import { bankLine, charge, movement, payout } from '#test/factories/money-records.ts';

function findings(book: Partial<HandBook>) {
  return reconcile(moneyInput({ money: [], orders: [], asOf: '2026-06-01T00:00:00Z', ...book }).input).findings;
}

const reasons = (book: Partial<HandBook>) => findings(book).map(({ reason }) => reason);
const found = (book: Partial<HandBook>, reason: string) => findings(book).filter((finding) => finding.reason === reason);

describe('accounts', () => {
  const statement = { source: 0, account: 'DE1', currency: 'USD', statedMinor: null, linesMinor: null, line: 1 };
  const march = { ...statement, fromDay: '2026-03-01', toDay: '2026-03-31', openingMinor: 0, closingMinor: 500 };

  it('source_gap when a closing balance is not the next opening one', () => {
    const april = { ...statement, fromDay: '2026-04-01', toDay: '2026-04-30', openingMinor: 600, closingMinor: 700 };
    const money = [bankLine('1', 500, '2026-03-06', 'RENT')];
    expect(found({ money, statements: [march, april] }, 'source_gap')[0]).toMatchObject({ amountMinor: 100 });
    expect(reasons({ money, statements: [march, { ...april, openingMinor: 500 }] })).toEqual([]);
  });

  it('source_gap when the lines of a statement do not make its closing balance, or its total', () => {
    const money = [bankLine('1', 500, '2026-03-06', 'RENT')];
    expect(reasons({ money, statements: [{ ...march, linesMinor: 500 }] })).toEqual([]);
    expect(found({ money, statements: [{ ...march, linesMinor: 450 }] }, 'source_gap')[0]).toMatchObject({ amountMinor: 50 });
    const total = { ...march, openingMinor: null, closingMinor: null, statedMinor: 700 };
    expect(reasons({ money, statements: [{ ...total, linesMinor: 700 }] })).toEqual([]);
    expect(reasons({ money, statements: [{ ...total, linesMinor: 701 }] })).toEqual(['source_gap']);
  });

  it('reserve_mismatch when a settlement brings another reserve forward than the last carried over', () => {
    const row = (
      id: string,
      kind: 'reserve_held' | 'reserve_released' | 'charge',
      amount: number,
      on: string,
      settlement: string,
    ) => movement(id, kind, { amount, on, system: 'amazon', payout: settlement });
    const settlement = (id: string, sum: number, on: string) => ({
      ...payout(id, sum, on, { system: 'amazon' }),
      key: { system: 'amazon', account: 'main', type: 'settlement', nativeId: id } as const,
    });
    const first = [row('a', 'charge', 1000, '2026-03-01', '20000001'), row('b', 'reserve_held', -60, '2026-03-01', '20000001')];
    const next = (brought: number) => [
      row('c', 'charge', 1000, '2026-03-15', '20000002'),
      row('d', 'reserve_released', brought, '2026-03-15', '20000002'),
    ];
    const sums = (brought: number) => [
      settlement('20000001', 940, '2026-03-02'),
      settlement('20000002', 1000 + brought, '2026-03-16'),
    ];
    expect(reasons({ money: [...first, ...next(60), ...sums(60)] })).toEqual([]);
    expect(reasons({ money: [...first, ...next(45), ...sums(45)] })).toEqual(['reserve_mismatch']);
  });

  it('conversion_mismatch for a leg without its other half', () => {
    const taken = movement('A', 'conversion', { amount: -1000, currency: 'EUR', system: 'paypal' });
    const given = movement('B', 'conversion', { amount: 1100, system: 'paypal' });
    expect(reasons({ money: [taken, given] })).toEqual([]);
    expect(reasons({ money: [taken] })).toEqual(['conversion_mismatch']);
  });

  it('fee_above_contract is one finding for a rate and a month', () => {
    const rate = { system: 'stripe', account: null, currency: 'USD', method: null, basisPoints: 290, fixedMinor: 30 };
    const money = [
      charge('a', { amount: 10_000, fee: 320 }),
      charge('b', { amount: 10_000, fee: 350 }),
      charge('c', { amount: 10_000, fee: 370 }),
      charge('d', { amount: 10_000, fee: 400, on: '2026-04-02T10:00' }),
    ];
    const findings = found({ money, policy: { contractRates: [rate] } }, 'fee_above_contract');
    expect(findings.map(({ amountMinor, subjects }) => [amountMinor, subjects.length])).toEqual([
      [80, 2],
      [80, 1],
    ]);
    expect(found({ money: money.slice(0, 1), policy: { contractRates: [rate] } }, 'fee_above_contract')).toEqual([]);
  });
});
