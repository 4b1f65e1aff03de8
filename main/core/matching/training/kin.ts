/**
 * Pairs that are alike without being one: two orders of one client, two editions of one work. They agree wholly in some comparisons and
 * no more than by chance in others. Left among the true pairs they teach that true pairs often differ there, and then nothing can say no
 * to them. So a third class beside true and chance is tried; it is kept only if it is of that kind, and only to clean the true one of it.
 */
import { type Estimate, maximise, ratiosOf, shareOf, type TrainingInput } from './estimate.ts';

const ROUNDS = 80;
const SETTLED = 1e-4;
/** Share of kin that agrees somewhere, and share of chance's disagreement that they reach somewhere else. */
const AGREES = 0.8;
const LIKE_CHANCE = 0.6;
/** So many kin for each true pair, or they are rather true pairs with a spoilt field. */
const FEWEST = 0.25;
/** Where kin disagree like chance, true pairs must hardly do so. */
const CLEARER = 0.35;

export function withoutKin(input: TrainingInput, first: Estimate): Estimate {
  if (input.structure.is !== 'clusters') return first;
  const { u } = first;
  const { pairs, chance } = input;
  const half = first.m.map((own, c) => own.map((share, level) => (share + (u[c]?.[level] ?? 0)) / 2));
  let [own, kin]: [Float64Array[], Float64Array[]] = [first.m.map((one) => Float64Array.from(one)), half];
  let [ownShare, kinShare] = [first.lambda * 0.6, first.lambda * 0.4];
  let rounds = 0;
  for (; rounds < ROUNDS; rounds++) {
    const [ownRatios, kinRatios] = [ratiosOf(pairs.kinds, own, u), ratiosOf(pairs.kinds, kin, u)];
    const [ownBeliefs, kinBeliefs] = [new Float64Array(pairs.kinds.length), new Float64Array(pairs.kinds.length)];
    for (const [kind, { count }] of pairs.kinds.entries()) {
      const [a, b] = [ownShare * (ownRatios[kind] as number), kinShare * (kinRatios[kind] as number)];
      const all = a + b + 1 - ownShare - kinShare;
      ownBeliefs[kind] = (count * a) / all;
      kinBeliefs[kind] = (count * b) / all;
    }
    const next = maximise(input, ownBeliefs, first.m);
    const moved = Math.max(
      ...next.map((one, c) => Math.max(...one.map((share, level) => Math.abs(share - (own[c]?.[level] ?? 0))))),
    );
    own = next;
    kin = maximise(input, kinBeliefs, half);
    ownShare = sum(ownBeliefs) / pairs.share / chance.all;
    kinShare = sum(kinBeliefs) / pairs.share / chance.all;
    if (moved < SETTLED) break;
  }
  if (evidence(own, u) < evidence(kin, u)) [own, kin, ownShare, kinShare] = [kin, own, kinShare, ownShare];
  if (kinShare < FEWEST * ownShare || !areKin(kin, own, u)) return first;
  const expected = Math.max(1, ownShare * chance.all);
  return { m: own, u, lambda: shareOf(expected, chance), rounds: first.rounds + rounds, expected };
}

function areKin(kin: readonly Float64Array[], own: readonly Float64Array[], u: readonly Float64Array[]): boolean {
  const different = (shares: Float64Array | undefined): number => shares?.at(-1) ?? 0;
  const agrees = kin.some((shares, c) => different(shares) < 1 - AGREES && different(u[c]) > AGREES);
  const differs = kin.some(
    (shares, c) => different(shares) > LIKE_CHANCE * different(u[c]) && different(own[c]) < CLEARER * different(shares),
  );
  return agrees && differs;
}

/** Bits that a pair of the class has for being no chance pair, on average. */
function evidence(m: readonly Float64Array[], u: readonly Float64Array[]): number {
  return m.reduce(
    (all, shares, c) =>
      all +
      shares.reduce((bits, share, level) => (share === 0 ? bits : bits + share * Math.log2(share / (u[c]?.[level] as number))), 0),
    0,
  );
}

function sum(values: Float64Array): number {
  return values.reduce((all, value) => all + value, 0);
}
