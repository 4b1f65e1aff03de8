/** Which records take part in matching, and in which order their rows lie: that of their keys. */
import type { Pace } from '#core/matching/orders/columns.ts';
import { REF_BYTES } from '#core/matching/refs.ts';
import type { ReadableDb } from '#store/database.ts';
import { readLiveRows, readSources } from '#store/queries/match-rows-reading.ts';
import { compareTexts, Slots } from './slots.ts';

export interface LiveRecords {
  readonly slots: Slots;
  /** By row. */
  readonly recordIds: Int32Array;
  readonly slotOf: Int32Array;
  readonly nativeIds: readonly string[];
  /** Place of the first reference of each row, and behind the last row their number. */
  readonly refStart: Uint32Array;
  /** Record id → row, or −1. */
  readonly rows: Int32Array;
}

const CHUNK_ROWS = 1_000;

/** Records of one slot as they are read. */
interface SlotRecords {
  readonly recordIds: number[];
  readonly nativeIds: string[];
  readonly refCounts: number[];
}

/**
 * Rows are in the order of the key texts as these stand, escaped, in the leaves of a run's root: so pairs sorted by row are leaves in
 * order.
 */
export function readLiveRecords(db: ReadableDb, pace: Pace): LiveRecords {
  const slots = new Slots(readSources(db));
  const { bySlot, size, highestId } = readSlots(db, slots, pace);
  const recordIds = new Int32Array(size);
  const slotOf = new Int32Array(size);
  const refStart = new Uint32Array(size + 1);
  const rows = new Int32Array(highestId + 1).fill(-1);
  const nativeIds: string[] = [];
  for (const slot of slots.inOrder()) {
    const records = bySlot[slot];
    if (records === undefined) continue;
    for (const at of inKeyOrder(records.nativeIds)) {
      const row = nativeIds.push(records.nativeIds[at] as string) - 1;
      const recordId = records.recordIds[at] as number;
      recordIds[row] = recordId;
      slotOf[row] = slot;
      refStart[row + 1] = (refStart[row] as number) + (records.refCounts[at] as number);
      rows[recordId] = row;
    }
  }
  return { slots, recordIds, slotOf, nativeIds, refStart, rows };
}

function readSlots(db: ReadableDb, slots: Slots, pace: Pace): { bySlot: SlotRecords[]; size: number; highestId: number } {
  const bySlot: SlotRecords[] = [];
  let size = 0;
  for (let after = 0; ; ) {
    const chunk = readLiveRows(db, after, CHUNK_ROWS);
    for (const [recordId, sourceId, typeCode, nativeId, refBytes] of chunk) {
      const slot = slots.of(sourceId, typeCode);
      bySlot[slot] ??= { recordIds: [], nativeIds: [], refCounts: [] };
      bySlot[slot].recordIds.push(recordId);
      bySlot[slot].nativeIds.push(nativeId);
      bySlot[slot].refCounts.push(refBytes / REF_BYTES);
    }
    const last = chunk.at(-1);
    if (last === undefined) return { bySlot, size, highestId: after };
    after = last[0];
    size += chunk.length;
    pace.checkpoint('load', 0, 1);
  }
}

const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

/** Places of native ids by key. */
function inKeyOrder(nativeIds: readonly string[]): Uint32Array {
  const order = new Uint32Array(nativeIds.length);
  for (let at = 0; at < order.length; at++) order[at] = at;
  if (nativeIds.every((id) => PLAIN.test(id)))
    return order.sort((a, b) => comparePlain(nativeIds[a] as string, nativeIds[b] as string));
  const escaped = nativeIds.map((id) => `${JSON.stringify(JSON.stringify(id)).slice(3, -3)}\\`);
  return order.sort((a, b) => compareTexts(escaped[a] as string, escaped[b] as string));
}

/** In a leaf a backslash follows an id, so an id stands behind a longer one that goes on with a character below it. */
function comparePlain(a: string, b: string): number {
  if (a.length < b.length && b.startsWith(a)) return b.charCodeAt(a.length) < BACKSLASH ? 1 : -1;
  if (b.length < a.length && a.startsWith(b)) return a.charCodeAt(b.length) < BACKSLASH ? -1 : 1;
  return compareTexts(a, b);
}

const BACKSLASH = 0x5c;
