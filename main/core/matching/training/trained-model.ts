/**
 * A trained model: what each level of each comparison is worth. m is the share of true pairs that meet a level, u the share of chance
 * pairs, both among pairs of which both sides say something; a weight is log2(m / u) in integer millibits (1,000 = one bit: the odds
 * double), so that bars add up exactly and two machines agree to the last digit.
 */
import { assert } from '#shared/domain/assert.ts';
import { base32, type Sha256 } from '#shared/domain/ids.ts';

export interface TrainedComparison {
  readonly name: string;
  /** One entry a level: first "nothing to compare" (0, weighs nothing), last "different". */
  readonly m: readonly number[];
  readonly u: readonly number[];
  readonly millibits: readonly number[];
  /** `prior`: the data gave no usable estimate, and the shipped m was taken. */
  readonly source: 'trained' | 'prior';
}

export interface Thresholds {
  /** Joined by itself from this score on … */
  readonly joinAt: number;
  /** … and with this lead over the next best answer on both sides. */
  readonly margin: number;
  /** Worth a person's look from this score on. */
  readonly proposeAt: number;
}

export interface TrainedModel {
  readonly specification: string;
  /** log2 odds that a pair of all that could be made is a true one. */
  readonly priorMillibits: number;
  readonly comparisons: readonly TrainedComparison[];
  readonly thresholds: Thresholds;
}

/** Shipped: odds of 256 to 1 and of 8 to 1 over the next best answer; asked from one in 17 on. All millibits of log2 odds. */
export const THRESHOLDS: Thresholds = { joinAt: 8_000, margin: 3_000, proposeAt: -4_000 };

/** Name and hash of everything that decides a score. */
export function trainedVersion(model: TrainedModel, specification: unknown, sha256: Sha256): string {
  return `${model.specification}@${base32(sha256(JSON.stringify([specification, model])), 12)}`;
}

/** Shares are kept to nine digits: what is below is noise, and files stay readable. */
export function rounded(share: number): number {
  return Math.round(share * 1e9) / 1e9;
}

export function millibitsOf(m: number, u: number): number {
  assert(m > 0 && u > 0, 'm and u are above 0');
  return Math.round(1000 * Math.log2(m / u)) || 0;
}

/** Prior and weights of the levels in a pattern's order. */
export function weightsOf(model: TrainedModel): readonly Int32Array[] {
  return model.comparisons.map(({ millibits }) => Int32Array.from(millibits));
}
