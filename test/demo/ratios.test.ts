import { beforeAll, describe, expect, it } from 'vitest';
import { DAY } from './base/calendar.ts';
import { type Demo, generate, type Profile } from './generate.ts';
import { type TruthOrder, type TruthPair, type TruthRecord, type TruthTie, truthOf } from './read-back.ts';

/** What the year promises about its difficulty, measured from the truth files alone. */

const RUNS: readonly (readonly [Profile, number])[] = [
  ['shop', 1],
  ['shop', 20_251],
  ['agency', 2],
  ['agency', 77],
];

/** An id stripped of what systems put around it, so that `#1042`, `SO-1042` and `0001042` count as shared. */
const core = (id: string): string =>
  id
    .replace(/\W/g, '')
    .replace(/^SO(?=.)/, '')
    .replace(/^0+(?=\d)/, '')
    .replace(/R1$/, '');

function sharesAnId(order: TruthOrder, copy: TruthOrder['copies'][number]): boolean {
  const record = order.members.find((member) => member.system === copy.system && member.nativeId === copy.nativeId);
  const [owner] = order.members;
  if (!record || !owner) throw new Error(`${order.id}: a copy that is no member`);
  const own = new Set([owner.nativeId, ...owner.aliases].map(core));
  return [...copy.refs, ...record.aliases, record.nativeId].some((id) => own.has(core(id)));
}

function shareOfRepeats(orders: readonly TruthOrder[]): number {
  const groups = Map.groupBy(orders, (order) => `${order.customer} ${order.currency} ${order.totalMinor}`);
  let repeats = 0;
  for (const group of groups.values()) {
    const times = group.map((order) => Date.parse(order.placedAt)).sort((a, b) => a - b);
    repeats += times.filter((time, i) => i > 0 && time - (times[i - 1] ?? 0) <= 7 * DAY).length;
  }
  return repeats / orders.length;
}

const nameOf = ({ system, account, nativeId, aliases }: TruthRecord): string => [system, account, nativeId, ...aliases].join(' ');

describe.each(RUNS)('a year of 10,000 sales: %s, seed %i', (profile, seed) => {
  let demo: Demo;
  let orders: TruthOrder[];

  beforeAll(() => {
    demo = generate({ profile, seed, orders: 10_000, year: 2025 });
    orders = truthOf<TruthOrder>(demo, 'orders.jsonl');
  }, 60_000);

  it('has exactly the sales asked for', () => {
    expect(orders).toHaveLength(10_000);
  });

  it('meets each of the 21 traps at least 20 times', () => {
    const traps = truthOf<{ trap: number; count: number }>(demo, 'traps.jsonl');
    expect(traps.map(({ trap }) => trap).sort((a, b) => a - b)).toEqual(Array.from({ length: 21 }, (_, i) => i + 1));
    expect(traps.filter(({ count }) => count < 20)).toEqual([]);
  });

  it('names at least 20 pairs to keep apart for every trap made of pairs', () => {
    const counts = Map.groupBy(truthOf<TruthPair>(demo, 'apart.jsonl'), ({ trap }) => trap);
    const short = [1, 4, 5, 7, 8, 9, 11, 12, 15, 17, 18, 20].filter((trap) => (counts.get(trap)?.length ?? 0) < 20);
    expect(short).toEqual([]);
  });

  it('hides the id in at least 30 % of the copies', () => {
    const copies = orders.flatMap((order) => order.copies.map((copy) => sharesAnId(order, copy)));
    const hidden = copies.filter((shared) => !shared).length;
    expect(copies.length).toBeGreaterThan(2000);
    expect(hidden / copies.length).toBeGreaterThanOrEqual(0.3);
    expect(hidden / copies.length).toBeLessThan(0.7);
  });

  it('repeats at least 5 % of the purchases within 7 days', () => {
    expect(shareOfRepeats(orders)).toBeGreaterThanOrEqual(0.05);
  });

  it('ties at least 3 % of the copies, each to originals of one amount', () => {
    const ties = truthOf<TruthTie>(demo, 'ties.jsonl');
    const copies = orders.reduce((sum, order) => sum + order.copies.length, 0);
    expect(ties.length / copies).toBeGreaterThanOrEqual(0.03);
    const totals = new Map(
      orders.flatMap((order) => order.members.map((member) => [nameOf(member), `${order.totalMinor} ${order.currency}`] as const)),
    );
    for (const tie of ties) {
      expect(tie.candidates.length).toBeGreaterThan(1);
      expect(new Set(tie.candidates.map((candidate) => totals.get(nameOf(candidate)))).size).toBe(1);
    }
  });

  it('never asks to keep two records of one sale apart', () => {
    const saleOf = new Map(orders.flatMap((order) => order.members.map((member) => [nameOf(member), order.id] as const)));
    const pairs = truthOf<TruthPair>(demo, 'apart.jsonl').map(
      ({ a, b }) => [saleOf.get(nameOf(a)), saleOf.get(nameOf(b))] as const,
    );
    expect(pairs.filter(([a, b]) => a !== undefined && a === b)).toEqual([]);
  });
});

describe.each(['shop', 'agency'] as const)('a small year: %s', (profile) => {
  it('still meets every trap', () => {
    const demo = generate({ profile, seed: 5, orders: 600, year: 2026 });
    expect(truthOf<TruthOrder>(demo, 'orders.jsonl')).toHaveLength(600);
    expect(truthOf<{ trap: number; count: number }>(demo, 'traps.jsonl').filter(({ count }) => count === 0)).toEqual([]);
  });
});
