/** How invoices find the orders that they bill. */
import { describe, expect, it } from 'vitest';
import { ref } from '#core/normalise/references.ts';
import type { HandMoney } from '#test/factories/money-input.ts';
import { linksOf as links } from '#test/factories/money-links.ts';
import { at, booking, order } from '#test/factories/money-records.ts';

describe('an invoice', () => {
  const deal = (number: string, placed: string, facts = {}) =>
    order(number, 10_000).map((record) => ({
      ...record,
      key: { ...record.key, system: 'hubspot' as const, type: 'deal' as const },
      facts: {
        ...record.facts,
        company: 'Harbor & Pine Co.',
        title: 'Harbor & Pine Co. - Spring media plan',
        placedAt: at(placed),
        ...facts,
      },
      refs: [ref('hubspot:deal', number, 'own')],
    }));
  const bill = (number: string, on: string, minor: number, description: string) =>
    booking(number, 'Invoice', minor, on, { company: 'Harbor and Pine', clientName: 'Harbor & Pine Co.', description });
  const named = (record: HandMoney): HandMoney => ({ ...record, facts: { ...record.facts, company: 'Harbor & Pine Co.' } });

  it('bills the deal of its client whose title it describes, in parts too', () => {
    const money = [
      bill('INV-1', '2026-03-03', 5000, 'Deposit, Spring media plan'),
      bill('INV-2', '2026-03-28', 5000, 'Balance, Spring media plan'),
    ];
    const orders = [deal('D1', '2026-03-02'), deal('D2', '2026-03-02', { title: 'Harbor & Pine Co. - Autumn search audit' })];
    expect(links({ money: money.map(named), orders }, 'invoice-order')).toEqual([
      'invoice-order INV-1-2026-03-03-5000 → D1',
      'invoice-order INV-2-2026-03-28-5000 → D1',
    ]);
  });

  it('of a client whom no order knows by that name is proposed to the order of its amount and day', () => {
    const stranger = booking('INV-1', 'Invoice', 10_000, '2026-03-03', { company: 'HPC Holding', description: 'as agreed' });
    const other = booking('INV-2', 'Invoice', 9999, '2026-03-03', { company: 'HPC Holding', description: 'as agreed' });
    expect(links({ money: [stranger, other], orders: [deal('D1', '2026-03-02')] }, 'invoice-order')).toEqual([
      'invoice-order INV-1-2026-03-03-10000 ? D1',
    ]);
  });

  it('of two equal deals on one day is proposed for both', () => {
    const money = [named(bill('INV-1', '2026-03-03', 10_000, 'Spring media plan'))];
    expect(links({ money, orders: [deal('D1', '2026-03-02'), deal('D2', '2026-03-02')] }, 'invoice-order')).toEqual([
      'invoice-order INV-1-2026-03-03-10000 ? D1',
      'invoice-order INV-1-2026-03-03-10000 ? D2',
    ]);
  });

  it('of a deal without a client is found by its whole title, which says more than some words of another deal', () => {
    const own = deal('D1', '2026-03-02', { title: 'Harbor & Pine Co. - Regional media plan' });
    const nameless = deal('D2', '2026-04-20', { title: 'Regional search audit', company: null, total: 8000 });
    const money = [bill('INV-1', '2026-04-21', 8000, 'Plan in full, Regional search audit')].map(named);
    expect(links({ money, orders: [own, nameless] }, 'invoice-order')).toEqual(['invoice-order INV-1-2026-04-21-8000 → D2']);
  });

  it('is no second bill of what was billed to the cent; the last part takes what division left over', () => {
    const orders = [deal('D1', '2026-03-02'), deal('D2', '2026-03-01', { total: 4000 })];
    const whole = bill('INV-1', '2026-03-03', 10_000, 'Spring media plan');
    const first = { ...named(whole), refs: [...(whole.refs ?? []), ref('hubspot:deal', 'D1', 'mentions')] };
    const parts = [
      bill('INV-2', '2026-03-28', 1333, 'Second part, Spring media plan'),
      bill('INV-3', '2026-04-25', 1335, 'Balance, Spring media plan'),
    ].map(named);
    expect(links({ money: [first, ...parts], orders }, 'invoice-order')).toEqual([
      'invoice-order INV-1-2026-03-03-10000 → D1',
      'invoice-order INV-2-2026-03-28-1333 → D2',
      'invoice-order INV-3-2026-04-25-1335 → D2',
    ]);
  });

  it('of two deals that an open question calls one sale bills the one that has no bill yet', () => {
    const orders = [deal('D1', '2026-03-02'), deal('D2', '2026-03-02')];
    const first = bill('INV-1', '2026-03-03', 10_000, 'Spring media plan');
    const money = [
      { ...named(first), refs: [...(first.refs ?? []), ref('hubspot:deal', 'D1', 'mentions')] },
      named(bill('INV-2', '2026-03-03', 10_000, 'Spring media plan')),
    ];
    const twins = new Map([
      [0, 1],
      [1, 0],
    ]);
    expect(links({ money, orders, twins }, 'invoice-order')).toEqual([
      'invoice-order INV-1-2026-03-03-10000 → D1',
      'invoice-order INV-2-2026-03-03-10000 → D2',
    ]);
  });
});
