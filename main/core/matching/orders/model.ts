/**
 * Weights and thresholds for a specification. Evidence is in integer millibits (1,000 = one bit: the odds double), so that bars add
 * up to the score exactly and two machines agree to the last digit.
 */
import { assert } from '#shared/domain/assert.ts';
import { base32, type Sha256 } from '#shared/domain/ids.ts';
import type { FrequencyRule } from './frequency.ts';
import { radices, type Specification } from './spec.ts';

export interface Model {
  readonly specification: string;
  /** Odds that two records that met at all are one sale, before anything is compared. */
  readonly priorMillibits: number;
  /** By comparison name: one weight a level, in the levels' order; the first is 0. */
  readonly weights: { readonly [comparison: string]: readonly number[] };
  /** What a common shared value takes off, by comparison name. */
  readonly frequencies: { readonly [comparison: string]: FrequencyRule };
  /** From this score the machine joins by itself, given the margin. */
  readonly joinAt: number;
  /** The same for a pair that a typed reference proves. */
  readonly joinNamedAt: number;
  /** The same for a campaign or project: its title must speak for one sale, and only for one. */
  readonly joinContextAt: number;
  /** Lead over the next best answer, on both sides. */
  readonly margin: number;
  /** From this score a pair is worth a person's look, unless there is a better answer. */
  readonly proposeAt: number;
  /** From this score a pair with a better answer is kept, to tell why it is not joined. */
  readonly keepBeatenAt: number;
  /** Lower bounds of the bands of the queue. */
  readonly bands: { readonly certain: number; readonly likely: number };
  /** Blocks with more records are walked in a narrow window, and records with more neighbours in it are left out and reported. */
  readonly budget: Budget;
}

/** Records of a block, and neighbours of one record in a crowded block, that are compared. */
export interface Budget {
  readonly blockRecords: number;
  readonly neighbours: number;
}

/** A specification with a model that fits it. */
export interface Engine {
  readonly spec: Specification;
  readonly model: Model;
  readonly radix: readonly number[];
  /** Weights in the order of the comparisons. */
  readonly weights: readonly (readonly number[])[];
}

/** Refuses a model that does not fit: a missing weight would be a silent zero. */
export function engineOf(spec: Specification, model: Model): Engine {
  const weights = spec.comparisons.map(({ name, levels }) => {
    const own = model.weights[name] ?? [];
    assert(
      own.length === levels.length,
      `the model weighs ${own.length} levels of ${name}, the specification has ${levels.length}`,
    );
    assert(own[0] === 0, `level 0 of ${name} is "unknown" and weighs nothing`);
    return own;
  });
  const radix = radices(spec);
  assert(radix.reduce((product, count) => product * count, 1) <= 2 ** 32, 'the pattern fits 32 bits');
  return { spec, model, radix, weights };
}

/** Name and hash of everything that decides a score: `orders@k3v…`. */
export function modelVersion({ spec, model }: Engine, sha256: Sha256): string {
  return `${spec.name}@${base32(sha256(JSON.stringify([spec, model])), 12)}`;
}

/** Probability of a score, for screens: 1 / (1 + 2^−bits). */
export function probabilityOf(scoreMillibits: number): number {
  return 1 / (1 + 2 ** (-scoreMillibits / 1000));
}

export type Band = 'certain' | 'likely' | 'possible';

export function bandOf(scoreMillibits: number, { bands }: Model): Band {
  if (scoreMillibits >= bands.certain) return 'certain';
  return scoreMillibits >= bands.likely ? 'likely' : 'possible';
}
