/** Reconciling: one job at a time, in a thread of its own, stored only if the book has not moved on meanwhile. */
import { logOnDisk } from '#store/bulk.ts';
import { readLatestMoneyRun } from '#store/queries/money-found.ts';
import { readSetting } from '#store/queries/settings.ts';
import { JobCancelled, type JobControl, ProblemError, type WriterContext } from '../../context.ts';
import { type AsOf, COVERED, type MoneySummary, type MoneyTask } from './messages.ts';
import { isOnlyUntil, MoneyStore, StaleRun, wasCutOff } from './store.ts';
import { ReconcileThread } from './thread.ts';

/** Changes that land during a run make it stale; each asks for a run of its own, so there is no need to try for ever. */
const MAX_TRIES = 3;

/** Runs that wait for their turn: what they are to find is the same for all who ask meanwhile. */
const waiting = new WeakMap<WriterContext, { readonly jobId: string; readonly asOf: AsOf; readonly whole: boolean }>();

/**
 * Starts a run; returns the job's id. While a run waits behind another one, those
 * who ask for the same get that one. `whole`: all of the book is looked at, whatever could be shown from a part of it.
 */
export function startReconciling(context: WriterContext, asOf: AsOf = COVERED, whole = false): string {
  const next = waiting.get(context);
  if (next !== undefined && next.asOf.ms === asOf.ms && next.asOf.onlyUntil === asOf.onlyUntil && next.whole >= whole)
    return next.jobId;
  const jobId = context.jobs.start({
    kind: 'reconcile',
    label: 'Reconciling the money',
    canCancel: true,
    run: (control) => {
      if (waiting.get(context)?.jobId === jobId) waiting.delete(context);
      return reconcileOnceMore(context, control, asOf, whole);
    },
  });
  waiting.set(context, { jobId, asOf, whole });
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
async function reconcileOnceMore(
  context: WriterContext,
  control: JobControl,
  asOf: AsOf,
  whole: boolean,
): Promise<MoneyOutcome | null> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    try {
      const { policyVersion, asOfMs, counts, linkCount, looked } = await runThread(context, control, { asOf, whole });
      // What was found from a part is looked at again as a whole, behind everything, and the next change goes on from that.
      if (looked.at === 'neighbourhood') startReconciling(context, { ms: asOfMs, onlyUntil: false }, true);
      return { policyVersion, asOfMs, counts, linkCount, looked };
    } catch (error) {
      if (!(error instanceof StaleRun)) throw error;
    }
  }
  return null;
}

/** Runs the reconciling thread, storing what it sends. */
async function runThread(
  context: WriterContext,
  control: JobControl,
  asked: Pick<MoneyTask, 'asOf' | 'whole'>,
): Promise<MoneySummary> {
  const thread = ReconcileThread.of(context);
  // At a window the next change comes; on the command line the process ends.
  const keeps = context.isAttended === true;
  const cancel = new SharedArrayBuffer(4);
  const stop = (): void => void Atomics.store(new Int32Array(cancel), 0, 1);
  control.signal.addEventListener('abort', stop);
  if (control.signal.aborted) stop();
  let store: MoneyStore | null = null;
  try {
    const summary = await thread.run({ cancel, keeps, ...asked }, async (message) => {
      switch (message.kind) {
        case 'progress':
          control.report(message.progress, message.detail);
          return null;
        case 'computed':
          store = new MoneyStore(context, message.inputVersion);
          return null;
        case 'changes':
          await store?.take(message.changes);
          if (control.signal.aborted) throw new JobCancelled();
          return { kind: 'taken' };
        case 'done':
          if (store === null) throw new Error('the reconciling thread ended before it found anything');
          await logOnDisk(context.db);
          store.publish(message.summary);
          return null;
        case 'cancelled':
          throw new JobCancelled();
        case 'failed':
          throw message.problem === null ? new Error(message.message) : new ProblemError(message.problem);
      }
    });
    if (keeps) thread.keep();
    else await thread.end();
    return summary;
  } catch (error) {
    stop();
    await thread.end();
    throw error;
  } finally {
    control.signal.removeEventListener('abort', stop);
  }
}
