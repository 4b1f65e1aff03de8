/**
 * From records and a specification to pairs with probabilities, joined, proposed and apart, and clusters: candidates, training,
 * scoring, outcomes. Pure, and the same for any order of files and lines.
 */
import type { MatchSpec } from '#shared/contract/match-spec.ts';
import type { Once } from './assignment/marginals.ts';
import { type OutcomeInput, type Outcomes, outcomesOf } from './assignment/outcomes.ts';
import type { PassReport } from './candidates/blocks.ts';
import { Candidates } from './candidates/candidates.ts';
import { type Comparisons, comparisonsOf } from './compare/levels.ts';
import { resourcesOf } from './compare/resources.ts';
import { Scorer } from './compare/scorer.ts';
import { PairCollector, type PairList, sortPairs } from './pair-list.ts';
import { columnNamed, type Records, sharesValue, spanOf, valuesAt } from './tables/records.ts';
import { type CollectedPairs, collectPairs } from './training/collect.ts';
import { discountDuplicates } from './training/discount.ts';
import type { Estimate, PairKind, Structure } from './training/estimate.ts';
import { chancePairs } from './training/random-pairs.ts';
import { type Training, trainModel } from './training/train.ts';
import type { TrainedModel } from './training/trained-model.ts';

/** Pairs below these odds of a true one (millibits) are not kept. */
const KEPT_FROM = -8_000;

export interface TablesMatched {
  readonly model: TrainedModel;
  readonly estimate: Estimate | null;
  readonly passes: readonly PassReport[];
  readonly outcomes: Outcomes;
  /** As they were weighed: with the counts of common values as they stood. */
  readonly comparisons: Comparisons;
}

/** Told what is done: a stage, and how far it is (0 to 1). May throw to stop. */
export type Progress = (stage: 'blocks' | 'training' | 'comparing' | 'deciding', done: number) => void;

/** @param adopted a model to use instead of a trained one: its levels are those of the specification. */
export function matchTables(
  spec: MatchSpec,
  records: Records,
  progress: Progress,
  adopted: TrainedModel | null = null,
): TablesMatched {
  progress('blocks', 0);
  const comparisons = comparisonsOf(spec, resourcesOf(spec, records));
  const candidates = new Candidates(spec, records);
  const structure = structureOf(spec, records);
  progress('training', 0);
  const sample = sampleOf(candidates, comparisons);
  const trained = adopted === null ? train(spec, records, comparisons, sample, structure) : null;
  const model = adopted ?? (trained as Training).model;
  if (!records.isLink) discountDuplicates(comparisons.adjustments, sample, model);
  const expected = trained?.estimate.expected ?? pairsOf(records) / (1 + 2 ** (-model.priorMillibits / 1000));
  const scorer = new Scorer(comparisons, model);
  const pairs = sample.share === 1 ? scoreCollected(sample, scorer) : score(candidates, scorer, records.size, progress);
  progress('deciding', 0);
  const outcomes = outcomesOf({
    pairs,
    size: records.size,
    structure,
    expected,
    model,
    compare: (left, right) => scorer.of(left, right),
    allowed: (left, right) => candidates.allowed(left, right),
    settles: settlesOf(spec, records),
  });
  return { model, estimate: trained?.estimate ?? null, passes: candidates.reports, outcomes, comparisons };
}

function score(candidates: Candidates, scorer: Scorer, size: number, progress: Progress): PairList {
  const found = new PairCollector();
  for (const pass of candidates.passes.keys()) {
    progress('comparing', pass / candidates.passes.length);
    candidates.walk(pass, (left, right) => {
      const scored = scorer.atLeast(left, right, KEPT_FROM);
      if (scored !== null) found.push(left, right, pass, scored.pattern, scored.frequency, scored.score);
    });
  }
  return sortPairs(found, size);
}

/** Where training looked at every candidate, its levels are known. */
function scoreCollected({ length, left, right, kind, kinds }: CollectedPairs, scorer: Scorer): PairList {
  const found = new PairCollector();
  for (let pair = 0; pair < length; pair++) {
    const { levels, passes } = kinds[kind[pair] as number] as PairKind;
    const [one, other] = [left[pair] as number, right[pair] as number];
    const scored = scorer.atLevels(one, other, levels, KEPT_FROM);
    const first = 31 - Math.clz32(passes & -passes);
    if (scored !== null) found.push(one, other, first, scored.pattern, scored.frequency, scored.score);
  }
  return found.list();
}

function settlesOf({ constraints }: MatchSpec, records: Records): OutcomeInput['settles'] {
  if (constraints.settles === undefined || !records.isLink) return null;
  const amount = spanOf(columnNamed(constraints.settles.amount, records));
  const first = columnNamed(constraints.settles.first, records);
  return {
    inFull: (left, right) => sharesValue(amount, left, amount, right),
    order: (left) => valuesAt(first, left)[0] ?? Number.MAX_SAFE_INTEGER,
  };
}

function pairsOf({ size, leftSize, isLink }: Records): number {
  return isLink ? leftSize * (size - leftSize) : (size * (size - 1)) / 2;
}

function sampleOf(candidates: Candidates, { levelOf, radix }: Comparisons): CollectedPairs {
  const total = candidates.reports.reduce((sum, { pairs }) => sum + pairs, 0);
  return collectPairs(candidates, levelOf, radix, total);
}

function train(spec: MatchSpec, records: Records, comparisons: Comparisons, pairs: CollectedPairs, structure: Structure): Training {
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
