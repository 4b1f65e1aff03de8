/** The other answers: not duplicates, related but separate, not now; and taking records out of an order. */

import { splitEntries } from '#core/changes/merge-entries.ts';
import type { BuiltOrder } from '#core/survivorship/build-orders.ts';
import type { Problem, Receipt } from '#shared/contract/procedure.ts';
import type { LogDraft } from '#shared/domain/change-log.ts';
import type { DecisionBody, DecisionSides } from '#shared/domain/decision.ts';
import { canonicalIdOf } from '#shared/domain/ids.ts';
import { DAY_MS, isoUtc } from '#shared/domain/instant.ts';
import { keyText, type RecordKey } from '#shared/domain/source-record.ts';
import { readQuestion } from '#store/queries/questions.ts';
import type { CommandScope } from '../command.ts';
import type { WriterContext } from '../context.ts';
import { type DecisionContent, expandComponents, ordersOf, readComponent } from '../derive/component.ts';
import { carryOut, type Done, decide, whyOf } from './decide.ts';
import { answerOf, loggedOrder } from './plan.ts';
import { problems } from './problems.ts';
import { planSplit } from './split.ts';
import { comparedToken } from './token.ts';

interface Reason {
  readonly reasonCode: string | null;
  readonly reasonText: string | null;
}

interface Sided extends Reason {
  readonly commandId: string;
  readonly proposalId: string;
  readonly token: string;
  /** Records of one side; their whole orders count to it. */
  readonly side: readonly number[];
}

const SKIP_DAYS = 7;

export function apart(context: WriterContext, input: Sided): Receipt | Problem {
  return decide(context, { commandId: input.commandId, name: 'review.apart' }, (scope) =>
    keepApart(context, scope, input, (sides, answer) => ({ kind: 'apart', sides, cuts: [], answer })),
  );
}

export function relate(context: WriterContext, input: Sided & { readonly relation: string }): Receipt | Problem {
  return decide(context, { commandId: input.commandId, name: 'review.relate' }, (scope) =>
    keepApart(context, scope, input, (sides, answer) => ({ kind: 'relate', sides, relation: input.relation, answer })),
  );
}

type SidedBody = Extract<DecisionBody, { kind: 'apart' | 'relate' }>;

function keepApart(
  context: WriterContext,
  scope: CommandScope,
  input: Sided,
  bodyOf: (sides: DecisionSides, answer: SidedBody['answer']) => SidedBody,
): Done {
  const { question, orders, records } = readAsked(context, scope, input.proposalId);
  if (comparedToken(orders, records, context.ports.sha256) !== input.token) throw problems.stale();
  const side = new Set(input.side);
  const [here, there] = [true, false].map((wanted) =>
    orders.filter(({ members }) => members.some(({ recordId }) => side.has(recordId)) === wanted),
  );
  if (here === undefined || there === undefined || here.length === 0 || there.length === 0) throw problems.emptySplit();
  const members = orders.flatMap((order) => order.members);
  const asked = new Set(members.map(({ recordId }) => recordId));
  const body = bodyOf(
    [keysOf(here), keysOf(there)],
    answerOf(
      question,
      records.filter(({ recordId }) => asked.has(recordId)),
      false,
      context.ports.sha256,
    ),
  );
  const [decisionId] = carryOut(scope, context.ports, [content(scope, body, input)], [...asked]);
  scope.log({
    action: body.kind === 'apart' ? 'pair.apart' : 'order.related',
    subjects: [...body.sides[0], ...body.sides[1]].map(keyText),
    before: null,
    after: {
      sides: [here, there].map((orders) => orders.map(({ head }) => canonicalIdOf(head.key, context.ports.sha256))),
      relation: body.kind === 'relate' ? body.relation : null,
    },
    why: whyOf(input),
  });
  const message = body.kind === 'apart' ? 'Remembered as not duplicates' : 'Linked as related, not merged';
  return { message, decisionId: decisionId ?? null };
}

function keysOf(orders: readonly BuiltOrder[]): RecordKey[] {
  return orders.flatMap(({ members }) => members.map(({ key }) => key));
}

function content(scope: CommandScope, body: DecisionBody, reason: Reason): DecisionContent {
  return { actor: scope.actor, atMs: scope.atMs, body, reasonCode: reason.reasonCode, reasonText: reason.reasonText };
}

/** The question, and the orders that hold its members. */
function readAsked(context: WriterContext, scope: CommandScope, proposalId: string) {
  const question = readQuestion(scope.db, proposalId);
  if (question === null) throw problems.gone();
  const state = readComponent(scope.db, expandComponents(scope.db, question.members));
  const asked = new Set(question.members);
  const orders = ordersOf(context.db, state).filter(({ members }) => members.some(({ recordId }) => asked.has(recordId)));
  if (orders.length < 2) throw problems.gone();
  return { question, orders, records: state.records };
}

/** Comes back after seven days, or when a compared field changes. */
export function skip(
  context: WriterContext,
  input: { readonly commandId: string; readonly proposalId: string },
): Receipt | Problem {
  return decide(context, { commandId: input.commandId, name: 'review.skip' }, (scope) => {
    const { question, orders, records } = readAsked(context, scope, input.proposalId);
    const untilMs = scope.atMs + SKIP_DAYS * DAY_MS;
    const members = orders.flatMap((order) => order.members);
    const asked = new Set(members.map(({ recordId }) => recordId));
    const answer = answerOf(
      question,
      records.filter(({ recordId }) => asked.has(recordId)),
      false,
      context.ports.sha256,
    );
    const body: DecisionBody = { kind: 'skip', members: members.map(({ key }) => key), untilMs, answer };
    const [decisionId] = carryOut(scope, context.ports, [content(scope, body, { reasonCode: null, reasonText: null })], [...asked]);
    scope.log({
      action: 'proposal.skipped',
      subjects: members.map(({ key }) => keyText(key)),
      after: { until: isoUtc(untilMs) },
    });
    return { message: `Skipped; it comes back in ${SKIP_DAYS} days`, decisionId: decisionId ?? null };
  });
}

export function split(
  context: WriterContext,
  input: Reason & { readonly commandId: string; readonly orderId: string; readonly takeOut: readonly number[] },
): Receipt | Problem {
  return decide(context, { commandId: input.commandId, name: 'review.split' }, (scope) => {
    const plan = planSplit(scope.db, context.ports, input, { actor: scope.actor, atMs: scope.atMs, why: whyOf(input) });
    const recordIds = plan.before.members.map(({ recordId }) => recordId);
    const [decisionId] = carryOut(scope, context.ports, [plan.decision], recordIds);
    const entries: LogDraft[] = splitEntries(
      loggedOrder(plan.before, context.ports.sha256),
      plan.after.map((order) => loggedOrder(order, context.ports.sha256)),
      whyOf(input),
    );
    for (const entry of entries) scope.log(entry);
    const [kept] = plan.after;
    const name = kept === undefined ? 'the order' : kept.summary.client || kept.summary.number;
    return { message: `Took ${input.takeOut.length} out of ${name}`, decisionId: decisionId ?? null };
  });
}
