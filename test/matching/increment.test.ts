/** Matching after each import, undo and decision leaves in the book what matching all of it leaves. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startMatching } from '#main/services/matching/index.ts';
import type { DecisionBody } from '#shared/domain/decision.ts';
import type { RecordKey } from '#shared/domain/source-record.ts';
import { insertDecision } from '#store/queries/decisions.ts';
import { readLatestRun } from '#store/queries/match-pairs.ts';
import { type LiveBook, liveBook } from '#test/factories/live-book.ts';
import { erpFile, type Sale, sales, shopFile } from './files.ts';

let book: LiveBook;
beforeEach(async () => {
  book = await liveBook();
});
afterEach(() => book.dispose());

const answer = { proposalId: null, rule: null, modelVersion: null, band: null, bulk: false, compared: {} } as const;
const order = (number: number): RecordKey => ({ system: 'shopify', account: 'main', type: 'order', nativeId: `#${number}` });
const copy = (number: number): RecordKey => ({ system: 'netsuite', account: 'main', type: 'sales_order', nativeId: `9${number}` });

async function match(): Promise<number | undefined> {
  await book.idle();
  const job = await book.jobs.settled(startMatching(book.context));
  if (job.state !== 'done') throw new Error(job.problem?.what);
  return readLatestRun(book.context.db)?.counts.decidedAnew;
}

/** The derived tables, by keys that no order of imports changes. */
function derived(): unknown[] {
  const { db } = book.context;
  const key = (column: string) => `(SELECT type_code || ' ' || native_id FROM source_records WHERE id = ${column})`;
  return [
    db.prepare(
      `SELECT ${key('left_id')}, ${key('right_id')}, state, rule, pattern, frequency_millibits, score_millibits, margin_millibits, cause FROM match_pairs ORDER BY 1, 2`,
    ),
    db.prepare('SELECT id, state, band, score_millibits, reason, blocking, title, members FROM proposals ORDER BY id'),
    db.prepare(
      `SELECT ${key('record_id')}, ${key('head_id')}, canonical_id, member_count, joined_by, confidence_millibits, conflict FROM orders ORDER BY 1`,
    ),
    db.prepare('SELECT kind, from_id, to_id, state, decided_by, amount_minor FROM links ORDER BY 1, 2, 3'),
  ].map((statement) => statement.raw().all());
}

/** Forgets what the last run rested on, matches all, and compares. */
async function expectWhole(): Promise<void> {
  const { db } = book.context;
  const now = derived();
  const root = readLatestRun(db)?.linksRoot.toString('hex');
  db.prepare('UPDATE match_runs SET basis = NULL').run();
  await match();
  expect(derived()).toEqual(now);
  expect(readLatestRun(db)?.linksRoot.toString('hex')).toBe(root);
}

function decide(body: DecisionBody): number {
  return insertDecision(book.context.db, {
    commandId: 'by-hand',
    actor: 'person:Ana',
    atMs: 1,
    body,
    reasonCode: null,
    reasonText: null,
  });
}

function withdraw(decisionId: number): void {
  const by = decide({ kind: 'withdraw', decisionId });
  book.context.db.prepare('UPDATE decisions SET withdrawn_by = ? WHERE id = ?').run(by, decisionId);
}

const bring = async (name: string, content: string): Promise<void> => {
  await book.import(book.file(name, content));
  await book.idle();
};

/** One client, two totals, a few days: so that what comes later is a rival of what was joined. */
function rivals(first: number, count: number): Sale[] {
  return Array.from({ length: count }, (_, at) => ({
    number: first + at,
    total: at % 2 === 0 ? '88.10' : '132.75',
    placed: `2026-03-0${1 + (at % 6)} 10:00:00`,
    email: 'ana@post.example',
  }));
}

test('a small import is matched alone, and what it moves is what a whole run moves', async () => {
  await bring('shop.csv', shopFile([...sales(60), ...rivals(2001, 3)]));
  await bring('erp.csv', erpFile([...sales(50), ...rivals(2001, 2)]));
  expect(await match()).toBe(undefined);
  await bring('more.csv', erpFile([...sales(4, 1051), ...rivals(2003, 2)]));
  const anew = await match();
  expect(anew).toBeGreaterThan(0);
  expect(anew).toBeLessThan(40);
  await expectWhole();
});

test('imports, an undo, a redo and decisions in turn', async () => {
  await bring('shop.csv', shopFile([...sales(80), ...rivals(2001, 4)]));
  await bring('erp.csv', erpFile([...sales(60), ...rivals(2001, 2)]));
  await match();
  const apart = decide({ kind: 'apart', sides: [[order(1005)], [copy(1005)]], cuts: [], answer });
  decide({ kind: 'together', members: [order(1070), copy(1007)], parts: [0, 1], picks: {}, answer });
  await match();
  await expectWhole();
  await bring('late.csv', erpFile(sales(6, 1061)));
  await match();
  await expectWhole();
  withdraw(apart);
  await book.undo(2);
  await match();
  await expectWhole();
  await book.redo(2);
  await bring('last.csv', shopFile(rivals(2005, 2)));
  await match();
  await expectWhole();
});
