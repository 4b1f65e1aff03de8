/** Threads that match tables beside the command line's own. What they share is shared memory; what they say is small. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Blocks } from '#core/matching/candidates/blocks.ts';
import type { AllCommonness } from '#core/matching/compare/levels.ts';
import type { PairList } from '#core/matching/pair-list.ts';
import type { MadeReady, SharedTables, TableTeam } from '#core/matching/table-work.ts';
import type { CollectedPart } from '#core/matching/training/collect.ts';
import type { TrainedModel } from '#core/matching/training/trained-model.ts';
import { workerUrl } from '#main/app/worker-url.ts';
import { askWorker } from '../ask-worker.ts';

export type ToTableWorker =
  | { readonly kind: 'prepare'; readonly tables: SharedTables }
  | { readonly kind: 'collect'; readonly passes: readonly Blocks[]; readonly share: number }
  | { readonly kind: 'score'; readonly model: TrainedModel; readonly commonness: AllCommonness };

export type FromTableWorker =
  | { readonly kind: 'prepared'; readonly made: MadeReady }
  | { readonly kind: 'collected'; readonly part: CollectedPart }
  | { readonly kind: 'scored'; readonly pairs: PairList }
  | { readonly kind: 'failed'; readonly message: string };

/** Smaller files are matched before another thread has started, which takes as much memory as they do. */
const WORTH_HELP_BYTES = 2 << 20;
/** What a thread holds beside shared memory is small; without a bound V8 lets garbage lie. */
const HEAP_MB = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 4 };
/** More threads than this wait for memory, not for work. */
const MOST_THREADS = 4;

/** Threads for files of so many bytes, the command line's own among them. @param asked by the user; null to leave it to us. */
export function threadsFor(bytes: number, asked: number | null): number {
  return asked ?? (bytes < WORTH_HELP_BYTES ? 1 : Math.min(MOST_THREADS, availableParallelism()));
}

export interface HiredTeam extends TableTeam {
  dispose(): Promise<void>;
}

/** @param helpers threads beside this one; they start at once, and are ready when the files have been read. */
export function hireTeam(helpers: number): HiredTeam {
  const workers = Array.from(
    { length: helpers },
    (_, at) => new Worker(workerUrl('match-tables'), { name: `match-tables-${at + 1}`, resourceLimits: HEAP_MB }),
  );
  const ask = (message: ToTableWorker): Promise<FromTableWorker[]> =>
    Promise.all(workers.map((worker) => answerOf(worker, message)));
  return {
    async prepare(tables) {
      const answers = await ask({ kind: 'prepare', tables });
      return answers.flatMap((answer) => (answer.kind === 'prepared' ? [answer.made] : []));
    },
    async collect(passes, share) {
      const answers = await ask({ kind: 'collect', passes, share });
      return answers.flatMap((answer) => (answer.kind === 'collected' ? [answer.part] : []));
    },
    async score(model, commonness) {
      const answers = await ask({ kind: 'score', model, commonness });
      return answers.flatMap((answer) => (answer.kind === 'scored' ? [answer.pairs] : []));
    },
    async dispose() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

async function answerOf(worker: Worker, message: ToTableWorker): Promise<FromTableWorker> {
  const answer = await askWorker<ToTableWorker, FromTableWorker>(worker, message, 'a matching thread');
  if (answer.kind === 'failed') throw new Error(answer.message);
  return answer;
}
