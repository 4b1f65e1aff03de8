/**
 * One matching run over a book's columns: specification and model in, pairs with outcomes and questions out. Pure: it reads no clock
 * and no disk; progress and cancel come through `pace`. The result depends on the records' keys and facts, on the decisions and on
 * the model, and on nothing else.
 */
import { ConstrainedUnion } from '#core/clustering/constrained-union.ts';
import { concatPairs, PairCollector, type PairList, sortPairs } from '../pair-list.ts';
import { sortByKey } from '../radix.ts';
import type { PassReport } from './blocking.ts';
import type { Columns, Pace } from './columns.ts';
import { Comparer, type Texts } from './compare.ts';
import { decidePairs, type Outcomes, type RowConstraints, type Sides } from './decide.ts';
import type { Engine } from './model.ts';
import type { PreparedPass } from './passes.ts';
import { gatherQuestions, type Question } from './questions.ts';
import { TokenIndex } from './references.ts';
import type { Specification } from './spec.ts';
import { type FoundPart, Hand, type PreparedPasses, passReports, type SharedWork, shareWork } from './work.ts';

export interface MatchInput {
  readonly engine: Engine;
  readonly columns: Columns;
  readonly texts: Texts;
  readonly people: RowConstraints;
  readonly pace: Pace;
}

export interface MatchResult {
  /** Pairs worth keeping, by left and right row. */
  readonly pairs: PairList;
  readonly outcomes: Outcomes;
  readonly questions: readonly Question[];
  /** Names of `pairs.pass`. */
  readonly rules: readonly string[];
  readonly report: MatchReport;
  /** First row of the cluster that holds a row, by the machine's joins and people's decisions. */
  readonly clusterOf: (row: number) => number;
  readonly index: TokenIndex;
}

export interface MatchReport {
  readonly records: number;
  /** After a small change: records whose pairs were decided anew. Null in a whole run. */
  readonly anew: number | null;
  /** Pairs compared. */
  readonly compared: number;
  readonly passes: readonly PassReport[];
  /** References that too many records share to mean anything. */
  readonly crowdedReferences: number;
}

export const REFERENCE_RULE = 'reference';
/** The rule of pairs that no pass met, but that a decision names. */
export const PERSON_RULE = 'person';

/** Other threads that do their part of the work. */
export interface Team {
  prepare(work: SharedWork): Promise<readonly (readonly [at: number, prepared: PreparedPass])[]>;
  compare(prepared: PreparedPasses): Promise<readonly FoundPart[]>;
}

/** Names of the rules that bring pairs together, by their numbers. */
export function rulesOf({ passes }: Specification): string[] {
  return [REFERENCE_RULE, ...passes.map(({ name }) => name), PERSON_RULE];
}

/** A book made ready for comparing. */
export interface PreparedWork {
  readonly work: SharedWork;
  readonly hand: Hand;
  readonly prepared: PreparedPasses;
}

/** The whole run in this thread. */
export function runMatching(input: MatchInput): MatchResult {
  const ready = prepareAlone(input);
  return finishRun(input, ready, [ready.hand.compare(ready.prepared)]);
}

export function prepareAlone({ engine, columns, texts, pace }: MatchInput): PreparedWork {
  const work = shareWork(engine, columns, texts);
  const hand = new Hand(work, pace, texts);
  return { work, hand, prepared: inOrder(hand.prepare()) };
}

export async function prepareTogether({ engine, columns, texts, pace }: MatchInput, team: Team): Promise<PreparedWork> {
  const work = shareWork(engine, columns, texts);
  const hand = new Hand(work, pace, texts);
  const preparing = awaited(team.prepare(work));
  const own = hand.prepare();
  return { work, hand, prepared: inOrder([...own, ...(await preparing)]) };
}

/** The same with others' help: the result is the same. */
export async function runMatchingTogether(input: MatchInput, team: Team): Promise<MatchResult> {
  return compareTogether(input, await prepareTogether(input, team), team);
}

export async function compareTogether(input: MatchInput, ready: PreparedWork, team: Team): Promise<MatchResult> {
  const comparing = awaited(team.compare(ready.prepared));
  const part = ready.hand.compare(ready.prepared);
  return finishRun(input, ready, [part, ...(await comparing)]);
}

/** The same promise; that it fails is no surprise where this thread fails first. */
function awaited<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

function inOrder(made: readonly (readonly [at: number, prepared: PreparedPass])[]): PreparedPass[] {
  return [...made].sort(([a], [b]) => a - b).map(([, prepared]) => prepared);
}

/** Outcomes, clusters and questions from what was compared. */
function finishRun(input: MatchInput, { work, prepared }: PreparedWork, parts: readonly FoundPart[]): MatchResult {
  const { engine, columns, people, pace } = input;
  const index = new TokenIndex(columns, work.tokens);
  const decided = compareDecided(input, work, index, engine.spec.passes.length + 1);
  const compared = sortPairs(concatPairs([...parts.map(({ pairs }) => pairs), decided]), columns.size);
  const report: MatchReport = {
    records: columns.size,
    anew: null,
    compared: parts.reduce((sum, part) => sum + part.compared, decided.length),
    passes: passReports(engine, prepared, parts),
    crowdedReferences: parts.reduce((sum, part) => sum + part.crowdedReferences, 0),
  };
  const { pairs, outcomes } = decidePairs(columns, compared, engine, people, pace);
  return conclude(input, pairs, outcomes, report, index);
}

/** Clusters and questions from decided pairs. Pairs that an earlier run had refused to join stay as it left them. */
export function conclude(
  { engine, columns, people }: MatchInput,
  pairs: PairList,
  outcomes: Outcomes,
  report: MatchReport,
  index: TokenIndex,
): MatchResult {
  const rules = rulesOf(engine.spec);
  const union = joinClusters(columns, pairs, outcomes, people);
  const clusterOf = (row: number): number => union.find(row);
  const questions = gatherQuestions(pairs, outcomes, clusterOf, (row) => union.members(row));
  return { pairs, outcomes, questions, rules, report, clusterOf, index };
}

/** Pairs that a decision names are compared whatever meets them. */
function compareDecided(
  { engine, columns, texts, people }: MatchInput,
  work: SharedWork,
  index: TokenIndex,
  rule: number,
): PairList {
  const kept = new PairCollector();
  const comparer = new Comparer(engine, columns, texts, index, work.counts);
  for (const [one, other] of decidedPairs(people)) {
    const [left, right] = [Math.min(one, other), Math.max(one, other)];
    const found = comparer.compare(left, right);
    if (found !== null) kept.push(left, right, rule, found.pattern, found.frequency, found.score);
  }
  return kept.list();
}

/** Decisions over more pairs than this are splits of whole clusters: their pairs are kept as far as the passes meet them. */
const MAX_DECIDED_PAIRS = 64;

export function decidedPairs({ together, apart, parted }: RowConstraints): (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [...parted];
  for (const members of together) {
    if (members.length ** 2 > 2 * MAX_DECIDED_PAIRS) continue;
    for (const [at, right] of members.entries()) for (const left of members.slice(0, at)) pairs.push([left, right]);
  }
  for (const [one, other] of apart) {
    if (one.length * other.length > MAX_DECIDED_PAIRS) continue;
    for (const left of one) for (const right of other) pairs.push([left, right]);
  }
  return pairs.filter(([left, right]) => left !== right);
}

/** Joins what people said and then, the strongest first, what the machine holds to be one; a refused join becomes a question. */
export function joinClusters(
  columns: Sides,
  pairs: PairList,
  { state, cause }: Outcomes,
  people: RowConstraints,
): ConstrainedUnion {
  const { size, slot, currency } = columns;
  const union = new ConstrainedUnion({
    size,
    slot,
    currency,
    apart: [
      ...people.apart.map((sides) => ({ sides, machineOnly: false })),
      ...people.parted.map(([one, other]) => ({ sides: [[one], [other]] as const, machineOnly: true })),
    ],
  });
  for (const members of people.together) {
    for (const [at, right] of members.entries()) for (const left of members.slice(0, at)) union.union(left, right, 'person');
  }
  for (const pair of strongestFirst(pairs, state)) {
    const refusal = union.union(pairs.left[pair] as number, pairs.right[pair] as number, 'machine');
    if (refusal === null) continue;
    state[pair] = refusal === 'same_source' ? 'proposed' : 'apart';
    cause[pair] = 'conflict';
  }
  for (let pair = 0; pair < pairs.length; pair++) {
    if (state[pair] !== 'proposed' || union.find(pairs.left[pair] as number) !== union.find(pairs.right[pair] as number)) continue;
    cause[pair] = 'one_sale';
  }
  return union;
}

/** Joined pairs by score, ties in row order. */
function strongestFirst(pairs: PairList, state: readonly string[]): Uint32Array {
  const joined = Uint32Array.from(Array.from(state.keys()).filter((pair) => state[pair] === 'joined'));
  const keys = Uint32Array.from(pairs.score.subarray(0, pairs.length), (score) => 0x7fffffff - score);
  sortByKey(joined, keys, new Uint32Array(joined.length));
  return joined;
}
