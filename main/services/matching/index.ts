/** Finding duplicates: one job at a time, in a thread of its own, stored only if the book has not moved on meanwhile. */
import { Worker } from 'node:worker_threads';
import { workerUrl } from '#main/app/worker-url.ts';
import { logOnDisk } from '#store/bulk.ts';
import { readLatestRun } from '#store/queries/match-pairs.ts';
import { JobCancelled, type JobControl, ProblemError, type WriterContext } from '../context.ts';
import { modelInForce } from '../models/adopted.ts';
import { reconcileNow } from '../money/run/index.ts';
import type { FromMatching, MatchingStart, MatchSummary, ToMatching } from './messages.ts';
import { RunStore, StaleRun, wasCutOff } from './store.ts';

/** Matching holds a book's columns beside V8's heap; the heap holds names, and pairs on their way. */
export const MATCHING_HEAP_MB = { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 32 };

/** Imports that land during a run make it stale; each asks for a run of its own, so there is no need to try for ever. */
const MAX_TRIES = 3;

/** Starts a run; returns the job's id. While one is under way, the next waits. */
export function startMatching(context: WriterContext): string {
  return context.jobs.start({
    kind: 'match',
    label: 'Looking for duplicates',
    canCancel: true,
    run: (control) => matchBook(context, control),
  });
}

/**
 * Called when a book is opened: takes up a run that was cut off while it was being stored, and looks anew when the model in force is
 * another than the last run's, as after an update of the app (`weighAnew`). Null when there is nothing to do.
 */
export function resumeMatching(context: WriterContext, { weighAnew }: { readonly weighAnew: boolean }): string | null {
  return wasCutOff(context.db) || (weighAnew && isOfAnotherModel(context)) ? startMatching(context) : null;
}

function isOfAnotherModel({ db, ports }: WriterContext): boolean {
  const last = readLatestRun(db);
  return last !== null && last.modelVersion !== modelInForce(db, ports.sha256).version;
}

export interface MatchOutcome {
  readonly modelVersion: string;
  readonly counts: MatchSummary['counts'];
}

/** The job itself. Resolves with null when imports kept overtaking it: each of them asks for a run of its own. */
export async function matchBook(context: WriterContext, control: JobControl): Promise<MatchOutcome | null> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    try {
      const found = await matchOnce(context, control);
      if (context.isAttended === true) reconcileNow(context);
      return found;
    } catch (error) {
      if (!(error instanceof StaleRun)) throw error;
    }
  }
  return null;
}

async function matchOnce(context: WriterContext, control: JobControl): Promise<MatchOutcome> {
  const touchAll = wasCutOff(context.db);
  const { store, summary, touched } = await runThread(context, control, touchAll);
  await store.derive(touched, (done, total) => {
    control.report(done / total, `${done.toLocaleString('en')} of ${total.toLocaleString('en')} orders brought up to date`);
    if (control.signal.aborted) throw new JobCancelled();
  });
  store.finish();
  return { modelVersion: summary.modelVersion, counts: summary.counts };
}

interface StoredRun {
  readonly store: RunStore;
  readonly summary: MatchSummary;
  readonly touched: Int32Array;
}

/** Runs the matching thread to its end, storing what it sends. */
function runThread(context: WriterContext, control: JobControl, touchAll: boolean): Promise<StoredRun> {
  const cancel = new SharedArrayBuffer(4);
  const start: MatchingStart = { bookPath: context.bookPath, cancel, touchAll };
  const worker = new Worker(workerUrl('matching'), { name: 'matching', workerData: start, resourceLimits: MATCHING_HEAP_MB });
  const stop = (): void => void Atomics.store(new Int32Array(cancel), 0, 1);
  control.signal.addEventListener('abort', stop);
  if (control.signal.aborted) stop();

  const ended = new Promise<StoredRun>((resolve, reject) => {
    let store: RunStore | null = null;
    let summary: MatchSummary | null = null;
    let turn = Promise.resolve();
    const fail = (error: unknown): void => {
      stop();
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    const receive = async (message: FromMatching): Promise<void> => {
      switch (message.kind) {
        case 'progress':
          return control.report(message.progress, message.detail);
        case 'computed':
          store = new RunStore(context, message.inputVersion);
          return;
        case 'changes':
          await store?.take(message.changes);
          if (control.signal.aborted) throw new JobCancelled();
          worker.postMessage({ kind: 'taken' } satisfies ToMatching);
          return;
        case 'linked':
          summary = message.summary;
          await logOnDisk(context.db);
          store?.publish(summary);
          return;
        case 'done':
          if (store === null || summary === null) throw new Error('the matching thread ended before it found anything');
          return resolve({ store, summary, touched: message.touched });
        case 'cancelled':
          throw new JobCancelled();
        case 'failed':
          throw message.problem === null ? new Error(message.message) : new ProblemError(message.problem);
      }
    };
    worker.on('message', (message: FromMatching) => {
      turn = turn.then(() => receive(message)).catch(fail);
    });
    worker.on('error', fail);
    worker.on('exit', () => void turn.then(() => fail(new Error('the matching thread ended without a result'))));
  });
  return ended.finally(async () => {
    control.signal.removeEventListener('abort', stop);
    await worker.terminate();
  });
}
