/** What follows a change of a batch's state: derived rows of touched records, the text index, a matching run. */

import { logOnDisk } from '#store/bulk.ts';
import { findDiscarded } from '#store/queries/batches.ts';
import { bumpDataVersion } from '#store/queries/settings.ts';
import { isTextIndexReady } from '#store/queries/text-index.ts';
import type { WriterContext } from '../context.ts';
import { discardUnfinished, removeDiscarded } from './discard.ts';
import { isSettlingDue, settleTouches } from './settle.ts';
import { indexTexts } from './text-index.ts';

/** Resolves when screens show the new state; the text index and matching go on behind. */
export async function followUp(context: WriterContext): Promise<void> {
  const { db, jobs } = context;
  if (isSettlingDue(db)) {
    const settling = jobs.start({
      kind: 'derive',
      label: 'Bringing orders up to date',
      canCancel: false,
      run: async (control) => {
        await settleTouches(db, context.ports, control);
        await logOnDisk(db);
        const dataVersion = db.transaction(() => bumpDataVersion(db)).immediate();
        context.emit({ kind: 'dataChanged', dataVersion });
        return null;
      },
    });
    await jobs.settled(settling);
  }
  startTextIndex(context);
}

/** After a book was opened: takes up what a crash or a closed window left behind, in the background. */
export function resumeImports(context: WriterContext): void {
  discardUnfinished(context.db);
  void followUp(context);
  startRemoval(context);
}

/** Removes what was staged and discarded, behind everything else. */
export function startRemoval({ db, jobs }: WriterContext): void {
  if (findDiscarded(db).length === 0) return;
  jobs.start({
    kind: 'undoImport',
    label: 'Clearing an import that was not published',
    canCancel: true,
    run: async ({ signal }) => {
      await removeDiscarded(db, signal);
      return null;
    },
  });
}

function startTextIndex({ db, jobs }: WriterContext): void {
  if (isTextIndexReady(db)) return;
  jobs.start({
    kind: 'textIndex',
    label: 'Preparing the search',
    canCancel: true,
    run: async (control) => {
      await indexTexts(db, control);
      return null;
    },
  });
}
