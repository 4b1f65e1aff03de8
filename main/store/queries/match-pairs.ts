/** Match pairs and the runs that left them. */
import type { ReadableDb, WritableDb } from '../database.ts';
import type { MatchBasis } from './match-basis.ts';

/** A pair as it is stored: `leftId < rightId`. */
export interface PairRow {
  readonly leftId: number;
  readonly rightId: number;
  readonly state: 'joined' | 'proposed' | 'apart';
  /** The reference join, or the blocking pass that met it first. */
  readonly rule: string;
  readonly pattern: number;
  readonly frequencyMillibits: number;
  readonly scoreMillibits: number;
  readonly marginMillibits: number | null;
  readonly cause: string | null;
}

const COLUMNS = `left_id AS leftId, right_id AS rightId, state, rule, pattern, frequency_millibits AS frequencyMillibits,
  score_millibits AS scoreMillibits, margin_millibits AS marginMillibits, cause`;

/** Pairs by (left, right) after the given one, at most `limit`. */
export function readPairsAfter(db: ReadableDb, leftId: number, rightId: number, limit: number): PairRow[] {
  return db
    .prepare<[number, number, number], PairRow>(
      `SELECT ${COLUMNS} FROM match_pairs WHERE (left_id, right_id) > (?, ?) ORDER BY left_id, right_id LIMIT ?`,
    )
    .all(leftId, rightId, limit);
}

export interface PairWriter {
  /** Adds a pair, or brings a known one up to date. */
  write(pair: PairRow): void;
  remove(leftId: number, rightId: number): void;
}

/** Prepared once for many rows; use it inside transactions of a few thousand. */
export function pairWriter(db: WritableDb): PairWriter {
  const upsert = db.prepare<[PairRow]>(
    `INSERT INTO match_pairs (left_id, right_id, state, rule, pattern, frequency_millibits, score_millibits, margin_millibits, cause)
     VALUES (@leftId, @rightId, @state, @rule, @pattern, @frequencyMillibits, @scoreMillibits, @marginMillibits, @cause)
     ON CONFLICT (left_id, right_id) DO UPDATE SET state = excluded.state, rule = excluded.rule, pattern = excluded.pattern,
       frequency_millibits = excluded.frequency_millibits, score_millibits = excluded.score_millibits,
       margin_millibits = excluded.margin_millibits, cause = excluded.cause`,
  );
  const remove = db.prepare<[number, number]>('DELETE FROM match_pairs WHERE left_id = ? AND right_id = ?');
  return {
    write: (pair) => void upsert.run(pair),
    remove: (leftId, rightId) => void remove.run(leftId, rightId),
  };
}

export interface RunRow {
  readonly id: number;
  readonly modelVersion: string;
  readonly counts: { readonly [name: string]: number };
  readonly linksRoot: Buffer;
  readonly atMs: number;
  /** What it rested on; null where that is not known. */
  readonly basis: MatchBasis | null;
}

export function readLatestRun(db: ReadableDb): RunRow | null {
  const row = db
    .prepare<[], Omit<RunRow, 'counts' | 'basis'> & { counts: string; basis: string | null }>(
      `SELECT id, model_version AS modelVersion, counts, links_root AS linksRoot, at_ms AS atMs, basis FROM match_runs
       ORDER BY id DESC LIMIT 1`,
    )
    .get();
  if (row === undefined) return null;
  const basis = row.basis === null ? null : (JSON.parse(row.basis) as MatchBasis);
  return { ...row, counts: JSON.parse(row.counts) as RunRow['counts'], basis };
}

/** `card` is a ModelCard (core/matching/orders/card.ts). */
export function insertRun(
  db: WritableDb,
  run: Omit<RunRow, 'id'> & { readonly dataVersion: number; readonly card: object },
): number {
  const { lastInsertRowid } = db
    .prepare(
      'INSERT INTO match_runs (model_version, data_version, counts, basis, card, links_root, at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)',
    )
    .run(
      run.modelVersion,
      run.dataVersion,
      JSON.stringify(run.counts),
      run.basis === null ? null : JSON.stringify(run.basis),
      JSON.stringify(run.card),
      run.linksRoot,
      run.atMs,
    );
  return Number(lastInsertRowid);
}

/** What a run rests on, where a later one found the same. */
export function writeRunBasis(db: WritableDb, runId: number, basis: MatchBasis): void {
  db.prepare('UPDATE match_runs SET basis = ? WHERE id = ?').run(JSON.stringify(basis), runId);
}

/** The card of a run as JSON text, or null when there is no such run. */
export function readRunCard(db: ReadableDb, runId: number): string | null {
  return db.prepare<[number], string>('SELECT card FROM match_runs WHERE id = ?').pluck().get(runId) ?? null;
}

/** Records of joined pairs and of orders with several members: all whose orders a half-stored run may have left behind. */
export function readJoinedRecords(db: ReadableDb): number[] {
  return db
    .prepare<[], number>(
      `SELECT left_id FROM match_pairs WHERE state = 'joined' UNION SELECT right_id FROM match_pairs WHERE state = 'joined'
       UNION SELECT record_id FROM orders WHERE member_count > 1 OR head_id <> record_id`,
    )
    .pluck()
    .all();
}
