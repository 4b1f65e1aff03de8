/** Matching over real books, in its real thread. */
import { hash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { linkLeafText } from '#core/changes/commitments.ts';
import { MerkleTree } from '#core/changes/merkle.ts';
import type { ModelCard } from '#core/matching/orders/card.ts';
import { JobCancelled } from '#main/services/context.ts';
import { matchBook, startMatching } from '#main/services/matching/index.ts';
import { RunStore, StaleRun, wasCutOff } from '#main/services/matching/store.ts';
import type { DecisionBody } from '#shared/domain/decision.ts';
import type { RecordKey } from '#shared/domain/source-record.ts';
import { insertDecision } from '#store/queries/decisions.ts';
import { readLatestRun, readRunCard } from '#store/queries/match-pairs.ts';
import { latestRun, linkLeaves } from '#store/queries/proof.ts';
import { writeSetting } from '#store/queries/settings.ts';
import { type LiveBook, liveBook } from '#test/factories/live-book.ts';
import { stripeCsv } from '#test/import/stripe-files.ts';
import { erpFile, type Sale, sales, shopFile } from './files.ts';

let book: LiveBook;
beforeEach(async () => {
  book = await liveBook();
});
afterEach(() => book.dispose());

const order = (number: number): RecordKey => ({ system: 'shopify', account: 'main', type: 'order', nativeId: `#${number}` });
const copy = (number: number): RecordKey => ({ system: 'netsuite', account: 'main', type: 'sales_order', nativeId: `9${number}` });

async function match(): Promise<string> {
  const job = await book.jobs.settled(startMatching(book.context));
  if (job.state === 'failed') throw new Error(job.problem?.what);
  return job.state;
}

async function importSales(shop: readonly Sale[], erp: readonly Sale[]): Promise<void> {
  await book.import(book.file('shop.csv', shopFile(shop)));
  await book.import(book.file('erp.csv', erpFile(erp)));
  await book.idle();
}

/** "#1001 9#1001 joined", by record ids. */
function pairs(): string[] {
  return book.context.db
    .prepare<[], string>(
      `SELECT l.native_id || ' ' || r.native_id || ' ' || p.state || coalesce(' ' || p.cause, '') FROM match_pairs p
       JOIN source_records l ON l.id = p.left_id JOIN source_records r ON r.id = p.right_id ORDER BY p.left_id, p.right_id`,
    )
    .pluck()
    .all();
}

function questions(): string[] {
  return book.context.db
    .prepare<[], string>("SELECT state || ': ' || reason FROM proposals ORDER BY score_millibits DESC, id")
    .pluck()
    .all();
}

function sizes(): number[] {
  return book.context.db.prepare<[], number>('SELECT member_count FROM orders WHERE head_id = record_id ORDER BY 1').pluck().all();
}

function logged(): { action: string; after: { root: string; links: string } }[] {
  return book.context.db
    .prepare<[], string>("SELECT body FROM change_log WHERE action = 'match.run' ORDER BY seq")
    .pluck()
    .all()
    .map((body) => JSON.parse(body));
}

function decide(body: DecisionBody, withdrawn = false): void {
  const { db } = book.context;
  const draft = { commandId: 'by-hand', actor: 'person:Ana', atMs: 1, reasonCode: null, reasonText: null };
  const id = insertDecision(db, { ...draft, body });
  if (!withdrawn) return;
  const by = insertDecision(db, { ...draft, body: { kind: 'withdraw', decisionId: id } });
  db.prepare('UPDATE decisions SET withdrawn_by = ? WHERE id = ?').run(by, id);
}

const answer = { proposalId: null, rule: null, modelVersion: null, band: null, bulk: false, compared: {} } as const;

describe('a run', () => {
  test('joins the copies, derives the orders and leaves one entry whose root covers every pair', async () => {
    await importSales(sales(3), sales(2));
    expect(await match()).toBe('done');
    expect(pairs()).toEqual(['#1001 91001 joined', '#1002 91002 joined']);
    expect(sizes()).toEqual([1, 2, 2]);

    const { db } = book.context;
    const texts = [...linkLeaves(db)].map(linkLeafText).sort();
    const tree = new MerkleTree((bytes) => hash('sha256', bytes, 'buffer'));
    for (const text of texts) tree.push(hash('sha256', text, 'buffer'));
    const root = Buffer.from(tree.root()).toString('hex');
    expect(logged()).toMatchObject([{ after: { root, links: '2' } }]);
    expect(latestRun(db)?.linksRoot.toString('hex')).toBe(root);
    expect(readLatestRun(db)?.counts).toMatchObject({ records: 5, joined: 2, questions: 0 });
    const card = JSON.parse(readRunCard(db, readLatestRun(db)?.id ?? -1) ?? '') as ModelCard;
    expect(card).toMatchObject({ specification: 'orders', records: 5, kept: 2, thresholds: { joinAt: 8_000 } });
    expect(card.bands.reduce((sum, { joined }) => sum + joined, 0)).toBe(2);
    expect(card.passes.reduce((sum, pass) => sum + pass.pairs, 0)).toBeLessThanOrEqual(card.compared);
  });

  test('that finds what is known writes nothing', async () => {
    await importSales(sales(3), sales(3));
    await match();
    const version = book.context.db.prepare<[], string>("SELECT value FROM settings WHERE key = 'dataVersion'").pluck();
    const before = version.get();
    await match();
    expect(logged()).toHaveLength(1);
    expect(version.get()).toBe(before);
  });

  test('takes back what an undone import had joined', async () => {
    await importSales(sales(2), sales(2));
    await match();
    expect(sizes()).toEqual([2, 2]);
    await book.undo(2);
    await match();
    expect(pairs()).toEqual([]);
    expect(book.context.db.prepare<[], number>('SELECT count(*) FROM orders WHERE head_id <> record_id').pluck().get()).toBe(0);
  });

  test('is the same whatever the order of files', async () => {
    const all = sales(20);
    await importSales(all, all);
    await match();
    const root = readLatestRun(book.context.db)?.linksRoot.toString('hex');
    const other = await liveBook();
    try {
      await other.import(other.file('erp.csv', erpFile(all.toReversed())));
      await other.import(other.file('shop.csv', shopFile(all.toReversed())));
      await other.idle();
      await other.jobs.settled(startMatching(other.context));
      expect(readLatestRun(other.context.db)?.linksRoot.toString('hex')).toBe(root);
    } finally {
      await other.dispose();
    }
  });

  test('asks about two shop orders seconds apart, and says so', async () => {
    const [sale] = sales(1) as [Sale];
    await importSales([sale, { ...sale, number: 1002, placed: sale.placed.replace(/00$/, '03') }], []);
    await match();
    expect(pairs()).toEqual(['#1001 #1002 proposed same_source']);
    expect(questions()).toEqual(['open: API retry, 3 s apart']);
  });
});

test('a payment is linked to the order that names its charge, and the link goes with the payment', async () => {
  const [first = '', ...rows] = shopFile(sales(2)).trimEnd().split('\n');
  const named = rows.map((row, at) => `${row},ch_a${at + 1}xxxxxxxx`);
  await book.import(book.file('shop.csv', `${first},Payment Reference\n${named.join('\n')}\n`));
  await book.import(book.file('stripe.csv', stripeCsv([{ id: 'a1' }, { id: 'a9' }])));
  await match();
  const links = book.context.db.prepare<[], string>(
    `SELECT kind || ' ' || f.native_id || ' ' || t.native_id || ' ' || state || ' ' || decided_by || ' ' || amount_minor FROM links
     JOIN source_records f ON f.id = from_id JOIN source_records t ON t.id = to_id`,
  );
  expect(links.pluck().all()).toEqual(['payment-order txn_a1 #1001 linked rule:reference@1 10000']);
  expect(readLatestRun(book.context.db)?.counts.linked).toBe(1);
  await book.undo(2);
  await book.idle();
  await match();
  expect(links.pluck().all()).toEqual([]);
});

describe('decisions', () => {
  const two = sales(2);

  test('apart is kept; the question stands as settled', async () => {
    await importSales(two, two);
    decide({ kind: 'apart', sides: [[order(1001)], [copy(1001)]], cuts: [], answer });
    await match();
    expect(pairs()).toEqual(['#1001 91001 apart person', '#1002 91002 joined']);
    expect(questions()).toEqual(['apart: Same client, same total, same day']);
  });

  test('a merge that was taken back is asked again, never joined', async () => {
    await importSales(two, two);
    decide({ kind: 'together', members: [order(1001), copy(1001)], parts: [0, 1], picks: {}, answer }, true);
    await match();
    expect(pairs()).toEqual(['#1001 91001 proposed parted', '#1002 91002 joined']);
    expect(questions()).toEqual(['open: Merged before and taken back, same client, same total']);
    expect(sizes()).toEqual([1, 1, 2]);
  });
});

describe('a run in the way of something', () => {
  test('that is cancelled stores nothing and can be run again', async () => {
    await importSales(sales(200), sales(200));
    const jobId = startMatching(book.context);
    book.jobs.cancel(jobId);
    expect((await book.jobs.settled(jobId)).state).toBe('cancelled');
    expect(pairs()).toEqual([]);
    expect(logged()).toEqual([]);
    expect(await match()).toBe('done');
    expect(readLatestRun(book.context.db)?.counts.joined).toBe(200);
  });

  test('that is cancelled while it computes stops there', async () => {
    await importSales(sales(2_000), sales(2_000));
    const abort = new AbortController();
    const seen: string[] = [];
    const report = (_progress: number | null, detail: string): void => {
      seen.push(detail);
      abort.abort();
    };
    await expect(matchBook(book.context, { signal: abort.signal, report })).rejects.toThrow(JobCancelled);
    expect(seen.length).toBeGreaterThan(0);
    expect(pairs()).toEqual([]);
    expect(logged()).toEqual([]);
  });

  test('refuses to store over a book that has moved on', async () => {
    await importSales(sales(2), sales(2));
    const store = new RunStore(book.context, 'what another import left');
    await expect(store.take({ of: 'pairs', write: [], remove: [[1, 2]] })).rejects.toThrow(StaleRun);
    expect(wasCutOff(book.context.db)).toBe(false);
  });

  test('that was cut off while it was stored is made good by the next one', async () => {
    await importSales(sales(3), sales(3));
    await match();
    const { db } = book.context;
    // As a crash leaves it: pairs written, orders not derived, the mark still there.
    db.prepare("UPDATE orders SET head_id = record_id, member_count = 1, joined_by = 'single'").run();
    writeSetting(db, 'matchUnfinished', '1');
    expect(wasCutOff(db)).toBe(true);
    expect(latestRun(db)).toBe(null);
    await match();
    expect(sizes()).toEqual([2, 2, 2]);
    expect(wasCutOff(db)).toBe(false);
  });
});
