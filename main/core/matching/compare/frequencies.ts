/**
 * How common what two records share is. Where a level is met by an equal text, chance alone gives that value with the share of records
 * that have it, not with the average u of the level; where it is met by numbers close to each other, with the share of records whose
 * number lies as close. The adjustment is log2(u / share), millibits, cut at both ends (Winkler 1988; Splink calls it term frequency).
 */
import { atomsOf, type ComparisonSpec, type Condition } from '#shared/contract/match-spec.ts';
import { PairNumbers } from '../pair-numbers.ts';
import { type Column, columnNamed, type Records, valuesAt } from '../tables/records.ts';

/** No value is worth more or less than this beyond the average, millibits. */
const MOST = 8_000;

/** Adjustment of one level. */
export interface Adjustment {
  /** Millibits for two rows that met the level; `chance` is its u. */
  of(left: number, right: number, chance: number): number;
  /** For equal texts: the value of each row, 0 for none. */
  readonly values?: Int32Array;
  /**
   * Takes the true pairs out of the counts, so that a value is not common because one record has many duplicates. By value: pairs that
   * share it and are believed to be true.
   */
  discount?(truePairs: ReadonlyMap<number, number>): void;
}

/** For each level of a comparison, from the first that a specification names; null where nothing is adjusted. */
export function adjustmentsOf(comparison: ComparisonSpec, records: Records): (Adjustment | null)[] {
  if (!comparison.frequencies) return comparison.levels.map(() => null);
  return comparison.levels.map(({ when }) => adjustmentOf(when, comparison.field, records));
}

function adjustmentOf(when: Condition, comparisonField: string | undefined, records: Records): Adjustment | null {
  // Of alternatives nobody knows which was met; and tests that are no equality have no value to count.
  if ('any' in when || 'not' in when) return null;
  const atoms = 'all' in when ? when.all.flatMap((one) => ('test' in one ? [one] : [])) : atomsOf(when);
  if ('all' in when && atoms.length < when.all.length) return null;
  if (atoms.some(({ other, field }) => other !== undefined && other !== field)) return null;
  const columns = atoms.map(({ field }) => columnNamed(field ?? comparisonField ?? '', records));
  const [atom] = atoms;
  const [column] = columns;
  if (atom === undefined || column === undefined) return null;
  const texts = columns.flatMap((one) => (one.kind === 'text' ? [one.values] : []));
  const areEqual = atoms.every(({ test }) => test === 'equal');
  if (areEqual && texts.length === atoms.length) return byCount(combined(texts));
  if (atoms.length > 1) return null;
  if (areEqual && column.kind !== 'number') return byRarestShared(column);
  if (column.kind !== 'number') return null;
  if (areEqual) return byNearness(column.values, () => 0);
  if (atom.test === 'withinShare') return byNearness(column.values, (value) => Math.abs(value) * atom.atMost);
  return null;
}

/** One number for each combination of values; 0 where one is silent. */
function combined(columns: readonly Int32Array[]): Int32Array {
  const [first, ...others] = columns;
  let values = first ?? new Int32Array(0);
  for (const other of others) {
    const numbers = new PairNumbers();
    values = values.map((value, row) => {
      const second = other[row] as number;
      return value === 0 || second === 0 ? 0 : numbers.of(value, second);
    });
  }
  return values;
}

function byCount(values: Int32Array): Adjustment {
  const { counts, all } = countsOf(values);
  const others = Float64Array.from(counts, (count) => count - 1);
  let isDiscounted = false;
  return {
    values,
    of(left, _right, chance) {
      // A value whose records are all believed to be one is as rare as values are on average: nothing more is known of it.
      const least = isDiscounted ? Math.min(1, chance * all) : 1;
      return adjust(chance, Math.max(least, others[values[left] as number] as number), all);
    },
    discount(truePairs) {
      isDiscounted = true;
      for (const [value, pairs] of truePairs) {
        const count = counts[value] as number;
        const share = Math.min(1, pairs / ((count * (count - 1)) / 2));
        others[value] = (count - 1) * (1 - share);
      }
    },
  };
}

/** Of several values that are shared the rarest counts. */
function byRarestShared(column: Column): Adjustment {
  const rows = column.kind === 'text' || column.kind === 'number' ? column.values.length : column.start.length - 1;
  const counts = new Map<number, number>();
  let all = 0;
  for (let row = 0; row < rows; row++) {
    const own = valuesAt(column, row);
    if (own.length > 0) all++;
    for (const value of own) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return {
    of(left, right, chance) {
      const others = valuesAt(column, right);
      const shared = valuesAt(column, left).filter((value) => others.includes(value));
      return adjust(chance, Math.max(1, Math.min(...shared.map((value) => counts.get(value) ?? 1)) - 1), all);
    },
  };
}

function countsOf(values: Int32Array): { readonly counts: Uint32Array; readonly all: number } {
  let highest = 0;
  for (const value of values) if (value > highest) highest = value;
  const counts = new Uint32Array(highest + 1);
  let all = 0;
  for (const value of values) {
    counts[value] = (counts[value] as number) + 1;
    if (value !== 0) all++;
  }
  return { counts, all };
}

/** Numbers within `reach` of the left row's number, counted once for each row. */
function byNearness(values: Float64Array, reach: (value: number) => number): Adjustment {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const near = new Uint32Array(values.length);
  return {
    of(left, right, chance) {
      for (const row of [left, right]) {
        if (near[row] !== 0) continue;
        const value = values[row] as number;
        const distance = reach(value);
        near[row] = upperBound(sorted, value + distance) - lowerBound(sorted, value - distance);
      }
      return adjust(chance, Math.max(1, Math.sqrt((near[left] as number) * (near[right] as number)) - 1), sorted.length);
    },
  };
}

/** `others` share the value with a record, above 0. */
function adjust(chance: number, others: number, all: number): number {
  const share = others / all;
  return Math.max(-MOST, Math.min(MOST, Math.round(1000 * Math.log2(chance / share))));
}

/** First position whose value is not below. */
function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function upperBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
