/** A run after a small change of the book: what the last run stored stands where the change cannot have moved it. */
import { NO_MARGIN, type RowConstraints } from '#core/matching/orders/decide.ts';
import { type Change, StandingBook } from '#core/matching/orders/increment.ts';
import { type DecidedPairs, knownPartners, mergeIncrement } from '#core/matching/orders/merge-increment.ts';
import { modelVersion } from '#core/matching/orders/model.ts';
import { Neighbours } from '#core/matching/orders/neighbours.ts';
import type { Cause, PairState } from '#core/matching/orders/outcome.ts';
import { TokenIndex } from '#core/matching/orders/references.ts';
import { conclude, type MatchInput, type MatchResult, type PreparedWork, rulesOf } from '#core/matching/orders/run.ts';
import { concatPairs, PairCollector, sortPairs } from '#core/matching/pair-list.ts';
import type { Sha256 } from '#shared/domain/ids.ts';
import type { ReadableDb } from '#store/database.ts';
import { type MatchBasis, readChangedRecords } from '#store/queries/match-basis.ts';
import { readLatestRun, readPairsAfter } from '#store/queries/match-pairs.ts';
import type { LoadedBook } from './load.ts';

/** A larger share of fresh records is quicker matched as a whole. */
const SMALL = 0.2;

/** What changed since the last run, in rows; null where a whole run is needed or quicker. */
export function changeSince(db: ReadableDb, { engine, columns }: MatchInput, book: LoadedBook, sha256: Sha256): Change | null {
  const last = readLatestRun(db);
  if (last?.basis == null || last.modelVersion !== modelVersion(engine, sha256)) return null;
  const changed = readChangedRecords(db, last.basis satisfies MatchBasis);
  if (changed === null) return null;
  const rows = (ids: readonly number[]): number[] => ids.flatMap((id) => book.rowOf(id) ?? []);
  const fresh = rows(changed.fresh);
  return fresh.length > columns.size * SMALL ? null : { fresh, decided: rows(changed.decided) };
}

/** Null where more moved than a small change should; then a whole run is quicker. */
export function matchChange(
  db: ReadableDb,
  input: MatchInput,
  { work, prepared }: PreparedWork,
  book: LoadedBook,
  people: RowConstraints,
  change: Change,
): MatchResult | null {
  const { columns } = input;
  const known = storedPairs(db, input, book);
  if (known === null) return null;
  const standing = new StandingBook(input, work, prepared);
  const increment = standing.apply(change, people, knownPartners(columns.size, known.pairs));
  if (increment === null) return null;
  const { pairs, state, cause, margin } = mergeIncrement(known, increment, columns.size);
  const outcomes = { state: [...state], cause: [...cause], margin, neighbours: new Neighbours(columns.size, pairs) };
  const report = {
    records: columns.size,
    anew: increment.rows.length,
    compared: increment.compared,
    passes: input.engine.spec.passes.map(({ name }, at) => ({
      pass: name,
      pairs: 0,
      crowdedBlocks: prepared[at]?.crowdedBlocks ?? 0,
      purgedRecords: prepared[at]?.purgedRecords ?? 0,
    })),
    crowdedReferences: 0,
  };
  return conclude(input, pairs, outcomes, report, new TokenIndex(columns, work.tokens));
}

const CHUNK = 10_000;

/** The pairs that the last run left, in rows; null when one of them is no row any more. */
function storedPairs(db: ReadableDb, { engine, columns }: MatchInput, book: LoadedBook): DecidedPairs | null {
  const rules = new Map(rulesOf(engine.spec).map((rule, at) => [rule, at]));
  const kept = new PairCollector();
  const states: PairState[] = [];
  const causes: (Cause | null)[] = [];
  const margins: number[] = [];
  const frequencies: number[] = [];
  for (let [left, right] = [0, 0]; ; ) {
    const chunk = readPairsAfter(db, left, right, CHUNK);
    const last = chunk.at(-1);
    if (last === undefined) break;
    [left, right] = [last.leftId, last.rightId];
    for (const pair of chunk) {
      const [one, other, rule] = [book.rowOf(pair.leftId), book.rowOf(pair.rightId), rules.get(pair.rule)];
      if (one === undefined || other === undefined || rule === undefined) return null;
      // The pair's number stands in for its frequency until the pairs are in order.
      kept.push(Math.min(one, other), Math.max(one, other), rule, pair.pattern, states.length, pair.scoreMillibits);
      states.push(pair.state);
      causes.push(pair.cause as Cause | null);
      margins.push(pair.marginMillibits ?? NO_MARGIN);
      frequencies.push(pair.frequencyMillibits);
    }
  }
  const pairs = sortPairs(concatPairs([kept.list()]), columns.size);
  const order = Array.from(pairs.frequency);
  for (const [at, from] of order.entries()) pairs.frequency[at] = frequencies[from] ?? 0;
  return {
    pairs,
    state: order.map((from) => states[from] ?? 'apart'),
    cause: order.map((from) => causes[from] ?? null),
    margin: Int32Array.from(order, (from) => margins[from] ?? NO_MARGIN),
  };
}
