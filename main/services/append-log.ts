/** Appends entries to the chained log, inside the caller's transaction. */
import { entryText } from '#core/changes/entry.ts';
import type { LogDraft } from '#shared/domain/change-log.ts';
import type { Actor } from '#shared/domain/decision.ts';
import type { Sha256 } from '#shared/domain/ids.ts';
import type { WritableDb } from '#store/database.ts';
import { insertLogEntries, type LogRow, readLogHead } from '#store/queries/change-log.ts';

export interface AppendContext {
  readonly actor: Actor;
  readonly cause: string;
  readonly atMs: number;
  readonly offsetMinutes: number;
  readonly sha256: Sha256;
}

/** Returns the first and last sequence number, or null when there was nothing to append. */
export function appendLog(
  db: WritableDb,
  drafts: readonly LogDraft[],
  context: AppendContext,
): { seqFirst: number; seqLast: number } | null {
  if (drafts.length === 0) return null;
  const head = readLogHead(db, context.sha256);
  let prevHex = head.hashHex;
  const rows = drafts.map((draft, i): LogRow => {
    const seq = head.seq + 1 + i;
    const body = entryText(draft, { ...context, seq, prevHex });
    const hash = Buffer.from(context.sha256(body));
    prevHex = hash.toString('hex');
    return { seq, body, hash, subjects: draft.subjects };
  });
  insertLogEntries(db, rows);
  return { seqFirst: head.seq + 1, seqLast: head.seq + drafts.length };
}
