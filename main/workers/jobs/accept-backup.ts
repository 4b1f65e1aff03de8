/** Looks a written copy of a book through and gives it its name, beside a read-only connection to the original. */
import { setImmediate } from 'node:timers/promises';
import type { AcceptBackup } from '#main/services/book/backup.ts';
import type { TaskModule } from '#main/services/job-thread.ts';
import { acceptCopy } from '#store/backup.ts';
import { openReader } from '#store/database.ts';

export const acceptBackup: TaskModule<AcceptBackup> = async ({ bookPath, copy }, { signal, report }) => {
  const original = openReader(bookPath);
  try {
    return await acceptCopy(original, copy, async (done) => {
      report(done, 'Looking the copy through');
      await setImmediate();
      signal.throwIfAborted();
    });
  } finally {
    original.close();
  }
};
