/**
 * What a record says now: its versions folded field by field. The newest version that *states* a field decides it; a layout
 * without the column says nothing about it, and a blank where a value was is *cleared by the source*.
 */
import { type Facts, type FactValue, FIELD_NAMES, FIELDS, type FieldName } from '#shared/domain/fields.ts';

/** One payload of a record, as the connector read it. */
export interface VersionFacts {
  readonly versionId: number;
  /** The source's updated-at, else its latest lifecycle time, else the period of its file, UTC ms; null when none is known. */
  readonly versionMs: number | null;
  /** Entered by a named person for a row that could not be read: says nothing any more once the source says anything itself. */
  readonly entered: boolean;
  /** SHA-256 over the payload, hex: the last word between versions without a time. */
  readonly payloadHash: string;
  readonly facts: Facts;
}

export interface FoldedRecord {
  readonly facts: Facts;
  /** The version each stated field comes from. */
  readonly origin: { readonly [F in FieldName]?: number };
  /** Fields that the source blanked after it had given a value. */
  readonly cleared: readonly FieldName[];
  /** Money, currency and status on which versions of the newest moment disagree: `silent_overwrite`. */
  readonly tied: readonly FieldName[];
  /** Time of the newest version; null when none has one. */
  readonly versionMs: number | null;
  /** When the source says the record was made, else when it was placed: of the first version. Decides which canonical id is shown. */
  readonly createdMs: number | null;
}

/**
 * Oldest first. What a person entered comes before what the source says, a version without a time before any with one; the
 * payload hash settles the rest, never import order.
 */
export function orderVersions<V extends VersionFacts>(versions: readonly V[]): V[] {
  return [...versions].sort((a, b) => {
    if (a.entered !== b.entered) return a.entered ? -1 : 1;
    if (a.versionMs !== b.versionMs) return (a.versionMs ?? Number.MIN_SAFE_INTEGER) - (b.versionMs ?? Number.MIN_SAFE_INTEGER);
    return a.payloadHash < b.payloadHash ? -1 : a.payloadHash > b.payloadHash ? 1 : 0;
  });
}

export function foldVersions(versions: readonly VersionFacts[]): FoldedRecord {
  const [only] = versions;
  return only !== undefined && versions.length === 1 ? alone(only) : folded(versions);
}

/** Nearly every record was seen in one payload: there is nothing to fold. */
function alone({ facts, versionId, versionMs }: VersionFacts): FoldedRecord {
  const origin: Partial<Record<FieldName, number>> = {};
  for (const field of Object.keys(facts) as FieldName[]) origin[field] = versionId;
  return { facts, origin, cleared: [], tied: [], versionMs, createdMs: createdMsOf(facts) };
}

function folded(versions: readonly VersionFacts[]): FoldedRecord {
  const ordered = orderVersions(standing(versions));
  const facts: Partial<Record<FieldName, FactValue | null>> = {};
  const origin: Partial<Record<FieldName, number>> = {};
  const hadValue = new Set<FieldName>();
  const cleared = new Set<FieldName>();
  const currency = newestCurrency(ordered);
  for (const version of ordered) {
    for (const field of Object.keys(version.facts) as FieldName[]) {
      const value = version.facts[field];
      if (value === undefined) continue;
      if (FIELDS[field].kind === 'money' && !sameCurrency(version.facts, currency)) continue;
      facts[field] = value;
      origin[field] = version.versionId;
      if (value === null) {
        if (hadValue.has(field)) cleared.add(field);
      } else {
        hadValue.add(field);
        cleared.delete(field);
      }
    }
  }
  const newest = ordered.at(-1);
  return {
    facts: facts as Facts,
    origin,
    cleared: [...cleared],
    tied: tiedFields(ordered),
    versionMs: newest?.versionMs ?? null,
    createdMs: createdMsOf(ordered[0]?.facts ?? {}),
  };
}

/** A readable version from the source supersedes what a person entered, whole: fields that it does not state as well. */
function standing(versions: readonly VersionFacts[]): readonly VersionFacts[] {
  const said = versions.filter(({ entered }) => !entered);
  return said.length === 0 ? versions : said;
}

function createdMsOf({ createdAt, placedAt }: Facts): number | null {
  return (createdAt ?? placedAt)?.ms ?? null;
}

function newestCurrency(ordered: readonly VersionFacts[]): string | null {
  for (const version of ordered.toReversed()) if (version.facts.currency != null) return version.facts.currency;
  return null;
}

/** Minor units mean nothing in another currency, so money of a version in an abandoned currency is not carried over. */
function sameCurrency(facts: Facts, currency: string | null): boolean {
  return facts.currency == null || facts.currency === currency;
}

function tiedFields(ordered: readonly VersionFacts[]): FieldName[] {
  const newest = ordered.at(-1);
  if (newest === undefined || newest.entered) return [];
  const rivals = ordered.filter(({ versionMs }) => versionMs === newest.versionMs);
  if (rivals.length === 1) return [];
  const stated = (field: FieldName) => rivals.flatMap(({ facts }) => (facts[field] === undefined ? [] : [facts[field]]));
  return TOLD_WHEN_TIED.filter((field) => new Set(stated(field)).size > 1);
}

const TOLD_WHEN_TIED = FIELD_NAMES.filter((field) => FIELDS[field].kind === 'money' || field === 'currency' || field === 'status');
