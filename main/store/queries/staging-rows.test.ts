import { expect, test } from 'vitest';
import { openWriter } from '../database.ts';
import { migrate } from '../migrate.ts';
import { insertBatch } from './batches.ts';
import { ensureFile } from './files.ts';
import { ensureSource } from './sources.ts';
import { StagingRows } from './staging-rows.ts';

test('records of keys that are new, in their order; a key that is known, be it from the line above, makes none', () => {
  const db = openWriter(':memory:');
  migrate(db);
  const sourceId = ensureSource(db, 'stripe', 'main');
  const { fileId } = ensureFile(db, Buffer.alloc(32), 0);
  const batch = {
    sessionId: 's',
    sourceId,
    fileId,
    fileName: 'f',
    label: 'l',
    workbook: null,
    readOptions: '{}',
    header: '[]',
    createdMs: 0,
  };
  const batchId = insertBatch(db, batch);
  const rows = new StagingRows(db);
  const keys = (...ids: string[]) => ids.map((nativeId) => ({ typeCode: 3, nativeId }));
  expect(rows.addRecords(sourceId, batchId, keys('a', 'b', 'c'))).toEqual([1, 2, 3]);
  expect(rows.addRecords(sourceId, batchId, keys('d', 'b', 'e', 'd', 'f', 'e'))).toEqual([4, null, 5, null, 6, null]);
  expect(rows.addRecords(sourceId, batchId, keys('a', 'f'))).toEqual([null, null]);
  expect(rows.addRecords(sourceId, batchId, [])).toEqual([]);
  const sighting = { batchId, byteOffset: 0, byteLength: 9, pointer: null };
  const version = { payloadHash: Buffer.alloc(32), versionMs: null, facts: '{}', aliases: '[]', refs: '[]' };
  for (const recordId of [4, 6]) rows.add({ ...version, recordId }, { ...sighting, line: recordId + 10 });
  rows.flush();
  rows.add({ ...version, recordId: 1 }, { ...sighting, line: 11 });
  rows.flush();
  const seen = db
    .prepare('SELECT v.record_id AS recordId, s.line FROM sightings s JOIN record_versions v ON v.id = s.version_id ORDER BY v.id')
    .all();
  expect(seen).toEqual([
    { recordId: 4, line: 14 },
    { recordId: 6, line: 16 },
    { recordId: 1, line: 11 },
  ]);
  db.close();
});
