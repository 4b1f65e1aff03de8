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

/**
 * Order-like records among `recordIds`, with all that would share an order with them by pairs and decisions, and (`stored`) all that
 * do by the rows as they stand, which a change may have to part.
 */
export function expandComponents(db: ReadableDb, recordIds: readonly number[], by: 'stored' | 'decided' = 'stored'): number[] {
  const known = new Set<number>();
  let frontier = keepOrderLike(db, recordIds, ORDER_LIKE_CODES);
  while (frontier.length > 0) {
    for (const id of frontier) known.add(id);
    const next = new Set<number>(readTogetherFellows(db, frontier));
    if (by === 'stored') for (const id of readOrderFellows(db, frontier)) next.add(id);
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

/** A change of decisions that is not made yet. */
export interface Supposed {
  /** Decisions added, as if they were the latest. */
  readonly add: readonly DecisionContent[];
  /** Ids of standing decisions taken back. */
  readonly withdraw: readonly number[];
}

export type DecisionContent = Pick<Decision, 'actor' | 'atMs' | 'body' | 'reasonCode' | 'reasonText'>;

/** The orders of these records as they are, or as they would be: what a preview shows. */
export function ordersOf(db: ReadableDb, state: ComponentState, supposed: Supposed = { add: [], withdraw: [] }): BuiltOrder[] {
  const next = state.component.decisions.reduce((highest, { id }) => Math.max(highest, id), 0) + 1;
  const decisions = [
    ...state.component.decisions.map((decision) =>
      supposed.withdraw.includes(decision.id) ? { ...decision, withdrawnBy: next } : decision,
    ),
    ...supposed.add.map((content, index) => ({ ...content, id: next + index, commandId: '', withdrawnBy: null })),
  ];
  return buildOrders({ ...state.component, decisions }, bookZone(db));
}
