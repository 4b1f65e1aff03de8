/** Recomputes a book's derived state from a read-only connection and compares it with what is stored. */
import { nodePorts } from '#main/app/node-ports.ts';
import { checkHomes } from '#main/services/imports/check-homes.ts';
import { checkMatchRows } from '#main/services/imports/check-match-rows.ts';
import type { JobTasks, TaskModule } from '#main/services/job-thread.ts';
import { checkMoney } from '#main/services/money/check.ts';
import { rebuildCheck } from '#main/services/rebuild.ts';
import { openReader } from '#store/database.ts';

export const checkRebuild: TaskModule<JobTasks['checkRebuild']> = async ({ bookPath }, { report }) => {
  const db = openReader(bookPath);
  try {
    db.exec('BEGIN');
    const orders = rebuildCheck(db, nodePorts, (done) => report(null, `${done.toLocaleString('en')} orders recomputed`));
    const matching = checkMatchRows(db, (done) => report(null, `${done.toLocaleString('en')} records recomputed`));
    const homes = checkHomes(db, (done) => report(null, `${done.toLocaleString('en')} records found in their place`));
    const money = checkMoney(db, nodePorts, () => report(null, 'Money reconciled anew'));
    const parts = [homes, orders, matching, money];
    return {
      recordsChecked: matching.recordsChecked,
      differences: parts.flatMap(({ differences }) => differences),
      differenceCount: parts.reduce((sum, { differenceCount }) => sum + differenceCount, 0),
    };
  } finally {
    db.close();
  }
};
