/**
 * What back-tests said, so that a model can be tried on one day and adopted on another. One row a model, the last try; `basis` and
 * `against` name what it rested on, so that a result the book has moved on from is shown as such.
 */
import type { Database } from 'better-sqlite3';

export const migration0004 = {
  version: 4,
  name: 'back-tests',
  up(db: Database): void {
    db.exec(`
CREATE TABLE back_tests (
  model_version TEXT PRIMARY KEY REFERENCES models (version),
  against TEXT NOT NULL, -- the model in force then
  basis TEXT NOT NULL, -- published batches, decisions and the matching run that it rested on
  ran_ms INTEGER NOT NULL,
  questions_now INTEGER NOT NULL, -- open when it was tried
  counts TEXT NOT NULL, -- JSON, ReplayCounts
  rows TEXT NOT NULL -- JSON, the listed differences
) STRICT, WITHOUT ROWID;
`);
  },
};
