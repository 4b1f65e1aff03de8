/** Where a value comes from: the very line of the file, every value before it, and what the other members say. */
import type { ReadOptions } from '#core/connectors/connector.ts';
import { locateField } from '#core/connectors/registry.ts';
import { orderVersions } from '#core/survivorship/fold-versions.ts';
import { showValue } from '#core/survivorship/show.ts';
import type { orders, ValueOrigin } from '#shared/contract/orders.ts';
import { actorLabel } from '#shared/domain/decision.ts';
import { FIELDS, type FieldName, fieldSpec } from '#shared/domain/fields.ts';
import type { ReadableDb } from '#store/database.ts';
import { readFileBytes } from '#store/queries/files.ts';
import { readOrderFellows } from '#store/queries/orders.ts';
import { readEnteredBy, readFirstSightings, type Sighting } from '#store/queries/origins.ts';
import type { ReaderContext } from '../context.ts';
import type { InputOf } from '../handlers.ts';
import { badgeOf, bookZone, readFolded } from '../records.ts';

export function valueOrigin({ db }: ReaderContext, { recordId, field }: InputOf<typeof orders.valueOrigin>): ValueOrigin | null {
  const [record] = readFolded(db, [recordId]);
  if (record === undefined || !isField(field)) return null;
  const zone = bookZone(db);
  const { facts, origin } = record.folded;
  const stating = orderVersions(record.versions).filter((version) => version.facts[field] !== undefined);
  const sightings = readFirstSightings(
    db,
    stating.map(({ versionId }) => versionId),
  );
  const versionId = origin[field];
  const version = stating.find((candidate) => candidate.versionId === versionId);
  const sighting = versionId === undefined ? undefined : sightings.get(versionId);
  const entered = version?.entered === true ? readEnteredBy(db, version.versionId) : null;
  const currency = facts.currency ?? null;
  return {
    recordId,
    badge: badgeOf(recordId, record.key),
    field,
    label: fieldSpec(field).label,
    value: showValue(field, facts[field], currency, zone),
    source:
      sighting === undefined || version === undefined || entered !== null
        ? null
        : sourceOf(db, sighting, version.payloadHash, field),
    enteredBy: entered === null ? null : actorLabel(entered),
    versions: stating.flatMap((candidate, index) => {
      const seen = sightings.get(candidate.versionId);
      if (seen === undefined) return [];
      const value = showValue(field, candidate.facts[field], candidate.facts.currency ?? currency, zone);
      const before = stating.slice(0, index).some((earlier) => earlier.facts[field] != null);
      return [
        {
          versionId: candidate.versionId,
          value,
          at: candidate.versionMs,
          batchId: seen.batchId,
          cleared: value === null && before,
        },
      ];
    }),
    others: readFolded(
      db,
      readOrderFellows(db, [recordId]).filter((id) => id !== recordId),
    )
      .filter(({ live }) => live)
      .map((other) => ({
        recordId: other.recordId,
        badge: badgeOf(other.recordId, other.key),
        value: showValue(field, other.folded.facts[field], other.folded.facts.currency ?? null, zone),
      })),
  };
}

function isField(name: string): name is FieldName {
  return Object.hasOwn(FIELDS, name);
}

function sourceOf(db: ReadableDb, sighting: Sighting, payloadSha256: string, field: FieldName): ValueOrigin['source'] {
  const options = JSON.parse(sighting.readOptions) as ReadOptions;
  const header = JSON.parse(sighting.header) as string[];
  const bytes = readFileBytes(db, sighting.fileId, sighting.byteOffset, sighting.byteLength);
  const recordText = new TextDecoder(options.encoding).decode(bytes);
  const location = locateField(options, header, recordText, field);
  return {
    fileName: sighting.fileName,
    batchId: sighting.batchId,
    receivedAt: sighting.publishedMs,
    line: sighting.line + (location?.lineIndex ?? 0),
    pointer: sighting.pointer,
    column: location?.column ?? null,
    headerText: header.length === 0 ? null : header.join(options.delimiter ?? ','),
    recordText,
    mark: location === null ? null : { start: location.start, end: location.end },
    payloadSha256,
    fileSha256: sighting.fileSha256,
  };
}
