/** Keeps the app thread answering while a long change goes on: short transactions with a breath between them. */
import { inBulk, roomInLog } from '#store/bulk.ts';
import type { WritableDb } from '#store/database.ts';

/** Of the 20 ms that the thread may be held: for a transaction with its commit. What is left is for what came in meanwhile. */
const BUDGET_MS = 12;
/** However long commits take: less would be all commits. */
const LEAST_MS = 4;

/** Lets everything that waits for this thread have its turn. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Does `step(0)`, `step(1)` … `step(count − 1)` in transactions of at most some 12 ms each. */
export async function inShortTransactions(db: WritableDb, count: number, step: (index: number) => void): Promise<void> {
  let next = 0;
  if (count === 0) return;
  await untilDone(db, null, () => {
    step(next++);
    return next === count;
  });
}

/** Repeats `step` in short transactions until it answers that nothing is left. `signal` stops between two of them. */
export async function untilDone(db: WritableDb, signal: AbortSignal | null, step: () => boolean): Promise<void> {
  for (let done = false; !done; ) {
    // First, for the thread may come here from another piece of work: one transaction a turn.
    await breathe();
    signal?.throwIfAborted();
    done = oneTransaction(db, step);
    await roomInLog(db);
  }
}

/** What commits of such work took lately, the longest of them, ms. A transaction is as much shorter. */
let commitMs = 0;
/** How much of that is remembered from one transaction to the next. */
const REMEMBERED = 0.9;

function oneTransaction(db: WritableDb, step: () => boolean): boolean {
  let done = false;
  let now = performance.now();
  const until = now + Math.max(LEAST_MS, BUDGET_MS - commitMs);
  inBulk(db, () => {
    for (let stepMs = 0; !done && now + stepMs < until; ) {
      const before = now;
      done = step();
      now = performance.now();
      stepMs = now - before;
    }
  });
  commitMs = Math.max(performance.now() - now, commitMs * REMEMBERED);
  return done;
}
