/** Why records are held to be one sale: bars that add up to the score, pair by pair, the weakest link first. */
import { explainPair } from '#core/matching/explain.ts';
import { type Engine, engineOf, modelVersion } from '#core/matching/model.ts';
import { ORDERS_MODEL } from '#core/matching/model-orders.ts';
import type { Cause } from '#core/matching/outcome.ts';
import { ORDERS } from '#core/matching/spec-orders.ts';
import type { PairEvidence } from '#shared/contract/review.ts';
import type { Sha256 } from '#shared/domain/ids.ts';
import type { PairFacts } from '#store/queries/linked.ts';

let shipped: Engine | null = null;

/** The shipped comparison of orders; checked once that model and specification fit. */
function ordersEngine(): Engine {
  shipped ??= engineOf(ORDERS, ORDERS_MODEL);
  return shipped;
}

/** Pairs come weakest first and stay so. Pairs that another model version weighed are left out: their patterns mean other levels. */
export function evidenceOf(pairs: readonly PairFacts[], weighedBy: string | null, sha256: Sha256): PairEvidence[] {
  const engine = ordersEngine();
  const version = modelVersion(engine, sha256);
  if (weighedBy !== null && weighedBy !== version) return [];
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
