/** The chained log: appending. Reading for screens is in `log-reading.ts`. */

import { entryText } from '#core/changes/entry.ts';
import type { LogDraft } from '#shared/domain/change-log.ts';
import { GENESIS_TEXT } from '#shared/domain/change-log.ts';
import type { Actor } from '#shared/domain/decision.ts';
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

export interface AppendContext {
  readonly actor: Actor;
  readonly cause: string;
  readonly atMs: number;
  readonly offsetMinutes: number;
  readonly sha256: Sha256;
}

/** Appends entries inside the caller's transaction; returns the first and last sequence number. */
export function appendLog(
  db: WritableDb,
  drafts: readonly LogDraft[],
  context: AppendContext,
): { seqFirst: number; seqLast: number } | null {
  if (drafts.length === 0) return null;
  let head = readLogHead(db, context.sha256);
  const insert = db.prepare('INSERT INTO change_log (seq, body, hash) VALUES (?, ?, ?)');
  const subject = db.prepare('INSERT OR IGNORE INTO change_log_subjects (subject, seq) VALUES (?, ?)');
  const seqFirst = head.seq + 1;
  for (const draft of drafts) {
    const seq = head.seq + 1;
    const body = entryText(draft, { ...context, seq, prevHex: head.hashHex });
    const hash = Buffer.from(context.sha256(body));
    insert.run(seq, body, hash);
    for (const name of draft.subjects) subject.run(name, seq);
    head = { seq, hashHex: hash.toString('hex') };
  }
  return { seqFirst, seqLast: head.seq };
}
