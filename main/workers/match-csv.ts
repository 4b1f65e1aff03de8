/**
 * Matches files for the command line, in its own thread: there is nothing else to do there, Ctrl-C ends it at once, and a second thread
 * would cost as much memory again as the engine. The host finds it by address, like the threads.
 */
import { setFlagsFromString } from 'node:v8';
import { TableProblem } from '#core/matching/tables/build.ts';
import { matchCsv } from '#main/services/match-csv/index.ts';
import type { MatchFiles } from '#shared/contract/match-csv.ts';

const WORDS = {
  blocks: 'Looking for candidates',
  training: 'Learning weights',
  comparing: 'Comparing records',
  deciding: 'Weighing answers',
} as const;

export const matchFiles: MatchFiles = async (start, progress) => {
  // Little is made here that outlives a row, and what does is kept: the nursery of the heap stays at the megabyte that it begins with,
  // and the heap is swept before it grows by a third. Both halve the memory for a tenth of the time of reading.
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=30');
  try {
    const summary = await matchCsv(
      start,
      (stage, done) => progress(`${WORDS[stage]}${done > 0 ? ` ${Math.floor(100 * done)} %` : ''}`),
      () => performance.now(),
      () => process.resourceUsage().maxRSS * 1024,
    );
    return { kind: 'done', summary };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: 'failed', message, internal: !(error instanceof TableProblem) };
  }
};
