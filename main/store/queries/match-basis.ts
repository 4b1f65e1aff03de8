/** What a matching run rested on, and what came since: so that the next one need not look at everything again. */
import type { ReadableDb } from '../database.ts';
import { readMatchInput } from './match-rows-reading.ts';

export interface MatchBasis {
  /** Published batches, as `readMatchInput` names them. */
  readonly batches: string;
  /** The last decision. */
  readonly decision: number;
}

export interface ChangedRecords {
  /** Records that live now and were not known to the run. */
  readonly fresh: readonly number[];
  /** Records named by decisions that were made or taken back since. */
  readonly decided: readonly number[];
}

export function readMatchBasis(db: ReadableDb): MatchBasis {
  const decision = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM decisions').pluck().get() ?? 0;
  return { batches: readMatchInput(db), decision };
}

/**
 * What came since a run. Null where records that it knew may have changed or gone: an import was undone, a batch brought another version
 * of a record that stood, or a person corrected a row.
 */
export function readChangedRecords(db: ReadableDb, basis: MatchBasis): ChangedRecords | null {
  const known = idsIn(basis.batches);
  const now = new Set(idsIn(readMatchInput(db)));
  if (known.some((batch) => !now.has(batch))) return null;
  for (const batch of known) now.delete(batch);
  const batches = JSON.stringify([...now]);
  if (now.size > 0 && bringsOtherVersions(db, batches)) return null;
  const decided = recordsOfDecisions(db, basis.decision);
  if (decided === null) return null;
  const fresh = db
    .prepare<[string], number>('SELECT id FROM source_records WHERE home_batch_id IN (SELECT value FROM json_each(?)) ORDER BY id')
    .pluck()
    .all(batches);
  return { fresh, decided };
}

/** Batches in front of the blank; the model behind it is a run's version too. */
function idsIn(input: string): number[] {
  const [batches = ''] = input.split(' ');
  return batches === '' ? [] : batches.split(',').map(Number);
}

/** Whether one of these batches saw a record that stood before it. */
function bringsOtherVersions(db: ReadableDb, batches: string): boolean {
  return (
    db
      .prepare<[string, string], number>(
        `SELECT 1 FROM sightings s JOIN record_versions v ON v.id = s.version_id JOIN source_records r ON r.id = v.record_id
         WHERE s.batch_id IN (SELECT value FROM json_each(?)) AND r.home_batch_id NOT IN (SELECT value FROM json_each(?)) LIMIT 1`,
      )
      .get(batches, batches) !== undefined
  );
}

/** Null where one of the decisions after this one changed what a record says. */
function recordsOfDecisions(db: ReadableDb, after: number): number[] | null {
  // A withdrawal speaks of the decision it takes back, and that may be a withdrawal itself.
  const made = db
    .prepare<[number], { id: number; kind: string }>(
      `WITH RECURSIVE made (id, kind, of) AS (
         SELECT id, kind, body ->> '$.decisionId' FROM decisions WHERE id > ?
         UNION SELECT d.id, d.kind, d.body ->> '$.decisionId' FROM made JOIN decisions d ON d.id = made.of WHERE made.kind = 'withdraw')
       SELECT id, kind FROM made`,
    )
    .all(after);
  if (made.some(({ kind }) => kind === 'correct')) return null;
  return db
    .prepare<[string], number>(
      'SELECT DISTINCT record_id FROM decision_records WHERE decision_id IN (SELECT value FROM json_each(?))',
    )
    .pluck()
    .all(JSON.stringify(made.map(({ id }) => id)));
}
