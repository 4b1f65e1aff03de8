/** Files as they were received: kept once by hash, in blocks, deflated where that pays. */
import { inflateRawSync } from 'node:zlib';
import type { ReadableDb, WritableDb } from '../database.ts';

export interface StoredFile {
  readonly fileId: number;
  /** Bytes that are stored, from the start of the file without a gap. */
  readonly storedBytes: number;
}

/** The file of this hash; its row is made when it is new. */
export function ensureFile(db: WritableDb, sha256: Buffer, byteCount: number): StoredFile {
  db.prepare('INSERT INTO files (sha256, byte_count) VALUES (?, ?) ON CONFLICT DO NOTHING').run(sha256, byteCount);
  const row = db
    .prepare<[Buffer], StoredFile>(
      `SELECT f.id AS fileId, coalesce((SELECT sum(byte_count) FROM file_blocks b WHERE b.file_id = f.id), 0) AS storedBytes
       FROM files f WHERE f.sha256 = ?`,
    )
    .get(sha256);
  if (row === undefined) throw new Error('a file that was just written is not there');
  return row;
}

export interface BlockData {
  readonly byteOffset: number;
  readonly byteCount: number;
  readonly codec: 0 | 1;
  readonly data: Uint8Array;
}

export function addBlock(db: WritableDb, fileId: number, block: BlockData): void {
  db.prepare(
    'INSERT INTO file_blocks (file_id, byte_offset, byte_count, codec, data) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  ).run(fileId, block.byteOffset, block.byteCount, block.codec, block.data);
}

/** Bytes of a stretch of a file. Blocks lie without gaps: the first one that is needed starts last at or before the offset. */
export function readFileBytes(db: ReadableDb, fileId: number, byteOffset: number, byteLength: number): Buffer {
  const first = db
    .prepare<[number, number], number | null>('SELECT max(byte_offset) FROM file_blocks WHERE file_id = ? AND byte_offset <= ?')
    .pluck()
    .get(fileId, byteOffset);
  if (first == null) return Buffer.alloc(0);
  const rows = db
    .prepare<[number, number, number], { codec: number; data: Buffer }>(
      'SELECT codec, data FROM file_blocks WHERE file_id = ? AND byte_offset >= ? AND byte_offset < ? ORDER BY byte_offset',
    )
    .all(fileId, first, byteOffset + Math.max(1, byteLength));
  const bytes = Buffer.concat(rows.map(({ codec, data }) => (codec === 1 ? inflateRawSync(data) : data)));
  return bytes.subarray(byteOffset - first, byteOffset - first + byteLength);
}

/**
 * Removes the bytes of a file that only discarded batches refer to. A few blocks at a time, from the end, so that what is left is always
 * the beginning of the file: call until it answers true.
 */
export function removeFilePiece(db: WritableDb, fileId: number): boolean {
  const used = db
    .prepare<[number, number], number>(
      "SELECT count(*) FROM import_batches WHERE (file_id = ? OR workbook_id = ?) AND state <> 'discarded'",
    )
    .pluck()
    .get(fileId, fileId);
  if (used !== 0) return true;
  const removed = db
    .prepare(
      'DELETE FROM file_blocks WHERE id IN (SELECT id FROM file_blocks WHERE file_id = ? ORDER BY byte_offset DESC LIMIT 16)',
    )
    .run(fileId);
  return removed.changes === 0;
}
