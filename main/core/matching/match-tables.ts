/** From records and a specification to pairs with probabilities: training, scoring, assignment, clusters. Pure; the same for any order of files. */
import type { MatchSpec } from '#shared/contract/match-spec.ts';
import { Marginals, type Once } from './assignment/marginals.ts';
import type { PassReport } from './candidates/blocks.ts';
import { Candidates } from './candidates/candidates.ts';
import { type Comparisons, comparisonsOf } from './compare/levels.ts';
import { resourcesOf } from './compare/resources.ts';
import { Scorer } from './compare/scorer.ts';
import { PairCollector, type PairList, sortPairs } from './pair-list.ts';
import type { Records } from './tables/records.ts';
import { collectPairs } from './training/collect.ts';
import { type Estimate, priorOdds, type Structure } from './training/estimate.ts';
import { chancePairs } from './training/random-pairs.ts';
import { trainModel } from './training/train.ts';
import type { TrainedModel } from './training/trained-model.ts';

/** Pairs below these odds of a true one (millibits) are not kept. */
const KEPT_FROM = -10_000;

export interface TablesMatched {
  readonly model: TrainedModel;
  readonly estimate: Estimate;
  readonly passes: readonly PassReport[];
  readonly pairs: PairList;
  readonly probability: Float64Array;
}

export function matchTables(spec: MatchSpec, records: Records): TablesMatched {
  const resources = resourcesOf(spec, records);
  const comparisons = comparisonsOf(spec, resources);
  const candidates = new Candidates(spec, records);
  const structure = structureOf(spec, records);
  const { model, estimate } = train(spec, records, comparisons, candidates, structure);
  const scorer = new Scorer(comparisons, model);
  const found = new PairCollector();
  for (let pass = 0; pass < candidates.passes.length; pass++) {
    candidates.walk(pass, (left, right) => {
      const scored = scorer.atLeast(left, right, KEPT_FROM);
      if (scored !== null) found.push(left, right, pass, scored.pattern, scored.frequency, scored.score);
    });
  }
  const pairs = sortPairs(found, records.size);
  const probability = probabilities(pairs, structure, estimate, model, records.size);
  return { model, estimate, passes: candidates.reports, pairs, probability };
}

function train(spec: MatchSpec, records: Records, comparisons: Comparisons, candidates: Candidates, structure: Structure) {
  const total = candidates.reports.reduce((sum, { pairs }) => sum + pairs, 0);
  const pairs = collectPairs(candidates, comparisons.levelOf, comparisons.radix, total);
  const blockedBy = comparisons.fields.map((fields) =>
    spec.passes.reduce((mask, pass, i) => (usesOf(pass).some((field) => fields.includes(field)) ? mask | (1 << i) : mask), 0),
  );
  return trainModel(
    spec.name,
    spec.comparisons.map(({ name }) => name),
    { pairs, chance: chancePairs(comparisons, records), radix: comparisons.radix, blockedBy, structure },
  );
}

/** Fields that a pass asks to be equal, or near. */
function usesOf({ key, window }: MatchSpec['passes'][number]): readonly string[] {
  return [...key.map((part) => part.split('.')[0] ?? ''), ...(window === undefined ? [] : [window.field])];
}

const ONCE: Readonly<Record<MatchSpec['relation'], Once>> = {
  'one-to-one': { left: true, right: true },
  'many-to-one': { left: true, right: false },
  'one-to-many': { left: false, right: true },
  'many-to-many': { left: false, right: false },
};

function structureOf({ relation }: MatchSpec, { isLink, leftSize, size }: Records): Structure {
  return isLink ? { is: 'links', leftSize, rightSize: size - leftSize, once: ONCE[relation], size } : { is: 'clusters' };
}

const MESSAGE_ROUNDS = 30;

function probabilities(
  pairs: PairList,
  structure: Structure,
  { expected }: Estimate,
  model: TrainedModel,
  size: number,
): Float64Array {
  const base = structure.is === 'links' ? 1000 * Math.log2(priorOdds(structure, expected)) : model.priorMillibits;
  const odds = Float64Array.from(
    { length: pairs.length },
    (_, pair) => 2 ** (((pairs.score[pair] as number) - model.priorMillibits + base) / 1000),
  );
  if (structure.is === 'clusters') return odds.map((own) => own / (1 + own));
  return new Marginals(pairs, size, structure.once).probabilities(odds, MESSAGE_ROUNDS);
}
