/** Takes back what was staged and never published: invisible before, gone after, a few rows at a time. */
import type { WritableDb } from '#store/database.ts';
import { HomeStatements, nextSightings, RemovalStatements, removeLeftovers, WALK_START } from '#store/queries/batch-walk.ts';
import {
  ensureLimbo,
  findDiscarded,
  findUnfinished,
  markDiscarded,
  readBatch,
  removeDiscardedBatch,
} from '#store/queries/batches.ts';
import { removeFilePiece } from '#store/queries/files.ts';
import { StagingStatements } from '#store/queries/staging.ts';
import { untilDone } from './pace.ts';

const CHUNK = 50;

/** At once: the batch counts for nothing from here on. Its rows are removed by `removeDiscarded`. */
export function discardBatch(db: WritableDb, batchId: number): void {
  markDiscarded(db, batchId);
}

/** What a crash or a closed book left unpublished is discarded; nobody ever saw it. */
export function discardUnfinished(db: WritableDb): void {
  db.transaction(() => {
    for (const batchId of findUnfinished(db)) markDiscarded(db, batchId);
  }).immediate();
}

/** Removes the rows of all discarded batches. Stops at `signal` and goes on at the next call. */
export async function removeDiscarded(db: WritableDb, signal: AbortSignal): Promise<void> {
  for (const batchId of findDiscarded(db)) await removeBatch(db, batchId, signal);
}

async function removeBatch(db: WritableDb, batchId: number, signal: AbortSignal): Promise<void> {
  const batch = readBatch(db, batchId);
  if (batch === null) return;
  const homes = new HomeStatements(db);
  const removal = new RemovalStatements(db);
  const staging = new StagingStatements(db);
  await untilDone(db, signal, () => {
    const sightings = nextSightings(db, batchId, WALK_START, CHUNK);
    for (const sighting of sightings) {
      const { recordId } = sighting;
      const { homeBatchId } = homes.read(recordId);
      const stays = removal.remove(batchId, sighting);
      if (homeBatchId !== batchId) continue;
      const elsewhere = stays ? homes.elsewhere(recordId, batchId, batch.sessionId) : null;
      if (stays) staging.rehome(recordId, batchId, elsewhere ?? ensureLimbo(db, batch));
      else staging.countHome(batchId, -1);
    }
    return sightings.length === 0;
  });
  await untilDone(db, signal, () => removeLeftovers(db, batchId, 200));
  const { fileId, workbookId } = batch;
  await untilDone(db, signal, () => removeFilePiece(db, fileId));
  if (workbookId !== null) await untilDone(db, signal, () => removeFilePiece(db, workbookId));
  db.transaction(() => removeDiscardedBatch(db, batch)).immediate();
}
