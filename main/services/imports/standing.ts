/** What a file does to a record: brings it in, changes what it says, or tells what the book knows. Sets only, so order plays no part. */
import { foldVersions, type VersionFacts } from '#core/survivorship/fold-versions.ts';
import { showValue } from '#core/survivorship/show.ts';
import type { Zone } from '#core/survivorship/zone.ts';
import { type Facts, FIELD_NAMES, fieldSpec } from '#shared/domain/fields.ts';
import type { KnownVersion } from '#store/queries/staging.ts';

/** `none`: the file has not named it yet. */
export type Standing = 'none' | 'new' | 'changed' | 'known';

export type FactsOf = (versionId: number) => Facts;

export function standingOf(versions: readonly KnownVersion[], factsOf: FactsOf): Standing {
  if (!versions.some(({ here }) => here === 1)) return 'none';
  if (!versions.some(({ before }) => before === 1)) return 'new';
  if (!versions.some(changesOrder)) return 'known';
  return JSON.stringify(factsBefore(versions, factsOf)) === JSON.stringify(factsAfter(versions, factsOf)) ? 'known' : 'changed';
}

/** A payload that this file brings, or one without a time of its own that it shows again: it is as late as the latest file that shows it. */
function changesOrder({ before, here, versionMs }: KnownVersion): boolean {
  return here === 1 && (before === 0 || versionMs === null);
}

/** Whether what the file does to the record hangs on the file's period, which is known when it is read to the end. */
export function hangsOnPeriod(versions: readonly KnownVersion[]): boolean {
  return versions.length > 1 && versions.some(({ here, versionMs }) => here === 1 && versionMs === null);
}

export function factsBefore(versions: readonly KnownVersion[], factsOf: FactsOf): Facts {
  return fold(
    versions.filter(({ before }) => before === 1),
    ({ versionMs, beforePeriodMs }) => versionMs ?? beforePeriodMs,
    factsOf,
  );
}

function factsAfter(versions: readonly KnownVersion[], factsOf: FactsOf): Facts {
  return fold(
    versions.filter(({ before, here }) => before === 1 || here === 1),
    ({ versionMs, beforePeriodMs, here, herePeriodMs }) => versionMs ?? later(beforePeriodMs, here === 1 ? herePeriodMs : null),
    factsOf,
  );
}

function later(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

/** Facts in the order of the vocabulary, so that equal facts are equal texts. */
function fold(versions: readonly KnownVersion[], timeOf: (version: KnownVersion) => number | null, factsOf: FactsOf): Facts {
  const { facts } = foldVersions(versions.map((version) => versionFacts(version, timeOf(version), factsOf)));
  return Object.fromEntries(
    FIELD_NAMES.filter((field) => facts[field] !== undefined).map((field) => [field, facts[field]]),
  ) as Facts;
}

function versionFacts(version: KnownVersion, versionMs: number | null, factsOf: FactsOf): VersionFacts {
  return {
    versionId: version.versionId,
    versionMs,
    entered: version.entered === 1,
    payloadHash: version.payloadHash.toString('hex'),
    facts: factsOf(version.versionId),
  };
}

export interface FieldChange {
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

/** Fields whose value the file changes, in words. */
export function changesOf(versions: readonly KnownVersion[], factsOf: FactsOf, zone: Zone): FieldChange[] {
  const before = factsBefore(versions, factsOf);
  const after = factsAfter(versions, factsOf);
  return FIELD_NAMES.filter((field) => JSON.stringify(before[field] ?? null) !== JSON.stringify(after[field] ?? null)).map(
    (field) => ({
      field: fieldSpec(field).label,
      before: showValue(field, before[field], before.currency ?? null, zone)?.text ?? '',
      after: showValue(field, after[field], after.currency ?? null, zone)?.text ?? '',
    }),
  );
}

const HOUR_MS = 3_600_000;

/**
 * Two sales under one native id: they disagree on both the time they were made and the total. Times with an offset may differ by a
 * minute (some exports drop the seconds), others by the width of the world's clocks.
 */
export function isAnotherSale(here: Facts, there: Facts): boolean {
  const [a, b] = [here.placedAt, there.placedAt];
  const [x, y] = [here.total ?? here.amount, there.total ?? there.amount];
  if (a == null || b == null || x == null || y == null) return false;
  const tolerance = a.precision === 'exact' && b.precision === 'exact' ? HOUR_MS / 60 : 26 * HOUR_MS;
  const sameMoney = x === y && (here.currency ?? null) === (there.currency ?? null);
  return Math.abs(a.ms - b.ms) > tolerance && !sameMoney;
}
