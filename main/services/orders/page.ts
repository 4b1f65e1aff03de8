/** One order: its fields with their reasons, every id, what is linked, what happened, which decisions hold it. */
import type { BuiltOrder } from '#core/survivorship/build-orders.ts';
import { partOf } from '#core/survivorship/presence.ts';
import { showMoney, showValue } from '#core/survivorship/show.ts';
import type { Zone } from '#core/survivorship/zone.ts';
import type { OrderPage, orders } from '#shared/contract/orders.ts';
import { actorLabel, type Decision } from '#shared/domain/decision.ts';
import { FIELD_NAMES, fieldSpec } from '#shared/domain/fields.ts';
import { canonicalIdOf } from '#shared/domain/ids.ts';
import { keyText } from '#shared/domain/source-record.ts';
import type { ReadableDb } from '#store/database.ts';
import { countLogOf, readLinksTo } from '#store/queries/linked.ts';
import { readListed } from '#store/queries/order-lists.ts';
import { findOrderHead } from '#store/queries/orders.ts';
import type { ReaderContext } from '../context.ts';
import { type ComponentState, expandComponents, ordersOf, readComponent } from '../derive/component.ts';
import type { InputOf } from '../handlers.ts';
import { reportsOf } from '../money/views/reports.ts';
import { badgeOf, bookZone } from '../records.ts';
import { lanesOf } from '../review/comparison.ts';
import { sourcesTotal, totalOf } from '../review/effects.ts';
import { decisionLabel } from '../review/withdraw.ts';
import { rowsOf } from './list.ts';

export function orderPage({ db, ports }: ReaderContext, { orderId }: InputOf<typeof orders.get>): OrderPage | null {
  const headId = findOrderHead(db, orderId);
  if (headId === null) return null;
  const state = readComponent(db, expandComponents(db, [headId]));
  const order = ordersOf(db, state).find(({ members }) => members.some(({ recordId }) => recordId === headId));
  const [head] = rowsOf(db, readListed(db, [order?.head.recordId ?? headId]));
  if (order === undefined || head === undefined) return null;
  const zone = bookZone(db);
  const shown = canonicalIdOf(order.head.key, ports.sha256);
  const ids = order.members.map(({ key }) => canonicalIdOf(key, ports.sha256));
  const inside = new Set(order.members.map(({ recordId }) => recordId));
  const decisions = state.component.decisions.filter(({ body }) => isShown(body.kind));
  return {
    orderId: shown,
    aliases: ids.filter((id) => id !== shown),
    head,
    fields: fieldsOf(order, zone),
    members: membersOf(order, state, ports.sha256),
    linked: linkedOf(db, [...inside]),
    lanes: lanesOf(db, order.members),
    sums: { sources: sourcesTotal(order.members), canonical: order.isSale ? totalOf(order) : null },
    decisions: decisions.toReversed().map(shownDecision),
    logCount: countLogOf(
      db,
      order.members.map(({ key }) => keyText(key)),
    ),
  };
}

function fieldsOf(order: BuiltOrder, zone: Zone): OrderPage['fields'] {
  return FIELD_NAMES.flatMap((field) => {
    const choice = order.fields[field];
    if (choice === undefined) return [];
    const { label, group } = fieldSpec(field);
    return {
      field,
      label,
      group,
      value: showValue(field, choice.value, order.facts.currency ?? null, zone),
      recordId: choice.recordId,
      why: order.members.length === 1 && choice.recordId !== null ? '' : choice.why,
      disagree: choice.disagree.flatMap((recordId) => {
        const member = order.members.find((candidate) => candidate.recordId === recordId);
        const value = showValue(field, member?.facts[field], member?.facts.currency ?? null, zone);
        return value === null ? [] : [{ recordId, value }];
      }),
    };
  });
}

function membersOf(order: BuiltOrder, state: ComponentState, sha256: Parameters<typeof canonicalIdOf>[1]): OrderPage['members'] {
  const records = new Map(state.records.map((record) => [record.recordId, record]));
  return order.members.map((member) => {
    const record = records.get(member.recordId);
    const total = member.facts.total ?? member.facts.amount ?? null;
    return {
      ...badgeOf(member.recordId, member.key),
      orderId: canonicalIdOf(member.key, sha256),
      part: partOf(member, order.members),
      joinedBy: joinedByOf(member.key, order, state.component.decisions),
      total: total === null ? null : showMoney(total, member.facts.currency ?? null),
      live: record?.live ?? false,
      aliases: [...new Set(record?.versions.flatMap(({ aliases }) => aliases) ?? [])],
    };
  });
}

/** Who brought a member in: the latest standing merge that names it, else a rule. */
function joinedByOf(key: Parameters<typeof keyText>[0], order: BuiltOrder, decisions: readonly Decision[]): string {
  if (order.members.length === 1) return '';
  const named = decisions.findLast(
    ({ body, withdrawnBy }) =>
      withdrawnBy === null && body.kind === 'together' && body.members.some((member) => keyText(member) === keyText(key)),
  );
  return named === undefined ? 'joined by rule' : `reviewed by ${actorLabel(named.actor)}`;
}

function linkedOf(db: ReadableDb, recordIds: readonly number[]): OrderPage['linked'] {
  const links = readLinksTo(db, recordIds);
  const reports = reportsOf(
    db,
    links.map(({ fromId }) => fromId),
  );
  return links.flatMap(({ fromId, key, kind, state, amountMinor, currency }) => {
    const about = { kind, state, total: amountMinor === null ? null : showMoney(amountMinor, currency) };
    // A report of the same movement stands beside it, with the same amount; it is counted once.
    return [
      { ...badgeOf(fromId, key), ...about, reportOf: null },
      ...(reports.get(fromId) ?? []).map((badge) => ({ ...badge, ...about, reportOf: fromId })),
    ];
  });
}

function isShown(kind: Decision['body']['kind']): boolean {
  return kind === 'together' || kind === 'apart' || kind === 'relate' || kind === 'pick';
}

function shownDecision(decision: Decision): OrderPage['decisions'][number] {
  return {
    decisionId: decision.id,
    kind: decision.body.kind,
    label: decisionLabel(decision),
    actor: actorLabel(decision.actor),
    at: decision.atMs,
    reason: decision.reasonText,
    withdrawn: decision.withdrawnBy !== null,
  };
}
