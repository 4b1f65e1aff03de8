/** Where versions of a record were seen: the file, the line, the bytes. */
import type { ReadableDb } from '../database.ts';

export interface Sighting {
  readonly versionId: number;
  readonly batchId: number;
  readonly fileId: number;
  readonly fileName: string;
  /** Hex. */
  readonly fileSha256: string;
  readonly line: number;
  readonly byteOffset: number;
  readonly byteLength: number;
  readonly pointer: string | null;
  readonly publishedMs: number;
  /** JSON, ReadOptions. */
  readonly readOptions: string;
  /** JSON, header names in file order. */
  readonly header: string;
}

/** First sighting of each version in a published batch. */
export function readFirstSightings(db: ReadableDb, versionIds: readonly number[]): Map<number, Sighting> {
  const rows = db
    .prepare<[string], Sighting>(
      `SELECT s.version_id AS versionId, b.id AS batchId, f.id AS fileId, b.file_name AS fileName, lower(hex(f.sha256)) AS fileSha256,
         s.line, s.byte_offset AS byteOffset, s.byte_length AS byteLength, s.pointer, coalesce(b.published_ms, 0) AS publishedMs,
         b.read_options AS readOptions, b.header
       FROM sightings s JOIN import_batches b ON b.id = s.batch_id AND b.state = 'published' JOIN files f ON f.id = b.file_id
       WHERE s.version_id IN (SELECT value FROM json_each(?)) ORDER BY s.version_id, b.id DESC, s.byte_offset DESC`,
    )
    .all(JSON.stringify(versionIds));
  return new Map(rows.map((row) => [row.versionId, row]));
}

/** Who entered a version by hand, or null for what a source said. */
export function readEnteredBy(db: ReadableDb, versionId: number): string | null {
  return (
    db
      .prepare<[number], string>('SELECT d.actor FROM record_versions v JOIN decisions d ON d.id = v.decision_id WHERE v.id = ?')
      .pluck()
      .get(versionId) ?? null
  );
}
