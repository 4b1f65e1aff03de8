/** Pairs found row by row, for runs that look at few rows. */
import { PairCollector, type PairList, sortPairs } from './pair-list.ts';
import type { Partners } from './partners.ts';

export interface Scored {
  readonly pattern: number;
  readonly frequency: number;
  readonly score: number;
}

/** Pairs of single rows, each compared once. */
export class FoundPairs {
  readonly #partners: Partners;
  readonly #scoreOf: (left: number, right: number) => Scored | null;
  readonly #met = new Map<number, Map<number, number>>();
  /** By row: partners worth keeping, with the rule and the score. */
  readonly #kept = new Map<number, Map<number, Scored & { readonly rule: number }>>();
  compared = 0;

  constructor(partners: Partners, scoreOf: (left: number, right: number) => Scored | null) {
    this.#partners = partners;
    this.#scoreOf = scoreOf;
  }

  metBy(row: number): Iterable<number> {
    return this.#rulesOf(row).keys();
  }

  pairsOf(row: number): Iterable<number> {
    return this.#keptOf(row).keys();
  }

  list(rows: readonly number[], decided: PairCollector): PairList {
    const size = (rows.at(-1) ?? 0) + 1;
    const kept = new PairCollector();
    const numbers = new Map(rows.map((row, at) => [row, at]));
    for (const left of rows) {
      for (const [right, { rule, pattern, frequency, score }] of this.#keptOf(left)) {
        if (left < right) kept.push(left, right, rule, pattern, frequency, score);
      }
    }
    for (let pair = 0; pair < decided.length; pair++) {
      const of = (column: Uint32Array | Uint8Array | Int32Array): number => column[pair] as number;
      kept.push(
        of(decided.left),
        of(decided.right),
        of(decided.pass),
        of(decided.pattern),
        of(decided.frequency),
        of(decided.score),
      );
    }
    const sorted = sortPairs(kept.list(), size);
    for (let pair = 0; pair < sorted.length; pair++) {
      sorted.left[pair] = numbers.get(sorted.left[pair] as number) ?? 0;
      sorted.right[pair] = numbers.get(sorted.right[pair] as number) ?? 0;
    }
    return sorted;
  }

  #rulesOf(row: number): Map<number, number> {
    const known = this.#met.get(row) ?? this.#partners.of(row);
    this.#met.set(row, known);
    return known;
  }

  #keptOf(row: number): Map<number, Scored & { readonly rule: number }> {
    const known = this.#kept.get(row);
    if (known !== undefined) return known;
    const kept = new Map<number, Scored & { readonly rule: number }>();
    for (const [other, rule] of this.#rulesOf(row)) {
      const mirrored = this.#kept.get(other);
      const scored = mirrored === undefined ? this.#compare(row, other, rule) : mirrored.get(row);
      if (scored !== undefined) kept.set(other, scored);
    }
    this.#kept.set(row, kept);
    return kept;
  }

  #compare(row: number, other: number, rule: number): (Scored & { readonly rule: number }) | undefined {
    this.compared++;
    const scored = this.#scoreOf(Math.min(row, other), Math.max(row, other));
    return scored === null ? undefined : { ...scored, rule };
  }
}
