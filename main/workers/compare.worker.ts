/** A thread that compares beside the matching thread: no connection, shared memory only. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Pace } from '#core/matching/orders/columns.ts';
import { Hand } from '#core/matching/orders/work.ts';
import { JobCancelled } from '#main/services/context.ts';
import type { CompareStart, FromCompare, ToCompare } from '#main/services/matching/team.ts';

const host = parentPort;
if (host === null) throw new Error('compare.worker runs in a worker thread');
const flag = new Int32Array((workerData as CompareStart).cancel);
const pace: Pace = {
  checkpoint() {
    if (Atomics.load(flag, 0) === 1) throw new JobCancelled();
  },
};

let hand: Hand | null = null;

function answer(message: ToCompare): FromCompare {
  if (message.kind === 'prepare') {
    hand = new Hand(message.work, pace);
    return { kind: 'prepared', made: hand.prepare() };
  }
  if (hand === null) throw new Error('nothing was made ready');
  return { kind: 'compared', part: hand.compare(message.prepared) };
}

host.on('message', (message: ToCompare) => {
  try {
    const found = answer(message);
    const pairs = found.kind === 'compared' ? found.part.pairs : null;
    const arrays = pairs === null ? [] : [pairs.left, pairs.right, pairs.pass, pairs.pattern, pairs.frequency, pairs.score];
    host.postMessage(
      found,
      arrays.map(({ buffer }) => buffer as ArrayBuffer),
    );
  } catch (error) {
    if (error instanceof JobCancelled) host.postMessage({ kind: 'cancelled' } satisfies FromCompare);
    else
      host.postMessage({ kind: 'failed', message: error instanceof Error ? error.message : String(error) } satisfies FromCompare);
  }
});
