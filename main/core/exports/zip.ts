/**
 * The headers of a zip file (PKWARE APPNOTE 4.3), without dates, so that the same content makes the same bytes. Sizes stay below
 * 4 GiB: the classic format, which every reader knows.
 */

export const ZIP_MAX_BYTES = 0xffff_fffe;

export interface ZipEntry {
  /** UTF-8, `/` between folders. */
  readonly name: Uint8Array;
  readonly crc32: number;
  /** Deflated. */
  readonly packedBytes: number;
  readonly byteCount: number;
  /** Where its local header starts in the file. */
  readonly at: number;
}

/** 1 January 1980, 00:00: the format's zero. */
const DOS_DATE = 0x0021;
const UTF8_NAME = 0x0800;
const DEFLATE = 8;
const VERSION = 20;

export function localHeader(entry: ZipEntry): Uint8Array {
  const header = new Uint8Array(30 + entry.name.length);
  const view = new DataView(header.buffer);
  view.setUint32(0, 0x04034b50, true);
  shared(view, 4, entry);
  header.set(entry.name, 30);
  return header;
}

function centralHeader(entry: ZipEntry): Uint8Array {
  const header = new Uint8Array(46 + entry.name.length);
  const view = new DataView(header.buffer);
  view.setUint32(0, 0x02014b50, true);
  view.setUint16(4, VERSION, true);
  shared(view, 6, entry);
  view.setUint32(42, entry.at, true);
  header.set(entry.name, 46);
  return header;
}

/** The fields that a local and a central header have in common. */
function shared(view: DataView, at: number, entry: ZipEntry): void {
  view.setUint16(at, VERSION, true);
  view.setUint16(at + 2, UTF8_NAME, true);
  view.setUint16(at + 4, DEFLATE, true);
  view.setUint16(at + 8, DOS_DATE, true);
  view.setUint32(at + 10, entry.crc32, true);
  view.setUint32(at + 14, entry.packedBytes, true);
  view.setUint32(at + 18, entry.byteCount, true);
  view.setUint16(at + 22, entry.name.length, true);
}

/** The central directory and its end, which stand after the last entry, at `at`. */
export function directory(entries: readonly ZipEntry[], at: number): Uint8Array[] {
  const headers = entries.map(centralHeader);
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, entries.length, true);
  end.setUint16(10, entries.length, true);
  end.setUint32(
    12,
    headers.reduce((sum, header) => sum + header.length, 0),
    true,
  );
  end.setUint32(16, at, true);
  return [...headers, new Uint8Array(end.buffer)];
}
