/** Results of back-tests, the last of each model. */
import type { ReadableDb, WritableDb } from '../database.ts';

export interface BackTestRecord {
  readonly modelVersion: string;
  /** The model that was in force. */
  readonly against: string;
  /** What the result rested on. */
  readonly basis: string;
  /** UTC ms. */
  readonly ranAt: number;
  readonly questionsNow: number;
  /** JSON, ReplayCounts. */
  readonly counts: string;
}

/** Keeps a result in place of an earlier one of its model; of all results the latest `keep`. */
export function keepBackTest(db: WritableDb, result: BackTestRecord & { readonly rows: string }, keep: number): void {
  db.transaction(() => {
    db.prepare(
      `INSERT OR REPLACE INTO back_tests (model_version, against, basis, ran_ms, questions_now, counts, rows)
       VALUES (@modelVersion, @against, @basis, @ranAt, @questionsNow, @counts, @rows)`,
    ).run(result);
    db.prepare(
      `DELETE FROM back_tests WHERE model_version NOT IN
       (SELECT model_version FROM back_tests ORDER BY ran_ms DESC, model_version LIMIT ?)`,
    ).run(keep);
  }).immediate();
}

export function readBackTest(db: ReadableDb, modelVersion: string): BackTestRecord | null {
  return (
    db
      .prepare<[string], BackTestRecord>(
        `SELECT model_version AS modelVersion, against, basis, ran_ms AS ranAt, questions_now AS questionsNow, counts
         FROM back_tests WHERE model_version = ?`,
      )
      .get(modelVersion) ?? null
  );
}

/** JSON, the listed differences of a model's last back-test; null where there was none. */
export function readBackTestRows(db: ReadableDb, modelVersion: string): string | null {
  return db.prepare<[string], string>('SELECT rows FROM back_tests WHERE model_version = ?').pluck().get(modelVersion) ?? null;
}
