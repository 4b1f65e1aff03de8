/**
 * Matches files for the command line, in its own thread: there is nothing else to do there, Ctrl-C ends it at once, and of small files
 * another thread would take as much memory as the engine. The host finds it by address, like the threads.
 */
import { TableProblem } from '#core/matching/tables/build.ts';
import { matchCsv, type Stage } from '#main/services/match-csv/index.ts';
import type { MatchFiles } from '#shared/contract/match-csv.ts';

const WORDS: Readonly<Record<Stage, string>> = {
  reading: 'Reading files',
  blocks: 'Looking for candidates',
  training: 'Learning weights',
  comparing: 'Comparing records',
  deciding: 'Weighing answers',
  writing: 'Writing',
};

export const matchFiles: MatchFiles = async (start, progress) => {
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
