/**
 * Loaded before anything else in the process that is to be killed (`--import`), in each of its threads. Counts the writes that reach
 * SQLite and kills the process at the one it was told: right before it, or right after it. `ONEFOLD_CRASH_MUTATION=skipCommit` makes
 * the writer forget its COMMIT: a test of the test, which must then find lost changes.
 */
import { isMainThread } from 'node:worker_threads';
import BetterSqlite3, { type Statement } from 'better-sqlite3';

const killAt = Number(process.env.ONEFOLD_CRASH_AT ?? '0');
const killAfter = process.env.ONEFOLD_CRASH_AFTER === '1';
const skipCommit = process.env.ONEFOLD_CRASH_MUTATION === 'skipCommit';

const WRITES = /^\s*(INSERT|UPDATE|DELETE|REPLACE|BEGIN|COMMIT|SAVEPOINT|RELEASE|ROLLBACK)/i;
const COMMITS = /^\s*COMMIT/i;

/** Before it forgets, the writer has made its book and its first changes properly: the damage must be found in a book that opens. */
const COMMITS_KEPT = 30;

/** Each thread counts its own; only the app thread writes. */
let writes = 0;
let commits = 0;

// The class of statements is not exported, and transactions make theirs behind `prepare`: one statement leads to it.
if (!isMainThread) patch(Object.getPrototypeOf(new BetterSqlite3(':memory:').prepare('SELECT 1')) as Statement);

function patch(prototype: Statement): void {
  const run = prototype.run;
  prototype.run = function patched(this: Statement, ...parameters: unknown[]) {
    if (skipCommit && COMMITS.test(this.source) && ++commits > COMMITS_KEPT) return { changes: 0, lastInsertRowid: 0 };
    return WRITES.test(this.source) ? atBoundary(() => run.apply(this, parameters)) : run.apply(this, parameters);
  };
}

function atBoundary<T>(write: () => T): T {
  writes += 1;
  const mine = writes === killAt;
  if (mine && !killAfter) process.kill(process.pid, 'SIGKILL');
  const result = write();
  if (mine && killAfter) process.kill(process.pid, 'SIGKILL');
  return result;
}
