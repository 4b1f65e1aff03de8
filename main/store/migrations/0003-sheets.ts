/** A batch that was read from a sheet of a workbook names both: its file is the sheet's text, and the workbook is kept beside it. */
import type { Database } from 'better-sqlite3';

export const migration0003 = {
  version: 3,
  name: 'sheets',
  up(db: Database): void {
    db.exec(`
ALTER TABLE import_batches ADD COLUMN workbook_id INTEGER REFERENCES files (id);
ALTER TABLE import_batches ADD COLUMN sheet TEXT;
`);
  },
};
