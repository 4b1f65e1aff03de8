/** SQLite's own check of the file, table by table, so that a caller may stop between two of them. */
import type { Database } from 'better-sqlite3';

/** Tables with their indexes, smallest first as far as one can tell without counting: by name. */
export function checkableTables(db: Database): string[] {
  return db
    .prepare<[], string>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 AND name NOT LIKE 'sqlite_%' ORDER BY name",
    )
    .pluck()
    .all();
}

/** Null when the table is sound, else what is wrong with it. */
export function quickCheckTable(db: Database, table: string): string | null {
  const verdict = String(db.pragma(`quick_check("${table.replaceAll('"', '""')}")`, { simple: true }));
  return verdict === 'ok' ? null : verdict;
}
