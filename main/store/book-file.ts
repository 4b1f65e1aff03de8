/** Tells a book from any other file by its first hundred bytes, before SQLite is allowed to touch it. */
import { closeSync, existsSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { APPLICATION_ID } from './database.ts';

export type BookFileState =
  | { readonly kind: 'book'; readonly version: number }
  | { readonly kind: 'missing' }
  /** A folder, a spreadsheet, another program's database … */
  | { readonly kind: 'notABook' }
  | { readonly kind: 'damaged'; readonly detail: string };

const MAGIC = 'SQLite format 3\0';
const HEADER_BYTES = 100;

/** Offsets are those of the SQLite file format, section 1.3: page size 16, pages 28, user_version 60, application_id 68. */
export function inspectBookFile(path: string): BookFileState {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return { kind: 'missing' };
  if (!found.isFile()) return { kind: 'notABook' };
  const { header, byteCount } = readHeader(path);
  if (header.byteLength < HEADER_BYTES) return { kind: 'notABook' };
  const isOurs = header.readUInt32BE(68) === APPLICATION_ID;
  if (header.toString('latin1', 0, 16) !== MAGIC) {
    return isOurs ? { kind: 'damaged', detail: 'its first bytes were overwritten' } : { kind: 'notABook' };
  }
  const hasLog = existsSync(`${path}-wal`);
  // A book that ended in a crash right after it was made has its ids in the write-ahead log only.
  if (!isOurs) return hasLog ? inspectThroughSqlite(path) : { kind: 'notABook' };
  const pageSize = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0) return { kind: 'damaged', detail: 'its header names no page size' };
  const expected = header.readUInt32BE(28) * pageSize;
  if (!hasLog && byteCount < expected) {
    return { kind: 'damaged', detail: `${expected - byteCount} of its ${expected} bytes are missing at the end` };
  }
  return { kind: 'book', version: header.readUInt32BE(60) };
}

function readHeader(path: string): { header: Buffer; byteCount: number } {
  const fd = openSync(path, 'r');
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    const got = readSync(fd, header, 0, HEADER_BYTES, 0);
    return { header: header.subarray(0, got), byteCount: fstatSync(fd).size };
  } finally {
    closeSync(fd);
  }
}

function inspectThroughSqlite(path: string): BookFileState {
  const db = new BetterSqlite3(path, { readonly: true, fileMustExist: true, timeout: 5000 });
  try {
    const id = db.pragma('application_id', { simple: true });
    return id === APPLICATION_ID
      ? { kind: 'book', version: Number(db.pragma('user_version', { simple: true })) }
      : { kind: 'notABook' };
  } finally {
    db.close();
  }
}
