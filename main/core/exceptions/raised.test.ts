/** Each reason with what raises it, and with what must not. */
import { describe, expect, it } from 'vitest';
import { paymentRef, ref } from '#core/normalise/references.ts';
import { reconcile } from '#core/reconciliation/reconcile.ts';
import { dayNumber } from '#shared/domain/instant.ts';
import { type HandBook, moneyInput } from '#test/factories/money-input.ts';
import { at, bankLine, booking, charge, movement, order, payout, refund } from '#test/factories/money-records.ts';
import { exceptionId } from './exception-id.ts';
import { PLAYBOOKS } from './playbooks.ts';
import { REASON_CODES, REASONS } from './reasons.ts';

const LATER = '2026-06-01T00:00:00Z';

function run(book: Partial<HandBook>) {
  const seen = moneyInput({ money: [], orders: [], asOf: LATER, ...book });
  return { seen, output: reconcile(seen.input) };
}

function reasons(book: Partial<HandBook>): string[] {
  return run(book)
    .output.findings.map(({ reason }) => reason)
    .sort();
}

function found(book: Partial<HandBook>, reason: string) {
  return run(book).output.findings.filter((finding) => finding.reason === reason);
}

const settled = (id: string, amount: number, fee = 0) => charge(id, { amount, fee, payout: 'po_settled1' });

describe('overpaid', () => {
  const twice = [charge('a', { amount: 5000 }), charge('b', { amount: 5000, on: '2026-03-02T10:03' })];

  it('is raised when two captures pay one order', () => {
    const [finding] = found({ money: twice, orders: [order('1', 5000, ['a', 'b'])] }, 'overpaid');
    expect(finding).toMatchObject({ severity: 'S1', owner: 'finance', amountMinor: 5000, state: 'open' });
  });

  it('is not for captures that together pay the order, nor once the second is given back', () => {
    expect(reasons({ money: twice, orders: [order('1', 10_000, ['a', 'b'])] })).not.toContain('overpaid');
    const back = refund('r', 'b', { amount: -5000, on: '2026-03-04T10:00' });
    expect(reasons({ money: [...twice, back], orders: [order('1', 5000, ['a', 'b'])] })).not.toContain('overpaid');
  });

  it('is raised for two orders that may be one sale, when both were paid', () => {
    const orders = [order('1', 5000, ['a']), order('2', 5000, ['b'])];
    expect(reasons({ money: twice, orders })).not.toContain('overpaid');
    const twins = new Map([
      [0, 1],
      [1, 0],
    ]);
    expect(found({ money: twice, orders, twins }, 'overpaid')).toHaveLength(1);
    // Two deals with a bill each were paid on purpose.
    const deals = orders.map((members, i) =>
      members.map((record) => ({
        ...record,
        key: { ...record.key, system: 'hubspot' as const, type: 'deal' as const },
        refs: [...(record.refs ?? []), ref('invoice', `INV-${i}`, 'mentions')],
      })),
    );
    const bills = [0, 1].map((i) => ({
      ...booking(`INV-${i}`, 'Invoice', 5000, '2026-03-03'),
      refs: [ref('invoice', `INV-${i}`, 'own')],
    }));
    expect(found({ money: [...twice, ...bills], orders: deals, twins }, 'overpaid')).toEqual([]);
    expect(found({ money: twice, orders: deals, twins }, 'overpaid')).toHaveLength(1);
  });
});

describe('underpaid', () => {
  const orders = [order('1', 10_000, ['a'])];
  const half = [charge('a', { amount: 6000 })];

  it('is raised when a part is paid and the clock has run out', () => {
    expect(found({ money: half, orders }, 'underpaid')[0]).toMatchObject({ amountMinor: 4000, severity: 'S2' });
  });

  it('is not before the clock, with the rest on a gift card, or written off', () => {
    expect(reasons({ money: half, orders, asOf: '2026-03-04T00:00:00Z' })).not.toContain('underpaid');
    expect(reasons({ money: half, orders: [order('1', 10_000, ['a'], { paymentMethod: 'gift_card, stripe' })] })).not.toContain(
      'underpaid',
    );
    const writeOffs = [{ target: { of: 'order', order: 0 } as const, minor: 4000, currency: 1, minute: 0 }];
    expect(reasons({ money: half, orders, writeOffs })).not.toContain('underpaid');
  });

  it('is not within the tolerance of the policy', () => {
    const policy = { tolerance: { absoluteMinor: 4000, basisPoints: 0, capMinor: 4000 } };
    expect(reasons({ money: half, orders, policy })).not.toContain('underpaid');
  });
});

describe('fulfilled_unpaid', () => {
  const unpaid = { status: 'pending', fulfilledAt: at('2026-03-03') };

  it('is raised for what was sent and is still to be paid', () => {
    expect(reasons({ orders: [order('1', 5000, [], unpaid)] })).toEqual(['fulfilled_unpaid']);
  });

  it('is not before the clock, for what was not sent, or was paid, or may be the twin of a paid one', () => {
    expect(reasons({ orders: [order('1', 5000, [], unpaid)], asOf: '2026-03-05T00:00:00Z' })).toEqual([]);
    expect(reasons({ orders: [order('1', 5000, [], { status: 'pending' })] })).toEqual([]);
    expect(reasons({ money: [charge('a', { amount: 5000 })], orders: [order('1', 5000, ['a'], unpaid)] })).toEqual([]);
    const twins = new Map([
      [0, 1],
      [1, 0],
    ]);
    const orders = [order('1', 5000, ['a']), order('2', 5000, [], unpaid)];
    expect(reasons({ money: [charge('a', { amount: 5000 })], orders, twins })).toEqual([]);
  });
});

describe('paid_cancelled_unrefunded', () => {
  const orders = [order('1', 5000, ['a'], { cancelledAt: at('2026-03-04') })];

  it('is raised when money of a cancelled order is kept', () => {
    expect(found({ money: [charge('a', { amount: 5000 })], orders }, 'paid_cancelled_unrefunded')[0]?.amountMinor).toBe(5000);
  });

  it('is not once it was given back', () => {
    const money = [charge('a', { amount: 5000 }), refund('r', 'a', { amount: -5000, on: '2026-03-05T10:00' })];
    expect(reasons({ money, orders })).toEqual([]);
  });
});

describe('refunds', () => {
  const paid = charge('a', { amount: 5000 });
  const orders = [order('1', 5000, ['a'])];

  it('refund_exceeds_payment is raised by the part above what was paid', () => {
    const money = [
      paid,
      refund('r', 'a', { amount: -5000, on: '2026-03-04T10:00' }),
      refund('s', 'a', { amount: -700, on: '2026-03-06T10:00' }),
    ];
    const { seen, output } = run({ money, orders });
    expect(output.findings).toHaveLength(1);
    expect(output.findings[0]).toMatchObject({ reason: 'refund_exceeds_payment', severity: 'S1', amountMinor: 700 });
    expect(output.findings[0]?.subjects).toEqual([
      { of: 'row', row: seen.rowOf('txn_s') },
      { of: 'order', order: 0 },
    ]);
  });

  it('partial and repeated refunds up to the payment are none', () => {
    const money = [paid, refund('r', 'a', { amount: -2000 }), refund('s', 'a', { amount: -3000 })];
    expect(reasons({ money, orders })).toEqual([]);
  });

  it('refund_without_order is held back, with the likeliest order proposed and none taken', () => {
    const money = [paid, refund('r', null, { amount: -1200, on: '2026-03-05T10:00' })];
    const { output } = run({ money, orders });
    expect(output.findings).toMatchObject([
      { reason: 'refund_without_order', severity: 'S1', owner: 'support', amountMinor: 1200 },
    ]);
    expect(output.findings[0]?.guess).toMatchObject({ subject: { of: 'order', order: 0 } });
    expect(output.findings[0]?.heldBack).toHaveLength(1);
    expect([...output.links.linked].at(-1)).toBe(0);
    expect(output.positions.figures[3]).toBe(0);
  });

  it('a refund that a person gave its order counts, and raises nothing', () => {
    const money = [paid, refund('r', null, { amount: -1200, on: '2026-03-05T10:00' })];
    const row = moneyInput({ money, orders }).rowOf('txn_r');
    const decisions = [
      {
        kind: 'refund-order',
        from: { of: 'row', row } as const,
        to: { of: 'order', order: 0 } as const,
        verdict: 'linked' as const,
      },
    ];
    const { output } = run({ money, orders, decisions });
    expect(output.findings).toEqual([]);
    expect(output.positions.figures[3]).toBe(1200);
  });
});

describe('payment_without_order', () => {
  const orders = [order('1', 5000, ['a']), order('2', 5000, ['b'], { placedAt: at('2026-03-20T09:00') })];
  const known = [charge('a', { amount: 5000 }), charge('b', { amount: 5000, on: '2026-03-20T10:00' })];

  it('is raised inside the coverage of the shop', () => {
    const money = [...known, charge('x', { amount: 900, on: '2026-03-10T10:00' })];
    expect(found({ money, orders }, 'payment_without_order')[0]).toMatchObject({
      severity: 'S2',
      owner: 'finance',
      amountMinor: 900,
    });
  });

  it('is not outside of it, or before the book', () => {
    const money = [...known, charge('x', { amount: 900, on: '2026-04-10T10:00' })];
    expect(reasons({ money, orders })).toEqual([]);
    const early = [...known, charge('x', { amount: 900, on: '2026-03-10T10:00' })];
    expect(reasons({ money: early, orders, policy: { bookStartMs: Date.parse('2026-03-15') } })).toEqual([]);
  });
});

describe('disputes', () => {
  const refs = [paymentRef('ch_a', 'mentions')];
  const dispute = movement('txn_d', 'dispute', { amount: -5000, fee: 1500, on: '2026-05-20T10:00', refs });
  const base = { orders: [order('1', 5000, ['a'])] };
  const paid = charge('a', { amount: 5000 });

  it('open, then lost by the clock or by status', () => {
    expect(reasons({ ...base, money: [paid, dispute] })).toEqual(['dispute_open']);
    expect(reasons({ ...base, money: [paid, dispute], asOf: '2026-09-01T00:00:00Z' })).toEqual(['dispute_lost_unbooked']);
    const lost = { ...dispute, facts: { ...dispute.facts, status: 'Lost' } };
    expect(reasons({ ...base, money: [paid, lost] })).toEqual(['dispute_lost_unbooked']);
  });

  it('is none once it was won', () => {
    const won = movement('txn_w', 'dispute_reversal', { amount: 5000, fee: -1500, on: '2026-05-25T10:00', refs });
    expect(reasons({ ...base, money: [paid, dispute, won], asOf: '2026-09-01T00:00:00Z' })).toEqual([]);
  });
});

describe('payouts', () => {
  const line = settled('a', 10_000, 300);
  const sent = (amount: number, facts = {}) => payout('po_settled1', amount, '2026-03-05', { facts });
  const received = bankLine('1', 9700, '2026-03-06', 'STRIPE PAYMENTS');
  const end = bankLine('9', -100, '2026-05-30', 'RENT');
  const about = { orders: [order('1', 10_000, ['a'])] };
  const start = charge('z', { amount: 100, on: '2026-01-02T10:00' });

  it('hold when the lines sum to them and the bank shows them', () => {
    const { output } = run({ ...about, money: [line, sent(9700), received, end] });
    expect(output.payouts).toMatchObject([{ state: 'arrived', holds: true, lineSum: 9700, banked: 9700 }]);
    expect(output.findings).toEqual([]);
    expect(output.orderStates[0]).toBe(1);
  });

  it('payout_sum_mismatch is raised to the cent', () => {
    const money = [start, line, sent(9699), bankLine('1', 9699, '2026-03-06', 'STRIPE PAYMENTS'), end];
    expect(found({ ...about, money }, 'payout_sum_mismatch')[0]).toMatchObject({ severity: 'S1', amountMinor: 1 });
  });

  it('the first payout of a book may hold sales that are older than its files', () => {
    expect(reasons({ ...about, money: [line, sent(99_000)] })).toEqual([]);
  });

  it('payout_failed', () => {
    expect(reasons({ ...about, money: [line, sent(9700, { payoutStatus: 'failed' })] })).toEqual(['payout_failed']);
  });

  it('payout_missing_in_bank only inside the coverage of the bank and past the clock', () => {
    const first = bankLine('0', -100, '2026-03-01', 'RENT');
    expect(found({ ...about, money: [line, sent(9700), first, end] }, 'payout_missing_in_bank')[0]).toMatchObject({
      amountMinor: 9700,
    });
    expect(reasons({ ...about, money: [line, sent(9700), first, end], asOf: '2026-03-09T00:00:00Z' })).toEqual([]);
    const { output } = run({ ...about, money: [line, sent(9700), first, bankLine('2', -5, '2026-03-07', 'RENT')] });
    expect(output.payouts[0]?.state).toBe('waiting');
    expect(output.waiting).toMatchObject([{ items: 1, minor: 9700, afterDay: dayNumber(Date.parse('2026-03-07')) }]);
    expect(output.findings).toEqual([]);
  });

  it('a late line moves a missing payout back', () => {
    const first = bankLine('0', -100, '2026-03-01', 'RENT');
    const late = bankLine('1', 9700, '2026-03-16', 'STRIPE PAYMENTS');
    expect(reasons({ ...about, money: [line, sent(9700), first, late, end] })).toEqual([]);
  });

  it('guesses that a line of nearly its amount is a payout of which the bank kept something, where there is one such line', () => {
    const near = (id: string, minor: number, on = '2026-03-06') => bankLine(id, minor, on, 'STRIPE PAYMENTS');
    const guesses = (...lines: ReturnType<typeof near>[]) =>
      run({ ...about, money: [line, sent(9700), bankLine('0', -100, '2026-03-01', 'RENT'), end, ...lines] })
        .output.findings.filter(({ reason }) => reason === 'payout_missing_in_bank' || reason === 'bank_line_unexplained')
        .map(({ guess }) => guess?.subject?.of ?? null);
    expect(guesses(near('5', 9550))).toEqual(['row', 'payout']);
    expect(guesses(near('5', 9000))).toEqual([null, null]);
    expect(guesses(near('5', 9550, '2026-03-25'))).toEqual([null, null]);
    expect(guesses(near('5', 9550), near('6', 9600))).toEqual([null, null, null]);
  });

  it('bank_line_unexplained only for words of a rail', () => {
    const extra = [bankLine('7', 4321, '2026-03-12', 'STRIPE PAYMENTS'), bankLine('8', 4321, '2026-03-12', 'COUNTER DEPOSIT')];
    const findings = found({ ...about, money: [line, sent(9700), received, end, ...extra] }, 'bank_line_unexplained');
    expect(findings).toHaveLength(1);
    expect(findings[0]?.amountMinor).toBe(4321);
  });
});

it('line_item_mismatch when neither identity of the order holds', () => {
  const of = (total: number) => ({ orders: [order('1', total, [], { subtotal: 1000, shipping: 100, tax: 200 })] });
  expect(reasons(of(1300))).toEqual([]);
  expect(reasons(of(1100))).toEqual([]);
  expect(reasons(of(1301))).toEqual([]);
  expect(reasons(of(1250))).toEqual(['line_item_mismatch']);
});

it('pending_overdue for what a gateway calls pending for longer than two days', () => {
  const money = [charge('a', { amount: 500, facts: { status: 'Pending' } })];
  expect(reasons({ money, asOf: '2026-03-03T10:00:00Z' })).toEqual([]);
  expect(reasons({ money, asOf: '2026-03-05T10:00:00Z' })).toEqual(['pending_overdue']);
  expect(reasons({ money: [charge('a', { amount: 500 })], asOf: '2026-03-05T10:00:00Z' })).toEqual([]);
});

it('immutable_field_changed for each edit of an accepted order', () => {
  const { seen } = run({ orders: [order('1', 1200)] });
  const edits = new Map([[0, [{ minute: 29_000_000, total: 1000 }]]]);
  const { findings } = reconcile({ ...seen.input, edits });
  expect(findings).toMatchObject([{ reason: 'immutable_field_changed', owner: 'project manager', amountMinor: 200 }]);
  expect(reconcile(seen.input).findings).toEqual([]);
});

it('ambiguous_match when two orders are equally good: none is taken', () => {
  const refs = [ref('shopify:order', '1', 'mentions')];
  const orders = ['storeA', 'storeB'].map((account) =>
    order('1', 5000).map((record) => ({ ...record, key: { ...record.key, account } })),
  );
  const { output } = run({ money: [charge('a', { amount: 5000, refs })], orders });
  expect(output.findings.map(({ reason }) => reason)).toEqual(['ambiguous_match']);
  expect(output.findings[0]?.subjects).toHaveLength(3);
  expect([...output.links.linked]).toEqual([0, 0]);
  expect([...output.positions.figures.slice(0, 2)]).toEqual([5000, 0]);
});

describe('every reason', () => {
  it('has an owner, a severity and a playbook', () => {
    for (const code of REASON_CODES) {
      expect(REASONS[code].owner).not.toBe('');
      expect(PLAYBOOKS[code].length).toBeGreaterThan(0);
    }
  });

  it('has an id that depends on nothing but the reason and its subjects', () => {
    const sha256 = (text: string): Uint8Array =>
      Uint8Array.from({ length: 32 }, (_, i) => (text.length * 7 + (text.codePointAt(i) ?? 0)) % 256);
    expect(exceptionId('overpaid', ['b', 'a'], sha256)).toBe(exceptionId('overpaid', ['a', 'b'], sha256));
    expect(exceptionId('overpaid', ['a'], sha256)).toMatch(/^exc_[a-z2-7]{16}$/);
    expect(exceptionId('underpaid', ['a'], sha256)).not.toBe(exceptionId('overpaid', ['a'], sha256));
  });

  it('billing above the policy’s amount of the base currency is urgent', () => {
    const orders = [order('1', 300_000, ['a'])];
    const money = [charge('a', { amount: 100_000 })];
    expect(found({ money, orders, policy: { baseCurrency: 'USD' } }, 'underpaid')[0]?.severity).toBe('S1');
    expect(found({ money, orders, policy: { baseCurrency: 'EUR' } }, 'underpaid')[0]?.severity).toBe('S2');
  });

  it('is due by business hours of the policy', () => {
    const orders = [order('1', 10_000, ['a'])];
    const money = [charge('a', { amount: 6000, on: '2026-03-06T16:00' })];
    const [plain] = found({ money, orders }, 'underpaid');
    expect(new Date(plain?.dueMs ?? 0).toISOString()).toBe('2026-03-10T16:00:00.000Z');
    const policy = { officeHours: { fromMinute: 540, toMinute: 1020 }, spanHours: { S1: 8, S2: 16, S3: 40 } };
    const [office] = found({ money, orders, policy }, 'underpaid');
    expect(new Date(office?.dueMs ?? 0).toISOString()).toBe('2026-03-10T16:00:00.000Z');
  });
});

describe('owner_missing', () => {
  const money = [
    charge('a', { amount: 5000, facts: { status: 'Pending' } }),
    charge('b', { amount: 700, facts: { status: 'Pending' } }),
  ];
  const asOf = '2026-03-05T10:00:00Z';

  it('is told once for a reason that the policy leaves without an owner; operations sees to it meanwhile', () => {
    const findings = run({ money, asOf, policy: { owners: { pending_overdue: null } } }).output.findings;
    expect(findings.map(({ reason, owner }) => `${reason} ${owner}`)).toEqual([
      'pending_overdue operations',
      'pending_overdue operations',
      'owner_missing operations',
    ]);
    expect(findings.at(-1)).toMatchObject({ severity: 'S3', subjects: [{ row: 0 }, { row: 1 }] });
  });

  it('is not where somebody owns it, or nothing of the kind is raised', () => {
    expect(reasons({ money, asOf, policy: { owners: { pending_overdue: 'support' } } })).not.toContain('owner_missing');
    expect(reasons({ money, asOf, policy: { owners: { overpaid: null } } })).not.toContain('owner_missing');
  });
});
