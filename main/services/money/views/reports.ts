/**
 * Other records of one movement: a gateway lists a charge among its payments and again on its balance. The row on the balance counts; the
 * report beside it is shown with it, so that no record of an order is out of sight.
 */
import type { RecordBadge } from '#shared/contract/procedure.ts';
import type { RecordType } from '#shared/domain/systems.ts';
import type { ReadableDb } from '#store/database.ts';
import { findRecord } from '#store/queries/decisions.ts';
import { readFileBytes } from '#store/queries/files.ts';
import { readFirstSightings } from '#store/queries/origins.ts';
import { type LiveRecord, readLiveRecords } from '#store/queries/record-facts.ts';
import { badgeOf } from '../../records.ts';

/** Kinds of objects that a row on a balance is about, and the types of records that report them. */
const REPORTED_AS: Readonly<Record<string, readonly RecordType[]>> = {
  charge: ['charge', 'payment'],
  refund: ['refund'],
  dispute: ['dispute'],
};

/** Reports about each of some records, live ones only; records that nothing reports are left out. Meant for the few of one page. */
export function reportsOf(db: ReadableDb, recordIds: readonly number[]): Map<number, RecordBadge[]> {
  const found = new Map<number, RecordBadge[]>();
  for (const record of readLiveRecords(db, recordIds)) {
    if (record.key.type !== 'balance_transaction') continue;
    const ids = objectsOf(db, record).flatMap(({ types, nativeId }) =>
      types.map((type) => findRecord(db, { ...record.key, type, nativeId })),
    );
    const reports = readLiveRecords(
      db,
      ids.filter((id) => id !== null),
    ).filter(({ live }) => live);
    if (reports.length > 0)
      found.set(
        record.recordId,
        reports.map(({ recordId, key }) => badgeOf(recordId, key)),
      );
  }
  return found;
}

/** Ids of the objects that a row owns, as its file writes them: references are kept in capitals, native ids are not. */
function objectsOf(db: ReadableDb, { versions }: LiveRecord): { types: readonly RecordType[]; nativeId: string }[] {
  const [version] = versions.filter(({ entered }) => !entered);
  const sighting = version === undefined ? undefined : readFirstSightings(db, [version.versionId]).get(version.versionId);
  if (version === undefined || sighting === undefined) return [];
  const text = readFileBytes(db, sighting.fileId, sighting.byteOffset, sighting.byteLength).toString('latin1');
  const capitals = text.toUpperCase();
  return version.refs.flatMap(({ namespace, value, role }) => {
    const types = REPORTED_AS[namespace];
    const at = capitals.indexOf(value);
    return types === undefined || role !== 'own' || at === -1 ? [] : [{ types, nativeId: text.slice(at, at + value.length) }];
  });
}
