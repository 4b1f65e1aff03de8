/** Whether records live where they are shown: the home of a record is published exactly while a published batch shows it. */
import type { RecordKey } from '#shared/domain/source-record.ts';
import type { ReadableDb } from '../database.ts';
import { keyOfRow } from './decisions.ts';

export interface HomeCheck {
  readonly recordId: number;
  readonly key: RecordKey;
  readonly live: boolean;
  /** A version that counts is seen in a published batch. */
  readonly shown: boolean;
}

interface HomeCheckRow {
  readonly id: number;
  readonly system: string;
  readonly account: string;
  readonly type_code: number;
  readonly native_id: string;
  readonly live: 0 | 1;
  readonly shown: 0 | 1;
}

/** The next records after an id, whether they live or not. */
export function nextHomeChecks(db: ReadableDb, afterId: number, limit: number): HomeCheck[] {
  return db
    .prepare<[number, number], HomeCheckRow>(
      `SELECT r.id, o.system, o.account, r.type_code, r.native_id, h.state = 'published' AS live,
         EXISTS (SELECT 1 FROM record_versions v JOIN sightings s ON s.version_id = v.id
           JOIN import_batches b ON b.id = s.batch_id AND b.state = 'published' LEFT JOIN decisions d ON d.id = v.decision_id
         WHERE v.record_id = r.id AND d.withdrawn_by IS NULL) AS shown
       FROM source_records r JOIN sources o ON o.id = r.source_id JOIN import_batches h ON h.id = r.home_batch_id
       WHERE r.id > ? ORDER BY r.id LIMIT ?`,
    )
    .all(afterId, limit)
    .map((row) => ({ recordId: row.id, key: keyOfRow(row), live: row.live === 1, shown: row.shown === 1 }));
}

/** Records of the book, live or not. */
export function readRecordCount(db: ReadableDb): number {
  return db.prepare<[], number>('SELECT count(*) FROM source_records').pluck().get() ?? 0;
}
