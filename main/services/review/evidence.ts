/** Why records are held to be one sale: bars that add up to the score, pair by pair, the weakest link first. */
import { explainPair } from '#core/matching/orders/explain.ts';
import type { Cause } from '#core/matching/orders/outcome.ts';
import type { PairEvidence } from '#shared/contract/review.ts';
import type { Sha256 } from '#shared/domain/ids.ts';
import type { ReadableDb } from '#store/database.ts';
import type { PairFacts } from '#store/queries/linked.ts';
import { engineOfVersion, modelInForce } from '../models/adopted.ts';

/**
 * Evidence for pairs in the order given, under the model that weighed them. Pairs that a model weighed which compared other levels are
 * left out: nobody could say what their patterns mean.
 */
export function evidenceOf(db: ReadableDb, pairs: readonly PairFacts[], weighedBy: string | null, sha256: Sha256): PairEvidence[] {
  const version = weighedBy ?? modelInForce(db, sha256).version;
  const engine = engineOfVersion(db, version, sha256);
  if (engine === null) return [];
  return pairs.map((pair) => {
    const { bars, scoreMillibits, probability, flip } = explainPair({ ...pair, cause: pair.cause as Cause | null }, engine);
    return {
      leftRecordId: pair.leftId,
      rightRecordId: pair.rightId,
      bars: bars.map((bar) => ({ ...bar })),
      scoreMillibits,
      probability,
      rule: pair.rule,
      modelVersion: version,
      marginMillibits: pair.marginMillibits,
      flip,
    };
  });
}

export interface LinkOrder {
  /** Links of the best spanning tree over the orders, the weakest first, then all other pairs, the strongest first. */
  readonly pairs: readonly PairFacts[];
  /** How many of them are links of the tree. */
  readonly links: number;
}

/**
 * What holds the orders together: a chain is as strong as its weakest link, and only the best tree of links counts. Records of one
 * order are together already.
 */
export function linksFirst(pairs: readonly PairFacts[], orderOf: (recordId: number) => number): LinkOrder {
  const joined = new Map<number, number>();
  const rootOf = (order: number): number => {
    const up = joined.get(order);
    return up === undefined ? order : rootOf(up);
  };
  const strongest = pairs.toSorted((a, b) => b.scoreMillibits - a.scoreMillibits || a.leftId - b.leftId || a.rightId - b.rightId);
  const tree = strongest.filter(({ leftId, rightId }) => {
    const [left, right] = [rootOf(orderOf(leftId)), rootOf(orderOf(rightId))];
    if (left === right) return false;
    joined.set(left, right);
    return true;
  });
  const inTree = new Set(tree);
  return { pairs: [...tree.toReversed(), ...strongest.filter((pair) => !inTree.has(pair))], links: tree.length };
}
