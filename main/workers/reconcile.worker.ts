/**
 * The reconciling thread: a read-only connection, one run at a time, and between runs what the last one over the whole book left. It looks
 * at a shared flag, for while it computes it reads no messages.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { JobCancelled, ProblemError } from '#main/services/context.ts';
import { holidays } from '#main/services/money/holidays.ts';
import { type MoneyRun, reconcileBook } from '#main/services/money/run/compute.ts';
import type { FromMoney, MoneyChanges, MoneyStart, MoneyTask, ToMoney } from '#main/services/money/run/messages.ts';
import { StandingRun } from '#main/services/money/run/standing-run.ts';
import { sha256 } from '#main/services/sha256.ts';
import { openReader } from '#store/database.ts';

/** Chunks on their way at once, 10 MB: what is left to work out is worked out while they are stored. */
const IN_FLIGHT = 32;
const REPORT_EVERY_MS = 100;

const host = parentPort;
if (host === null) throw new Error('reconcile.worker runs in a worker thread');
const { bookPath } = workerData as MoneyStart;
const post = (message: FromMoney, transfer: readonly ArrayBuffer[] = []): void => host.postMessage(message, [...transfer]);
const db = openReader(bookPath);
const isHoliday = holidays();

const kept: { standing: StandingRun | null } = { standing: null };
let last: MoneyRun | null = null;
let flag = new Int32Array(new SharedArrayBuffer(4));
let inFlight = 0;
let wake: (() => void) | null = null;
let running: Promise<void> = Promise.resolve();
let isEnding = false;

host.on('message', (message: ToMoney) => {
  switch (message.kind) {
    case 'taken':
      inFlight--;
      wake?.();
      return;
    case 'run':
      running = run(message);
      return;
    case 'stored':
      keepStanding();
      return;
    case 'end':
      isEnding = true;
      wake?.();
      // A thread that ends with its database open takes the process with it now and then.
      void running.then(() => {
        db.close();
        host.close();
      });
      return;
  }
});

async function send(changes: MoneyChanges): Promise<void> {
  while (inFlight >= IN_FLIGHT) {
    stopIfAsked();
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
  stopIfAsked();
  inFlight++;
  post({ kind: 'changes', changes }, changes.of === 'links' ? [changes.write.buffer] : []);
}

function stopIfAsked(): void {
  if (isEnding || Atomics.load(flag, 0) === 1) throw new JobCancelled();
}

let lastReport = 0;

async function run({ cancel, asOf, whole, keeps }: MoneyTask): Promise<void> {
  flag = new Int32Array(cancel);
  inFlight = 0;
  last = null;
  if (whole) kept.standing = null;
  try {
    const tools = {
      db,
      sha256,
      sha256Bytes: sha256,
      isHoliday,
      asOf,
      keeps,
      pace(part: number, words: string) {
        stopIfAsked();
        const now = performance.now();
        if (now - lastReport < REPORT_EVERY_MS) return;
        lastReport = now;
        post({ kind: 'progress', progress: part, detail: words });
      },
      computed: (inputVersion: string) => post({ kind: 'computed', inputVersion }),
      send,
    };
    last = await reconcileBook(tools, kept);
    post({ kind: 'done', summary: last.summary });
  } catch (error) {
    if (error instanceof JobCancelled) post({ kind: 'cancelled' });
    else if (error instanceof ProblemError) post({ kind: 'failed', problem: error.problem, message: error.message });
    else post({ kind: 'failed', problem: null, message: error instanceof Error ? error.message : String(error) });
  }
}

/** What the run found is stored: the next one may go on from there. */
function keepStanding(): void {
  if (last?.found == null) return;
  db.exec('BEGIN');
  try {
    kept.standing = StandingRun.of(last, db, sha256);
  } finally {
    db.exec('ROLLBACK');
    last = null;
  }
}
