/** Recomputes a book's derived state from a read-only connection and compares it with what is stored. */
import { nodePorts } from '#main/app/node-ports.ts';
import type { JobTasks, TaskModule } from '#main/services/job-thread.ts';
import { rebuildCheck } from '#main/services/rebuild.ts';
import { openReader } from '#store/database.ts';

export const checkRebuild: TaskModule<JobTasks['checkRebuild']> = async ({ bookPath }, { report }) => {
  const db = openReader(bookPath);
  try {
    db.exec('BEGIN');
    return rebuildCheck(db, nodePorts, (done) => report(null, `${done.toLocaleString('en')} records recomputed`));
  } finally {
    db.close();
  }
};
