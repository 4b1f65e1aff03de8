/** `rebuild --check` looks for duplicates anew and holds what it finds against what is stored. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { JobCancelled } from '#main/services/context.ts';
import { startMatching } from '#main/services/matching/index.ts';
import { runThread } from '#main/services/models/thread.ts';
import type { RebuildReport } from '#main/services/rebuild.ts';
import { insertDecision } from '#store/queries/decisions.ts';
import { readLatestRun } from '#store/queries/match-pairs.ts';
import { type LiveBook, liveBook } from '#test/factories/live-book.ts';
import { erpFile, sales, shopFile } from './files.ts';

const answer = { proposalId: null, rule: null, modelVersion: null, band: null, bulk: false, compared: {} } as const;
/** One client, one total, one day: which of them the ERP's copy belongs to is a question. */
const again = ['10', '12', '15'].map((hour, at) => ({
  number: 2001 + at,
  total: '88.10',
  placed: `2026-03-03 ${hour}:00:00`,
  email: 'ana@post.example',
}));

let book: LiveBook;
beforeEach(async () => {
  book = await liveBook();
  await bring('shop.csv', shopFile([...sales(40), ...again]));
  const copies = sales(30).map((sale, at) => (at % 3 === 0 ? { ...sale, quoted: `#${sale.number}` } : sale));
  await bring('erp.csv', erpFile([...copies, ...again.slice(0, 1)]));
  await match();
});
afterEach(() => book.dispose());

async function bring(name: string, content: string): Promise<void> {
  await book.import(book.file(name, content));
  await book.idle();
}

async function match(): Promise<void> {
  const job = await book.jobs.settled(startMatching(book.context));
  expect(job.state).toBe('done');
}

function check(signal = new AbortController().signal): Promise<RebuildReport> {
  return runThread('rebuild', { bookPath: book.context.bookPath }, { signal, report: () => undefined });
}

const run = (sql: string): void => void book.context.db.prepare(sql).run();

test('a book that was not meddled with agrees, whatever was decided since the last run', async () => {
  const clean = { recordsChecked: 74, differences: [], differenceCount: 0, notCompared: [] };
  expect(await check()).toEqual(clean);
  insertDecision(book.context.db, {
    commandId: 'by-hand',
    actor: 'person:Ana',
    atMs: 1,
    body: {
      kind: 'apart',
      sides: [
        [{ system: 'shopify', account: 'main', type: 'order', nativeId: '#1039' }],
        [{ system: 'netsuite', account: 'main', type: 'sales_order', nativeId: '91002' }],
      ],
      cuts: [],
      answer,
    },
    reasonCode: null,
    reasonText: null,
  });
  expect(await check()).toEqual(clean);
});

test('a pair that was changed, removed or put in is named', async () => {
  const [pair] = book.context.db
    .prepare("SELECT left_id, right_id FROM match_pairs WHERE rule = 'reference' LIMIT 1")
    .raw()
    .all() as [[number, number]];
  run(`UPDATE match_pairs SET score_millibits = score_millibits + 1 WHERE left_id = ${pair[0]} AND right_id = ${pair[1]}`);
  const { differences } = await check();
  expect(differences.filter((text) => text.startsWith('the pair'))).toEqual([
    expect.stringMatching(/^the pair of .*shopify.* and .*netsuite.*: score is \d+, recomputed \d+$/),
  ]);

  run(`DELETE FROM match_pairs WHERE left_id = ${pair[0]} AND right_id = ${pair[1]}`);
  expect((await check()).differences).toContainEqual(expect.stringMatching(/^the pair of .* is missing$/));

  run(`INSERT INTO match_pairs SELECT 1, 2, 'apart', 'reference', 0, 0, 0, NULL, NULL`);
  expect((await check()).differences).toContainEqual(expect.stringMatching(/^the pair of .* is stored, yet not found again$/));
});

test('a question and a root that were changed are named', async () => {
  const { db } = book.context;
  const question = db.prepare<[], string>('SELECT id FROM proposals LIMIT 1').pluck().get();
  expect(question).toMatch(/^prp_/);
  run('UPDATE match_runs SET links_root = zeroblob(32)');
  expect((await check()).differences).toEqual([expect.stringMatching(/^the root over all pairs/)]);

  run(`UPDATE proposals SET reason = 'Because' WHERE id = '${question}'`);
  expect((await check()).differences).toEqual([expect.stringMatching(`^question ${question}: reason is "Because", recomputed "`)]);

  run(`DELETE FROM proposals WHERE id = '${question}'`);
  expect((await check()).differences).toEqual([`question ${question} is missing`]);
});

test('what came after the last run is not held against it, and that is said', async () => {
  run("UPDATE match_runs SET basis = json_set(basis, '$.batches', '1')");
  run("UPDATE match_pairs SET rule = 'person'");
  expect(await check()).toMatchObject({ differenceCount: 0, notCompared: [expect.stringContaining('Records came')] });
});

test('a run that finds what is known takes note of what it looked at', async () => {
  const before = readLatestRun(book.context.db);
  await bring('more.csv', shopFile([{ number: 5001, total: '9999.10', placed: '2020-01-02 10:00:00', email: 'far@post.example' }]));
  await match();
  const after = readLatestRun(book.context.db);
  expect(after?.id).toBe(before?.id);
  expect(after?.basis).not.toEqual(before?.basis);
  expect((await check()).notCompared).toEqual([]);
});

test('it can be stopped', async () => {
  await expect(check(AbortSignal.abort())).rejects.toThrow(JobCancelled);
});
