/** A thread that matches tables beside the command line's own: no files, shared memory only. */
import { parentPort } from 'node:worker_threads';
import { TableHand } from '#core/matching/table-work.ts';
import type { FromTableWorker, ToTableWorker } from '#main/services/match-csv/team.ts';

const host = parentPort;
if (host === null) throw new Error('match-tables.worker runs in a worker thread');

let hand: TableHand | null = null;

function answer(message: ToTableWorker): FromTableWorker {
  if (message.kind === 'prepare') {
    hand = new TableHand(message.tables);
    return { kind: 'prepared', made: hand.prepare() };
  }
  if (hand === null) throw new Error('nothing was made ready');
  if (message.kind === 'score') return { kind: 'scored', pairs: hand.score(message.model, message.commonness, () => undefined) };
  hand.take(message.passes);
  return { kind: 'collected', part: hand.collect(message.share) };
}

host.on('message', (message: ToTableWorker) => {
  try {
    const found = answer(message);
    const pairs = found.kind === 'scored' ? found.pairs : null;
    const arrays = pairs === null ? [] : [pairs.left, pairs.right, pairs.pass, pairs.pattern, pairs.frequency, pairs.score];
    host.postMessage(
      found,
      arrays.map(({ buffer }) => buffer as ArrayBuffer),
    );
  } catch (error) {
    host.postMessage({ kind: 'failed', message: error instanceof Error ? error.message : String(error) } satisfies FromTableWorker);
  }
});
