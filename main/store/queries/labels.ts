/** What people said of pairs, and what the machine had stored of the same pairs. */
import type { Decision } from '#shared/domain/decision.ts';
import { ORDER_LIKE_TYPES, roleOf, typeCode } from '#shared/domain/systems.ts';
import type { ReadableDb } from '../database.ts';
import { type KeyRow, keyOfRow, readDecisionKeys, readDecisionsOfPeople } from './decisions.ts';
import type { PairFacts } from './linked.ts';

/** Decisions that say something about who is one sale, standing or taken back, oldest first; and the row of a key they name. */
export function readAnswers(db: ReadableDb): { decisions: Decision[]; idOf: (keyText: string) => number | undefined } {
  const decisions = readDecisionsOfPeople(db, ['together', 'apart', 'relate', 'audit']);
  const rows = readDecisionKeys(
    db,
    decisions.map(({ id }) => id),
  );
  return { decisions, idOf: (key) => rows.get(key) };
}

/** Stored pairs of these, `[left, right]` with the lesser id first; those that no run kept are missing. */
export function readPairsOf(db: ReadableDb, pairs: readonly (readonly [number, number])[]): PairFacts[] {
  return db
    .prepare<[string], PairFacts>(
      `SELECT p.left_id AS leftId, p.right_id AS rightId, p.state, p.rule, p.pattern, p.frequency_millibits AS frequencyMillibits,
         p.score_millibits AS scoreMillibits, p.margin_millibits AS marginMillibits, p.cause
       FROM json_each(?) AS wanted JOIN match_pairs p
         ON p.left_id = wanted.value ->> 0 AND p.right_id = wanted.value ->> 1 ORDER BY wanted.key`,
    )
    .all(JSON.stringify(pairs));
}

/** Stored pairs with an end among these records, the strongest first. */
export function readPairsWith(db: ReadableDb, recordIds: readonly number[]): PairFacts[] {
  const ids = JSON.stringify(recordIds);
  const columns = `left_id AS leftId, right_id AS rightId, state, rule, pattern, frequency_millibits AS frequencyMillibits,
    score_millibits AS scoreMillibits, margin_millibits AS marginMillibits, cause`;
  return db
    .prepare<[string, string], PairFacts>(
      `SELECT ${columns} FROM match_pairs WHERE left_id IN (SELECT value FROM json_each(?))
       UNION SELECT ${columns} FROM match_pairs WHERE right_id IN (SELECT value FROM json_each(?))
       ORDER BY scoreMillibits DESC, leftId, rightId`,
    )
    .all(ids, ids);
}

const CONTEXT_CODES = JSON.stringify(ORDER_LIKE_TYPES.filter((type) => roleOf(type) === 'context').map(typeCode));

export interface ScoreCell {
  /** Lower bound of the score, millibits. */
  readonly from: number;
  readonly named: 0 | 1;
  /** A campaign or project is one of the two. */
  readonly context: 0 | 1;
  readonly state: 'joined' | 'proposed' | 'apart';
  readonly cause: string | null;
  readonly count: number;
}

/**
 * Stored pairs by band of scores `step` millibits wide. `named`: the digit of the pattern that is worth `place` and has `radix` values
 * is `level` (see `patternOf`).
 */
export function readScoreCells(
  db: ReadableDb,
  step: number,
  named: { readonly place: number; readonly radix: number; readonly level: number },
): ScoreCell[] {
  return db
    .prepare<[{ step: number; place: number; radix: number; level: number; contextTypes: string }], ScoreCell>(
      // Numbers are bound as reals; without the casts a division would not be one of integers.
      `WITH bound AS (SELECT CAST(@step AS INTEGER) AS step, CAST(@place AS INTEGER) AS place, CAST(@radix AS INTEGER) AS radix)
       SELECT (score_millibits / step - (score_millibits < 0 AND score_millibits % step <> 0)) * step AS "from",
         (pattern / place) % radix = @level AS named,
         (left_id IN (SELECT id FROM source_records WHERE type_code IN (SELECT value FROM json_each(@contextTypes)))
          OR right_id IN (SELECT id FROM source_records WHERE type_code IN (SELECT value FROM json_each(@contextTypes)))) AS context,
         state, cause, count(*) AS count
       FROM match_pairs, bound GROUP BY 1, 2, 3, 4, 5`,
    )
    .all({ step, ...named, contextTypes: CONTEXT_CODES });
}

/** A joined pair with its records' keys. */
export interface JoinedLink extends Pick<PairFacts, 'leftId' | 'rightId'> {
  readonly left: KeyRow;
  readonly right: KeyRow;
}

/** Joined pairs between live records, in no order that means anything, one at a time: there may be a million. */
export function* walkJoinedLinks(db: ReadableDb): Generator<JoinedLink, void, undefined> {
  const rows = db
    .prepare(
      `SELECT l.id, ls.system, ls.account, l.type_code, l.native_id, r.id, rs.system, rs.account, r.type_code, r.native_id
       FROM match_pairs p
       JOIN source_records l ON l.id = p.left_id JOIN sources ls ON ls.id = l.source_id
       JOIN source_records r ON r.id = p.right_id JOIN sources rs ON rs.id = r.source_id
       WHERE p.state = 'joined'`,
    )
    .raw()
    .iterate() as IterableIterator<[number, string, string, number, string, number, string, string, number, string]>;
  for (const row of rows) {
    const side = (at: 0 | 5): KeyRow => ({
      id: row[at],
      system: row[(at + 1) as 1],
      account: row[(at + 2) as 2],
      type_code: row[(at + 3) as 3],
      native_id: row[(at + 4) as 4],
    });
    yield { leftId: row[0], rightId: row[5], left: side(0), right: side(5) };
  }
}

export function countJoined(db: ReadableDb): number {
  return db.prepare<[], number>("SELECT count(*) FROM match_pairs WHERE state = 'joined'").pluck().get() ?? 0;
}

export interface Verdict {
  readonly decisionId: number;
  readonly leftId: number;
  readonly rightId: number;
  readonly verdict: 'right' | 'wrong' | 'unsure';
}

/** The latest standing verdict on each link that was looked at. */
export function readVerdicts(db: ReadableDb): Verdict[] {
  const rows = db
    .prepare<[], { id: number; verdict: Verdict['verdict']; leftId: number; rightId: number }>(
      `SELECT d.id, d.body ->> '$.verdict' AS verdict, min(r.record_id) AS leftId, max(r.record_id) AS rightId
       FROM decisions d JOIN decision_records r ON r.decision_id = d.id
       WHERE d.kind = 'audit' AND d.withdrawn_by IS NULL GROUP BY d.id HAVING count(*) = 2 ORDER BY d.id`,
    )
    .all();
  const latest = new Map(rows.map(({ id, ...rest }) => [`${rest.leftId} ${rest.rightId}`, { decisionId: id, ...rest }]));
  return [...latest.values()];
}

/** System and type of records: record id → name of its kind. */
export function readKinds(db: ReadableDb, recordIds: readonly number[]): Map<number, string> {
  const rows = db
    .prepare<[string], { id: number; kind: string }>(
      `SELECT r.id, s.system || ' ' || r.type_code AS kind FROM source_records r JOIN sources s ON s.id = r.source_id
       WHERE r.id IN (SELECT value FROM json_each(?))`,
    )
    .all(JSON.stringify(recordIds));
  return new Map(rows.map(({ id, kind }) => [id, kind]));
}

/** Key of a record, or null when the book has none of this id. */
export function readKey(db: ReadableDb, recordId: number): ReturnType<typeof keyOfRow> | null {
  const row = db
    .prepare<[number], KeyRow>(
      `SELECT r.id, s.system, s.account, r.type_code, r.native_id FROM source_records r JOIN sources s ON s.id = r.source_id
       WHERE r.id = ?`,
    )
    .get(recordId);
  return row === undefined ? null : keyOfRow(row);
}

/** Causes that more or other evidence would lift: only of such pairs does an answer teach anything (ties: core/learning/rivals.ts). */
const LIFTABLE = "(p.cause IS NULL OR p.cause IN ('context', 'contradicted'))";

/** For each open question the pair that decides it: of its proposed pairs the one nearest to its score. By row id of the question. */
export function readDecidingPairs(db: ReadableDb): Map<number, { pattern: number; scoreMillibits: number }> {
  const rows = db
    .prepare<[], { rowid: number; pattern: number; scoreMillibits: number; wanted: number }>(
      `SELECT q.rowid AS rowid, p.pattern, p.score_millibits AS scoreMillibits, q.score_millibits AS wanted
       FROM proposals q, json_each(q.members) m JOIN match_pairs p ON p.left_id = m.value
       WHERE q.state = 'open' AND p.state = 'proposed' AND ${LIFTABLE}
         AND p.right_id IN (SELECT value FROM json_each(q.members))
       ORDER BY q.rowid, abs(p.score_millibits - q.score_millibits) DESC, p.pattern DESC`,
    )
    .all();
  return new Map(rows.map(({ rowid, pattern, scoreMillibits }) => [rowid, { pattern, scoreMillibits }]));
}

/** Proposed pairs by pattern. */
export function countOpenPatterns(db: ReadableDb): Map<number, number> {
  const rows = db
    .prepare<[], { pattern: number; count: number }>(
      `SELECT p.pattern, count(*) AS count FROM match_pairs p WHERE p.state = 'proposed' AND ${LIFTABLE} GROUP BY p.pattern`,
    )
    .all();
  return new Map(rows.map(({ pattern, count }) => [pattern, count]));
}
