/**
 * A model replayed over the whole book: which orders it would join and part, how much money moves, and where it disagrees with people.
 * Reads one snapshot and writes nothing.
 */
import type { Pace } from '#core/matching/orders/columns.ts';
import { Comparer } from '#core/matching/orders/compare.ts';
import type { Engine } from '#core/matching/orders/model.ts';
import { CAUSE_LABELS } from '#core/matching/orders/outcome.ts';
import { reasonOf } from '#core/matching/orders/reason.ts';
import { type MatchResult, runMatching } from '#core/matching/orders/run.ts';
import type { ReadableDb } from '#store/database.ts';
import { readClusterDecisions } from '#store/queries/decisions.ts';
import { readPairsOf } from '#store/queries/labels.ts';
import { readPairsAfter } from '#store/queries/match-pairs.ts';
import { readOrderHeads } from '#store/queries/models.ts';
import { rowConstraints } from '../matching/find.ts';
import { type LoadedBook, loadBook } from '../matching/load.ts';
import { type CurrencyMove, type MovedGroup, movedMoney } from './replay-money.ts';
import { type Disagreements, disagreementsOf } from './replay-verdicts.ts';
import { Sets } from './sets.ts';

/** Rows kept of each list; counts are whole. */
export const KEPT_ROWS = 5_000;

export interface ReplayInput {
  readonly db: ReadableDb;
  readonly engine: Engine;
  /** The model in force. */
  readonly inForce: Engine;
  readonly pace: Pace;
}

/** Two orders (or parts of one) that come together or fall apart, named by the strongest pair between them. */
export interface Difference {
  readonly leftId: number;
  readonly rightId: number;
  /** Millibits, under the model in force and the replayed one; null for a pair that was not kept. */
  readonly scoreNow: number | null;
  readonly scoreThen: number | null;
  readonly why: string;
  /** By how much the totals of the orders change, minor units; null where the change is spread over several differences. */
  readonly movedMinor: number | null;
  readonly currency: string | null;
}

export interface Replay extends Disagreements {
  readonly records: number;
  readonly joined: readonly Difference[];
  readonly joinedCount: number;
  readonly parted: readonly Difference[];
  readonly partedCount: number;
  readonly money: readonly CurrencyMove[];
  readonly linksNow: number;
  readonly linksThen: number;
  readonly questionsThen: number;
}

export function replay({ db, engine, inForce, pace }: ReplayInput): Replay {
  db.exec('BEGIN');
  try {
    const book = loadBook(db, pace);
    const people = rowConstraints(readClusterDecisions(db), book);
    const result = runMatching({ engine, columns: book.columns, texts: book, people, pace });
    const heads = headRows(db, book, pace);
    const joined = newlyJoined(book, result, heads, engine);
    const { parted, linksNow } = newlyParted(db, book, result, heads, pace);
    const comparer = new Comparer(engine, book.columns, book, result.index);
    const groups = touchedGroups(book, result, heads, [...joined, ...parted]);
    const money = movedMoney(db, book, result, groups, pace);
    const shown = (edges: readonly Edge[]): Difference[] => {
      const kept = edges.slice(0, KEPT_ROWS);
      const ids = kept.map((edge) => idsOf(book, edge));
      const stored = new Map(readPairsOf(db, ids).map((pair) => [`${pair.leftId} ${pair.rightId}`, pair.scoreMillibits]));
      return kept.map((edge, at) => {
        const [leftId, rightId] = ids[at] ?? [0, 0];
        const move = money.byGroup.get(groups.groupOf(edge.left));
        return {
          leftId,
          rightId,
          scoreNow: stored.get(`${leftId} ${rightId}`) ?? null,
          scoreThen: comparer.compare(edge.left, edge.right)?.score ?? null,
          why: edge.why,
          movedMinor: move?.only?.minor ?? null,
          currency: move?.only?.currency ?? null,
        };
      });
    };
    return {
      records: book.columns.size,
      joined: shown(joined),
      joinedCount: joined.length,
      parted: shown(parted),
      partedCount: parted.length,
      money: money.byCurrency,
      linksNow,
      linksThen: result.outcomes.state.reduce((count, state) => count + (state === 'joined' ? 1 : 0), 0),
      questionsThen: result.questions.length,
      ...disagreementsOf(db, book, result.index, engine, inForce, KEPT_ROWS),
    };
  } finally {
    db.exec('ROLLBACK');
  }
}

/** Rows, lower first. */
export interface Edge {
  readonly left: number;
  readonly right: number;
  readonly why: string;
}

function idsOf({ columns }: LoadedBook, { left, right }: Edge): readonly [number, number] {
  const [a, b] = [columns.recordId[left] as number, columns.recordId[right] as number];
  return a < b ? [a, b] : [b, a];
}

/** By row: the row of the record that stands for its order today. */
function headRows(db: ReadableDb, { columns, rowOf }: LoadedBook, pace: Pace): Int32Array {
  const heads = Int32Array.from({ length: columns.size }, (_, row) => row);
  for (let after = 0; ; ) {
    const chunk = readOrderHeads(db, after, 10_000);
    const last = chunk.at(-1);
    if (last === undefined) return heads;
    after = last[0];
    for (const [recordId, headId] of chunk) {
      const row = rowOf(recordId);
      if (row !== undefined) heads[row] = rowOf(headId) ?? row;
    }
    pace.checkpoint('store', 0, 1);
  }
}

/** For every two orders of today that become one, the strongest joined pair between them; the strongest first. */
function newlyJoined({ columns }: LoadedBook, result: MatchResult, heads: Int32Array, engine: Engine): Edge[] {
  const { pairs, outcomes } = result;
  const across: number[] = [];
  for (let pair = 0; pair < pairs.length; pair++) {
    if (outcomes.state[pair] !== 'joined') continue;
    if (heads[pairs.left[pair] as number] !== heads[pairs.right[pair] as number]) across.push(pair);
  }
  across.sort((a, b) => (pairs.score[b] as number) - (pairs.score[a] as number) || a - b);
  const orders = new Sets(columns.size);
  return across
    .filter((pair) => orders.union(heads[pairs.left[pair] as number] as number, heads[pairs.right[pair] as number] as number))
    .map((pair) => ({
      left: pairs.left[pair] as number,
      right: pairs.right[pair] as number,
      why: reasonOf(pairs.pattern[pair] as number, null, engine, { secondsApart: null }),
    }));
}

/** For every two parts into which an order of today falls, the strongest link that held them; and how many links stand today. */
function newlyParted(
  db: ReadableDb,
  { columns, rowOf }: LoadedBook,
  { pairs, outcomes, clusterOf }: MatchResult,
  heads: Int32Array,
  pace: Pace,
): { parted: Edge[]; linksNow: number } {
  const broken: { edge: Omit<Edge, 'why'>; score: number }[] = [];
  let linksNow = 0;
  for (let [left, right] = [0, 0]; ; ) {
    const chunk = readPairsAfter(db, left, right, 5_000);
    const last = chunk.at(-1);
    if (last === undefined) break;
    [left, right] = [last.leftId, last.rightId];
    pace.checkpoint('store', 0, 1);
    for (const { leftId, rightId, state, scoreMillibits } of chunk) {
      if (state !== 'joined') continue;
      const [a, b] = [rowOf(leftId), rowOf(rightId)];
      if (a === undefined || b === undefined) continue;
      linksNow++;
      if (heads[a] !== heads[b] || clusterOf(a) === clusterOf(b)) continue;
      broken.push({ edge: { left: Math.min(a, b), right: Math.max(a, b) }, score: scoreMillibits });
    }
  }
  broken.sort((x, y) => y.score - x.score || x.edge.left - y.edge.left || x.edge.right - y.edge.right);
  const parts = new Sets(columns.size);
  const parted = broken
    .filter(({ edge }) => parts.union(clusterOf(edge.left), clusterOf(edge.right)))
    .map(({ edge }) => {
      const pair = outcomes.neighbours.between(edge.left, edge.right);
      const cause = pair === -1 ? null : (outcomes.cause[pair] ?? null);
      const joined = pair !== -1 && outcomes.state[pair] === 'joined';
      const weak = pair === -1 || (pairs.score[pair] as number) < 0 ? 'The evidence is too weak' : 'The score is below the bar';
      return { ...edge, why: cause !== null ? CAUSE_LABELS[cause] : joined ? 'Another record stands between them' : weak };
    });
  return { parted, linksNow };
}

/** Records whose orders change, with all that share an order with them today or then. */
function touchedGroups({ columns }: LoadedBook, { clusterOf }: MatchResult, heads: Int32Array, edges: readonly Edge[]): MovedGroup {
  const sets = new Sets(columns.size);
  for (let row = 0; row < columns.size; row++) {
    sets.union(row, heads[row] as number);
    sets.union(row, clusterOf(row));
  }
  const touched = new Map<number, { rows: number[]; edges: number }>();
  for (const { left } of edges) {
    const group = touched.get(sets.find(left)) ?? { rows: [], edges: 0 };
    group.edges++;
    touched.set(sets.find(left), group);
  }
  if (touched.size > 0) for (let row = 0; row < columns.size; row++) touched.get(sets.find(row))?.rows.push(row);
  return { touched, groupOf: (row) => sets.find(row) };
}
