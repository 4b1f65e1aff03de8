/** Threads that compare beside the matching thread. What they share is shared memory; what they say is small. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { PreparedPass } from '#core/matching/orders/passes.ts';
import type { Team } from '#core/matching/orders/run.ts';
import type { FoundPart, PreparedPasses, SharedWork } from '#core/matching/orders/work.ts';
import { workerUrl } from '#main/app/worker-url.ts';
import { askWorker } from '../ask-worker.ts';
import { JobCancelled } from '../context.ts';

export interface CompareStart {
  /** One 32-bit flag: 1 means stop. */
  readonly cancel: SharedArrayBuffer;
}

export type ToCompare =
  | { readonly kind: 'prepare'; readonly work: SharedWork }
  | { readonly kind: 'compare'; readonly prepared: PreparedPasses };

export type FromCompare =
  | { readonly kind: 'prepared'; readonly made: readonly (readonly [at: number, prepared: PreparedPass])[] }
  | { readonly kind: 'compared'; readonly part: FoundPart }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly message: string };

/** Fewer records are compared before another thread has started. */
const WORTH_HELP = 20_000;
/** What a comparing thread holds beside shared memory is small; without a bound V8 lets garbage lie. */
const HEAP_MB = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 16 };
/** More threads than this wait for memory, not for work. */
const MOST_HELPERS = 3;

/** Threads beside the matching thread that are worth having: the app thread rests while it computes. */
export function helpersFor(records: number): number {
  return records < WORTH_HELP ? 0 : Math.max(0, Math.min(MOST_HELPERS, availableParallelism() - 1));
}

export interface HiredTeam extends Team {
  dispose(): Promise<void>;
}

export function hireTeam(helpers: number, cancel: SharedArrayBuffer): HiredTeam {
  const workers = Array.from({ length: helpers }, (_, at) => {
    const start: CompareStart = { cancel };
    return new Worker(workerUrl('compare'), { name: `compare-${at + 1}`, workerData: start, resourceLimits: HEAP_MB });
  });
  const ask = (message: ToCompare): Promise<FromCompare[]> => Promise.all(workers.map((worker) => answerOf(worker, message)));
  return {
    async prepare(work) {
      const answers = await ask({ kind: 'prepare', work });
      return answers.flatMap((answer) => (answer.kind === 'prepared' ? answer.made : []));
    },
    async compare(prepared) {
      const answers = await ask({ kind: 'compare', prepared });
      return answers.flatMap((answer) => (answer.kind === 'compared' ? [answer.part] : []));
    },
    async dispose() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

async function answerOf(worker: Worker, message: ToCompare): Promise<FromCompare> {
  const answer = await askWorker<ToCompare, FromCompare>(worker, message, 'a comparing thread');
  if (answer.kind === 'cancelled') throw new JobCancelled();
  if (answer.kind === 'failed') throw new Error(answer.message);
  return answer;
}
