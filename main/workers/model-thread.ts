/** A thread that looks at the whole book: a read-only connection, one task, one answer. */
import { hash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import type { Pace, Stage } from '#core/matching/orders/columns.ts';
import { JobCancelled, ProblemError } from '#main/services/context.ts';
import type { FromThread, ThreadStart } from '#main/services/models/thread-messages.ts';
import type { Sha256 } from '#shared/domain/ids.ts';
import { openReader, type ReadableDb } from '#store/database.ts';

const REPORT_EVERY_MS = 100;

/** Where in the bar each stage begins and ends, and its words. */
export type Stages = Readonly<Record<Stage, { readonly from: number; readonly to: number; readonly words: string }>>;

export interface Tools {
  readonly db: ReadableDb;
  readonly sha256: Sha256;
  readonly pace: Pace;
  /** What `pace` does, for work that has other stages: throws when the job was cancelled. `progress` 0 … 1, or null. */
  readonly report: (progress: number | null, detail: string) => void;
}

export async function answer<Start extends ThreadStart, Result>(
  stages: Stages,
  work: (start: Start, tools: Tools) => Result | Promise<Result>,
): Promise<void> {
  const host = parentPort;
  if (host === null) throw new Error('this runs in a worker thread');
  const start = workerData as Start;
  const flag = new Int32Array(start.cancel);
  const post = (message: FromThread<Result>): void => host.postMessage(message);
  let lastReport = 0;
  const report = (progress: number | null, detail: string): void => {
    if (Atomics.load(flag, 0) === 1) throw new JobCancelled();
    const now = performance.now();
    if (now - lastReport < REPORT_EVERY_MS) return;
    lastReport = now;
    post({ kind: 'progress', progress, detail });
  };
  const pace: Pace = {
    checkpoint(stage, done, total) {
      const { from, to, words } = stages[stage];
      report(from + (to - from) * (total === 0 ? 0 : Math.min(1, done / total)), words);
    },
  };
  const db = openReader(start.bookPath);
  try {
    const result = await work(start, { db, pace, report, sha256: (text) => hash('sha256', text, 'buffer') });
    post({ kind: 'done', result });
  } catch (error) {
    if (error instanceof JobCancelled) post({ kind: 'cancelled' });
    else if (error instanceof ProblemError) post({ kind: 'failed', problem: error.problem, message: error.message });
    else post({ kind: 'failed', problem: null, message: error instanceof Error ? error.message : String(error) });
  } finally {
    db.close();
  }
}
