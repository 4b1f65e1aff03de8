/** The books against the money: what raises each reason, and what must not. */
import { describe, expect, it } from 'vitest';
import { ref } from '#core/normalise/references.ts';
import type { Finding } from '#core/reconciliation/outputs.ts';
import { reconcile } from '#core/reconciliation/reconcile.ts';
import { type HandBook, type HandMoney, moneyInput } from '#test/factories/money-input.ts';
import { at, booking, charge, order, payout, refund } from '#test/factories/money-records.ts';

function findings(book: Partial<HandBook>): readonly Finding[] {
  return reconcile(moneyInput({ money: [], orders: [], asOf: '2026-06-01T00:00:00Z', ...book }).input).findings;
}

function reasons(book: Partial<HandBook>): string[] {
  return findings(book)
    .map(({ reason }) => reason)
    .sort();
}

function found(book: Partial<HandBook>, reason: string): readonly Finding[] {
  return findings(book).filter((finding) => finding.reason === reason);
}

describe('the books', () => {
  const days = ['02', '03', '04', '05', '06', '09'];
  const lines = days.map((day) => charge(`c${day}`, { amount: 1000, on: `2026-03-${day}T10:00`, payout: `po_march${day}` }));
  const sent = days.map((day) => payout(`po_march${day}`, 1000, `2026-03-${day}`));
  const entry = (day: string, amount = 1000, on = day) =>
    booking('', 'Deposit', amount, `2026-03-${on}`, { reference: null, description: `STRIPE TRANSFER po_march${day}` });
  const end = booking('', 'Deposit', 1, '2026-05-20', { reference: null, description: 'till' });
  const without = (...entries: HandMoney[]) => ({ money: [...lines, ...sent, ...entries, end] });
  const booked = days.slice(0, 5).map((day) => entry(day));

  it('not_booked for the one payout of an account that is usually booked', () => {
    expect(found(without(...booked), 'not_booked')[0]).toMatchObject({ amountMinor: 1000, owner: 'finance' });
    expect(reasons(without(...booked, entry('09')))).toEqual([]);
    expect(reasons({ money: [...lines, ...sent, end] })).toEqual([]);
  });

  it('booked_twice, also by two systems', () => {
    const again = {
      ...entry('09', 1000, '10'),
      key: { system: 'xero', account: 'books', type: 'booking', nativeId: 'again' } as const,
    };
    const [finding] = found(without(...booked, entry('09'), again), 'booked_twice');
    expect(finding).toMatchObject({ severity: 'S1', amountMinor: 1000, guess: { text: 'Two systems booked it.' } });
    expect(finding?.subjects).toHaveLength(3);
  });

  it('booked_amount_mismatch while the books hold a payout gross of its refunds; gone once they hold the correction', () => {
    const gross = entry('09', 1100);
    expect(found(without(...booked, gross), 'booked_amount_mismatch')[0]).toMatchObject({ amountMinor: 100 });
    const correction = booking('', 'Journal Entry', 100, '2026-03-12', {
      reference: null,
      description: 'Payout po_march09 gross of its refunds',
    });
    expect(reasons(without(...booked, gross, correction))).toEqual([]);
    const other = booking('', 'Journal Entry', 99, '2026-03-12', {
      reference: null,
      description: 'Payout po_march09 gross of its refunds',
    });
    expect(reasons(without(...booked, gross, other))).toEqual(['booked_amount_mismatch']);
  });

  it('nothing booked twice where the policy names the book of record: what the other system holds does not count', () => {
    const again = {
      ...entry('09', 1000, '10'),
      key: { system: 'xero', account: 'books', type: 'booking', nativeId: 'again' } as const,
    };
    const both = without(...booked, entry('09'), again);
    expect(reasons({ ...both, policy: { bookOfRecord: 'quickbooks' } })).toEqual([]);
    // And what only the other one holds is not in the books.
    const missing = without(...booked, again);
    expect(reasons({ ...missing, policy: { bookOfRecord: 'quickbooks' } })).toEqual(['not_booked']);
  });

  it('booked_amount_mismatch tells when the refund was left out', () => {
    const back = refund('r', 'c09', { amount: -250, on: '2026-03-09T11:00', payout: 'po_march09' });
    const less = payout('po_march09', 750, '2026-03-09');
    const money = [...lines, ...sent.slice(0, 5), less, back, ...booked, entry('09'), end];
    expect(found({ money }, 'booked_amount_mismatch')[0]).toMatchObject({
      amountMinor: 250,
      guess: { text: 'Booked gross of the refunds in it.' },
    });
    const right = [...lines, ...sent.slice(0, 5), less, back, ...booked, entry('09', 750), end];
    expect(found({ money: right }, 'booked_amount_mismatch')).toEqual([]);
  });

  it('duplicate_invoice_number for two invoices of one number, not for the lines of one', () => {
    const first = booking('INV-7', 'Invoice', 1000, '2026-03-03', { company: 'Ada' });
    const second = booking('INV-7', 'Invoice', 2000, '2026-03-09', { company: 'Grace' });
    expect(found({ money: [first, second] }, 'duplicate_invoice_number')).toHaveLength(1);
    const receivable = booking('INV-7', 'Invoice', -1000, '2026-03-03', { company: 'Ada', account: 'Receivables' });
    expect(found({ money: [first, receivable] }, 'duplicate_invoice_number')).toEqual([]);
  });

  it('missing_canonical_id for an invoice of no order, inside the coverage of orders', () => {
    const orders = [order('1', 500), order('2', 500, [], { placedAt: at('2026-03-30') })];
    expect(reasons({ money: [booking('INV-7', 'Invoice', 1000, '2026-03-09')], orders })).toContain('missing_canonical_id');
    const named = { ...booking('INV-7', 'Invoice', 500, '2026-03-09'), refs: [ref('shopify:order', '1', 'mentions')] };
    expect(reasons({ money: [named], orders })).not.toContain('missing_canonical_id');
    expect(reasons({ money: [booking('INV-7', 'Invoice', 1000, '2026-07-09')], orders })).toEqual([]);
    const free = { needsOrder: ['receipt'] as const };
    expect(reasons({ money: [booking('INV-7', 'Invoice', 1000, '2026-03-09')], orders, policy: free })).toEqual([]);
  });

  it('invoice_over_terms for more than terms and tax', () => {
    const deal = order('D1', 10_000, [], { tax: 600 }).map((record) => ({
      ...record,
      key: { ...record.key, system: 'hubspot' as const, type: 'deal' as const },
    }));
    const bill = (number: string, minor: number) => ({
      ...booking(number, 'Invoice', minor, '2026-03-04'),
      refs: [ref('shopify:order', 'D1', 'mentions')],
    });
    expect(found({ money: [bill('INV-1', 6000), bill('INV-2', 4600)], orders: [deal] }, 'invoice_over_terms')).toEqual([]);
    expect(found({ money: [bill('INV-1', 6000), bill('INV-2', 4601)], orders: [deal] }, 'invoice_over_terms')[0]).toMatchObject({
      amountMinor: 1,
    });
  });
});

describe('orders that are booked one by one', () => {
  const numbers = ['1', '2', '3', '4', '5', '6'];
  const sale = (account: string, number: string) =>
    order(`${account}-${number}`, 500, [`${account}${number}`]).map((record) => ({ ...record, key: { ...record.key, account } }));
  const paid = (account: string) => numbers.map((number) => charge(`${account}${number}`, { amount: 500 }));
  const receipt = (number: string): HandMoney => ({
    ...booking(`SR-${number}`, 'Sales Receipt', 500, '2026-03-02'),
    refs: [ref('shopify:order', number, 'mentions')],
  });
  const end = booking('', 'Deposit', 1, '2026-05-20', { reference: null, description: 'till' });

  it('not_booked by what is usual for the shop, though another shop is paid into the same account and is not booked so', () => {
    const orders = numbers.flatMap((number) => [sale('trade', number), sale('web', number)]);
    const money = [...paid('trade'), ...paid('web'), ...numbers.slice(1).map((number) => receipt(`trade-${number}`)), end];
    const missing = found({ money, orders }, 'not_booked');
    expect(missing).toHaveLength(1);
    expect(missing[0]?.subjects).toEqual([{ of: 'order', order: 0 }]);
    expect(found({ money: [...money, receipt('trade-1')], orders }, 'not_booked')).toEqual([]);
  });

  it('of a shop that few orders are known of, by what is usual for the account', () => {
    const orders = [...numbers.map((number) => sale('trade', number)), sale('web', '1')];
    const money = [...paid('trade'), charge('web1', { amount: 500 }), ...numbers.map((number) => receipt(`trade-${number}`)), end];
    expect(found({ money, orders }, 'not_booked').map(({ subjects }) => subjects)).toEqual([[{ of: 'order', order: 6 }]]);
  });
});

describe('bookings that could be of any of several orders alike', () => {
  const client = { company: 'Harbor & Pine Co.' };
  const deal = (number: string, payments: readonly string[] = []) =>
    order(number, 10_000, payments, { ...client, title: 'Harbor & Pine Co. - Spring media plan', email: 'ap@pine.example' }).map(
      (record) => ({
        ...record,
        key: { ...record.key, system: 'hubspot' as const, type: 'deal' as const },
        refs: (record.refs ?? []).filter(({ namespace }) => namespace === 'payment_intent'),
      }),
    );
  const bills = ['1', '2', '3'].map((number) =>
    booking(`INV-${number}`, 'Invoice', 10_000, '2026-03-03', { ...client, description: 'Spring media plan' }),
  );
  const two = [deal('D1', ['a']), deal('D2', ['b'])];
  const money = [charge('a', { amount: 10_000 }), charge('b', { amount: 10_000 })];

  it('booked_twice where there is one more of them than orders, not where there are as many', () => {
    expect(reasons({ money: [...money, ...bills], orders: two })).toContain('booked_twice');
    expect(reasons({ money: [...money, ...bills.slice(1)], orders: two })).not.toContain('booked_twice');
  });

  it('nothing while it is asked which of the others was paid', () => {
    const orders = [...two, deal('D3'), deal('D4')];
    const asked = charge('c', { amount: 10_000, facts: { email: 'ap@pine.example' } });
    expect(reasons({ money: [...money, asked, ...bills], orders })).toContain('ambiguous_match');
    expect(reasons({ money: [...money, asked, ...bills], orders })).not.toContain('booked_twice');
    expect(reasons({ money: [...money, ...bills], orders })).toContain('booked_twice');
  });
});
