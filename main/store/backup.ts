/** A copy of a book that is known to be good: made by SQLite's online backup, reopened, checked, compared with the original's log. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import type { ReadableDb, WritableDb } from './database.ts';
import { checkableTables, quickCheckTable } from './queries/integrity.ts';

export interface VerifiedBackup {
  readonly path: string;
  readonly byteCount: number;
  /** Hash of the last log entry in the copy, hex; '' when its log is empty. */
  readonly head: string;
}

interface Head {
  readonly seq: number;
  readonly hash: Buffer;
}

/** Called between steps with the part that is done, 0 … 1. Throwing stops the copy and leaves nothing behind. */
export type CopyStep = (done: number) => void;

/** Pages a step: a step of this size is over before a keystroke would notice. */
const PAGES_A_STEP = 100;

/** A copy that was written and is still to be looked through: under its own name only after `acceptCopy`. */
export interface WrittenCopy {
  /** Where the copy is to appear. */
  readonly path: string;
  /** Last entry of the original's log when the copy began; the copy has it, and may have later ones. */
  readonly leastSeq: number;
}

/** Writes `path`.partial step by step. Runs on the writer, for a backup restarts whenever another connection writes. */
export async function writeCopy(db: WritableDb, path: string, step: CopyStep = () => undefined): Promise<WrittenCopy> {
  discardCopy(path);
  try {
    const leastSeq = readHead(db)?.seq ?? 0;
    await db.backup(partialOf(path), {
      progress({ totalPages, remainingPages }) {
        step(totalPages === 0 ? 0 : 1 - remainingPages / totalPages);
        return PAGES_A_STEP;
      },
    });
    return { path, leastSeq };
  } catch (error) {
    discardCopy(path);
    throw error;
  }
}

/**
 * Looks through a written copy, table by table, and gives it its name. Any connection to the original will do. Throws when the copy
 * does not hold; nothing is left behind then.
 */
export async function acceptCopy(
  original: ReadableDb,
  { path, leastSeq }: WrittenCopy,
  step: (done: number) => void | Promise<void> = () => undefined,
): Promise<VerifiedBackup> {
  const partial = partialOf(path);
  try {
    const head = await checkCopy(partial, original, leastSeq, step);
    flush(partial);
    renameSync(partial, path);
    return { path, byteCount: statSync(path).size, head };
  } finally {
    discardCopy(path);
  }
}

/** Writes a checked copy to `path`, which appears only when it is whole. On the writer, before there are other threads. */
export async function writeVerifiedBackup(db: WritableDb, path: string): Promise<VerifiedBackup> {
  return acceptCopy(db, await writeCopy(db, path));
}

/** Removes what an unfinished copy left. */
export function discardCopy(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${partialOf(path)}${suffix}`, { force: true });
}

function partialOf(path: string): string {
  return `${path}.partial`;
}

async function checkCopy(
  path: string,
  original: ReadableDb,
  leastSeq: number,
  step: (done: number) => void | Promise<void>,
): Promise<string> {
  const copy = new BetterSqlite3(path, { fileMustExist: true });
  try {
    // One plain file, without a log beside it; opening it as a book turns the log on again.
    copy.pragma('journal_mode = DELETE');
    const tables = checkableTables(copy);
    for (const [i, table] of tables.entries()) {
      await step(i / tables.length);
      const wrong = quickCheckTable(copy, table);
      if (wrong !== null) throw new Error(`the copy does not hold: ${wrong}`);
    }
    const head = readHead(copy);
    const seq = head?.seq ?? 0;
    const same = seq === 0 || (head !== undefined && hashAt(original, seq)?.equals(head.hash) === true);
    if (seq < leastSeq || !same) throw new Error('the log of the copy is not the log of the book');
    copy.prepare("INSERT INTO settings (key, value) VALUES ('cleanEnd', '1') ON CONFLICT (key) DO UPDATE SET value = '1'").run();
    return head?.hash.toString('hex') ?? '';
  } finally {
    copy.close();
  }
}

function readHead(db: BetterSqlite3.Database): Head | undefined {
  return db.prepare<[], Head>('SELECT seq, hash FROM change_log ORDER BY seq DESC LIMIT 1').get();
}

function hashAt(db: ReadableDb, seq: number): Buffer | undefined {
  return db.prepare<[number], Buffer>('SELECT hash FROM change_log WHERE seq = ?').pluck().get(seq);
}

function flush(path: string): void {
  const fd = openSync(path, 'r+');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
