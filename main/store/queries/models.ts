/** Models: ways to weigh evidence that the book knows, and which decision put one in force. */
import type { Actor } from '#shared/domain/decision.ts';
import type { ReadableDb, WritableDb } from '../database.ts';

export interface ModelRow {
  /** Name and hash of all that decides a score. */
  readonly version: string;
  /** 1, 2, 3 …: what people call it. */
  readonly number: number;
  /** JSON, Model. */
  readonly body: string;
  /** JSON, ModelOrigin. */
  readonly origin: string;
  readonly actor: Actor;
  readonly atMs: number;
}

const COLUMNS = 'version, number, body, origin, actor, at_ms AS atMs';

/** Adds a model under the next number; one that the book knows keeps its own. Returns the number. */
export function insertModel(db: WritableDb, model: Omit<ModelRow, 'number'>): number {
  db.prepare(
    `INSERT OR IGNORE INTO models (version, number, body, origin, actor, at_ms)
     VALUES (@version, (SELECT coalesce(max(number), 0) + 1 FROM models), @body, @origin, @actor, @atMs)`,
  ).run(model);
  return db.prepare<[string], number>('SELECT number FROM models WHERE version = ?').pluck().get(model.version) ?? 0;
}

/** All models, the newest first. */
export function readModels(db: ReadableDb): ModelRow[] {
  return db.prepare<[], ModelRow>(`SELECT ${COLUMNS} FROM models ORDER BY number DESC`).all();
}

export function readModel(db: ReadableDb, version: string): ModelRow | null {
  return db.prepare<[string], ModelRow>(`SELECT ${COLUMNS} FROM models WHERE version = ?`).get(version) ?? null;
}

/** The model that came with the version of the app that made the book; null in a book that was made without one. */
export function readFirstModel(db: ReadableDb): ModelRow | null {
  return db.prepare<[], ModelRow>(`SELECT ${COLUMNS} FROM models ORDER BY number LIMIT 1`).get() ?? null;
}

export interface Adoption {
  readonly decisionId: number;
  readonly modelVersion: string;
  readonly actor: Actor;
  readonly atMs: number;
}

/** The decision that put the model in force: the latest adoption that stands. Null before any. */
export function readStandingAdoption(db: ReadableDb): Adoption | null {
  return (
    db
      .prepare<[], Adoption>(
        `SELECT id AS decisionId, body ->> '$.modelVersion' AS modelVersion, actor, at_ms AS atMs FROM decisions
         WHERE kind = 'adopt_model' AND withdrawn_by IS NULL ORDER BY id DESC LIMIT 1`,
      )
      .get() ?? null
  );
}

export interface RunSummary {
  readonly runId: number;
  readonly modelVersion: string;
  readonly atMs: number;
  /** JSON, figure by name. */
  readonly counts: string;
  /** JSON, ModelCard; `{}` for a run that left none. */
  readonly card: string;
}

/** Matching runs, the newest first, at most `limit`. */
export function readRuns(db: ReadableDb, limit: number): RunSummary[] {
  return db
    .prepare<[number], RunSummary>(
      `SELECT id AS runId, model_version AS modelVersion, at_ms AS atMs, counts, card FROM match_runs ORDER BY id DESC LIMIT ?`,
    )
    .all(limit);
}

/** Versions of the models that runs weighed with. */
export function readRunVersions(db: ReadableDb): Set<string> {
  return new Set(db.prepare<[], string>('SELECT DISTINCT model_version FROM match_runs').pluck().all());
}

/** Records with the record that stands for their order, with an id above `afterId`, by id, at most `limit`. */
export function readOrderHeads(db: ReadableDb, afterId: number, limit: number): (readonly [recordId: number, headId: number])[] {
  return db
    .prepare('SELECT record_id, head_id FROM orders WHERE record_id > ? ORDER BY record_id LIMIT ?')
    .raw()
    .all(afterId, limit) as [number, number][];
}

/** What a back-test rests on beside the published batches: decisions (verdicts on links change no order) and the last run. */
export function readReplayBasis(db: ReadableDb): string {
  return (
    db
      .prepare<[], string>(
        `SELECT coalesce((SELECT max(id) FROM decisions WHERE kind <> 'audit'), 0) || ' ' || coalesce((SELECT max(id) FROM match_runs), 0)`,
      )
      .pluck()
      .get() ?? ''
  );
}
