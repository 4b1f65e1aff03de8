/**
 * The pairs that a book teaches from: what references name and what the passes meet, between two sales of two systems or types in one
 * currency. Campaigns and projects are left out: what they cost and when work began is not what a sale was, and there are few.
 */
import { Blocking } from '#core/matching/orders/blocking.ts';
import type { Columns, Pace } from '#core/matching/orders/columns.ts';
import type { CommonValues } from '#core/matching/orders/common-values.ts';
import { Comparer } from '#core/matching/orders/compare.ts';
import type { RowConstraints } from '#core/matching/orders/decide.ts';
import { Keys } from '#core/matching/orders/keys.ts';
import { joinReferences, TokenIndex } from '#core/matching/orders/references.ts';
import { type MatchInput, prepareAlone } from '#core/matching/orders/run.ts';
import { levelsOf } from '#core/matching/orders/spec.ts';
import { finalise } from '#core/matching/refs.ts';
import { GrowingPairs } from '#core/matching/training/collect.ts';
import { Kinds, type WeighedKind } from '#core/matching/training/kinds.ts';

/** Records whose pairs are looked at, about: all of most books, a fixed lot of larger ones. */
export const SAMPLED_RECORDS = 50_000;
const NOBODY: RowConstraints = { together: [], apart: [], parted: [] };
const PACE_EVERY = 2048;
const STRETCH = 16_384;

export interface BookPairs {
  readonly length: number;
  /** left < right, ascending. */
  readonly left: Uint32Array;
  readonly right: Uint32Array;
  /** Number of each pair's kind. Bit 0 of its passes is the reference join, bit i + 1 pass i. */
  readonly kind: Uint32Array;
  readonly kinds: readonly WeighedKind[];
  /** Share of all such pairs that was drawn. */
  readonly share: number;
  /** Whether a pair was drawn. The others are here as rivals of those that were, and are no part of any share. */
  readonly isDrawn: (pair: number) => boolean;
  /** Whether all pairs of a row are here. */
  readonly isWhole: (row: number) => boolean;
}

/** A comparer of this engine, and whether two rows may be compared at all. */
export interface Bench {
  readonly comparer: Comparer;
  readonly allowed: (left: number, right: number) => boolean;
}

export interface Collected {
  readonly pairs: BookPairs;
  readonly bench: Bench;
  readonly counts: CommonValues;
}

/** @param sampled records whose pairs are drawn, about. */
export function collectBookPairs(input: Omit<MatchInput, 'people'>, sampled = SAMPLED_RECORDS): Collected {
  const { engine, columns, texts, pace } = input;
  const { spec, radix } = engine;
  const { work, prepared } = prepareAlone({ ...input, people: NOBODY, pace: partOf(pace, 0, 0.5) });
  const index = new TokenIndex(columns, work.tokens);
  const comparer = new Comparer(engine, columns, texts, index, work.counts);
  const allowed = allowedIn(columns);
  const lot = Math.min(1, sampled / Math.max(1, columns.size));
  const inLot = (row: number): boolean => lot === 1 || finalise(row + 1) < lot * 2 ** 32;
  const joinAll = (part: Pace, found: (left: number, right: number) => void): void => {
    for (const [from, to, all] of stretches(columns.refs.role.length)) {
      part.checkpoint('references', from, all);
      joinReferences(columns, index, from, to, found);
    }
  };
  // Of what a reference links to a record of the lot all pairs are looked at too: else nobody knows the rivals on its other side, and
  // of a lot of one record in twenty hardly a link could be judged.
  const whole = new Uint8Array(columns.size);
  for (let row = 0; row < whole.length; row++) whole[row] = inLot(row) ? 1 : 0;
  if (lot < 1)
    joinAll(partOf(pace, 0.5, 0.6), (left, right) => {
      if (!allowed(left, right) || (!inLot(left) && !inLot(right))) return;
      whole[left] = 1;
      whole[right] = 1;
    });
  const isWhole = (row: number): boolean => whole[row] === 1;
  const met = new GrowingPairs();
  const keep = (bit: number) => (left: number, right: number) => {
    if ((isWhole(left) || isWhole(right)) && allowed(left, right)) met.push(left, right, bit);
  };
  joinAll(partOf(pace, 0.6, 0.7), keep(1));
  const blocking = new Blocking(spec, columns, new Keys(columns, texts, work.keys), prepared);
  for (const [at, pass] of spec.passes.entries()) {
    // The other passes look for campaigns, and for a request sent twice.
    if (pass.slots !== 'apart') continue;
    const walking = partOf(pace, 0.7 + (0.3 * at) / spec.passes.length, 0.7 + (0.3 * (at + 1)) / spec.passes.length);
    for (const [from, to, all] of stretches(prepared[at]?.rows.length ?? 0)) {
      walking.checkpoint('references', from, all);
      blocking.walk(at, from, to, keep(0));
    }
  }
  const { left, right, kind: bits } = met.sorted();
  const comparing = partOf(pace, 0, 0.6);
  const kinds = new Kinds(radix);
  const kind = new Uint32Array(left.length);
  let length = 0;
  for (let at = 0; at < left.length; at++) {
    const [a, b] = [left[at] as number, right[at] as number];
    const again = length > 0 && left[length - 1] === a && right[length - 1] === b;
    if (again) continue;
    if (length % PACE_EVERY === 0) comparing.checkpoint('compare', at, left.length);
    const found = comparer.compare(a, b);
    if (found === null) continue;
    // A pair that the reference join met too comes more than once.
    let named = 0;
    for (let same = at; left[same] === a && right[same] === b; same++) named |= bits[same] as number;
    left[length] = a;
    right[length] = b;
    const passes = named | (blocking.passesMeeting(a, b) << 1);
    kind[length++] = kinds.add(levelsOf(found.pattern, radix), passes, found.frequency);
  }
  const { list, newNumber } = kinds.sorted();
  const pairs: BookPairs = {
    length,
    left: left.subarray(0, length),
    right: right.subarray(0, length),
    kind: kind.subarray(0, length).map((old) => newNumber[old] as number),
    kinds: list,
    share: 1 - (1 - lot) ** 2,
    isDrawn: (pair) => inLot(left[pair] as number) || inLot(right[pair] as number),
    isWhole,
  };
  return { pairs, bench: { comparer, allowed }, counts: work.counts };
}

/** Pieces short enough that a stop is heard between two of them. */
function stretches(length: number): (readonly [from: number, to: number, all: number])[] {
  return Array.from({ length: Math.ceil(length / STRETCH) }, (_, at) => [
    at * STRETCH,
    Math.min(length, (at + 1) * STRETCH),
    length,
  ]);
}

/** A part of a stage, from one share of it to another: what is done in several steps is told as one. */
export function partOf(pace: Pace, from: number, to: number): Pace {
  return {
    checkpoint: (stage, done, total) => pace.checkpoint(stage, from + (total === 0 ? 0 : ((to - from) * done) / total), 1),
  };
}

function allowedIn({ slot, context, currency }: Columns): (left: number, right: number) => boolean {
  return (left, right) =>
    slot[left] !== slot[right] &&
    context[left] === 0 &&
    context[right] === 0 &&
    (currency[left] === 0 || currency[right] === 0 || currency[left] === currency[right]);
}
