/** Which ids an export takes out of the book, which of them are not pinned yet, and the pins themselves. */
import type { ExportKind } from '#shared/contract/exports.ts';
import type { Actor, DecisionBody } from '#shared/domain/decision.ts';
import type { RecordKey } from '#shared/domain/source-record.ts';
import type { ReadableDb, WritableDb } from '../database.ts';
import { prepared, preparedPluck } from '../prepared.ts';
import { type KeyRow, keyOfRow } from './decisions.ts';

/** A standing pin of the record `o.record_id`. */
const PINNED = `EXISTS (SELECT 1 FROM decision_records named JOIN decisions d ON d.id = named.decision_id AND d.kind = 'pin'
    AND d.withdrawn_by IS NULL WHERE named.record_id = o.record_id)`;

const LIVE_HEADS = `SELECT o.record_id FROM orders o JOIN import_batches b ON b.id = o.home_batch_id AND b.state = 'published'
  WHERE o.head_id = o.record_id AND NOT ${PINNED}`;

/** Before the first reconciliation the links by reference are exported, from then on those that it found. */
const LINKED_HEADS = `SELECT DISTINCT o.record_id FROM (SELECT to_id FROM links WHERE NOT EXISTS (SELECT 1 FROM money_runs)
    UNION ALL SELECT to_id FROM money_links) l JOIN orders held ON held.record_id = l.to_id
  JOIN orders o ON o.record_id = held.head_id WHERE NOT ${PINNED}`;

/** Heads of the orders whose ids this export names and that nothing pins; of one order only, when `headId` says which. */
export function unpinnedHeads(db: ReadableDb, what: ExportKind, headId: number | null): number[] {
  const select = (sql: string) => db.prepare<[], number>(sql).pluck().all();
  switch (what) {
    case 'orders':
      return headId === null
        ? select(`${LIVE_HEADS} AND o.is_sale = 1`)
        : db.prepare<[number], number>(`${LIVE_HEADS} AND o.is_sale = 1 AND o.record_id = ?`).pluck().all(headId);
    case 'audit-pack':
      return select(LIVE_HEADS);
    case 'links':
      return select(LINKED_HEADS);
    case 'proposals':
    case 'exceptions':
    case 'log':
    // A journal tells itself which orders it names; a workpaper shows no ids of orders.
    case 'journal':
    case 'workpaper':
      return [];
  }
}

export interface UnpinnedId {
  readonly recordId: number;
  readonly key: RecordKey;
  readonly canonicalId: string;
}

/** Those of the heads that nothing pinned in the meantime. */
export function unpinnedIds(db: ReadableDb, headIds: readonly number[]): UnpinnedId[] {
  return db
    .prepare<[string], KeyRow & { canonical_id: string }>(
      `SELECT r.id, s.system, s.account, r.type_code, r.native_id, o.canonical_id FROM orders o
       JOIN source_records r ON r.id = o.record_id JOIN sources s ON s.id = r.source_id
       WHERE o.record_id IN (SELECT value FROM json_each(?)) AND NOT ${PINNED}`,
    )
    .all(JSON.stringify(headIds))
    .map((row) => ({ recordId: row.id, key: keyOfRow(row), canonicalId: row.canonical_id }));
}

/** One decision for each id, all of one command. Two statements, however many there are: ids of decisions follow one another. */
export function insertPins(
  db: WritableDb,
  { commandId, actor, atMs }: { readonly commandId: string; readonly actor: Actor; readonly atMs: number },
  pins: readonly UnpinnedId[],
): void {
  if (pins.length === 0) return;
  const bodies = pins.map(({ key, canonicalId }): DecisionBody => ({ kind: 'pin', member: key, canonicalId }));
  const last = preparedPluck<[], number | null>(db, 'SELECT max(id) FROM decisions').get() ?? 0;
  prepared(
    db,
    `INSERT INTO decisions (id, command_id, kind, actor, at_ms, body)
     SELECT ? + key, ?, 'pin', ?, ?, value FROM json_each(?) ORDER BY key`,
  ).run(last + 1, commandId, actor, atMs, JSON.stringify(bodies.map((body) => JSON.stringify(body))));
  prepared(db, 'INSERT INTO decision_records (record_id, decision_id) SELECT value, ? + key FROM json_each(?) ORDER BY value').run(
    last + 1,
    JSON.stringify(pins.map(({ recordId }) => recordId)),
  );
}
