/** How often pairs that meet by chance reach each level: over all pairs where there are few, over a fixed sample where there are many. */
import type { Comparisons, LevelOf } from '../compare/levels.ts';
import { type Column, columnNamed, type Records, valuesAt } from '../tables/records.ts';
import { equalShare } from './equal-share.ts';

/** Tables with no more pairs are looked at whole: where many of them are true, a sample would not tell chance from truth. */
const WHOLE = 1_000_000;
const SAMPLE = 500_000;
const ROUNDS = 4;
/** A level that was met so often is known to a twentieth. */
const ENOUGH = 400;
/** 2^32 divided by the golden ratio. */
const GOLDEN = 0x9e3779b1;

export interface ChancePairs {
  /** Of each comparison the pairs at each level; level 0 is "nothing to compare". */
  readonly counts: readonly Float64Array[];
  readonly looked: number;
  /** All pairs that could be made. */
  readonly all: number;
}

/** Pairs at each level of one comparison: a piece of work of its own. */
export function chanceCounts(comparisons: Comparisons, comparison: number, records: Records): Float64Array {
  return allPairs(records) <= WHOLE
    ? wholeCounts(comparisons, comparison, records)
    : sampledCounts(comparisons, comparison, records);
}

/** @param counts of all comparisons. */
export function chancePairs(counts: readonly Float64Array[], records: Records): ChancePairs {
  const all = allPairs(records);
  return { counts, looked: all <= WHOLE ? all : SAMPLE, all };
}

/** Pairs that could be made. */
export function allPairs({ size, leftSize, isLink }: Records): number {
  return isLink ? leftSize * (size - leftSize) : (size * (size - 1)) / 2;
}

/**
 * Pairs at each level of one comparison among `SAMPLE`, about: equal values are counted, the other levels are looked at in rounds until
 * each was met often enough.
 */
function sampledCounts(comparisons: Comparisons, comparison: number, records: Records): Float64Array {
  const counts = new Float64Array(comparisons.radix[comparison] as number);
  const levelOf = comparisons.levelOf[comparison] as LevelOf;
  const equal = equalShare(comparisons, comparison, records);
  const isMet = (count: number, level: number): boolean =>
    level === 0 || (level === 1 && equal !== null) || level === counts.length - 1 || count >= ENOUGH;
  let looked = 0;
  for (let round = 0; round < ROUNDS && (round === 0 || !counts.every(isMet)); round++) {
    looked += lookAt(round, levelOf, counts, records);
  }
  const scaled = counts.map((count) => (count * SAMPLE) / looked);
  if (equal !== null) {
    const known = scaled.reduce((sum, count, level) => (level === 0 ? sum : sum + count), 0);
    scaled[1] = equal * known;
  }
  return scaled;
}

/**
 * Rows are in the order of their ids: the same numbers are the same pairs, whatever the order of the files. Left rows come one after the
 * other, right ones in steps of the golden ratio, so that every row is drawn about equally often on either side. Returns the pairs.
 */
function lookAt(round: number, levelOf: LevelOf, counts: Float64Array, { size, leftSize, isLink }: Records): number {
  const others = isLink ? size - leftSize : size;
  let looked = 0;
  for (let n = round; n < SAMPLE; n += ROUNDS) {
    const left = Math.floor((n * leftSize) / SAMPLE);
    const right = size - 1 - Math.floor(((Math.imul(n + 1, GOLDEN) >>> 0) / 2 ** 32) * others);
    if (left === right) continue;
    const level = left < right ? levelOf(left, right) : levelOf(right, left);
    counts[level] = (counts[level] as number) + 1;
    looked++;
  }
  return looked;
}

/** Pairs at each level of one comparison. Rows that say the same in all of its fields are looked at once and counted together. */
function wholeCounts(comparisons: Comparisons, comparison: number, records: Records): Float64Array {
  const counts = new Float64Array(comparisons.radix[comparison] as number);
  const levelOf = comparisons.levelOf[comparison] as LevelOf;
  const columns = (comparisons.fields[comparison] ?? []).map((field) => columnNamed(field, records));
  const { size, leftSize, isLink } = records;
  const lefts = alikeRows(columns, 0, leftSize);
  const rights = isLink ? alikeRows(columns, leftSize, size) : lefts;
  const add = (left: number, right: number, pairs: number): void => {
    const level = levelOf(left, right);
    counts[level] = (counts[level] as number) + pairs;
  };
  for (const [at, left] of lefts.entries()) {
    if (!isLink && left.rows > 1) add(left.first, left.first, (left.rows * (left.rows - 1)) / 2);
    for (let to = isLink ? 0 : at + 1; to < rights.length; to++) {
      const right = rights[to] as AlikeRows;
      add(left.first, right.first, left.rows * right.rows);
    }
  }
  return counts;
}

/** Rows that say the same: the first of them, and how many they are. */
interface AlikeRows {
  readonly first: number;
  rows: number;
}

/** In the order of their first rows. */
function alikeRows(columns: readonly Column[], from: number, to: number): AlikeRows[] {
  const found = new Map<string, AlikeRows>();
  for (let row = from; row < to; row++) {
    const says = columns.map((column) => valuesAt(column, row).join(' ')).join(',');
    const known = found.get(says);
    if (known === undefined) found.set(says, { first: row, rows: 1 });
    else known.rows++;
  }
  return [...found.values()];
}
