/** Keeps the app thread answering while a long change goes on: short transactions with a breath between them. */
import { inBulk, roomInLog } from '#store/bulk.ts';
import type { WritableDb } from '#store/database.ts';

/** Of the 20 ms that a transaction may hold the thread: what is left is for the commit itself. */
const BUDGET_MS = 12;

/** Lets everything that waits for this thread have its turn. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Does `step(0)`, `step(1)` … `step(count − 1)` in transactions of at most some 12 ms each. */
export async function inShortTransactions(db: WritableDb, count: number, step: (index: number) => void): Promise<void> {
  for (let next = 0; next < count; await breathe()) {
    inBulk(db, () => {
      const until = performance.now() + BUDGET_MS;
      do step(next++);
      while (next < count && performance.now() < until);
    });
    await roomInLog(db);
  }
}

/** Repeats `step` in short transactions until it answers that nothing is left. `signal` stops between two of them. */
export async function untilDone(db: WritableDb, signal: AbortSignal | null, step: () => boolean): Promise<void> {
  for (let done = false; !done; await breathe()) {
    signal?.throwIfAborted();
    inBulk(db, () => {
      const until = performance.now() + BUDGET_MS;
      do done = step();
      while (!done && performance.now() < until);
    });
    await roomInLog(db);
  }
}
