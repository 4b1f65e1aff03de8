/**
 * How common what two records share is. Where a level is met by an equal text, chance alone gives that value with the share of records
 * that have it, not with the average u of the level; where it is met by numbers close to each other, with the share of records whose
 * number lies as close. The adjustment is log2(u / share), millibits, cut at both ends (Winkler 1988; Splink calls it term frequency).
 */
import { atomsOf, type ComparisonSpec, type Condition } from '#shared/contract/match-spec.ts';
import { unreachable } from '#shared/domain/assert.ts';
import { sharedFloat64, sharedUint32 } from '../orders/shared-arrays.ts';
import { PairNumbers } from '../pair-numbers.ts';
import { sortByNumber } from '../radix.ts';
import { type Column, columnNamed, type Records, valuesAt } from '../tables/records.ts';

/** No value is worth more or less than this beyond the average, millibits. */
const MOST = 8_000;

/** What one level's adjustment knows: plain data in shared memory, made once and read by every thread. */
export type Commonness =
  /** Equal texts: of each row its value (0 for none), and the other records that have it. */
  | {
      readonly by: 'count';
      readonly values: Int32Array;
      readonly others: Float64Array;
      readonly all: number;
      /** Whether true pairs were taken out of `others`. */
      isDiscounted: boolean;
    }
  /** Several values: of each of them the records that have it. */
  | {
      readonly by: 'rarest';
      readonly column: Column;
      readonly counts: ReadonlyMap<number, number> | Uint32Array;
      readonly all: number;
    }
  /** Numbers: of each row the records whose number lies as close. */
  | { readonly by: 'nearness'; readonly near: Uint32Array; readonly all: number };

/** Adjustment of one level. */
export interface Adjustment {
  /** Millibits for two rows that met the level; `chance` is its u. */
  of(left: number, right: number, chance: number): number;
}

/** For each level of a comparison, from the first that a specification names; null where nothing is adjusted. */
export function commonnessOf(comparison: ComparisonSpec, records: Records): (Commonness | null)[] {
  if (!comparison.frequencies) return comparison.levels.map(() => null);
  const ascending = new Map<Column, Ascending>();
  return comparison.levels.map(({ when }) => ofLevel(when, comparison.field, records, ascending));
}

function ofLevel(
  when: Condition,
  comparisonField: string | undefined,
  records: Records,
  ascending: Map<Column, Ascending>,
): Commonness | null {
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
  if (areEqual && column.kind !== 'number') return byRarest(column);
  if (column.kind !== 'number' || (!areEqual && atom.test !== 'withinShare')) return null;
  const sorted = ascending.get(column) ?? ascendingOf(column.values);
  ascending.set(column, sorted);
  return byNearness(sorted, column.values.length, atom.test === 'withinShare' ? atom.atMost : 0);
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

function byCount(values: Int32Array): Commonness {
  const { counts, all } = countsOf(values);
  const others = sharedFloat64(values.length);
  for (let row = 0; row < others.length; row++) others[row] = (counts[values[row] as number] as number) - 1;
  return { by: 'count', values, others, all, isDiscounted: false };
}

function byRarest(column: Column): Commonness {
  const rows = column.kind === 'text' || column.kind === 'number' ? column.values.length : column.start.length - 1;
  let all = 0;
  for (let row = 0; row < rows; row++) if (valuesAt(column, row).length > 0) all++;
  if (column.kind === 'text' || column.kind === 'texts')
    return { by: 'rarest', column, counts: countsOf(column.values).counts, all };
  const counts = new Map<number, number>();
  for (const value of column.values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return { by: 'rarest', column, counts, all };
}

function countsOf(values: Int32Array): { readonly counts: Uint32Array; readonly all: number } {
  let highest = 0;
  for (let at = 0; at < values.length; at++) if ((values[at] as number) > highest) highest = values[at] as number;
  const counts = sharedUint32(highest + 1);
  let all = 0;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    counts[value] = (counts[value] as number) + 1;
    if (value !== 0) all++;
  }
  return { counts, all };
}

/** Rows that have a number, by it. */
interface Ascending {
  readonly rows: Uint32Array;
  readonly values: Float64Array;
}

function ascendingOf(values: Float64Array): Ascending {
  const known = new Uint32Array(values.length);
  let length = 0;
  for (let row = 0; row < values.length; row++) if (!Number.isNaN(values[row])) known[length++] = row;
  const rows = known.slice(0, length);
  const order = rows.map((_, at) => at);
  sortByNumber(order, (entry) => values[known[entry] as number] as number, new Uint32Array(length));
  const sorted = new Float64Array(length);
  for (let at = 0; at < length; at++) {
    const row = known[order[at] as number] as number;
    rows[at] = row;
    sorted[at] = values[row] as number;
  }
  return { rows, values: sorted };
}

/** Numbers within `share` of each number: both ends of what is near only ever move up. */
function byNearness({ rows, values }: Ascending, size: number, share: number): Commonness {
  const near = sharedUint32(size);
  let [low, high] = [0, 0];
  for (let at = 0; at < rows.length; at++) {
    const value = values[at] as number;
    const distance = Math.abs(value) * share;
    while ((values[low] as number) < value - distance) low++;
    while (high < values.length && (values[high] as number) <= value + distance) high++;
    near[rows[at] as number] = high - low;
  }
  return { by: 'nearness', near, all: rows.length };
}

export function adjustmentOf(commonness: Commonness): Adjustment {
  switch (commonness.by) {
    case 'count': {
      const { others, all } = commonness;
      return {
        of(left, _right, chance) {
          // A value whose records are all believed to be one is as rare as values are on average: nothing more is known of it.
          const least = commonness.isDiscounted ? Math.min(1, chance * all) : 1;
          return adjust(chance, Math.max(least, others[left] as number), all);
        },
      };
    }
    case 'rarest': {
      const { column, counts, all } = commonness;
      const countOf = (value: number): number =>
        counts instanceof Map ? (counts.get(value) ?? 1) : ((counts as Uint32Array)[value] ?? 1);
      return {
        of(left, right, chance) {
          const others = valuesAt(column, right);
          const shared = valuesAt(column, left).filter((value) => others.includes(value));
          return adjust(chance, Math.max(1, Math.min(...shared.map(countOf)) - 1), all);
        },
      };
    }
    case 'nearness': {
      const { near, all } = commonness;
      return {
        of: (left, right, chance) =>
          adjust(chance, Math.max(1, Math.sqrt((near[left] as number) * (near[right] as number)) - 1), all),
      };
    }
    default:
      return unreachable(commonness);
  }
}

/**
 * Takes the true pairs out of the counts, so that a value is not common because one record has many duplicates. By value: pairs that
 * share it and are believed to be true.
 */
export function discount(commonness: Extract<Commonness, { by: 'count' }>, truePairs: ReadonlyMap<number, number>): void {
  const { values, others } = commonness;
  commonness.isDiscounted = true;
  for (let row = 0; row < values.length; row++) {
    const pairs = truePairs.get(values[row] as number);
    if (pairs === undefined) continue;
    const count = (others[row] as number) + 1;
    const share = Math.min(1, pairs / ((count * (count - 1)) / 2));
    others[row] = (count - 1) * (1 - share);
  }
}

/** `others` share the value with a record, above 0. */
function adjust(chance: number, others: number, all: number): number {
  const share = others / all;
  return Math.max(-MOST, Math.min(MOST, Math.round(1000 * Math.log2(chance / share))));
}
