/**
 * One matching run over a book's columns: specification and model in, pairs with outcomes and questions out. Pure: it reads no clock
 * and no disk; progress and cancel come through `pace`. The result depends on the records' keys and facts, on the decisions and on
 * the model, and on nothing else.
 */
import { ConstrainedUnion } from '#core/clustering/constrained-union.ts';
import { Blocking, type PassReport } from './blocking.ts';
import type { Columns, Pace } from './columns.ts';
import { Comparer, type Texts } from './compare.ts';
import { decidePairs, type Outcomes, type RowConstraints } from './decide.ts';
import type { Engine } from './model.ts';
import { PairCollector, type PairList, sortPairs } from './pair-list.ts';
import { gatherQuestions, type Question } from './questions.ts';
import { sortByKey } from './radix.ts';
import { joinReferences, TokenIndex } from './references.ts';
import { levelAt } from './spec.ts';

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
  /** Pairs compared. */
  readonly compared: number;
  readonly passes: readonly PassReport[];
  /** References that too many records share to mean anything. */
  readonly crowdedReferences: number;
}

export const REFERENCE_RULE = 'reference';
/** The rule of pairs that no pass met, but that a decision names. */
export const PERSON_RULE = 'person';

export function runMatching(input: MatchInput): MatchResult {
  const { engine, columns, people, pace } = input;
  const rules = [REFERENCE_RULE, ...engine.spec.passes.map(({ name }) => name), PERSON_RULE];
  const index = new TokenIndex(columns);
  const { pairs: compared, report } = comparePairs(input, index, rules.length - 1);
  const { pairs, outcomes } = decidePairs(columns, compared, engine, people, pace);
  const union = joinClusters(columns, pairs, outcomes, people);
  const clusterOf = (row: number): number => union.find(row);
  const questions = gatherQuestions(pairs, outcomes, clusterOf, (row) => union.members(row));
  return { pairs, outcomes, questions, rules, report, clusterOf, index };
}

/** Candidates of the reference join, of every pass and of decisions, compared; those worth keeping, sorted, each once. */
function comparePairs(
  { engine, columns, texts, people, pace }: MatchInput,
  index: TokenIndex,
  personRule: number,
): { pairs: PairList; report: MatchReport } {
  const comparer = new Comparer(engine, columns, texts, index);
  const kept = new PairCollector();
  const { spec, model, radix } = engine;
  const reference = spec.comparisons.findIndex(({ kind }) => kind === 'reference');
  const named = spec.comparisons[reference]?.levels.findIndex(({ test }) => test.is === 'named') ?? -1;
  let compared = 0;

  const compareAs = (rule: number, always: boolean) => (left: number, right: number) => {
    compared++;
    if ((compared & 0x3fff) === 0) pace.checkpoint('compare', Math.max(0, rule - 1), spec.passes.length);
    const { pattern, frequency, score } = comparer.compare(left, right);
    const isNamed = levelAt(pattern, radix, reference) === named;
    const wanted = score >= model.proposeAt && (isNamed || !differ(columns.currency, left, right));
    if (wanted || always) kept.push(left, right, rule, pattern, frequency, score);
  };

  const { crowdedTokens } = joinReferences(columns, index, pace, compareAs(0, false));
  const blocking = new Blocking(spec, columns, texts, pace);
  const passes = spec.passes.map((pass, at) => blocking.walk(pass, compareAs(at + 1, false)));
  const asked = compareAs(personRule, true);
  for (const [left, right] of decidedPairs(people)) asked(Math.min(left, right), Math.max(left, right));
  return {
    pairs: sortPairs(kept, columns.size),
    report: { records: columns.size, compared, passes, crowdedReferences: crowdedTokens },
  };
}

function differ(values: Int32Array, left: number, right: number): boolean {
  return values[left] !== 0 && values[right] !== 0 && values[left] !== values[right];
}

/** Decisions over more pairs than this are splits of whole clusters: their pairs are kept as far as the passes meet them. */
const MAX_DECIDED_PAIRS = 64;

function decidedPairs({ together, apart, parted }: RowConstraints): (readonly [number, number])[] {
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
function joinClusters(columns: Columns, pairs: PairList, { state, cause }: Outcomes, people: RowConstraints): ConstrainedUnion {
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
