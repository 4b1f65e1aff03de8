import { beforeAll, describe, expect, it } from 'vitest';
import { type Demo, generate, type Profile } from './generate.ts';
import {
  cellsOf,
  cents,
  filesOf,
  rowsOf,
  type TruthLink,
  type TruthOrder,
  type TruthRecord,
  textOf,
  truthOf,
} from './read-back.ts';

/** Files and truth of one year agree with each other and, to the cent, with themselves. */

const year = (profile: Profile, seed = 3): Demo => generate({ profile, seed, orders: 2500, year: 2025 });
const allText = (demo: Demo): string =>
  [...demo.files, ...demo.truth].map((file) => `${file.name}\n${[...file.chunks()].join('')}`).join('');
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** What payouts were short of on purpose, by every id of the payout. */
function keptBackBy(demo: Demo): Map<string, number> {
  const faults = truthOf<{ reason: string; amountMinor: number; subjects: readonly TruthRecord[] }>(demo, 'exceptions.jsonl');
  const short = faults.filter(({ reason }) => reason === 'payout_sum_mismatch');
  return new Map(
    short.flatMap(({ subjects, amountMinor }) =>
      subjects.flatMap((payout) => [payout.nativeId, ...payout.aliases].map((id) => [id, amountMinor] as const)),
    ),
  );
}

/** Every id of a system's files, and every `file:line` of their rows. */
function idsIn(demo: Demo): Map<string, Set<string>> {
  const ids = new Map<string, Set<string>>();
  for (const file of demo.files) {
    const own = ids.get(file.system) ?? new Set<string>();
    ids.set(file.system, own);
    const text = [...file.chunks()].join('');
    if (file.name.endsWith('.json')) {
      for (const order of JSON.parse(text) as { id: number }[]) own.add(String(order.id));
      continue;
    }
    for (const [i, cells] of cellsOf(text, file.name.endsWith('.txt') ? '\t' : ',').entries()) {
      own.add(`${file.name}:${i + 1}`);
      for (const cell of cells) own.add(cell);
    }
  }
  return ids;
}

describe.each(['shop', 'agency'] as const)('%s', (profile) => {
  let demo: Demo;
  let orders: TruthOrder[];
  let links: TruthLink[];

  beforeAll(() => {
    demo = year(profile);
    orders = truthOf<TruthOrder>(demo, 'orders.jsonl');
    links = truthOf<TruthLink>(demo, 'links.jsonl');
  }, 60_000);

  it('is the same for the same seed, and another for another', () => {
    const text = allText(demo);
    expect(allText(year(profile)) === text).toBe(true);
    expect(allText(year(profile, 4)) === text).toBe(false);
  });

  it('gives the same text each time a file is read', () => {
    const readings = [allText(demo), allText(demo)];
    expect(readings[0] === readings[1]).toBe(true);
  });

  it('keeps in its files every record that the truth names', () => {
    const ids = idsIn(demo);
    const named = [
      ...orders.flatMap((order) => [...order.members, ...order.held]),
      ...links.flatMap((link) => [link.from, link.to]),
    ];
    const lost = named.filter((record) => !ids.get(record.system)?.has(record.nativeId));
    expect(lost).toEqual([]);
  });

  it('names records once: no two orders share a member', () => {
    const key = (record: TruthRecord): string => [record.system, record.account, record.type, record.nativeId].join(' ');
    const members = orders.flatMap((order) => order.members.map(key));
    expect(new Set(members).size).toBe(members.length);
  });

  it('writes lines in order and keys in order', () => {
    for (const file of demo.truth) {
      const lines = [...file.chunks()].join('').split('\n').slice(0, -1);
      expect(lines.toSorted()).toEqual(lines);
      const [first = '{}'] = lines;
      const keys = Object.keys(JSON.parse(first) as object);
      expect(keys.toSorted()).toEqual(keys);
    }
  });

  it('has positions that add up once everything is settled', () => {
    const settled = orders.filter(
      ({ position: p, byCurrency, members }) =>
        Object.keys(byCurrency).length === 0 && members[0]?.system !== 'amazon' && p.settledMinor !== 0,
    );
    const wrong = settled.filter(
      ({ position: p }) =>
        p.settledMinor !== (p.paidMinor ?? 0) - (p.refundedMinor ?? 0) - (p.disputedMinor ?? 0) - (p.feesMinor ?? 0),
    );
    expect(settled.length).toBeGreaterThan(500);
    expect(wrong.length / settled.length).toBeLessThan(0.01);
  });

  it('pays out what Stripe lists', () => {
    for (const file of filesOf(demo, 'stripe', 'payout reconciliation')) {
      const byPayout = Map.groupBy(rowsOf(textOf(demo, file.name)), (row) => row.automatic_payout_id ?? '');
      for (const [payout, rows] of byPayout) {
        const inTruth = links.filter((link) => link.kind === 'payout-line' && link.to.nativeId === payout);
        expect(sum(inTruth.map((link) => link.amountMinor))).toBe(sum(rows.map((row) => cents(row.net ?? ''))));
      }
    }
  });

  it('lets the bank receive what was paid out, alone or several payouts in one line', () => {
    const keptBack = keptBackBy(demo);
    const received = new Map(
      filesOf(demo, 'bank', 'statement').flatMap((file) =>
        rowsOf(textOf(demo, file.name)).map((row) => [row.Reference ?? '', cents(row.Amount ?? '')] as const),
      ),
    );
    const sent = new Map<string, number>();
    for (const link of links.filter(({ kind }) => kind === 'payout-line')) {
      sent.set(link.to.nativeId, (sent.get(link.to.nativeId) ?? -(keptBack.get(link.to.nativeId) ?? 0)) + link.amountMinor);
    }
    const lineOf = Map.groupBy(
      links.filter(({ kind }) => kind === 'payout-bank'),
      (link) => link.from.nativeId,
    );
    const whole = [...lineOf.values()].flatMap((own) => (own.length === 1 ? own : []));
    const byLine = Map.groupBy(whole, (link) => link.to.nativeId);
    expect(byLine.size).toBeGreaterThan(20);
    for (const [line, payouts] of byLine)
      expect(received.get(line)).toBe(sum(payouts.map((link) => sent.get(link.from.nativeId) ?? 0)));
  });

  it('balances the bank statements line by line', () => {
    for (const file of filesOf(demo, 'bank', 'statement')) {
      const rows = rowsOf(textOf(demo, file.name));
      for (const [i, row] of rows.entries()) {
        const before = rows[i - 1];
        if (before) expect(cents(row.Balance ?? '')).toBe(cents(before.Balance ?? '') + cents(row.Amount ?? ''));
      }
    }
  });
});

describe('the shop in its layouts', () => {
  const demo = year('shop');

  it('writes Shopify orders in 79 columns that add up, with continuation rows', () => {
    for (const file of filesOf(demo, 'shopify', 'orders')) {
      const rows = rowsOf(textOf(demo, file.name));
      expect(Object.keys(rows[0] ?? {})).toHaveLength(79);
      const heads = rows.filter((row) => row.Id !== '');
      expect(rows.length).toBeGreaterThan(heads.length * 1.2);
      for (const row of heads.filter((head) => head.Currency === 'USD' || head.Currency === 'EUR')) {
        const [subtotal, shipping, taxes, total] = ['Subtotal', 'Shipping', 'Taxes', 'Total'].map((column) =>
          cents(row[column] ?? ''),
        );
        expect([subtotal, shipping, total].includes(undefined)).toBe(false);
        expect([(subtotal ?? 0) + (shipping ?? 0) + (taxes ?? 0), (subtotal ?? 0) + (shipping ?? 0)]).toContain(total);
      }
    }
  });

  it('sums Shopify payouts from their transactions, but for those whose exception says otherwise', () => {
    const keptBack = keptBackBy(demo);
    expect(keptBack.size).toBeGreaterThan(0);
    const [transactions] = filesOf(demo, 'shopify', 'payments transactions');
    const [payouts] = filesOf(demo, 'shopify', 'payouts');
    const nets = Map.groupBy(rowsOf(textOf(demo, transactions?.name ?? '')), (row) => row['Payout Date'] ?? '');
    const rows = rowsOf(textOf(demo, payouts?.name ?? ''));
    expect(rows.length).toBeGreaterThan(40);
    for (const row of rows) {
      const columns = ['Charges', 'Refunds', 'Adjustments', 'Fees'].map((column) => cents(row[column] ?? ''));
      expect(cents(row.Total ?? '')).toBe(sum(columns));
      const missing = keptBack.get(row['Bank Reference'] ?? '') ?? 0;
      expect(cents(row.Total ?? '') + missing).toBe(
        sum((nets.get(row['Payout Date'] ?? '') ?? []).map((line) => cents(line.Net ?? ''))),
      );
    }
  });

  it('sums each settlement to the total of its first row', () => {
    const settlements = filesOf(demo, 'amazon', 'settlement');
    expect(settlements.length).toBeGreaterThan(20);
    for (const file of settlements) {
      const [summary, ...rows] = rowsOf(textOf(demo, file.name), '\t');
      expect(sum(rows.map((row) => cents(row.amount ?? '')))).toBe(cents(summary?.['total-amount'] ?? ''));
    }
  });

  it('keeps PayPal balances per currency, with a negative fee', () => {
    const [file] = filesOf(demo, 'paypal', 'activity');
    const balances = new Map<string, number>();
    for (const row of rowsOf(textOf(demo, file?.name ?? ''))) {
      const [gross, fee, net] = [row.Gross, row.Fee, row.Net].map((text) => cents(text ?? ''));
      expect(net).toBe((gross ?? 0) + (fee ?? 0));
      balances.set(row.Currency ?? '', (balances.get(row.Currency ?? '') ?? 0) + (net ?? 0));
      expect(cents(row.Balance ?? '')).toBe(balances.get(row.Currency ?? ''));
    }
    expect([...balances.keys()].sort()).toEqual(['EUR', 'GBP', 'USD']);
  });

  it('names rows without an id by the very line on which they stand', () => {
    const [file] = filesOf(demo, 'shopify', 'payments transactions');
    const lines = cellsOf(textOf(demo, file?.name ?? ''));
    const net = lines[0]?.indexOf('Net') ?? -1;
    const own = truthOf<TruthLink>(demo, 'links.jsonl').filter(
      (link) => link.kind === 'payout-line' && link.from.nativeId.startsWith(`${file?.name}:`),
    );
    expect(own.length).toBeGreaterThan(500);
    for (const link of own) {
      const line = Number(link.from.nativeId.split(':')[1]);
      expect(cents(lines[line - 1]?.[net] ?? '')).toBe(link.amountMinor);
    }
  });

  it('writes yen without and dinars with three decimals', () => {
    const [file] = filesOf(demo, 'woocommerce', 'orders');
    const orders = JSON.parse(textOf(demo, file?.name ?? '')) as { currency: string; total: string }[];
    const totals = (currency: string): string[] =>
      orders.filter((order) => order.currency === currency).map((order) => order.total);
    expect(totals('JPY').every((total) => /^\d+$/.test(total))).toBe(true);
    expect(totals('KWD').every((total) => /^\d+\.\d{3}$/.test(total))).toBe(true);
    expect(totals('JPY').length * totals('KWD').length).toBeGreaterThan(0);
  });
});

describe('the agency in its layouts', () => {
  it('puts QuickBooks rows under title rows, and places them by line', () => {
    const demo = year('agency');
    const [file] = filesOf(demo, 'quickbooks', 'transaction detail');
    const lines = cellsOf(textOf(demo, file?.name ?? ''));
    expect(lines.slice(0, 3).map((cells) => cells[0])).toEqual([
      'Northlight Agency',
      'Transaction Detail by Account',
      'January - December 2025',
    ]);
    expect(lines[4]).toEqual([
      'Date',
      'Transaction Type',
      'Num',
      'Name',
      'Memo/Description',
      'Account',
      'Customer/Project',
      'Amount',
    ]);
    const deposits = truthOf<TruthLink>(demo, 'links.jsonl').filter((link) => link.kind === 'booking-payout');
    expect(deposits.length).toBeGreaterThan(20);
    for (const link of deposits) {
      const line = lines[Number(link.from.nativeId.split(':')[1]) - 1];
      expect([line?.[1], cents(line?.[7] ?? '')]).toEqual(['Deposit', link.amountMinor]);
    }
  });
});
