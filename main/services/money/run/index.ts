/** Reconciling: one job at a time, in a thread of its own, stored only if the book has not moved on meanwhile. */
import { Worker } from 'node:worker_threads';
import { workerUrl } from '#main/app/worker-url.ts';
import { logOnDisk } from '#store/bulk.ts';
import { readLatestMoneyRun } from '#store/queries/money-found.ts';
import { readSetting } from '#store/queries/settings.ts';
import { JobCancelled, type JobControl, ProblemError, type WriterContext } from '../../context.ts';
import { type AsOf, COVERED, type FromMoney, type MoneyStart, type MoneySummary, type ToMoney } from './messages.ts';
import { isOnlyUntil, MoneyStore, StaleRun, wasCutOff } from './store.ts';

/** The columns of a book lie beside V8's heap; the heap holds native ids, and rows on their way. */
const HEAP_MB = { maxOldGenerationSizeMb: 768, maxYoungGenerationSizeMb: 32 };

/** Changes that land during a run make it stale; each asks for a run of its own, so there is no need to try for ever. */
const MAX_TRIES = 3;

/** Runs that wait for their turn: what they are to find is the same for all who ask meanwhile. */
const waiting = new WeakMap<WriterContext, { readonly jobId: string; readonly asOf: AsOf }>();

/**
 * Starts a run; returns the job's id. While a run waits behind another one, those
 * who ask for the same get that one.
 */
export function startReconciling(context: WriterContext, asOf: AsOf = COVERED): string {
  const next = waiting.get(context);
  if (next !== undefined && next.asOf.ms === asOf.ms && next.asOf.onlyUntil === asOf.onlyUntil) return next.jobId;
  const jobId = context.jobs.start({
    kind: 'reconcile',
    label: 'Reconciling the money',
    canCancel: true,
    run: (control) => {
      if (waiting.get(context)?.jobId === jobId) waiting.delete(context);
      return reconcileOnceMore(context, control, asOf);
    },
  });
  waiting.set(context, { jobId, asOf });
  return jobId;
}

/** Takes up a run that was cut off while it was being stored; null when there was none. Called when a book is opened. */
export function resumeReconciling(context: WriterContext): string | null {
  if (!wasCutOff(context.db)) return null;
  return context.isAttended === true ? reconcileNow(context) : startReconciling(context, lastAsOf(context) ?? COVERED);
}

/**
 * Reconciles after people decided something: as of the same instant as before, so that a decision alone changes what is shown. Nothing
 * happens before the first run. The policy may have changed the clocks, but time has not moved.
 */
export function reconcileAgain(context: WriterContext): string | null {
  const last = lastAsOf(context);
  return last === null ? null : startReconciling(context, last);
}

function lastAsOf({ db }: WriterContext): AsOf | null {
  const last = readLatestMoneyRun(db);
  return last === null ? null : { ms: last.asOfMs, onlyUntil: isOnlyUntil(db) };
}

/** Reconciles after imports and matching: as of now; a demo is a year that is over, so as of what its data covers. */
export function reconcileNow(context: WriterContext): string {
  const isDemo = readSetting(context.db, 'isDemo') === '1';
  return startReconciling(context, isDemo ? COVERED : { ms: context.ports.clock.nowMs(), onlyUntil: false });
}

export type MoneyOutcome = Omit<MoneySummary, 'onlyUntil' | 'linksRoot' | 'report'>;

/** The job itself. Resolves with null when changes kept overtaking it: each of them asks for a run of its own. */
async function reconcileOnceMore(context: WriterContext, control: JobControl, asOf: AsOf): Promise<MoneyOutcome | null> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    try {
      const { policyVersion, asOfMs, counts, linkCount } = await runThread(context, control, asOf);
      return { policyVersion, asOfMs, counts, linkCount };
    } catch (error) {
      if (!(error instanceof StaleRun)) throw error;
    }
  }
  return null;
}

/** Runs the reconciling thread to its end, storing what it sends. */
function runThread(context: WriterContext, control: JobControl, asOf: AsOf): Promise<MoneySummary> {
  const cancel = new SharedArrayBuffer(4);
  const start: MoneyStart = { bookPath: context.bookPath, cancel, asOf };
  const worker = new Worker(workerUrl('reconcile'), { name: 'reconcile', workerData: start, resourceLimits: HEAP_MB });
  const stop = (): void => void Atomics.store(new Int32Array(cancel), 0, 1);
  control.signal.addEventListener('abort', stop);
  if (control.signal.aborted) stop();

  const ended = new Promise<MoneySummary>((resolve, reject) => {
    let store: MoneyStore | null = null;
    let turn = Promise.resolve();
    const fail = (error: unknown): void => {
      stop();
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    const receive = async (message: FromMoney): Promise<void> => {
      switch (message.kind) {
        case 'progress':
          return control.report(message.progress, message.detail);
        case 'computed':
          store = new MoneyStore(context, message.inputVersion);
          return;
        case 'changes':
          await store?.take(message.changes);
          if (control.signal.aborted) throw new JobCancelled();
          worker.postMessage({ kind: 'taken' } satisfies ToMoney);
          return;
        case 'done':
          if (store === null) throw new Error('the reconciling thread ended before it found anything');
          await logOnDisk(context.db);
          store.publish(message.summary);
          return resolve(message.summary);
        case 'cancelled':
          throw new JobCancelled();
        case 'failed':
          throw message.problem === null ? new Error(message.message) : new ProblemError(message.problem);
      }
    };
    worker.on('message', (message: FromMoney) => {
      turn = turn.then(() => receive(message)).catch(fail);
    });
    worker.on('error', fail);
    worker.on('exit', () => void turn.then(() => fail(new Error('the reconciling thread ended without a result'))));
  });
  return ended.finally(async () => {
    control.signal.removeEventListener('abort', stop);
    await worker.terminate();
  });
}
