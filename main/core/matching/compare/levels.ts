/** Comparisons of a specification as functions of two rows: which level is met, and all of them as one number. */
import type { ComparisonSpec, MatchSpec } from '#shared/contract/match-spec.ts';
import type { Records } from '../tables/records.ts';
import { bothSay, fieldsOf, type RowTest, rowTests } from './conditions.ts';
import { type Adjustment, adjustmentOf, type Commonness, commonnessOf } from './frequencies.ts';
import { numberLevels } from './number-levels.ts';
import type { Resources } from './resources.ts';

/** Level 0 is "nothing to compare", the last one "different"; between them those of the specification, strongest first. */
export type LevelOf = (left: number, right: number, stop?: number) => number;

/** In place of a level: the pair meets none before `stop`, and those after it are not asked for. */
export const BEYOND = -1;

export interface Comparisons {
  readonly spec: MatchSpec;
  /** Levels of each comparison, the two that stand by themselves included. */
  readonly radix: readonly number[];
  readonly levelOf: readonly LevelOf[];
  /** Fields that a comparison looks at. */
  readonly fields: readonly (readonly string[])[];
}

export function comparisonsOf(spec: MatchSpec, resources: Resources): Comparisons {
  return {
    spec,
    radix: radixOf(spec),
    levelOf: spec.comparisons.map(
      (comparison) => numberLevels(comparison, resources.records) ?? levelFunction(comparison, resources),
    ),
    fields: spec.comparisons.map(fieldsOfComparison),
  };
}

export function radixOf({ comparisons }: MatchSpec): number[] {
  return comparisons.map(({ levels }) => levels.length + 2);
}

/** By comparison and level; null where a level takes no adjustment. */
export type AllCommonness = readonly (readonly (Commonness | null)[])[];

export function allCommonness({ comparisons }: MatchSpec, records: Records): AllCommonness {
  return comparisons.map((comparison) => [null, ...commonnessOf(comparison, records), null]);
}

/** By comparison and level; null where a level takes no adjustment. */
export type Adjustments = readonly (readonly (Adjustment | null)[])[];

export function adjustmentsOf(all: AllCommonness): Adjustments {
  return all.map((levels) => levels.map((one) => (one === null ? null : adjustmentOf(one))));
}

function fieldsOfComparison({ field, levels }: ComparisonSpec): readonly string[] {
  return [...new Set(levels.flatMap(({ when }) => fieldsOf(when, field)))];
}

function levelFunction(comparison: ComparisonSpec, resources: Resources): LevelOf {
  const tests = rowTests(
    comparison.levels.map(({ when }) => when),
    comparison.field,
    resources,
  );
  const isKnown = bothSay(fieldsOfComparison(comparison), resources);
  const crosses = comparison.levels.some(({ when }) => JSON.stringify(when).includes('"other"'));
  const different = tests.length + 1;
  return (left, right, stop = different + 1) => {
    const known = isKnown(left, right);
    // Fields that are compared crosswise may say something where none of them is known on both sides.
    if (!known && !crosses) return 0;
    for (let level = 1; level < different; level++) {
      // What is silent weighs nothing whatever the levels weigh, so it is told apart before anything is broken off.
      if (level >= stop && known) return BEYOND;
      if ((tests[level - 1] as RowTest)(left, right)) return level;
    }
    return !known ? 0 : different >= stop ? BEYOND : different;
  };
}

/** All levels of two rows as one number in mixed radix, the first comparison the least significant. */
export function patternFunction({ levelOf, radix }: Comparisons): (left: number, right: number) => number {
  return (left, right) => {
    let pattern = 0;
    for (let i = radix.length - 1; i >= 0; i--) pattern = pattern * (radix[i] as number) + (levelOf[i] as LevelOf)(left, right);
    return pattern;
  };
}
