/**
 * A record lives while its home batch is published. These passes keep that true before a batch changes its state: records that
 * other published batches show as well move in with those; records that sleep move in with a batch about to be published. They run
 * while the batch still is what it was, in short transactions, and may be repeated.
 */
import type { WritableDb } from '#store/database.ts';
import { countSightings, HomeStatements, nextSightings, WALK_START, type WalkedSighting } from '#store/queries/batch-walk.ts';
import { addTouches, clearTouches } from '#store/queries/batches.ts';
import { StagingStatements } from '#store/queries/staging.ts';
import { untilDone } from './pace.ts';

const CHUNK = 50;

export interface WalkedBatch {
  readonly batchId: number;
  readonly sessionId: string;
}

export interface WalkHooks {
  readonly signal: AbortSignal | null;
  /** Sightings looked at so far, of how many. */
  readonly progress?: (done: number, total: number) => void;
}

type Visit = (recordId: number, sighting: WalkedSighting) => void;

/** Calls `visit` once for each sighting's record of a batch, in short transactions. */
export async function walkBatch(db: WritableDb, batchId: number, hooks: WalkHooks, visit: Visit): Promise<void> {
  const total = hooks.progress === undefined ? 0 : countSightings(db, batchId);
  let after = WALK_START;
  let done = 0;
  await untilDone(db, hooks.signal, () => {
    const sightings = nextSightings(db, batchId, after, CHUNK);
    for (const sighting of sightings) visit(sighting.recordId, sighting);
    after = sightings.at(-1) ?? after;
    done += sightings.length;
    hooks.progress?.(done, total);
    return sightings.length < CHUNK;
  });
}

/** Forgets touches of an earlier attempt. */
export async function forgetTouches(db: WritableDb, batchId: number): Promise<void> {
  await untilDone(db, null, () => clearTouches(db, batchId, 500));
}

/**
 * Before a batch is published (again): records that sleep come to live with it.
 * @param tookFromOther called when one was staged by another session, whose preview is stale by that.
 */
export async function gatherHomes(db: WritableDb, batch: WalkedBatch, hooks: WalkHooks, tookFromOther: () => void): Promise<void> {
  const homes = new HomeStatements(db);
  const staging = new StagingStatements(db);
  await walkBatch(db, batch.batchId, hooks, (recordId, { counts }) => {
    if (counts === 0) return;
    const { homeBatchId, homeState, homeSession, versions } = homes.read(recordId);
    if (homeBatchId !== batch.batchId && homeState !== 'published') {
      const isStaged = homeState === 'staging' || homeState === 'staged';
      if (!isStaged || homeSession !== batch.sessionId) {
        if (isStaged) tookFromOther();
        staging.rehome(recordId, homeBatchId, batch.batchId);
      }
    }
    if (versions > 1 || staging.hangsTogether(recordId)) addTouches(db, batch.batchId, [recordId]);
  });
}

/** Before a published batch is undone: records that other published batches show go on living with those. */
export async function releaseHomes(db: WritableDb, batch: WalkedBatch, hooks: WalkHooks): Promise<void> {
  const homes = new HomeStatements(db);
  const staging = new StagingStatements(db);
  await walkBatch(db, batch.batchId, hooks, (recordId) => {
    const { homeBatchId, versions } = homes.read(recordId);
    if (homeBatchId === batch.batchId) {
      const elsewhere = homes.publishedElsewhere(recordId, batch.batchId);
      if (elsewhere !== null) staging.rehome(recordId, homeBatchId, elsewhere);
    }
    if (versions > 1 || staging.hangsTogether(recordId)) addTouches(db, batch.batchId, [recordId]);
  });
}
