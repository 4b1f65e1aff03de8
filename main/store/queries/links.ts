/** Links between money events or bookings and the orders they belong to. */
import type { ReadableDb, WritableDb } from '../database.ts';

export interface LinkRow {
  readonly kind: string;
  readonly fromId: number;
  readonly toId: number;
  readonly state: 'linked' | 'proposed';
  readonly decidedBy: string;
  readonly amountMinor: number | null;
  readonly currency: string | null;
}

/** Links that a rule made from the records with an id above `afterId` up to `throughId`. */
export function readLinksFrom(db: ReadableDb, afterId: number, throughId: number, decidedBy: string): LinkRow[] {
  return db
    .prepare<[number, number, string], LinkRow>(
      `SELECT kind, from_id AS fromId, to_id AS toId, state, decided_by AS decidedBy, amount_minor AS amountMinor, currency FROM links
       WHERE from_id > ? AND from_id <= ? AND decided_by = ? ORDER BY from_id, kind, to_id`,
    )
    .all(afterId, throughId, decidedBy);
}

export interface LinkWriter {
  write(link: LinkRow): void;
  remove(link: Pick<LinkRow, 'kind' | 'fromId' | 'toId'>): void;
}

/** Prepared once for many rows. What a person decided about the same two records stays as it is. */
export function linkWriter(db: WritableDb): LinkWriter {
  const upsert = db.prepare<[LinkRow]>(
    `INSERT INTO links (kind, from_id, to_id, state, decided_by, amount_minor, currency)
     VALUES (@kind, @fromId, @toId, @state, @decidedBy, @amountMinor, @currency)
     ON CONFLICT (kind, from_id, to_id) DO UPDATE SET state = excluded.state, amount_minor = excluded.amount_minor,
       currency = excluded.currency WHERE decided_by = excluded.decided_by`,
  );
  const remove = db.prepare<[string, number, number]>('DELETE FROM links WHERE kind = ? AND from_id = ? AND to_id = ?');
  return {
    write: (link) => void upsert.run(link),
    remove: ({ kind, fromId, toId }) => void remove.run(kind, fromId, toId),
  };
}
