/** Reads the files of a session, and keeps its preview true: recounts what is staged when the book has changed since. */
import type { ImportCounts } from '#shared/contract/imports.ts';
import type { Facts } from '#shared/domain/fields.ts';
import { isFirstSighting } from '#store/queries/batch-walk.ts';
import { findPublishedTwin, readBatch, writeCounts } from '#store/queries/batches.ts';
import { bumpImportsVersion, readImportsVersion } from '#store/queries/settings.ts';
import { StagingStatements } from '#store/queries/staging.ts';
import type { WriterContext } from '../context.ts';
import { JobCancelled } from '../context.ts';
import { bookZone } from '../records.ts';
import { discardBatch } from './discard.ts';
import { cancelSession } from './end.ts';
import { startRemoval } from './follow-up.ts';
import { forgetTouches, gatherHomes, walkBatch } from './homes.ts';
import { readyFiles, type Session, type SessionFile, tokenOf, update } from './session.ts';
import { alreadyImported, stageFile } from './stage-file.ts';
import { changesOf, standingOf } from './standing.ts';
import { withWoken } from './woken.ts';

const SHOWN = 20;
const ATTEMPTS = 3;

/**
 * Starts reading what waits in the session, one file after the other; files that come meanwhile are read too. Then counts anew what
 * was counted on top of something that is gone.
 */
export function readWaiting(context: WriterContext, session: Session): void {
  if (session.jobId !== null || session.phase !== 'open') return;
  if (next(session) === undefined && !isStale(context, session)) return;
  session.previewToken = null;
  session.jobId = context.jobs.start({
    kind: 'import',
    label:
      session.files.length === 1 ? `Reading ${session.files[0]?.view.name ?? 'a file'}` : `Reading ${session.files.length} files`,
    canCancel: true,
    run: async (control) => {
      const signal = AbortSignal.any([control.signal, session.abort.signal]);
      try {
        for (let file = next(session); file !== undefined; file = next(session)) {
          const { view } = file;
          control.report(null, view.name);
          await stageFile({ context, session, signal }, file);
        }
        await refreshPreview(context, session);
      } catch (error) {
        if (error instanceof JobCancelled && session.phase === 'open') cancelSession(context, session);
        throw error;
      } finally {
        session.jobId = null;
        session.previewToken = session.phase === 'open' ? tokenOf(context, session) : null;
        context.emit({ kind: 'importSession', sessionId: session.id });
        startRemoval(context);
      }
      return null;
    },
  });
}

function next(session: Session): SessionFile | undefined {
  return session.files.find(({ view }) => view.state === 'waiting');
}

export function isStale({ db }: WriterContext, session: Session): boolean {
  const now = readImportsVersion(db);
  return readyFiles(session).some(({ countedAt }) => countedAt !== now);
}

/**
 * Counts every ready file anew if the book has changed since it was counted. Files count on top of the ones before them. A book that
 * goes on changing meanwhile leaves the preview stale after some attempts: `isStale` tells.
 */
export async function refreshPreview(context: WriterContext, session: Session): Promise<void> {
  if (!isStale(context, session)) return;
  for (let attempt = 0; attempt < ATTEMPTS && isStale(context, session); attempt++) {
    for (const file of readyFiles(session)) await recount(context, session, file);
  }
  session.previewToken = tokenOf(context, session);
}

async function recount(context: WriterContext, session: Session, file: SessionFile): Promise<void> {
  const { db } = context;
  const { batchId, counts } = file.view;
  const staged = batchId === null ? null : readBatch(db, batchId);
  if (batchId === null || counts === null || staged === null) return;
  // Its twin was published since, by a redo or another session: what was staged adds nothing.
  if (findPublishedTwin(db, staged.fileSha256, staged.sourceId, staged.readOptions) !== null) {
    discardBatch(db, batchId);
    startRemoval(context);
    update(context, session, file, { ...alreadyImported(counts), batchId: null });
    return;
  }
  const batch = { batchId, sessionId: session.id };
  let countedAt = readImportsVersion(db);
  await forgetTouches(db, batchId);
  await gatherHomes(db, batch, { signal: null }, () => {
    bumpImportsVersion(db);
    countedAt++;
  });
  const statements = new StagingStatements(db);
  const factsOf = (versionId: number) => JSON.parse(statements.facts(versionId)) as Facts;
  const tally = { new: 0, changed: 0, known: 0 };
  const changes: SessionFile['view']['changes'] = [];
  await walkBatch(db, batchId, { signal: null }, (recordId, sighting) => {
    if (!isFirstSighting(db, batchId, sighting)) return;
    const versions = statements.versions(recordId, batchId, session.id);
    const standing = standingOf(versions, factsOf);
    if (standing === 'none') return;
    tally[standing]++;
    if (standing !== 'changed' || changes.length >= SHOWN) return;
    const nativeId = statements.nativeId(recordId);
    for (const change of changesOf(versions, factsOf, bookZone(db)))
      if (changes.length < SHOWN) changes.push({ nativeId, ...change });
  });
  const shown = withWoken(db, batchId, tally);
  const recounted: ImportCounts = { ...counts, ...shown.counts };
  writeCounts(db, batchId, JSON.stringify(recounted));
  file.countedAt = countedAt;
  update(context, session, file, { counts: recounted, changes, unreadable: shown.unreadable });
}
