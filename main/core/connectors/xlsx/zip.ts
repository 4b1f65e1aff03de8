/**
 * The parts of a ZIP archive (APPNOTE 6.3), found by its directory and unpacked piece by piece: memory is bound by one piece, whatever
 * the archive claims to hold. Archives of several volumes, encrypted parts and methods other than stored and deflate are refused.
 */
import { Inflate } from 'fflate';

/** A file that can be read at any place. */
export interface ByteSource {
  readonly byteCount: number;
  /** Fewer bytes only at the end of the file. */
  read(offset: number, length: number): Uint8Array;
}

/** Why a workbook cannot be read, in a sentence. */
export class WorkbookFault extends Error {
  override readonly name = 'WorkbookFault';
}

export interface ZipPart {
  readonly name: string;
  /** Where its local header begins. */
  readonly offset: number;
  readonly packedBytes: number;
  readonly isDeflated: boolean;
  readonly isEncrypted: boolean;
}

const END = 0x06054b50;
const END_64_LOCATOR = 0x07064b50;
const END_64 = 0x06064b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const LOCAL_BYTES = 30;
const ENTRY_BYTES = 46;
const LONGEST_COMMENT = 0xffff;
/** A workbook has some dozens of parts. */
const LARGEST_DIRECTORY = 4 << 20;
/** Packed bytes that are unpacked at once: deflate makes at most 1,032 times as much of them. */
const PIECE = 1 << 14;

const DAMAGED = 'This Excel workbook is damaged: it is cut off, or not all of it arrived.';

export function readDirectory(source: ByteSource): ReadonlyMap<string, ZipPart> {
  const { offset, byteCount } = findDirectory(source);
  if (byteCount > LARGEST_DIRECTORY) throw new WorkbookFault('This Excel workbook has more parts than any real one.');
  const bytes = exactly(source, offset, byteCount);
  const view = viewOf(bytes);
  const parts = new Map<string, ZipPart>();
  for (let at = 0; at + ENTRY_BYTES <= byteCount; ) {
    if (view.getUint32(at, true) !== ENTRY) throw new WorkbookFault(DAMAGED);
    const nameBytes = view.getUint16(at + 28, true);
    const extraBytes = view.getUint16(at + 30, true);
    const end = at + ENTRY_BYTES + nameBytes + extraBytes + view.getUint16(at + 32, true);
    if (end > byteCount) throw new WorkbookFault(DAMAGED);
    const part = partAt(view, bytes, at, nameBytes, extraBytes);
    if (!parts.has(part.name)) parts.set(part.name, part);
    at = end;
  }
  return parts;
}

function partAt(view: DataView, bytes: Uint8Array, at: number, nameBytes: number, extraBytes: number): ZipPart {
  const method = view.getUint16(at + 10, true);
  if (method !== 0 && method !== 8)
    throw new WorkbookFault('This Excel workbook is packed in a way that this version does not know.');
  const wide = wideValues(view, at, nameBytes, extraBytes);
  return {
    name: asUnits(bytes.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes)).replaceAll('\\', '/'),
    offset: wide.offset ?? view.getUint32(at + 42, true),
    packedBytes: wide.packedBytes ?? view.getUint32(at + 20, true),
    isDeflated: method === 8,
    isEncrypted: (view.getUint16(at + 8, true) & 1) !== 0,
  };
}

/** The ZIP64 extra field holds, in this order, those of unpacked size, packed size and offset that did not fit in 32 bits. */
function wideValues(
  view: DataView,
  at: number,
  nameBytes: number,
  extraBytes: number,
): { readonly packedBytes?: number; readonly offset?: number } {
  let field = at + ENTRY_BYTES + nameBytes;
  const end = field + extraBytes;
  while (field + 4 <= end) {
    const fieldBytes = view.getUint16(field + 2, true);
    if (view.getUint16(field, true) === 1) {
      let next = field + 4;
      const take = (stated: number) => {
        if (view.getUint32(at + stated, true) !== 0xffffffff || next + 8 > end) return {};
        next += 8;
        return { value: Number(view.getBigUint64(next - 8, true)) };
      };
      take(24);
      const packed = take(20);
      const offset = take(42);
      return {
        ...(packed.value === undefined ? {} : { packedBytes: packed.value }),
        ...(offset.value === undefined ? {} : { offset: offset.value }),
      };
    }
    field += 4 + fieldBytes;
  }
  return {};
}

/** The record at the end of the archive tells where the directory is; a comment may follow it. */
function findDirectory(source: ByteSource): { readonly offset: number; readonly byteCount: number } {
  const tailBytes = Math.min(source.byteCount, END_BYTES + LONGEST_COMMENT);
  const tailAt = source.byteCount - tailBytes;
  const view = viewOf(source.read(tailAt, tailBytes));
  for (let at = view.byteLength - END_BYTES; at >= 0; at--) {
    if (view.getUint32(at, true) !== END) continue;
    const offset = view.getUint32(at + 16, true);
    const isWide = offset === 0xffffffff || view.getUint32(at + 12, true) === 0xffffffff;
    return isWide ? wideDirectory(source, tailAt + at) : { offset, byteCount: view.getUint32(at + 12, true) };
  }
  throw new WorkbookFault(DAMAGED);
}

function wideDirectory(source: ByteSource, endAt: number): { readonly offset: number; readonly byteCount: number } {
  const locator = viewOf(exactly(source, endAt - 20, 20));
  if (locator.getUint32(0, true) !== END_64_LOCATOR) throw new WorkbookFault(DAMAGED);
  const end = viewOf(exactly(source, Number(locator.getBigUint64(8, true)), 56));
  if (end.getUint32(0, true) !== END_64) throw new WorkbookFault(DAMAGED);
  return { byteCount: Number(end.getBigUint64(40, true)), offset: Number(end.getBigUint64(48, true)) };
}

/**
 * A part's bytes, in pieces.
 * @param most unpacked bytes; a part that holds more stops there with a fault.
 */
export function* unpack(source: ByteSource, part: ZipPart, most: number): Generator<Uint8Array> {
  if (part.isEncrypted) throw new WorkbookFault('This Excel workbook is protected by a password.');
  const local = viewOf(exactly(source, part.offset, LOCAL_BYTES));
  if (local.getUint32(0, true) !== LOCAL) throw new WorkbookFault(DAMAGED);
  const from = part.offset + LOCAL_BYTES + local.getUint16(26, true) + local.getUint16(28, true);
  let ready: Uint8Array[] = [];
  const inflate = new Inflate((piece) => ready.push(piece));
  let made = 0;
  for (let done = 0; done < part.packedBytes; ) {
    const packed = exactly(source, from + done, Math.min(PIECE, part.packedBytes - done));
    done += packed.length;
    if (part.isDeflated) pushInto(inflate, packed, done === part.packedBytes);
    else ready.push(packed);
    for (const piece of ready) {
      made += piece.length;
      if (made > most) throw new WorkbookFault('This Excel workbook unpacks to more than any real one holds.');
      yield piece;
    }
    ready = [];
  }
}

function pushInto(inflate: Inflate, packed: Uint8Array, isLast: boolean): void {
  try {
    inflate.push(packed, isLast);
  } catch {
    throw new WorkbookFault(DAMAGED);
  }
}

function exactly(source: ByteSource, offset: number, length: number): Uint8Array {
  const fits = Number.isSafeInteger(offset) && offset >= 0 && length <= source.byteCount - offset;
  const bytes = fits ? source.read(offset, length) : new Uint8Array();
  if (bytes.length !== length) throw new WorkbookFault(DAMAGED);
  return bytes;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Bytes as the units that readers of text walk: one character a byte. */
export function asUnits(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192)
    text += Reflect.apply(String.fromCharCode, null, bytes.subarray(at, at + 8192)) as string;
  return text;
}
