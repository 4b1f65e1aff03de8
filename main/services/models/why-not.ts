/** Why two orders are not joined: their strongest pairs under the model in force, what held them back, and what would lift it. */
import { passesMeeting } from '#core/learning/why-met.ts';
import { Comparer } from '#core/matching/orders/compare.ts';
import { explainPair } from '#core/matching/orders/explain.ts';
import { CAUSE_LABELS, type Cause } from '#core/matching/orders/outcome.ts';
import { TokenIndex } from '#core/matching/orders/references.ts';
import type { BriefRecord, models, WhyNot } from '#shared/contract/models.ts';
import type { ReadableDb } from '#store/database.ts';
import { readPairsWith } from '#store/queries/labels.ts';
import type { PairFacts } from '#store/queries/linked.ts';
import { readRuns } from '#store/queries/models.ts';
import { type ListedOrder, readListed } from '#store/queries/order-lists.ts';
import { findOrderHead, readOrderFellows } from '#store/queries/orders.ts';
import { systemsOf } from '#store/queries/questions.ts';
import type { ReaderContext } from '../context.ts';
import type { InputOf, OutputOf } from '../handlers.ts';
import { loadBook } from '../matching/load.ts';
import { type ModelInForce, modelInForce } from './adopted.ts';
import { briefsOf } from './brief.ts';
import { problems } from './problems.ts';
import { verdictOf } from './why-not-words.ts';

const SHOWN = 12;
/** Members of one order that are compared: an order of more is shown by its first. */
const MEMBERS = 12;

/** A pair as it is stored, or as it would be. */
export interface Weighed extends PairFacts {
  /** `notKept`: met, and too weak to keep. `neverMet`: no pass of the search brings the two together. */
  readonly standing: 'joined' | 'proposed' | 'apart' | 'notKept' | 'neverMet';
  readonly passes: readonly string[];
}

export function whyNot(context: ReaderContext, { oneId, otherId }: InputOf<typeof models.whyNot>): OutputOf<typeof models.whyNot> {
  const { db, ports } = context;
  const [one, other] = [findOrderHead(db, oneId), findOrderHead(db, otherId)];
  if (one === null) return problems.unknownOrder(oneId).problem;
  if (other === null) return problems.unknownOrder(otherId).problem;
  if (one === other) return problems.sameOrder().problem;
  const heads = readListed(db, [one, other]);
  const [left, right] = [one, other].map((head) => readOrderFellows(db, [head]).slice(0, MEMBERS)) as [number[], number[]];
  const inForce = modelInForce(db, ports.sha256);
  const stored = readPairsWith(db, [...left, ...right]);
  // What lies in the two orders is no other answer.
  const sides = new Set([...left, ...right]);
  const rivals = stored.filter(({ leftId, rightId }) => !sides.has(leftId) || !sides.has(rightId));
  const weighed = weigh(db, inForce, left, right, stored).slice(0, SHOWN);
  const briefs = briefsOf(db, [...left, ...right, ...stored.flatMap(({ leftId, rightId }) => [leftId, rightId])], ports.sha256);
  const side = (head: number, members: readonly number[]): WhyNot['left'] =>
    sideOf(
      heads.find(({ recordId }) => recordId === head),
      members.flatMap((id) => briefs.get(id) ?? []),
    );
  return {
    left: side(one, left),
    right: side(other, right),
    verdict: verdictOf(weighed, inForce.engine),
    pairs: weighed.flatMap((pair) => shownPair(pair, inForce, rivals, briefs, new Set(left))),
    joinAt: inForce.engine.model.joinAt,
    joinNamedAt: inForce.engine.model.joinNamedAt,
    modelVersion: inForce.version,
  };
}

function sideOf(head: ListedOrder | undefined, members: readonly BriefRecord[]): WhyNot['left'] {
  const names = [head?.number, head?.client].filter((word) => word !== undefined && word !== '');
  return {
    orderId: head?.canonicalId ?? members[0]?.orderId ?? '',
    title: names.join(' · '),
    systems: systemsOf(head?.systemMask ?? 0),
    members: [...members],
  };
}

/**
 * Every pair across the two orders, the strongest first. What the last run kept is taken from there, if the model in force weighed it;
 * the rest is compared now, over the whole book, for how common a value is and who owns an id is known no other way.
 */
function weigh(
  db: ReadableDb,
  { engine, version }: ModelInForce,
  left: readonly number[],
  right: readonly number[],
  stored: readonly PairFacts[],
): Weighed[] {
  const fresh = readRuns(db, 1)[0]?.modelVersion === version;
  const kept = new Map(fresh ? stored.map((pair) => [`${pair.leftId} ${pair.rightId}`, pair]) : []);
  let book: ReturnType<typeof loadBook> | null = null;
  let comparer: Comparer | null = null;
  const found: Weighed[] = [];
  for (const a of left) {
    for (const b of right) {
      const [leftId, rightId] = a < b ? [a, b] : [b, a];
      const known = kept.get(`${leftId} ${rightId}`);
      if (known !== undefined) {
        found.push({ ...known, standing: known.state, passes: [known.rule] });
        continue;
      }
      book ??= loadBook(db, { checkpoint: () => undefined });
      comparer ??= new Comparer(engine, book.columns, book, new TokenIndex(book.columns));
      const rows = [book.rowOf(a), book.rowOf(b)].filter((row) => row !== undefined).sort((x, y) => x - y);
      const [first, second] = rows;
      if (first === undefined || second === undefined) continue;
      const compared = comparer.compare(first, second);
      if (compared === null) continue;
      const { pattern, frequency, score } = compared;
      const passes = passesMeeting(engine.spec, book.columns, book, first, second);
      found.push({
        leftId,
        rightId,
        state: 'apart',
        rule: passes[0] ?? '',
        pattern,
        frequencyMillibits: frequency,
        scoreMillibits: score,
        marginMillibits: null,
        cause: holdOf(book.columns, first, second),
        standing: passes.length === 0 ? 'neverMet' : 'notKept',
        passes,
      });
    }
  }
  return found.sort((x, y) => y.scoreMillibits - x.scoreMillibits || x.leftId - y.leftId || x.rightId - y.rightId);
}

/** The hard rule between two records that no run kept as a pair. */
function holdOf({ currency, slot }: ReturnType<typeof loadBook>['columns'], left: number, right: number): Cause | null {
  if (currency[left] !== 0 && currency[right] !== 0 && currency[left] !== currency[right]) return 'currency';
  return slot[left] === slot[right] ? 'same_source' : null;
}

function shownPair(
  pair: Weighed,
  { engine, version }: ModelInForce,
  rivals: readonly PairFacts[],
  briefs: ReadonlyMap<number, BriefRecord>,
  leftSide: ReadonlySet<number>,
): WhyNot['pairs'] {
  const swapped = !leftSide.has(pair.leftId);
  const [leftId, rightId] = swapped ? [pair.rightId, pair.leftId] : [pair.leftId, pair.rightId];
  const [left, right] = [briefs.get(leftId), briefs.get(rightId)];
  if (left === undefined || right === undefined) return [];
  const cause = pair.cause as Cause | null;
  const { bars, scoreMillibits, probability, flip } = explainPair({ ...pair, cause }, engine);
  const rival = rivalOf(pair, rivals);
  const record = rival === null ? undefined : briefs.get(rival.recordId);
  return [
    {
      left,
      right,
      evidence: {
        leftRecordId: leftId,
        rightRecordId: rightId,
        bars: bars.map((bar) => ({ ...bar })),
        scoreMillibits,
        probability,
        rule: pair.rule,
        modelVersion: version,
        marginMillibits: pair.marginMillibits,
        flip,
      },
      state: pair.standing,
      held: cause === null ? null : CAUSE_LABELS[cause],
      passes: [...pair.passes],
      rival: rival === null || record === undefined ? null : { record, scoreMillibits: rival.scoreMillibits },
    },
  ];
}

/** The strongest other answer that one of the two has. */
function rivalOf(pair: Weighed, rivals: readonly PairFacts[]): { recordId: number; scoreMillibits: number } | null {
  const own = new Set([pair.leftId, pair.rightId]);
  const other = rivals.find(({ leftId, rightId }) => own.has(leftId) !== own.has(rightId));
  if (other === undefined) return null;
  return { recordId: own.has(other.leftId) ? other.rightId : other.leftId, scoreMillibits: other.scoreMillibits };
}
