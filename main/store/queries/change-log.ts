/** The chained log: its head, and adding to it. Reading for screens is in `log-reading.ts`. */

import { GENESIS_TEXT } from '#shared/domain/change-log.ts';
import type { Sha256 } from '#shared/domain/ids.ts';
import type { ReadableDb, WritableDb } from '../database.ts';

export interface LogHead {
  readonly seq: number;
  readonly hashHex: string;
}

export function readLogHead(db: ReadableDb, sha256: Sha256): LogHead {
  const row = db.prepare<[], { seq: number; hash: Buffer }>('SELECT seq, hash FROM change_log ORDER BY seq DESC LIMIT 1').get();
  if (row === undefined) return { seq: 0, hashHex: Buffer.from(sha256(GENESIS_TEXT)).toString('hex') };
  return { seq: row.seq, hashHex: row.hash.toString('hex') };
}

/** Hash of the last entry, hex; '' while the log is empty. */
export function readHeadHash(db: ReadableDb): string {
  return db.prepare<[], string>('SELECT lower(hex(hash)) FROM change_log ORDER BY seq DESC LIMIT 1').pluck().get() ?? '';
}

export interface LogRow {
  readonly seq: number;
  /** The canonical text that `hash` is over. */
  readonly body: string;
  readonly hash: Uint8Array;
  readonly subjects: readonly string[];
}

/** Adds entries whose numbers and hashes follow on from the head. Only ever added to. */
export function insertLogEntries(db: WritableDb, rows: readonly LogRow[]): void {
  const insert = db.prepare('INSERT INTO change_log (seq, body, hash) VALUES (?, ?, ?)');
  const subject = db.prepare('INSERT OR IGNORE INTO change_log_subjects (subject, seq) VALUES (?, ?)');
  for (const { seq, body, hash, subjects } of rows) {
    insert.run(seq, body, hash);
    for (const name of subjects) subject.run(name, seq);
  }
}
