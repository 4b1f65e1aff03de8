/** A matching specification for orders (its schema is in the contract), and patterns: one level of each comparison, as one number. */
import type { Comparison, LevelTest, OrderSpec } from '#shared/contract/order-spec.ts';

export type { Comparison, KeyPart, LevelTest, Pass, ReferenceTest, Standing } from '#shared/contract/order-spec.ts';
export type Specification = OrderSpec;

/** Levels of each comparison, the least significant digit first: a pattern is a number in this mixed radix. */
export function radices(spec: Specification): readonly number[] {
  return spec.comparisons.map(({ levels }) => levels.length);
}

export function patternOf(levels: readonly number[], radix: readonly number[]): number {
  let pattern = 0;
  for (let i = radix.length - 1; i >= 0; i--) pattern = pattern * (radix[i] ?? 1) + (levels[i] ?? 0);
  return pattern;
}

export function levelsOf(pattern: number, radix: readonly number[]): number[] {
  let rest = pattern;
  return radix.map((count) => {
    const level = rest % count;
    rest = (rest - level) / count;
    return level;
  });
}

/** Level of one comparison in a pattern. */
export function levelAt(pattern: number, radix: readonly number[], comparison: number): number {
  let rest = pattern;
  for (let i = 0; i < comparison; i++) rest = Math.floor(rest / (radix[i] ?? 1));
  return rest % (radix[comparison] ?? 1);
}

/** Level of the first test, after "unknown", that `holds`. The last is "otherwise". */
export function firstLevel({ levels, name }: Comparison, holds: (test: LevelTest) => boolean): number {
  for (let level = 1; level < levels.length; level++) {
    const test = levels[level]?.test;
    if (test === undefined || test.is === 'otherwise' || holds(test)) return level;
  }
  throw new Error(`${name} has no level "otherwise"`);
}
