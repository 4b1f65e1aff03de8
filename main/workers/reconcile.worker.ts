/** The reconciling thread: a read-only connection and one run. It looks at a shared flag, for while it computes it reads no messages. */
import { parentPort, workerData } from 'node:worker_threads';
import { JobCancelled, ProblemError } from '#main/services/context.ts';
import { holidays } from '#main/services/money/holidays.ts';
import { reconcileBook } from '#main/services/money/run/compute.ts';
import type { FromMoney, MoneyChanges, MoneyStart, ToMoney } from '#main/services/money/run/messages.ts';
import { sha256 } from '#main/services/sha256.ts';
import { openReader } from '#store/database.ts';

/** Chunks on their way at once, 10 MB: what is left to work out is worked out while they are stored. */
const IN_FLIGHT = 32;
const REPORT_EVERY_MS = 100;

const host = parentPort;
if (host === null) throw new Error('reconcile.worker runs in a worker thread');
const { bookPath, cancel, asOf } = workerData as MoneyStart;
const flag = new Int32Array(cancel);
const post = (message: FromMoney, transfer: readonly ArrayBuffer[] = []): void => host.postMessage(message, [...transfer]);

let inFlight = 0;
let wake: (() => void) | null = null;
host.on('message', (_taken: ToMoney) => {
  inFlight--;
  wake?.();
});

async function send(changes: MoneyChanges): Promise<void> {
  while (inFlight >= IN_FLIGHT) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
  stopIfAsked();
  inFlight++;
  post({ kind: 'changes', changes }, changes.of === 'links' ? [changes.write.buffer] : []);
}

function stopIfAsked(): void {
  if (Atomics.load(flag, 0) === 1) throw new JobCancelled();
}

let lastReport = 0;
const db = openReader(bookPath);
try {
  const summary = await reconcileBook({
    db,
    sha256,
    sha256Bytes: sha256,
    isHoliday: holidays(),
    asOf,
    pace(part, words) {
      stopIfAsked();
      const now = performance.now();
      if (now - lastReport < REPORT_EVERY_MS) return;
      lastReport = now;
      post({ kind: 'progress', progress: part, detail: words });
    },
    computed: (inputVersion) => post({ kind: 'computed', inputVersion }),
    send,
  });
  post({ kind: 'done', summary });
} catch (error) {
  if (error instanceof JobCancelled) post({ kind: 'cancelled' });
  else if (error instanceof ProblemError) post({ kind: 'failed', problem: error.problem, message: error.message });
  else post({ kind: 'failed', problem: null, message: error instanceof Error ? error.message : String(error) });
} finally {
  db.close();
}
