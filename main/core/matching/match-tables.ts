/**
 * From records and a specification to pairs with probabilities, joined, proposed and apart, and clusters: candidates, training,
 * scoring, outcomes. Pure, and the same for any order of files and lines.
 */
import type { MatchSpec } from '#shared/contract/match-spec.ts';
import type { Once } from './assignment/marginals.ts';
import { type OutcomeInput, type Outcomes, outcomesOf } from './assignment/outcomes.ts';
import type { PassReport } from './candidates/blocks.ts';
import type { Candidates } from './candidates/candidates.ts';
import { type Adjustments, type AllCommonness, adjustmentsOf, allCommonness, type Comparisons } from './compare/levels.ts';
import { Scorer } from './compare/scorer.ts';
import { concatPairs, PairCollector, type PairList, sortPairs } from './pair-list.ts';
import { ALONE, KEPT_FROM, shareTables, TableHand, type TableTeam } from './table-work.ts';
import { columnNamed, type Records, sharesValue, spanOf, valuesAt } from './tables/records.ts';
import { type CollectedPairs, mergeParts, sampledShare } from './training/collect.ts';
import { discountDuplicates } from './training/discount.ts';
import type { Estimate, PairKind, Structure } from './training/estimate.ts';
import { allPairs, type ChancePairs, chancePairs } from './training/random-pairs.ts';
import { type Training, trainModel } from './training/train.ts';
import type { TrainedModel } from './training/trained-model.ts';

export interface TablesMatched {
  readonly model: TrainedModel;
  readonly estimate: Estimate | null;
  readonly passes: readonly PassReport[];
  readonly outcomes: Outcomes;
  /** As pairs were weighed: with the counts of common values as they stood. */
  readonly adjustments: Adjustments;
}

/** Told what is done: a stage, and how far it is (0 to 1). May throw to stop. */
export type Progress = (stage: 'blocks' | 'training' | 'comparing' | 'deciding', done: number) => void;

/**
 * @param adopted a model to use instead of a trained one: its levels are those of the specification.
 * @param team other threads; what is found is the same with them.
 */
export async function matchTables(
  spec: MatchSpec,
  records: Records,
  progress: Progress,
  adopted: TrainedModel | null = null,
  team: TableTeam = ALONE,
): Promise<TablesMatched> {
  progress('blocks', 0);
  const ready = await makeReady(spec, records, adopted === null, team);
  const { hand, candidates, commonness, structure } = ready;
  progress('training', 0);
  const { model, estimate, scored } = await learn(ready, records, adopted, team);
  const pairs = scored ?? (await score(hand, team, model, commonness, records.size, progress));
  progress('deciding', 0);
  const adjustments = adjustmentsOf(commonness);
  const scorer = new Scorer(hand.comparisons, adjustments, model);
  const outcomes = outcomesOf({
    pairs,
    size: records.size,
    structure,
    expected: estimate?.expected ?? allPairs(records) / (1 + 2 ** (-model.priorMillibits / 1000)),
    model,
    compare: (left, right) => scorer.of(left, right),
    allowed: (left, right) => candidates.allowed(left, right),
    settles: settlesOf(spec, records),
  });
  return { model, estimate, passes: candidates.reports, outcomes, adjustments };
}

interface Ready {
  readonly hand: TableHand;
  readonly candidates: Candidates;
  /** By comparison; none where no model is to be learnt. */
  readonly chance: readonly Float64Array[];
  readonly commonness: AllCommonness;
  readonly structure: Structure;
}

async function makeReady(spec: MatchSpec, records: Records, learns: boolean, team: TableTeam): Promise<Ready> {
  const tables = shareTables(spec, records, learns);
  const hand = new TableHand(tables);
  const preparing = awaited(team.prepare(tables));
  const commonness = allCommonness(spec, records);
  const made = [hand.prepare(), ...(await preparing)];
  return {
    hand,
    candidates: hand.take(inOrder(made.flatMap((own) => own.passes))),
    chance: inOrder(made.flatMap((own) => own.chance)),
    commonness,
    structure: structureOf(spec, records),
  };
}

interface Learnt {
  readonly model: TrainedModel;
  readonly estimate: Estimate | null;
  /** All pairs, where training looked at every one. */
  readonly scored: PairList | null;
}

/** A function of its own, so that the pairs that were learnt from do not outlive it. */
async function learn(
  { hand, candidates, chance, commonness, structure }: Ready,
  records: Records,
  adopted: TrainedModel | null,
  team: TableTeam,
): Promise<Learnt> {
  const { comparisons } = hand;
  const share = sampledShare(candidates.reports.reduce((sum, { pairs }) => sum + pairs, 0));
  const collecting = awaited(team.collect(candidates.passes, share));
  const sample = mergeParts([hand.collect(share), ...(await collecting)], comparisons.radix, share);
  const trained = adopted === null ? train(comparisons, sample, chancePairs(chance, records), structure) : null;
  const model = adopted ?? (trained as Training).model;
  if (!records.isLink) discountDuplicates(commonness, sample, model);
  const scored = share === 1 ? scoreCollected(sample, new Scorer(comparisons, adjustmentsOf(commonness), model)) : null;
  return { model, estimate: trained?.estimate ?? null, scored };
}

async function score(
  hand: TableHand,
  team: TableTeam,
  model: TrainedModel,
  commonness: AllCommonness,
  size: number,
  progress: Progress,
): Promise<PairList> {
  const scoring = awaited(team.score(model, commonness));
  const own = hand.score(model, commonness, (done) => progress('comparing', done));
  return sortPairs(concatPairs([own, ...(await scoring)]), size);
}

/** The same promise; that it fails is no surprise where this thread fails first. */
function awaited<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

function inOrder<T>(made: readonly (readonly [at: number, made: T])[]): T[] {
  return made.toSorted(([a], [b]) => a - b).map(([, own]) => own);
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

function train(comparisons: Comparisons, pairs: CollectedPairs, chance: ChancePairs, structure: Structure): Training {
  const { spec } = comparisons;
  const blockedBy = comparisons.fields.map((fields) =>
    spec.passes.reduce((mask, pass, i) => (usesOf(pass).some((field) => fields.includes(field)) ? mask | (1 << i) : mask), 0),
  );
  return trainModel(
    spec.name,
    spec.comparisons.map(({ name }) => name),
    { pairs, chance, radix: comparisons.radix, blockedBy, structure },
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
