/** Sends the pairs that differ from the stored ones, in order of record ids. */
import { NO_MARGIN } from '#core/matching/orders/decide.ts';
import { sortByKey } from '#core/matching/radix.ts';
import type { ReadableDb } from '#store/database.ts';
import { type PairRow, readJoinedRecords, readPairsAfter } from '#store/queries/match-pairs.ts';
import type { FoundBook, MatchTools } from './find.ts';

const CHUNK = 2_000;

/**
 * Returns the records whose orders may change: those of joins that came, went or weigh differently now. Records of one order stand
 * side by side, so that whoever goes through them in pieces meets each order once.
 */
export async function sendPairs({ db, pace, send, touchAll }: MatchTools, book: FoundBook): Promise<Int32Array> {
  const touched = new Set<number>(touchAll ? readJoinedRecords(db) : []);
  let write: PairRow[] = [];
  let remove: [number, number][] = [];
  let sent = 0;
  for (const { old, now } of pairDifferences(db, book)) {
    touch(touched, old, now);
    if (now !== undefined) write.push(now);
    else if (old !== undefined) remove.push([old.leftId, old.rightId]);
    if (write.length + remove.length >= CHUNK) {
      pace.checkpoint('store', sent, book.result.pairs.length);
      await send({ of: 'pairs', write, remove });
      sent += write.length;
      [write, remove] = [[], []];
    }
  }
  if (write.length + remove.length > 0) await send({ of: 'pairs', write, remove });
  const orderOf = (recordId: number): number => {
    const row = book.rowOf(recordId);
    return row === undefined ? Number.MAX_SAFE_INTEGER : book.result.clusterOf(row);
  };
  return Int32Array.from([...touched].sort((a, b) => orderOf(a) - orderOf(b) || a - b));
}

/** The pairs that differ, in order of record ids: as it is stored, as it was found. */
export function* pairDifferences(
  db: ReadableDb,
  book: FoundBook,
): Generator<{ readonly old: PairRow | undefined; readonly now: PairRow | undefined }, void, undefined> {
  const stored = storedPairs(db);
  const fresh = freshPairs(book);
  let old = stored.next().value;
  let now = fresh.next().value;
  while (old !== undefined || now !== undefined) {
    const order = old === undefined ? 1 : now === undefined ? -1 : old.leftId - now.leftId || old.rightId - now.rightId;
    if (order < 0) yield { old, now: undefined };
    else if (order > 0) yield { old: undefined, now };
    else if (now !== undefined && !samePair(old, now)) yield { old, now };
    if (order <= 0) old = stored.next().value;
    if (order >= 0) now = fresh.next().value;
  }
}

function touch(touched: Set<number>, old: PairRow | undefined, now: PairRow | undefined): void {
  const wasJoined = old?.state === 'joined';
  const isJoined = now?.state === 'joined';
  if (wasJoined === isJoined && (!isJoined || old?.scoreMillibits === now?.scoreMillibits)) return;
  for (const pair of [old, now]) if (pair !== undefined) touched.add(pair.leftId).add(pair.rightId);
}

function samePair(old: PairRow | undefined, now: PairRow): boolean {
  return (
    old !== undefined &&
    old.state === now.state &&
    old.rule === now.rule &&
    old.pattern === now.pattern &&
    old.frequencyMillibits === now.frequencyMillibits &&
    old.scoreMillibits === now.scoreMillibits &&
    old.marginMillibits === now.marginMillibits &&
    old.cause === now.cause
  );
}

function* storedPairs(db: ReadableDb): Generator<PairRow, undefined, undefined> {
  let [left, right] = [0, 0];
  for (;;) {
    const chunk = readPairsAfter(db, left, right, 5_000);
    const last = chunk.at(-1);
    if (last === undefined) return undefined;
    [left, right] = [last.leftId, last.rightId];
    yield* chunk;
  }
}

function* freshPairs({ result, columns }: FoundBook): Generator<PairRow, undefined, undefined> {
  const { pairs, outcomes, rules } = result;
  const { recordId } = columns;
  const lower = new Uint32Array(pairs.length);
  const higher = new Uint32Array(pairs.length);
  for (let pair = 0; pair < pairs.length; pair++) {
    const [a, b] = [recordId[pairs.left[pair] as number] as number, recordId[pairs.right[pair] as number] as number];
    lower[pair] = Math.min(a, b);
    higher[pair] = Math.max(a, b);
  }
  const order = Uint32Array.from({ length: pairs.length }, (_, pair) => pair);
  const scratch = new Uint32Array(pairs.length);
  sortByKey(order, higher, scratch);
  sortByKey(order, lower, scratch);
  for (const pair of order) {
    const margin = outcomes.margin[pair] as number;
    yield {
      leftId: lower[pair] as number,
      rightId: higher[pair] as number,
      state: outcomes.state[pair] ?? 'apart',
      rule: rules[pairs.pass[pair] as number] ?? '',
      pattern: pairs.pattern[pair] as number,
      frequencyMillibits: pairs.frequency[pair] as number,
      scoreMillibits: pairs.score[pair] as number,
      marginMillibits: margin === NO_MARGIN ? null : margin,
      cause: outcomes.cause[pair] ?? null,
    };
  }
  return undefined;
}
