/** The records whose orders depend on each other: what must be derived again when any of them changes. */
import type { BuiltOrder, Component } from '#core/survivorship/build-orders.ts';
import { buildOrders } from '#core/survivorship/build-orders.ts';
import type { Decision } from '#shared/domain/decision.ts';
import { ORDER_LIKE_TYPES, typeCode } from '#shared/domain/systems.ts';
import type { ReadableDb } from '#store/database.ts';
import { readDecisionsOf } from '#store/queries/decisions.ts';
import { keepOrderLike, readJoinedPairs, readOrderFellows, readTogetherFellows } from '#store/queries/orders.ts';
import { bookZone, type FoldedRecordRow, memberOf, readFolded } from '../records.ts';

const ORDER_LIKE_CODES = ORDER_LIKE_TYPES.map(typeCode);

/** Order-like records among `recordIds`, with all that share an order with them now, or would by pairs and decisions. */
export function expandComponents(db: ReadableDb, recordIds: readonly number[]): number[] {
  const known = new Set<number>();
  let frontier = keepOrderLike(db, recordIds, ORDER_LIKE_CODES);
  while (frontier.length > 0) {
    for (const id of frontier) known.add(id);
    const next = new Set<number>([...readOrderFellows(db, frontier), ...readTogetherFellows(db, frontier)]);
    for (const { leftId, rightId } of readJoinedPairs(db, frontier)) next.add(leftId).add(rightId);
    frontier = [...next].filter((id) => !known.has(id));
  }
  return [...known];
}

export interface ComponentState {
  readonly records: readonly FoldedRecordRow[];
  readonly component: Component;
}

/** Everything `buildOrders` needs of these records. They must be whole components (`expandComponents`). */
export function readComponent(db: ReadableDb, recordIds: readonly number[]): ComponentState {
  const records = readFolded(db, recordIds);
  const live = records.filter((record) => record.live);
  return {
    records,
    component: {
      members: live.map(memberOf),
      tied: new Map(live.map(({ recordId, folded }) => [recordId, folded.tied])),
      decisions: readDecisionsOf(db, recordIds),
      pairs: readJoinedPairs(db, recordIds),
    },
  };
}

/** The orders of these records as they would be with further decisions: what a preview shows. */
export function ordersWith(db: ReadableDb, state: ComponentState, further: readonly Decision[]): BuiltOrder[] {
  const decisions = [...state.component.decisions, ...further];
  return buildOrders({ ...state.component, decisions }, bookZone(db));
}
