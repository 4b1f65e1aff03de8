import { describe, expect, it } from 'vitest';
import { matchSpec } from '#shared/contract/match-spec.ts';
import { matchTables } from '../match-tables.ts';
import { RecordsBuilder } from '../tables/build.ts';
import { idAt } from '../tables/records.ts';
import { SHIPPED_SPECS } from './index.ts';

type Table = readonly [name: string, header: readonly string[], rows: readonly (readonly string[])[]];

/** Likely pairs as `left right`, and those that are joined. */
async function matched(name: string, tables: readonly Table[]): Promise<{ likely: string[]; joined: string[] }> {
  const spec = matchSpec.parse(SHIPPED_SPECS[name]);
  const builder = new RecordsBuilder(spec);
  for (const [table, header, rows] of tables) {
    const take = builder.open(table, header);
    for (const row of rows) take((index) => row[index] ?? '');
  }
  const records = builder.finish();
  const { pairs, probability, state } = (await matchTables(spec, records, () => undefined)).outcomes;
  const named = Array.from(
    probability.keys(),
    (pair) => `${idAt(records, pairs.left[pair] ?? 0)} ${idAt(records, pairs.right[pair] ?? 0)}`,
  );
  return {
    likely: named.filter((_, pair) => (probability[pair] ?? 0) >= 0.5),
    joined: named.filter((_, pair) => state[pair] === 'joined'),
  };
}

const WORDS = ['Amber', 'Birch', 'Cobalt', 'Dune', 'Ember', 'Fjord', 'Grove', 'Harbor', 'Indigo', 'Juniper', 'Kestrel', 'Larch'];
const FIRMS = ['Roofing', 'Bakery', 'Optics', 'Freight', 'Studio'];
const numbers = Array.from({ length: 60 }, (_, i) => i);
const client = (i: number): string => `${WORDS[i % 12] ?? ''} ${FIRMS[i % 5] ?? ''}`;
const amount = (i: number): string => `${40 + ((i * 37) % 900)}.${10 + ((i * 7) % 90)}`;
const date = (day: number): string => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);
const mail = (i: number): string => `${client(i).toLowerCase().replace(' ', '.')}@post.example`;

describe('shipped specifications', () => {
  it.each(Object.entries(SHIPPED_SPECS))('%s is one', (name, spec) => {
    expect(matchSpec.parse(spec).name).toBe(name);
  });

  it('link payments with their orders, by number where there is one', async () => {
    const orders = numbers.map((i) => [`o${i}`, `#${1000 + i}`, client(i), mail(i), amount(i), 'USD', date(i)]);
    const payments = numbers
      .slice(0, 40)
      .map((i) => [
        `p${i}`,
        i % 2 === 0 ? String(1000 + i) : '',
        client(i),
        i % 3 === 0 ? '' : mail(i),
        amount(i),
        'USD',
        date(i + (i % 3)),
      ]);
    const { likely } = await matched('payments-to-orders', [
      ['payments', ['id', 'reference', 'client', 'email', 'amount', 'currency', 'date'], payments],
      ['orders', ['id', 'number', 'client', 'email', 'total', 'currency', 'date'], orders],
    ]);
    expect(likely.sort()).toEqual(
      numbers
        .slice(0, 40)
        .map((i) => `p${i} o${i}`)
        .sort(),
    );
  });

  it('link payouts with bank lines that came after them, and leave two equal ones open', async () => {
    const payouts = [
      ...numbers.map((i) => [`po_${i}`, 'Stripe', amount(i), 'EUR', date(i)]),
      ['po_a', 'Stripe', '5000.00', 'EUR', date(70)],
      ['po_b', 'Stripe', '5000.00', 'EUR', date(70)],
    ];
    const lines = [
      ...numbers.map((i) => [`l${i}`, 'STRIPE PAYOUT', amount(i), 'EUR', date(i + 1 + (i % 3))]),
      ['l-a', 'STRIPE PAYOUT', '5000.00', 'EUR', date(72)],
    ];
    const { likely, joined } = await matched('bank-lines-to-payouts', [
      ['payouts', ['id', 'processor', 'amount', 'currency', 'date'], payouts],
      ['lines', ['id', 'text', 'amount', 'currency', 'date'], lines],
    ]);
    expect(likely).toEqual(expect.arrayContaining(numbers.map((i) => `po_${i} l${i}`)));
    expect(joined.filter((pair) => pair.includes('l-a'))).toEqual([]);
  });

  it('find a client that stands twice', async () => {
    const own = numbers.map((i) => [
      `c${i}`,
      client(i),
      i < 12 ? mail(i) : '',
      `+1 555 0100${100 + i}`,
      `${i} Main Street`,
      `100${10 + i}`,
      'Springfield',
    ]);
    const twice = [0, 7, 11].map((i) => [
      `d${i}`,
      `${client(i)}, Inc.`,
      mail(i),
      '',
      `${i} Main St`,
      `100${10 + i}`,
      'Springfield',
    ]);
    const { likely } = await matched('clients', [
      ['clients', ['id', 'name', 'email', 'phone', 'street', 'zip', 'city'], [...own, ...twice]],
    ]);
    expect(likely).toEqual(expect.arrayContaining(['c0 d0', 'c7 d7', 'c11 d11']));
  });
});
