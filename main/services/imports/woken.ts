/** Rows of a staged file that a person corrected when the same file was imported before: publishing corrects them again, unasked. */
import type { ImportCounts, ImportFile } from '#shared/contract/imports.ts';
import type { ReadableDb } from '#store/database.ts';
import { HomeStatements } from '#store/queries/batch-walk.ts';
import { countRejectedRows, findKnownCorrections, firstRejected } from '#store/queries/rejected.ts';

const SHOWN = 20;

/**
 * What the preview of a batch shows of its unreadable rows, given what its readable ones come to: a row whose correction wakes is
 * readable, and what was entered for it counts as new, or as known where another import keeps it in the book.
 */
export function withWoken<C extends Pick<ImportCounts, 'new' | 'changed' | 'known'>>(
  db: ReadableDb,
  batchId: number,
  counts: C,
): { readonly counts: C & Pick<ImportCounts, 'records' | 'unreadable'>; readonly unreadable: ImportFile['unreadable'] } {
  const woken = findKnownCorrections(db, batchId);
  const rows = new Set(woken.map(({ rejectedId }) => rejectedId));
  const homes = new HomeStatements(db);
  let added = 0;
  let known = 0;
  for (const recordId of new Set(woken.map((one) => one.recordId))) {
    if (homes.isSeenIn(recordId, batchId)) continue;
    if (homes.read(recordId).homeState === 'published') known++;
    else added++;
  }
  const readable = { ...counts, new: counts.new + added, known: counts.known + known };
  const lines = new Set(woken.map(({ line }) => line));
  return {
    counts: {
      ...readable,
      records: readable.new + readable.changed + readable.known,
      unreadable: countRejectedRows(db, batchId) - rows.size,
    },
    unreadable: firstRejected(db, batchId, SHOWN + lines.size)
      .filter(({ line }) => !lines.has(line))
      .slice(0, SHOWN),
  };
}
