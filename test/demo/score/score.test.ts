import { describe, expect, it } from 'vitest';
import type { LineSource } from './lines.ts';
import { reportOf } from './report.ts';
import { score } from './score.ts';

type Files = Readonly<Record<string, readonly unknown[]>>;

/** Files in memory; a value that is a string is taken as a line as it stands. */
function source(files: Files): LineSource {
  return {
    lines: (name) => {
      const values = files[name];
      if (values === undefined) return null;
      return (async function* () {
        for (const value of values) yield typeof value === 'string' ? value : JSON.stringify(value);
      })();
    },
  };
}

const record = (system: string, nativeId: string, more: { type?: string; account?: string; aliases?: string[] } = {}): unknown => ({
  system,
  account: more.account ?? 'main',
  type: more.type ?? 'order',
  nativeId,
  aliases: more.aliases ?? [],
});
const shop = (id: string): unknown => record('shopify', id);
const crm = (id: string): unknown => record('hubspot', id, { type: 'deal' });
const erp = (id: string): unknown => record('netsuite', id, { type: 'sales_order' });

describe('clusters', () => {
  // Two true clusters {s1 c1 e1} and {s2 c2}, and a single s3. Results: {s1 c1}, {s2 c2 e1}, {s3}.
  const truth = source({
    'orders.jsonl': [{ members: [shop('1'), crm('1'), erp('1')] }, { members: [shop('2'), crm('2')] }, { members: [shop('3')] }],
  });
  const results = source({
    'orders.jsonl': [{ members: [shop('1'), crm('1')] }, { members: [shop('2'), crm('2'), erp('1')] }, { members: [shop('3')] }],
  });

  it('counts pairs: 2 right of 4 joined, 4 true', async () => {
    const { clusters } = await score(truth, results);
    expect(clusters.joined).toEqual({ precision: 0.5, recall: 0.5, f1: 0.5, truePairs: 4, joinedPairs: 4, rightPairs: 2 });
    expect([clusters.trueClusters, clusters.resultClusters, clusters.exactClusters]).toEqual([3, 3, 1]);
  });

  it('averages B-cubed over records', async () => {
    const { clusters } = await score(truth, results);
    // precision: s1 c1 1, s2 c2 2/3, e1 1/3, s3 1 → 4 2/3 over 6; recall: s1 c1 2/3, e1 1/3, s2 c2 s3 1 → 4 2/3 over 6.
    expect(clusters.bCubed.precision).toBeCloseTo(14 / 18, 12);
    expect(clusters.bCubed.recall).toBeCloseTo(14 / 18, 12);
  });

  it('counts records that no result names as standing alone', async () => {
    const { clusters } = await score(truth, source({ 'orders.jsonl': [] }));
    expect(clusters.joined).toMatchObject({ precision: null, recall: 0 });
    expect(clusters.bCubed.precision).toBe(1);
    expect(clusters.bCubed.recall).toBeCloseTo((1 + 1 + 1) / 6, 12);
  });

  it('takes right proposals as answered with yes, and only their right part', async () => {
    const files = {
      'orders.jsonl': [{ members: [shop('1'), crm('1')] }],
      'proposals.jsonl': [{ members: [crm('1'), erp('1')] }, { members: [shop('2'), shop('3')] }],
    };
    const { clusters } = await score(truth, source(files));
    expect(clusters.joined.recall).toBe(1 / 4);
    expect(clusters.recallWithProposals).toBe(3 / 4);
    expect(clusters.proposals).toEqual({ count: 2, right: 1 });
  });

  it('lets a booking stand with its order or alone, but with no other', async () => {
    const invoice = record('xero', 'INV-1', { type: 'invoice' });
    const held = source({ 'orders.jsonl': [{ members: [shop('1'), crm('1')], held: [invoice] }, { members: [shop('2')] }] });
    const run = async (orders: readonly unknown[]): Promise<unknown> =>
      (await score(held, source({ 'orders.jsonl': orders }))).clusters.joined;
    expect(await run([{ members: [shop('1'), crm('1')] }])).toMatchObject({ precision: 1, recall: 1 });
    expect(await run([{ members: [shop('1'), crm('1'), invoice] }])).toMatchObject({ precision: 1, recall: 1 });
    expect(await run([{ members: [shop('2'), invoice] }])).toMatchObject({ precision: 0, recall: 0 });
  });

  it('says which pairs were joined that must stay apart, and which ties were taken', async () => {
    const tied = source({
      'orders.jsonl': [{ members: [shop('1'), erp('1')] }, { members: [shop('2'), erp('2')] }, { members: [shop('3')] }],
      'apart.jsonl': [
        { trap: 1, a: shop('1'), b: shop('2') },
        { trap: 7, a: shop('2'), b: shop('3') },
      ],
      'ties.jsonl': [
        { record: erp('1'), candidates: [shop('1'), shop('2')], truth: shop('1') },
        { record: erp('2'), candidates: [shop('1'), shop('2')], truth: shop('2') },
      ],
    });
    const made = source({
      'orders.jsonl': [{ members: [shop('2'), shop('3'), erp('1')] }],
      'proposals.jsonl': [{ members: [erp('2'), shop('1')] }],
    });
    const { clusters } = await score(tied, made);
    expect(clusters.apart).toEqual({ pairs: 2, joined: 1, joinedByTrap: { 7: 1 } });
    expect(clusters.ties).toEqual({ ties: 2, taken: 1, proposed: 1 });
  });
});

describe('finding records that two sides name differently', () => {
  const joinedOf = async (truthMembers: readonly unknown[], resultMembers: readonly unknown[]): Promise<number | null> =>
    (await score(source({ 'orders.jsonl': [{ members: truthMembers }] }), source({ 'orders.jsonl': [{ members: resultMembers }] })))
      .clusters.joined.recall;

  it('goes by id, by alias, without an account, and under another type', async () => {
    const truth = [
      record('shopify', '#1', { aliases: ['5001'] }),
      record('stripe', 'txn_1', { type: 'charge', aliases: ['ch_1'] }),
    ];
    const results = [record('shopify', '5001', { account: '' }), record('stripe', 'ch_1', { type: 'balance_transaction' })];
    expect(await joinedOf(truth, results)).toBe(1);
  });

  it('does not mix up equal ids of two accounts', async () => {
    const [a, b] = [record('shopify', '#1', { account: 'a' }), record('shopify', '#1', { account: 'b' })];
    const truth = source({ 'orders.jsonl': [{ members: [a, crm('1')] }, { members: [b] }] });
    const wrong = await score(truth, source({ 'orders.jsonl': [{ members: [b, crm('1')] }] }));
    expect(wrong.clusters.joined).toMatchObject({ precision: 0, recall: 0 });
    const unclear = await score(
      truth,
      source({ 'orders.jsonl': [{ members: [record('shopify', '#1', { account: '' }), crm('1')] }] }),
    );
    expect(unclear.unknownMembers).toBe(1);
  });

  it('tells two bookings of one number apart by the place of their rows', async () => {
    const at = (line: number): unknown => record('xero', 'INV-7', { type: 'invoice', aliases: [`x.csv:${line}`] });
    const truth = source({ 'orders.jsonl': [{ members: [shop('1'), at(2)] }, { members: [shop('2'), at(3)] }] });
    const right = await score(
      truth,
      source({ 'orders.jsonl': [{ members: [shop('2'), record('xero', 'x.csv:3', { type: 'invoice' })] }] }),
    );
    expect(right.clusters.joined).toMatchObject({ precision: 1, recall: 0.5 });
  });
});

describe('links', () => {
  const pay = (id: string, aliases: string[] = []): unknown => record('stripe', id, { type: 'charge', aliases });
  const link = (from: unknown, to: unknown, more: object = {}): unknown => ({
    kind: 'payment-order',
    from,
    to,
    state: 'linked',
    ...more,
  });
  const truth = source({
    'orders.jsonl': [{ members: [shop('1'), crm('1')] }, { members: [shop('2')] }],
    'links.jsonl': [
      link(pay('t1', ['ch1']), shop('1')),
      link(pay('t2'), shop('2')),
      link(pay('t3'), shop('2'), { ambiguous: true }),
      link(pay('t4'), shop('2'), { optional: true }),
      link(pay('t5'), shop('2')),
    ],
  });
  const scored = async (...links: unknown[]): Promise<unknown> =>
    (await score(truth, source({ 'orders.jsonl': [], 'links.jsonl': links }))).links?.[0];

  it('accepts any member of the order and any id of the payment, once', async () => {
    const made = await scored(link(pay('ch1'), crm('1')), link(pay('t1'), shop('1')));
    expect(made).toMatchObject({ kind: 'payment-order', wanted: 3, linked: 1, right: 1, precision: 1, recall: 1 / 3 });
  });

  it('counts wrong links, proposals, ambiguous ones taken, and leaves optional and unknown ones out', async () => {
    const made = await scored(
      link(pay('t2'), shop('1')),
      link(pay('t5'), shop('2'), { state: 'proposed' }),
      link(pay('t1'), shop('1')),
      link(pay('t3'), shop('1')),
      link(pay('t4'), shop('2')),
      link(pay('t9'), shop('2')),
    );
    expect(made).toMatchObject({
      linked: 2,
      right: 1,
      precision: 0.5,
      recall: 1 / 3,
      recallWithProposals: 2 / 3,
      ambiguousTaken: 1,
      unknown: 1,
    });
  });
});

describe('positions and exceptions', () => {
  const position = (paidMinor: number, bookedMinor = 0): unknown => ({
    orderedMinor: 100,
    paidMinor,
    creditMinor: 0,
    refundedMinor: 0,
    disputedMinor: 0,
    feesMinor: 3,
    settledMinor: paidMinor - 3,
    bankedMinor: 0,
    bookedMinor,
  });
  const truth = source({
    'orders.jsonl': [
      { members: [shop('1'), crm('1')], position: position(100) },
      { members: [shop('2')], position: position(50) },
      { members: [shop('3')], position: position(70), positionAsked: false },
    ],
    'exceptions.jsonl': [
      { reason: 'underpaid', subjects: [shop('2')] },
      { reason: 'underpaid', subjects: [shop('3')] },
    ],
  });

  it('compares each figure, and all but booked together', async () => {
    const made = source({
      'orders.jsonl': [
        { members: [crm('1'), shop('1')], position: position(100, 100) },
        { members: [shop('2')], position: position(60) },
      ],
      'exceptions.jsonl': [{ reason: 'amount_mismatch', subjects: [shop('2')] }],
    });
    const { positions } = await score(truth, made);
    expect(positions).toMatchObject({ asked: 2, wholeExact: 1, othersExplained: 1 });
    expect(positions?.exact).toMatchObject({ orderedMinor: 2, paidMinor: 1, settledMinor: 1, bookedMinor: 1 });
  });

  it('matches exceptions by reason and subject', async () => {
    const made = source({
      'orders.jsonl': [],
      'exceptions.jsonl': [
        { reason: 'underpaid', subjects: [shop('2')] },
        { reason: 'underpaid', subjects: [shop('1')] },
        { reason: 'overpaid', subjects: [shop('3')] },
      ],
    });
    const { exceptions } = await score(truth, made);
    expect(exceptions?.find((entry) => entry.reason === 'underpaid')).toMatchObject({
      wanted: 2,
      raised: 2,
      right: 1,
      precision: 0.5,
      recall: 0.5,
    });
    expect(exceptions?.find((entry) => entry.reason === 'overpaid')).toMatchObject({
      wanted: 0,
      raised: 1,
      precision: 0,
      recall: null,
    });
  });
});

describe('reading and reporting', () => {
  it('names file and line of what it cannot read', async () => {
    const good = source({ 'orders.jsonl': [] });
    await expect(score(source({ 'orders.jsonl': [{ members: [] }, '{oops'] }), good)).rejects.toThrow(
      'orders.jsonl, line 2: not JSON',
    );
    await expect(score(source({ 'orders.jsonl': [{ members: [{ system: 'shopify' }] }] }), good)).rejects.toThrow(
      'orders.jsonl, line 1: members needs a system and a nativeId',
    );
  });

  it('leaves parts out for which the truth has no file', async () => {
    const result = await score(
      source({ 'orders.jsonl': [{ members: [shop('1'), crm('1')] }] }),
      source({ 'orders.jsonl': [{ members: [shop('1'), crm('1')] }] }),
    );
    expect(result).toMatchObject({ links: null, positions: null, exceptions: null });
    const report = reportOf(result);
    expect(report).toContain('joined pairs: precision        1.0000   recall 1.0000   F1 1.0000   (1 right of 1, 1 true)');
    expect(report).not.toContain('Positions');
  });
});
