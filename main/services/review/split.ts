/** The plan of a split: *apart* across the cut. What a person joined before holds on each side of it, and again once it is undone. */
import type { Why } from '#core/changes/merge-entries.ts';
import type { BuiltOrder } from '#core/survivorship/build-orders.ts';
import type { Ports } from '#main/app/ports.ts';
import type { Actor, Decision } from '#shared/domain/decision.ts';
import { keyText } from '#shared/domain/source-record.ts';
import type { ReadableDb } from '#store/database.ts';
import { findOrderHead } from '#store/queries/orders.ts';
import { type DecisionContent, expandComponents, ordersOf, readComponent } from '../derive/component.ts';
import { answerOf } from './plan.ts';
import { problems } from './problems.ts';

export interface SplitPlan {
  readonly before: BuiltOrder;
  /** The orders it falls into; the one that goes on showing the id first. */
  readonly after: readonly BuiltOrder[];
  readonly decision: DecisionContent;
}

/** Throws a ProblemError when the order is gone or nothing would be left on a side. */
export function planSplit(
  db: ReadableDb,
  ports: Ports,
  input: { readonly orderId: string; readonly takeOut: readonly number[] },
  by: { readonly actor: Actor; readonly atMs: number; readonly why: Why },
): SplitPlan {
  const headId = findOrderHead(db, input.orderId);
  if (headId === null) throw problems.unknownOrder(input.orderId);
  const state = readComponent(db, expandComponents(db, [headId]));
  const before = ordersOf(db, state).find(({ members }) => members.some(({ recordId }) => recordId === headId));
  if (before === undefined) throw problems.unknownOrder(input.orderId);
  const out = new Set(input.takeOut);
  const taken = before.members.filter(({ recordId }) => out.has(recordId));
  const kept = before.members.filter(({ recordId }) => !out.has(recordId));
  if (taken.length === 0 || kept.length === 0) throw problems.emptySplit();
  const inside = new Set(before.members.map(({ recordId }) => recordId));
  const [takenKeys, keptKeys] = [taken, kept].map((side) => side.map(({ key }) => key));
  const decision: DecisionContent = {
    actor: by.actor,
    atMs: by.atMs,
    reasonCode: by.why?.code ?? null,
    reasonText: by.why?.text ?? null,
    body: {
      kind: 'apart',
      sides: [takenKeys ?? [], keptKeys ?? []],
      cuts: cutBy(state.component.decisions, new Set((takenKeys ?? []).map(keyText)), new Set((keptKeys ?? []).map(keyText))),
      answer: answerOf(
        null,
        state.records.filter(({ recordId }) => inside.has(recordId)),
        false,
        ports.sha256,
      ),
    },
  };
  const after = ordersOf(db, state, { add: [decision], withdraw: [] })
    .filter(({ members }) => members.some(({ recordId }) => inside.has(recordId)))
    .toSorted((a, b) => Number(holds(b, before)) - Number(holds(a, before)));
  return { before, after, decision };
}

function holds(order: BuiltOrder, before: BuiltOrder): boolean {
  return order.members.some(({ recordId }) => recordId === before.head.recordId);
}

/** Standing *together* decisions that name records on both sides. */
function cutBy(decisions: readonly Decision[], taken: ReadonlySet<string>, kept: ReadonlySet<string>): number[] {
  return decisions
    .filter(({ body, withdrawnBy }) => {
      if (withdrawnBy !== null || body.kind !== 'together') return false;
      const keys = body.members.map(keyText);
      return keys.some((key) => taken.has(key)) && keys.some((key) => kept.has(key));
    })
    .map(({ id }) => id);
}
