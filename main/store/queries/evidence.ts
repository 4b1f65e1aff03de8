/** Where records stand: the file, its hash and the line. */
import type { ReadableDb } from '../database.ts';

export interface Evidence {
  readonly fileName: string;
  /** Hex. */
  readonly sha256: string;
  /** 1-based. */
  readonly line: number;
}

/** The least place, by file name and line, of each record in published imports: record → place. */
export function readEvidence(db: ReadableDb, recordIds: readonly number[]): Map<number, Evidence> {
  const rows = db
    .prepare<[string], Evidence & { recordId: number }>(
      `SELECT v.record_id AS recordId, b.file_name AS fileName, lower(hex(f.sha256)) AS sha256, min(g.line) AS line
       FROM json_each(?) wanted JOIN record_versions v ON v.record_id = wanted.value JOIN sightings g ON g.version_id = v.id
       JOIN import_batches b ON b.id = g.batch_id AND b.state = 'published' JOIN files f ON f.id = b.file_id
       GROUP BY v.record_id, b.file_name, f.sha256 ORDER BY v.record_id, b.file_name DESC, f.sha256 DESC`,
    )
    .all(JSON.stringify(recordIds));
  // The least comes last, and stands.
  return new Map(rows.map(({ recordId, ...place }) => [recordId, place]));
}
