/** A copy of a book that is known to be good: made by SQLite's online backup, reopened, checked, compared with the original's log. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import type { WritableDb } from './database.ts';

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

/**
 * Writes a checked copy to `path`, which appears only when it is whole. Runs on the writer, for a backup restarts whenever another
 * connection writes. Throws when the copy does not hold; nothing is left behind then.
 */
export async function writeVerifiedBackup(db: WritableDb, path: string): Promise<VerifiedBackup> {
  const partial = `${path}.partial`;
  rmSync(partial, { force: true });
  try {
    const least = readHead(db)?.seq ?? 0;
    await db.backup(partial);
    const head = checkCopy(partial, db, least);
    flush(partial);
    renameSync(partial, path);
    return { path, byteCount: statSync(path).size, head };
  } finally {
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${partial}${suffix}`, { force: true });
  }
}

function checkCopy(path: string, original: WritableDb, leastSeq: number): string {
  const copy = new BetterSqlite3(path, { fileMustExist: true });
  try {
    // One plain file, without a log beside it; opening it as a book turns the log on again.
    copy.pragma('journal_mode = DELETE');
    const verdict = copy.pragma('quick_check(1)', { simple: true });
    if (verdict !== 'ok') throw new Error(`the copy does not hold: ${String(verdict)}`);
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

function hashAt(db: BetterSqlite3.Database, seq: number): Buffer | undefined {
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
