/** Recomputes a book's derived state on one snapshot and compares it with what is stored. It writes nothing. */
import { hash } from 'node:crypto';
import { nodePorts } from '#main/app/node-ports.ts';
import { checkHomes } from '#main/services/imports/check-homes.ts';
import { checkMatchRows } from '#main/services/imports/check-match-rows.ts';
import { checkMatching } from '#main/services/matching/check.ts';
import type { ThreadStart } from '#main/services/models/thread-messages.ts';
import { checkMoney } from '#main/services/money/check.ts';
import { type RebuildReport, rebuildCheck } from '#main/services/rebuild.ts';
import { readRecordCount } from '#store/queries/home-check.ts';
import { answer, type Stages } from './model-thread.ts';

/** Looking for duplicates is the second half of the bar. */
const STAGES: Stages = {
  load: { from: 0.5, to: 0.6, words: 'Reading records' },
  references: { from: 0.6, to: 0.65, words: 'Following references' },
  compare: { from: 0.65, to: 0.8, words: 'Comparing records' },
  decide: { from: 0.8, to: 0.85, words: 'Weighing answers' },
  store: { from: 0.85, to: 1, words: 'Comparing with the stored pairs' },
};

await answer(STAGES, async ({ cancel }: ThreadStart, { db, sha256, pace, report }): Promise<RebuildReport> => {
  db.exec('BEGIN');
  const total = Math.max(1, readRecordCount(db));
  const part = (from: number, to: number, what: string) => (done: number) =>
    report(from + (to - from) * Math.min(1, done / total), `${done.toLocaleString('en')} ${what}`);
  const homes = checkHomes(db, part(0, 0.05, 'records found in their place'));
  const orders = rebuildCheck(db, nodePorts, part(0.05, 0.3, 'orders recomputed'));
  const rows = checkMatchRows(db, part(0.3, 0.45, 'records recomputed'));
  const money = checkMoney(db, nodePorts, () => report(0.45, 'Money reconciled anew'));
  const { differences, due } = await checkMatching({
    db,
    sha256,
    sha256Bytes: (bytes) => hash('sha256', bytes, 'buffer'),
    pace,
    cancel,
  });
  const parts = [homes, orders, rows, money, { differences: differences.sentences, differenceCount: differences.count }];
  return {
    recordsChecked: rows.recordsChecked,
    differences: parts.flatMap(({ differences: sentences }) => sentences),
    differenceCount: parts.reduce((sum, { differenceCount }) => sum + differenceCount, 0),
    notCompared: due === null ? [] : [`Pairs and questions were not compared. ${due}.`],
  };
});
