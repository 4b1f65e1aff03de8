/** Matches files for the command line, away from the thread that listens for Ctrl-C. */
import { parentPort, workerData } from 'node:worker_threads';
import { TableProblem } from '#core/matching/tables/build.ts';
import { matchCsv } from '#main/services/match-csv/index.ts';
import type { FromMatchCsv, MatchCsvStart } from '#shared/contract/match-csv.ts';

const WORDS = {
  blocks: 'Looking for candidates',
  training: 'Learning weights',
  comparing: 'Comparing records',
  deciding: 'Weighing answers',
} as const;

const host = parentPort;
if (host === null) throw new Error('match-csv.worker runs in a worker thread');
const post = (message: FromMatchCsv): void => host.postMessage(message);
try {
  const summary = matchCsv(
    workerData as MatchCsvStart,
    (stage, done) => post({ kind: 'progress', text: `${WORDS[stage]}${done > 0 ? ` ${Math.floor(100 * done)} %` : ''}` }),
    () => performance.now(),
  );
  post({ kind: 'done', summary });
} catch (error) {
  post({
    kind: 'failed',
    message: error instanceof Error ? error.message : String(error),
    internal: !(error instanceof TableProblem),
  });
}
