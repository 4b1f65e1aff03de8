/** The replaying thread: a read-only connection, one model, one look at the whole book. It writes nothing. */
import { hash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import type { Pace, Stage } from '#core/matching/columns.ts';
import { JobCancelled, ProblemError } from '#main/services/context.ts';
import { engineOfRow, modelInForce } from '#main/services/models/adopted.ts';
import { problems } from '#main/services/models/problems.ts';
import { replay } from '#main/services/models/replay.ts';
import type { FromReplay, ReplayStart } from '#main/services/models/replay-messages.ts';
import { openReader } from '#store/database.ts';
import { readModel } from '#store/queries/models.ts';

const REPORT_EVERY_MS = 100;

/** Where in the bar each stage begins, and its words. */
const STAGES: Readonly<Record<Stage, { readonly from: number; readonly to: number; readonly words: string }>> = {
  load: { from: 0, to: 0.2, words: 'Reading records' },
  references: { from: 0.2, to: 0.3, words: 'Following references' },
  compare: { from: 0.3, to: 0.6, words: 'Comparing records' },
  decide: { from: 0.6, to: 0.7, words: 'Weighing answers' },
  store: { from: 0.7, to: 1, words: 'Counting what changes' },
};

const host = parentPort;
if (host === null) throw new Error('replay.worker runs in a worker thread');
const { bookPath, version, cancel } = workerData as ReplayStart;
const flag = new Int32Array(cancel);
const post = (message: FromReplay): void => host.postMessage(message);

let lastReport = 0;
const pace: Pace = {
  checkpoint(stage, done, total) {
    if (Atomics.load(flag, 0) === 1) throw new JobCancelled();
    const now = performance.now();
    if (now - lastReport < REPORT_EVERY_MS) return;
    lastReport = now;
    const { from, to, words } = STAGES[stage];
    post({ kind: 'progress', progress: from + (to - from) * (total === 0 ? 0 : Math.min(1, done / total)), detail: words });
  },
};

const sha256 = (text: string): Uint8Array => hash('sha256', text, 'buffer');
const db = openReader(bookPath);
try {
  const row = readModel(db, version);
  if (row === null) throw problems.unknownModel(version);
  const engine = engineOfRow(row, sha256);
  if (engine === null) throw problems.unusableModel();
  post({ kind: 'done', replay: replay({ db, engine, inForce: modelInForce(db, sha256).engine, pace }) });
} catch (error) {
  if (error instanceof JobCancelled) post({ kind: 'cancelled' });
  else if (error instanceof ProblemError) post({ kind: 'failed', problem: error.problem, message: error.message });
  else post({ kind: 'failed', problem: null, message: error instanceof Error ? error.message : String(error) });
} finally {
  db.close();
}
