/**
 * The plan of a merge: decisions, log entries and the order that results. The preview shows it, the merge carries it out; there is
 * no second way to compute either.
 */
import { comparedFacts } from '#core/changes/compared.ts';
import { fieldEntries, type LoggedOrder, mergeEntries, type Why } from '#core/changes/merge-entries.ts';
import type { BuiltOrder } from '#core/survivorship/build-orders.ts';
import type { Member } from '#core/survivorship/member.ts';
import type { Ports } from '#main/app/ports.ts';
import type { LogDraft } from '#shared/domain/change-log.ts';
import type { Actor, Answer, Decision } from '#shared/domain/decision.ts';
import { actorLabel } from '#shared/domain/decision.ts';
import { canonicalIdOf, type Sha256 } from '#shared/domain/ids.ts';
import { keyText } from '#shared/domain/source-record.ts';
import { isOrderLike } from '#shared/domain/systems.ts';
import type { ReadableDb } from '#store/database.ts';
import { type ComponentState, type DecisionContent, expandComponents, ordersOf, readComponent } from '../derive/component.ts';
import type { FoldedRecordRow } from '../records.ts';
import { type ChosenField, choose, type OverrideInput, type PickInput } from './picks.ts';
import { problems } from './problems.ts';

export interface MergeRequest {
  /** One record at least of each order to join. */
  readonly memberIds: readonly number[];
  readonly picks: readonly PickInput[];
  readonly overrides: readonly OverrideInput[];
  readonly question: {
    readonly id: string;
    readonly band: NonNullable<Answer['band']>;
    /** Set when it was settled and is asked again. */
    readonly changedField: string | null;
  } | null;
  readonly bulk: boolean;
  readonly actor: Actor;
  readonly atMs: number;
  readonly why: Why;
}

export interface MergePlan {
  readonly state: ComponentState;
  /** The orders that are joined; the first is the one that owns the terms: it is the others that leave. */
  readonly before: readonly BuiltOrder[];
  readonly after: BuiltOrder;
  /** The *together*, then what a person entered or overrode. */
  readonly decisions: readonly DecisionContent[];
  /** Earlier answers to this very question, which this one replaces. */
  readonly superseded: readonly Decision[];
  readonly entries: readonly LogDraft[];
  /** Every record of the orders that are joined. */
  readonly recordIds: readonly number[];
}

/** Throws a ProblemError when a hard rule is in the way. */
export function planMerge(db: ReadableDb, ports: Ports, request: MergeRequest): MergePlan {
  const state = readComponent(db, expandComponents(db, request.memberIds));
  checkMembers(state, request);
  const wanted = new Set(request.memberIds);
  const joined = ordersOf(db, state).filter(({ members }) => members.some(({ recordId }) => wanted.has(recordId)));
  if (joined.length < 2) throw problems.tooFew();
  const members = joined.flatMap((order) => order.members);
  checkCurrency(members);
  const superseded = standingApart(state, joined);
  for (const decision of superseded) {
    if (!answersQuestion(decision, request.question)) throw problems.keptApart(actorLabel(decision.actor));
  }
  const withdraw = superseded.map(({ id }) => id);
  const together = togetherOf(request, joined, state, ports.sha256);
  const plain = mergedOrder(ordersOf(db, state, { add: [together], withdraw }), members);
  const chosen = choose(request.picks, request.overrides, plain);
  const decisions = withChoices(together, chosen, plain, request);
  const after = mergedOrder(ordersOf(db, state, { add: decisions, withdraw }), members);
  const [owner] = after.members;
  const before = joined.toSorted((a, b) => Number(holds(b, owner)) - Number(holds(a, owner)));
  return {
    state,
    before,
    after,
    decisions,
    superseded,
    entries: entriesOf(before, plain, after, chosen, request.why, ports.sha256),
    recordIds: members.map(({ recordId }) => recordId),
  };
}

function holds(order: BuiltOrder, owner: Member | undefined): boolean {
  return order.members.some(({ recordId }) => recordId === owner?.recordId);
}

function mergedOrder(orders: readonly BuiltOrder[], members: readonly { readonly recordId: number }[]): BuiltOrder {
  const found = orders.find((order) => members.every(({ recordId }) => order.members.some((other) => other.recordId === recordId)));
  if (found === undefined) throw problems.keptApart('An earlier decision');
  return found;
}

function checkMembers(state: ComponentState, { memberIds }: MergeRequest): void {
  const byId = new Map(state.records.map((record) => [record.recordId, record]));
  for (const id of memberIds) {
    const record = byId.get(id);
    if (record === undefined || !record.live) throw problems.gone();
    if (!isOrderLike(record.key.type)) throw problems.notOrders(`${record.key.system} ${record.key.type} ${record.key.nativeId}`);
  }
}

function checkCurrency(members: BuiltOrder['members']): void {
  const currencies = new Set(members.flatMap(({ facts }) => facts.currency ?? []));
  if (currencies.size > 1) throw problems.currency([...currencies].sort());
}

/** Standing decisions that keep records of two of the orders apart. */
function standingApart(state: ComponentState, orders: readonly BuiltOrder[]): Decision[] {
  const orderOf = new Map(orders.flatMap((order, index) => order.members.map(({ key }) => [keyText(key), index] as const)));
  return state.component.decisions.filter(({ body, withdrawnBy }) => {
    if (withdrawnBy !== null || (body.kind !== 'apart' && body.kind !== 'relate')) return false;
    const [one, other] = body.sides.map((side) => new Set(side.flatMap((key) => orderOf.get(keyText(key)) ?? [])));
    return one !== undefined && other !== undefined && [...one].some((a) => [...other].some((b) => a !== b));
  });
}

/** A person may answer the same question the other way, and any that is asked again because a compared field changed. */
function answersQuestion({ body }: Decision, question: MergeRequest['question']): boolean {
  if (question === null || (body.kind !== 'apart' && body.kind !== 'relate')) return false;
  return body.answer.proposalId === question.id || question.changedField !== null;
}

function togetherOf(
  request: MergeRequest,
  orders: readonly BuiltOrder[],
  state: ComponentState,
  sha256: Sha256,
): DecisionContent & { body: { kind: 'together' } } {
  const members = orders.flatMap((order, part) => order.members.map(({ key }) => ({ key, part })));
  const recordIds = new Set(orders.flatMap((order) => order.members.map(({ recordId }) => recordId)));
  return {
    actor: request.actor,
    atMs: request.atMs,
    reasonCode: request.why?.code ?? null,
    reasonText: request.why?.text ?? null,
    body: {
      kind: 'together',
      members: members.map(({ key }) => key),
      parts: members.map(({ part }) => part),
      picks: {},
      answer: answerOf(
        request.question,
        state.records.filter(({ recordId }) => recordIds.has(recordId)),
        request.bulk,
        sha256,
      ),
    },
  };
}

/** What is remembered of the question: its id, and what was compared. */
export function answerOf(
  question: MergeRequest['question'],
  records: readonly FoldedRecordRow[],
  bulk: boolean,
  sha256: Sha256,
): Answer {
  return {
    proposalId: question?.id ?? null,
    band: question?.band ?? null,
    bulk,
    compared: Object.fromEntries(records.map(({ key, folded }) => [keyText(key), comparedFacts(folded.facts, sha256)])),
  };
}

/** Choices among the records travel with the merge; what a person entered or overrode stays with the record that is shown. */
function withChoices(
  together: ReturnType<typeof togetherOf>,
  chosen: readonly ChosenField[],
  order: BuiltOrder,
  request: MergeRequest,
): DecisionContent[] {
  const travels = ({ pick, override }: ChosenField) => pick.from !== 'person' && override === null;
  const picks = Object.fromEntries(chosen.filter(travels).map(({ field, pick }) => [field, pick]));
  const stays = chosen.filter((choice) => !travels(choice));
  return [
    { ...together, body: { ...together.body, picks } },
    ...stays.map(
      ({ field, pick, override }): DecisionContent => ({
        actor: request.actor,
        atMs: request.atMs,
        reasonCode: override?.code ?? null,
        reasonText: override?.text ?? null,
        body: { kind: 'pick', member: order.head.key, field, pick, override: override !== null },
      }),
    ),
  ];
}

/** A field that a person chose is logged against what the rules would have given; any other against the order that owns the terms. */
function entriesOf(
  before: readonly BuiltOrder[],
  plain: BuiltOrder,
  after: BuiltOrder,
  chosen: readonly ChosenField[],
  why: Why,
  sha256: Sha256,
): LogDraft[] {
  const [survivor, ...losers] = before.map((order) => loggedOrder(order, sha256));
  const [first] = before;
  const [owner] = after.members;
  if (survivor === undefined || first === undefined || owner === undefined) return [];
  const overrides = new Map(chosen.map(({ field, override }) => [field, override]));
  const ruled = Object.fromEntries(chosen.map(({ field }) => [field, plain.fields[field]]));
  return [
    ...mergeEntries(survivor, losers, canonicalIdOf(after.head.key, sha256), why),
    ...fieldEntries(
      owner.key,
      { fields: { ...first.fields, ...ruled }, currency: first.facts.currency ?? plain.facts.currency ?? null },
      { fields: after.fields, currency: after.facts.currency ?? null },
      (field) => overrides.get(field) ?? null,
    ),
  ];
}

export function loggedOrder(order: BuiltOrder, sha256: Sha256): LoggedOrder {
  return { canonicalId: canonicalIdOf(order.head.key, sha256), keys: order.members.map(({ key }) => key) };
}
