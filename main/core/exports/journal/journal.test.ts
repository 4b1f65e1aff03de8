import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JOURNAL_FORMATS } from '#shared/domain/journal-formats.ts';
import { accountNames } from './accounts.ts';
import { balanced, entryKey, type JournalEntry } from './entry.ts';
import { journalText } from './formats.ts';
import { grossCorrection, type JournalPayout, type PayoutLine, payoutEntries } from './payout-entry.ts';
import { type JournalSale, saleEntry } from './sale-entry.ts';

const sha256 = (text: string | Uint8Array) => new Uint8Array(createHash('sha256').update(text).digest());

const line = (kind: PayoutLine['kind'], amountMinor: number, feeMinor = 0, order: string | null = '#1042'): PayoutLine => ({
  kind,
  amountMinor,
  feeMinor,
  label: `Stripe ${kind}`,
  order,
  held: null,
});

const payout = (lines: readonly PayoutLine[], sentMinor: number): JournalPayout => ({
  payoutId: 'pyo_abc',
  reference: 'po_1',
  system: 'Stripe',
  day: '2026-03-05',
  currency: 'USD',
  sentMinor,
  lines,
  receipts: [],
});

const posted = (entry: JournalEntry | undefined) =>
  Object.fromEntries((entry?.lines ?? []).map(({ account, minor }) => [account, minor]));

describe('the entry of a payout', () => {
  it('moves what its lines moved, against the cash in transit', () => {
    const { entries, held } = payoutEntries(
      payout([line('charge', 10_000, 320), line('refund', -2000), line('fee', -150, 0, null)], 7530),
      sha256,
    );
    expect(held).toEqual([]);
    expect(posted(entries[0])).toEqual({ receivable: -10_000, fees: 470, refundsPayable: 2000, inTransit: 7530 });
  });

  it('holds back a refund without an order, which stays on the clearing account', () => {
    const { entries, held } = payoutEntries(payout([line('charge', 10_000, 320), line('refund', -2000, 0, null)], 7680), sha256);
    expect(held).toMatchObject([{ label: 'Stripe refund', amountMinor: -2000, reason: 'No order is linked to it' }]);
    expect(posted(entries[0])).toEqual({ receivable: -10_000, fees: 320, inTransit: 7680, clearing: 2000 });
    expect(entries[0]?.lines.at(-1)?.memo).toBe('Held back until it is explained');
  });

  it('leaves what its lines do not explain in sight', () => {
    const { entries } = payoutEntries(payout([line('charge', 10_000)], 9900), sha256);
    expect(posted(entries[0])).toEqual({ receivable: -10_000, inTransit: 9900, clearing: 100 });
  });

  it('takes out of the bank what the books hold gross of its refunds, once the refunds are known', () => {
    const booked = { ...payout([line('charge', 10_000, 320), line('refund', -2000)], 7680) };
    const { entries, held } = grossCorrection(booked, 9680, sha256) ?? { entries: [], held: [] };
    expect(held).toEqual([]);
    expect(entries.map(({ kind }) => kind)).toEqual(['correction']);
    expect(posted(entries[0])).toEqual({ refundsPayable: 2000, bank: -2000 });
    const unknown = payout([line('charge', 10_000, 320), line('refund', -2000, 0, null)], 7680);
    expect(grossCorrection(unknown, 9680, sha256)).toMatchObject({ entries: [], held: [{ amountMinor: -2000 }] });
    expect(grossCorrection(booked, 9679, sha256)).toBeNull();
    expect(grossCorrection(booked, 7680, sha256)).toBeNull();
  });

  it('arrives at the bank with an entry of its own', () => {
    const receipts = [{ day: '2026-03-07', minor: 10_000, label: 'STRIPE TRANSFER' }];
    const { entries } = payoutEntries({ ...payout([line('charge', 10_000)], 10_000), receipts }, sha256);
    expect(posted(entries[1])).toEqual({ bank: 10_000, inTransit: -10_000 });
    expect(entries[1]?.day).toBe('2026-03-07');
  });

  it('balances whatever the lines are', () => {
    const kinds = fc.constantFrom<PayoutLine['kind']>(
      'charge',
      'refund',
      'fee',
      'dispute',
      'reserve_held',
      'conversion',
      'hold',
      'payout',
    );
    const lines = fc.array(
      fc.record({
        kind: kinds,
        amountMinor: fc.integer({ min: -1e9, max: 1e9 }),
        feeMinor: fc.integer({ min: -1e6, max: 1e6 }),
        label: fc.constant('x'),
        order: fc.constantFrom('#1', null),
        held: fc.constantFrom(null, 'sku'),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(lines, fc.integer({ min: -1e9, max: 1e9 }), (some, sent) => {
        const { entries } = payoutEntries(payout(some, sent), sha256);
        for (const { lines: out } of entries) expect(out.reduce((sum, { minor }) => sum + minor, 0)).toBe(0);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the entry of a sale', () => {
  const sale: JournalSale = {
    orderId: 'ord_abc',
    number: '#1042',
    client: 'Nora Quist',
    system: 'Shopify',
    day: '2026-03-02',
    currency: 'USD',
    totalMinor: 12_000,
    taxMinor: 900,
    shippingMinor: 600,
    tipMinor: null,
    dutiesMinor: null,
    giftCardsMinor: 0,
    creditMinor: 2000,
    held: null,
  };

  it('splits what is earned from what is passed on', () => {
    const entry = saleEntry(sale, sha256) as JournalEntry;
    expect(entry.lines.map(({ account, minor }) => [account, minor])).toEqual([
      ['receivable', 12_000],
      ['taxPayable', -900],
      ['shipping', -600],
      ['sales', -10_500],
      ['giftCards', 2000],
      ['receivable', -2000],
    ]);
  });

  it('is held back, with the reason, where it may not be posted', () => {
    expect(saleEntry({ ...sale, held: 'Two records of this sale are not merged yet' }, sha256)).toMatchObject({
      subject: 'ord_abc',
      reason: 'Two records of this sale are not merged yet',
    });
    expect(saleEntry({ ...sale, totalMinor: 0 }, sha256)).toBeNull();
  });
});

describe('an entry', () => {
  it('that does not balance never leaves', () => {
    const [entry] = payoutEntries(payout([line('charge', 100)], 100), sha256).entries;
    if (entry === undefined) throw new Error('no entry');
    expect(() => balanced({ ...entry, lines: entry.lines.slice(1) })).toThrow(/out of balance/);
  });

  it('keeps its key when its amounts change, and differs by kind, subject and currency', () => {
    const key = entryKey('payout', 'pyo_1', 'USD', sha256);
    expect(key).toMatch(/^OF-[A-Z0-9]{13}$/);
    const others = [
      entryKey('sale', 'pyo_1', 'USD', sha256),
      entryKey('payout', 'pyo_2', 'USD', sha256),
      entryKey('payout', 'pyo_1', 'EUR', sha256),
    ];
    expect(new Set([key, ...others]).size).toBe(4);
  });
});

describe('the files', () => {
  const { entries } = payoutEntries(
    { ...payout([line('charge', 1234, 30)], 1204), receipts: [{ day: '2026-03-07', minor: 1204, label: 'A "b"\tc' }] },
    sha256,
  );
  const text = (format: (typeof JOURNAL_FORMATS)[number]) => [...journalText(format, entries, accountNames())].join('');
  const key = entries[0]?.key ?? '';

  it('of QuickBooks: debits and credits in columns of their own, the key as the journal number', () => {
    expect(text('qbo').split('\r\n').slice(0, 4)).toEqual([
      'Journal No.,Journal Date,Account,Debits,Credits,Description,Name,Currency',
      `${key},03/05/2026,Accounts receivable - online orders,,12.34,Payments,,USD`,
      `${key},03/05/2026,Stripe fees,0.30,,Fees,,USD`,
      `${key},03/05/2026,Cash in transit,12.04,,Payout po_1,,USD`,
    ]);
  });

  it('of Xero: one signed amount, the key before the narration', () => {
    expect(text('xero').split('\r\n')[1]).toBe(
      `${key} Stripe payout po_1,2026-03-05,Payments,Accounts receivable - online orders,Tax Exempt,-12.34`,
    );
  });

  it('name accounts as the policy does: a system before all systems, a code for Xero alone', () => {
    const named = accountNames([
      { account: 'fees', system: 'stripe', name: 'Card fees', code: '404' },
      { account: 'fees', system: null, name: 'Fees of {system}', code: null },
      { account: 'clearing', system: null, name: null, code: '610' },
    ]);
    expect([named('fees', 'Stripe'), named('fees', 'PayPal'), named('sales', 'Stripe')]).toEqual([
      'Card fees',
      'Fees of PayPal',
      'Sales',
    ]);
    expect([named('fees', 'Stripe', 'code'), named('fees', 'PayPal', 'code')]).toEqual(['404', 'Fees of PayPal']);
    expect([named('clearing', 'Stripe', 'code'), named('clearing', 'Stripe')]).toEqual(['610', 'Stripe clearing']);
    const lines = [...journalText('xero', entries, named)].join('');
    expect(lines).toContain(',Fees,404,Tax Exempt,0.30');
  });

  it('of NetSuite: the key as the external id', () => {
    expect(text('netsuite').split('\r\n')[2]).toBe(`${key},03/05/2026,USD,Stripe payout po_1,Stripe fees,0.30,,Fees,`);
  });

  it('of QuickBooks Desktop: each TRNS with its SPL sums to zero, no tab escapes its column', () => {
    const lines = text('iif').split('\r\n').slice(3);
    const sums: number[] = [];
    for (const at of lines) {
      const cells = at.split('\t');
      if (cells[0] === 'TRNS') sums.push(0);
      if (cells[0] !== 'TRNS' && cells[0] !== 'SPL') continue;
      expect(cells).toHaveLength(9);
      sums[sums.length - 1] = (sums.at(-1) ?? 0) + Math.round(Number(cells[6]) * 100);
    }
    expect(sums).toEqual([0, 0]);
  });

  it.each(JOURNAL_FORMATS)('%s: the same bytes whatever the order of the entries', (format) => {
    expect([...journalText(format, entries.toReversed(), accountNames())].join('')).toBe(text(format));
  });
});
