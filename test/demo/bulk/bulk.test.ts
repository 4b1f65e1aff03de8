import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cents, rowsOf } from '../read-back.ts';
import { lineSource } from '../score/files.ts';
import { score } from '../score/score.ts';
import { writeFiveSystems, writeShopifyOrders, writeStripeRows } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'onefold-bulk-'));
const at = (name: string): string => join(folder, name);
const text = (name: string): string => readFileSync(at(name), 'utf8');
const hash = (name: string): string =>
  createHash('sha256')
    .update(readFileSync(at(name)))
    .digest('hex');

afterAll(() => rmSync(folder, { recursive: true }));

describe('bulk files', () => {
  it('writes itemised Stripe rows whose net is gross less fee', () => {
    writeStripeRows(at('stripe.csv'), 10_000, 1);
    const rows = rowsOf(text('stripe.csv'));
    expect(rows).toHaveLength(10_000);
    expect(new Set(rows.map((row) => row.balance_transaction_id)).size).toBe(10_000);
    expect(rows.filter((row) => cents(row.net ?? '') !== cents(row.gross ?? '') - cents(row.fee ?? ''))).toEqual([]);
    expect(rows.filter((row) => row.reporting_category === 'refund')).toHaveLength(400);
  });

  it('writes Shopify orders of 79 columns, one in ten on two lines that add up', () => {
    writeShopifyOrders(at('shopify.csv'), 5000, 1);
    const rows = rowsOf(text('shopify.csv'));
    const heads = rows.filter((row) => row.Id !== '');
    expect([Object.keys(rows[0] ?? {}).length, heads.length, rows.length]).toEqual([79, 5000, 5500]);
    const items = Map.groupBy(rows, (row) => row.Name ?? '');
    const wrong = heads.filter(
      (row) =>
        (items.get(row.Name ?? '') ?? []).reduce((sum, item) => sum + cents(item['Lineitem price'] ?? ''), 0) !==
        cents(row.Total ?? ''),
    );
    expect(wrong).toEqual([]);
    expect(heads[0]).toMatchObject({ Name: '#1001', Currency: 'USD', 'Financial Status': 'paid', 'Shipping Country': 'US' });
  });

  it('writes five systems with a truth that scores itself perfectly', async () => {
    const made = writeFiveSystems(at('five'), 20_000, 1);
    expect(made.records).toBeGreaterThanOrEqual(20_000);
    expect(made.copiesWithoutId / made.copies).toBeGreaterThanOrEqual(0.3);
    const flat = rowsOf(text(join('five', 'flat.csv')));
    expect(flat).toHaveLength(made.records);
    expect(new Set(flat.map((row) => row.cluster)).size).toBe(made.sales);
    expect(new Set(flat.map((row) => row.system)).size).toBe(5);
    const orders = JSON.parse(text(join('five', 'woocommerce-bulk-orders.json'))) as unknown[];
    expect(orders).toHaveLength(flat.filter((row) => row.system === 'woocommerce').length);
    const truth = lineSource(at('five'));
    const { clusters, unknownMembers } = await score(truth, truth);
    expect(clusters.joined).toMatchObject({ precision: 1, recall: 1 });
    expect(clusters.apart.pairs / made.sales).toBeGreaterThan(0.03);
    expect([clusters.apart.joined, unknownMembers]).toEqual([0, 0]);
  });

  it('writes the same for the same seed, and another for another', () => {
    writeStripeRows(at('a.csv'), 1000, 7);
    writeStripeRows(at('b.csv'), 1000, 7);
    writeStripeRows(at('c.csv'), 1000, 8);
    expect(hash('a.csv')).toBe(hash('b.csv'));
    expect(hash('a.csv')).not.toBe(hash('c.csv'));
    writeFiveSystems(at('again'), 20_000, 1);
    for (const name of readdirSync(at('five')).filter((entry) => statSync(at(join('five', entry))).isFile()))
      expect(hash(join('again', name))).toBe(hash(join('five', name)));
  });
});
