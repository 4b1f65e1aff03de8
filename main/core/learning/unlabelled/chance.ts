/**
 * u: how often two records that meet by chance reach each level. Where the commonness of a shared value is taken off a pair, it is
 * taken off its weight here too (a pair counts 2^adjustment): a level then says what a rare value says, and the sum of m over all
 * levels is still what chance gives of u × the odds: nothing is taken off twice.
 */
import type { Columns, Pace } from '#core/matching/orders/columns.ts';
import { type CommonValues, frequencyOf } from '#core/matching/orders/common-values.ts';
import type { Texts } from '#core/matching/orders/compare.ts';
import type { Engine } from '#core/matching/orders/model.ts';
import { levelsOf } from '#core/matching/orders/spec.ts';
import { finalise } from '#core/matching/refs.ts';
import type { Bench } from './book-pairs.ts';

/** Pairs drawn, at most; of a small book no more than it has. */
const CHANCE_PAIRS = 500_000;
const PACE_EVERY = 2048;

export interface Chance {
  /** By comparison and level: pairs that reached it, the commonness of what they share taken off. Level 0 is "nothing to compare". */
  readonly counts: readonly Float64Array[];
  /** By comparison: pairs of which both sides say something. */
  readonly known: Float64Array;
  readonly looked: number;
  /** Pairs of two sales of two systems or types in the whole book, about. */
  readonly all: number;
}

/**
 * A true pair among those that meet by chance counts as little as it is doubted by the engine's own weights: in a small book one chance
 * pair in some thousands is true, and of the rarest agreements most are.
 */
export function chanceOf(
  engine: Engine,
  columns: Columns,
  texts: Texts,
  counts: CommonValues,
  { comparer, allowed }: Bench,
  pace: Pace,
): Chance {
  const { spec, radix, weights } = engine;
  const frequencies = spec.comparisons.map((comparison) => frequencyOf(comparison, engine, columns, texts, counts));
  const sums = radix.map((levels) => new Float64Array(levels));
  const known = new Float64Array(radix.length);
  const { size } = columns;
  const wanted = Math.min(CHANCE_PAIRS, (size * size) / 2);
  let looked = 0;
  let drawn = 0;
  // Rows are in the order of their keys: the same numbers are the same pairs, whatever the order of the files.
  for (; looked < wanted && drawn < 4 * wanted; drawn++) {
    if (drawn % PACE_EVERY === 0) pace.checkpoint('compare', looked, wanted);
    const [a, b] = [finalise(2 * drawn + 1) % size, finalise(2 * drawn + 2) % size];
    const [left, right] = [Math.min(a, b), Math.max(a, b)];
    if (left === right || !allowed(left, right)) continue;
    looked++;
    const found = comparer.compare(left, right);
    if (found === null) continue;
    const doubt = 1 / (1 + 2 ** (found.score / 1000));
    for (const [c, level] of levelsOf(found.pattern, radix).entries()) {
      if (level === 0) continue;
      const common = (weights[c]?.[level] as number) > 0 ? (frequencies[c]?.(left, right) ?? 0) : 0;
      const own = sums[c] as Float64Array;
      own[level] = (own[level] as number) + doubt * 2 ** (common / 1000);
      known[c] = (known[c] as number) + doubt;
    }
  }
  return { counts: sums, known, looked, all: drawn === 0 ? 0 : ((looked / drawn) * size * size) / 2 };
}
