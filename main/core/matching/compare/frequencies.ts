/**
 * How common what two records share is. Where a level is met by an equal text, chance alone gives that value with the share of records
 * that have it, not with the average u of the level; where it is met by numbers close to each other, with the share of records whose
 * number lies as close. The adjustment is log2(u / share), millibits, cut at both ends (Winkler 1988; Splink calls it term frequency).
 */
import { atomsOf, type ComparisonSpec, type Condition } from '#shared/contract/match-spec.ts';
import { type Column, type Records, valuesAt } from '../tables/records.ts';

/** No value is worth more or less than this beyond the average, millibits. */
const MOST = 8_000;

/** Adjustment of a level for two rows that met it, millibits; `chance` is the level's u. */
export type Adjustment = (left: number, right: number, chance: number) => number;

/** For each level of a comparison, from the first that a specification names; null where nothing is adjusted. */
export function adjustmentsOf(comparison: ComparisonSpec, records: Records): (Adjustment | null)[] {
  if (!comparison.frequencies) return comparison.levels.map(() => null);
  return comparison.levels.map(({ when }) => adjustmentOf(when, comparison.field, records));
}

function adjustmentOf(when: Condition, comparisonField: string | undefined, records: Records): Adjustment | null {
  // Of several tests that must hold the first equality decides; of alternatives nobody knows which was met.
  const atoms = 'all' in when ? when.all.flatMap(atomsOf) : atomsOf(when);
  if ('any' in when || 'not' in when) return null;
  for (const atom of atoms) {
    if (atom.other !== undefined && atom.other !== atom.field) continue;
    const column = records.columns.get(atom.field ?? comparisonField ?? '');
    if (column === undefined) continue;
    if (atom.test === 'equal' && column.kind === 'text') return byCount(column.values);
    if (atom.test === 'equal' && column.kind !== 'number') return byRarestShared(column);
    if (column.kind !== 'number') continue;
    if (atom.test === 'equal') return byNearness(column.values, () => 0);
    if (atom.test === 'withinShare') return byNearness(column.values, (value) => Math.abs(value) * atom.atMost);
  }
  return null;
}

function byCount(values: Int32Array): Adjustment {
  const { counts, all } = countsOf(values);
  return (left, _right, chance) => adjust(chance, counts[values[left] as number] as number, all);
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
  return (left, right, chance) => {
    const others = valuesAt(column, right);
    const shared = valuesAt(column, left).filter((value) => others.includes(value));
    return adjust(chance, Math.min(...shared.map((value) => counts.get(value) ?? 1)), all);
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
  return (left, right, chance) => {
    for (const row of [left, right]) {
      if (near[row] !== 0) continue;
      const value = values[row] as number;
      const distance = reach(value);
      near[row] = upperBound(sorted, value + distance) - lowerBound(sorted, value - distance);
    }
    return adjust(chance, Math.sqrt((near[left] as number) * (near[right] as number)), sorted.length);
  };
}

function adjust(chance: number, count: number, all: number): number {
  // Two of them are the pair itself: one other record in all is the least that is known about a value.
  const share = Math.max(1, count - 1) / all;
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
