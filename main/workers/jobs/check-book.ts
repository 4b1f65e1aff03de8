/** Looks through a book's file on a read-only connection, one table after the other. */
import type { CheckBook } from '#main/services/book/check.ts';
import type { TaskModule } from '#main/services/job-thread.ts';
import { openReader } from '#store/database.ts';
import { checkableTables, quickCheckTable } from '#store/queries/integrity.ts';

export const checkBook: TaskModule<CheckBook> = async ({ bookPath }, control) => {
  const db = openReader(bookPath);
  try {
    const tables = checkableTables(db);
    for (const [i, table] of tables.entries()) {
      control.report(i / tables.length, `${i} of ${tables.length} tables`);
      await new Promise((resolve) => setImmediate(resolve));
      control.signal.throwIfAborted();
      const wrong = quickCheckTable(db, table);
      if (wrong !== null) return wrong;
    }
    return null;
  } finally {
    db.close();
  }
};
