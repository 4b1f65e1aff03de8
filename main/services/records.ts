/** Records as use cases need them: what they say now, folded, and the settings of the book that reading them takes. */
import { type FoldedRecord, foldVersions } from '#core/survivorship/fold-versions.ts';
import type { Member } from '#core/survivorship/member.ts';
import { UTC, type Zone } from '#core/survivorship/zone.ts';
import type { RecordBadge } from '#shared/contract/procedure.ts';
import type { RecordKey } from '#shared/domain/source-record.ts';
import type { ReadableDb } from '#store/database.ts';
import { type LiveRecord, readLiveRecords } from '#store/queries/record-facts.ts';
import { readSetting } from '#store/queries/settings.ts';

export interface FoldedRecordRow extends LiveRecord {
  readonly folded: FoldedRecord;
}

/** In the order of `recordIds`; ids that the book does not know are left out. */
export function readFolded(db: ReadableDb, recordIds: readonly number[]): FoldedRecordRow[] {
  return readLiveRecords(db, recordIds).map((record) => ({ ...record, folded: foldVersions(record.versions) }));
}

export function memberOf({ recordId, key, folded }: FoldedRecordRow): Member {
  return { recordId, key, facts: folded.facts, versionMs: folded.versionMs, createdMs: folded.createdMs };
}

export function badgeOf(recordId: number, key: RecordKey): RecordBadge {
  return { ...key, recordId };
}

const zones = new Map<string, Zone>();

/** The book's time zone, as pure code takes it. */
export function bookZone(db: ReadableDb): Zone {
  const name = readSetting(db, 'timeZone') ?? 'UTC';
  let zone = zones.get(name);
  if (zone === undefined) {
    zone = name === 'UTC' ? UTC : intlZone(name);
    zones.set(name, zone);
  }
  return zone;
}

/** Offsets by the runtime's own zone tables; kept by the quarter of an hour, the finest step in which clocks change. */
function intlZone(timeZone: string): Zone {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const known = new Map<number, number>();
  return {
    offsetMinutes(ms) {
      const quarter = Math.floor(ms / 900_000);
      const found = known.get(quarter);
      if (found !== undefined) return found;
      if (known.size > 50_000) known.clear();
      const name = format.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
      const offset = offsetOf(name);
      known.set(quarter, offset);
      return offset;
    },
  };
}

/** `GMT-05:30` → −330; `GMT` → 0. */
function offsetOf(name: string): number {
  const parts = /^GMT([+-])(\d{2}):(\d{2})/.exec(name);
  if (parts === null) return 0;
  const minutes = Number(parts[2]) * 60 + Number(parts[3]);
  return parts[1] === '-' ? -minutes : minutes;
}
