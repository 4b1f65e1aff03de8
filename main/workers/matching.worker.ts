/** The matching thread: a read-only connection and one run. It looks at a shared flag, for while it computes it reads no messages. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Pace, Stage } from '#core/matching/orders/columns.ts';
import { JobCancelled, ProblemError } from '#main/services/context.ts';
import { findDuplicates } from '#main/services/matching/find.ts';
import type { FromMatching, MatchChanges, MatchingStart, ToMatching } from '#main/services/matching/messages.ts';
import { adoptedEngine } from '#main/services/models/adopted.ts';
import { sha256 } from '#main/services/sha256.ts';
import { openReader } from '#store/database.ts';

/** Chunks on their way at once: the app thread never waits for this one, and neither side's memory grows with the run. */
const IN_FLIGHT = 3;
const REPORT_EVERY_MS = 100;

/** Where in the bar each stage begins, and its words. */
const STAGES: Readonly<Record<Stage, { readonly from: number; readonly words: string }>> = {
  load: { from: 0, words: 'Reading records' },
  references: { from: 0.2, words: 'Following references' },
  compare: { from: 0.3, words: 'Comparing records' },
  decide: { from: 0.6, words: 'Weighing answers' },
  store: { from: 0.7, words: 'Storing what was found' },
};
const ENDS = [...Object.values(STAGES).map(({ from }) => from), 1];

const host = parentPort;
if (host === null) throw new Error('matching.worker runs in a worker thread');
const { bookPath, cancel, touchAll } = workerData as MatchingStart;
const flag = new Int32Array(cancel);
const post = (message: FromMatching): void => host.postMessage(message);

let inFlight = 0;
let wake: (() => void) | null = null;
host.on('message', (_taken: ToMatching) => {
  inFlight--;
  wake?.();
});

async function send(changes: MatchChanges): Promise<void> {
  while (inFlight >= IN_FLIGHT) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
  if (Atomics.load(flag, 0) === 1) throw new JobCancelled();
  inFlight++;
  post({ kind: 'changes', changes });
}

let lastReport = 0;
const pace: Pace = {
  checkpoint(stage, done, total) {
    if (Atomics.load(flag, 0) === 1) throw new JobCancelled();
    const now = performance.now();
    if (now - lastReport < REPORT_EVERY_MS) return;
    lastReport = now;
    const { from, words } = STAGES[stage];
    const to = ENDS[ENDS.indexOf(from) + 1] ?? 1;
    post({ kind: 'progress', progress: from + (to - from) * (total === 0 ? 0 : Math.min(1, done / total)), detail: words });
  },
};

const db = openReader(bookPath);
try {
  const touched = await findDuplicates({
    db,
    engine: adoptedEngine(db, sha256),
    sha256,
    sha256Bytes: sha256,
    pace,
    cancel,
    computed: (inputVersion) => post({ kind: 'computed', inputVersion }),
    linked: (summary) => post({ kind: 'linked', summary }),
    send,
    touchAll,
  });
  post({ kind: 'done', touched });
} catch (error) {
  if (error instanceof JobCancelled) post({ kind: 'cancelled' });
  else if (error instanceof ProblemError) post({ kind: 'failed', problem: error.problem, message: error.message });
  else post({ kind: 'failed', problem: null, message: error instanceof Error ? error.message : String(error) });
} finally {
  db.close();
}
