/** What a merge would do, before it is done: ids, totals, what leaves, what needs a look, what the log will say. */
import type { z } from 'zod';
import type { BuiltOrder } from '#core/survivorship/build-orders.ts';
import { isSale, type Member } from '#core/survivorship/member.ts';
import { captionOf } from '#core/survivorship/presence.ts';
import { systemName } from '#core/survivorship/rules.ts';
import { showMoney, showValue } from '#core/survivorship/show.ts';
import { standingOf, totalsDiffer } from '#core/survivorship/standing.ts';
import type { Zone } from '#core/survivorship/zone.ts';
import type { ShownValue } from '#shared/contract/orders.ts';
import type { mergeEffects } from '#shared/contract/review.ts';
import { FIELD_NAMES } from '#shared/domain/fields.ts';
import { canonicalIdOf } from '#shared/domain/ids.ts';
import { type LinkedRecord, readLinksTo } from '#store/queries/linked.ts';
import { readQuestion } from '#store/queries/questions.ts';
import type { ReaderContext } from '../context.ts';
import { ProblemError } from '../context.ts';
import { bookZone } from '../records.ts';
import type { PickInput } from './picks.ts';
import { type MergePlan, planMerge } from './plan.ts';

type Effects = z.infer<typeof mergeEffects>;

/** Null when the question is gone or a hard rule is in the way: then the comparison says which. */
export function previewMerge(context: ReaderContext, input: { proposalId: string; picks: PickInput[] }): Effects | null {
  const { db, ports } = context;
  const question = readQuestion(db, input.proposalId);
  if (question === null) return null;
  try {
    const plan = planMerge(db, ports, {
      memberIds: question.members,
      picks: input.picks,
      // The reason is asked for when it is done; what it would do does not depend on it.
      overrides: input.picks.map(({ field }) => ({ field, reasonCode: 'preview', reasonText: 'the reason that will be given' })),
      question,
      bulk: false,
      actor: 'person:you',
      atMs: ports.clock.nowMs(),
      why: null,
    });
    return effectsOf(context, plan);
  } catch (error) {
    if (error instanceof ProblemError) return null;
    throw error;
  }
}

function effectsOf({ db, ports }: ReaderContext, plan: MergePlan): Effects {
  const zone = bookZone(db);
  const { after, before } = plan;
  const [survivor, ...losers] = before;
  const links = readLinksTo(db, plan.recordIds);
  const kept = new Set(survivor?.members.map(({ recordId }) => recordId));
  return {
    orderId: canonicalIdOf(after.head.key, ports.sha256),
    idsMapped: after.members.length,
    leaving: losers.filter((order) => order.isSale).map((order) => ({ recordId: order.head.recordId, value: totalOf(order) })),
    sourcesTotal: sourcesTotal(after.members),
    canonicalBefore: canonicalTotals(before),
    canonicalAfter: canonicalTotals([after]),
    linkedRepointed: links.filter(({ toId }) => !kept.has(toId)).length,
    exceptions: exceptionsOf(after, links, zone),
    logEntries: plan.entries.length + plan.superseded.length,
    result: FIELD_NAMES.flatMap((field) => {
      const choice = after.fields[field];
      if (choice === undefined) return [];
      return [{ field, value: showValue(field, choice.value, after.facts.currency ?? null, zone), why: choice.why }];
    }),
  };
}

/** Total of an order, ready for a screen. */
export function totalOf({ summary }: BuiltOrder): ShownValue | null {
  return summary.totalMinor === null ? null : showMoney(summary.totalMinor, summary.currency);
}

/** What the sources say, by currency: the sum over the sales among the records. No merge changes it. */
export function sourcesTotal(members: readonly Member[]): ShownValue[] {
  return sumByCurrency(
    members.filter(isSale).map(({ facts }) => ({ minor: facts.total ?? facts.amount ?? null, currency: facts.currency ?? null })),
  );
}

/** Canonical total by currency: one amount per sale. */
export function canonicalTotals(orders: readonly BuiltOrder[]): ShownValue[] {
  return sumByCurrency(
    orders.filter((order) => order.isSale).map(({ summary }) => ({ minor: summary.totalMinor, currency: summary.currency })),
  );
}

function sumByCurrency(amounts: readonly { readonly minor: number | null; readonly currency: string | null }[]): ShownValue[] {
  const sums = new Map<string | null, number>();
  for (const { minor, currency } of amounts) {
    if (minor !== null) sums.set(currency, (sums.get(currency) ?? 0) + minor);
  }
  return [...sums].sort(([a], [b]) => ((a ?? '') < (b ?? '') ? -1 : 1)).map(([currency, minor]) => showMoney(minor, currency));
}

/** What will need a look once they are one order (reason codes of the ledger). */
function exceptionsOf(order: BuiltOrder, links: readonly LinkedRecord[], zone: Zone): Effects['exceptions'] {
  const found: Effects['exceptions'] = [];
  const sales = order.members.filter(isSale);
  if (totalsDiffer(sales)) {
    const differing = sales.filter(({ recordId }) => order.fields.total?.disagree.includes(recordId));
    const names = differing.map((member) => `${systemName(member)} ${captionOf(member.key)}`).join(', ');
    found.push({ reason: 'amount_mismatch', label: `${names} differs from the total`, owner: 'finance' });
  }
  if (standingOf('lineItems', sales, zone) === 'conflict') {
    found.push({ reason: 'line_item_mismatch', label: 'Line items differ', owner: 'finance' });
  }
  const { payments, paid } = movementsOf(links);
  if (payments > 1 && order.summary.totalMinor !== null && paid > order.summary.totalMinor) {
    const text = showMoney(paid, order.summary.currency).text;
    found.push({ reason: 'overpaid', label: `${payments} payments for one sale: ${text} paid`, owner: 'finance' });
  }
  return found;
}

/**
 * Distinct gateway movements among linked payments. A charge and its balance transaction are two reports of one movement, so of the
 * types of one account the one that tells of more counts.
 */
function movementsOf(links: readonly LinkedRecord[]): { readonly payments: number; readonly paid: number } {
  const linked = links.filter(({ kind, state }) => kind === 'payment-order' && state === 'linked');
  const byAccount = Map.groupBy(linked, ({ key }) => JSON.stringify([key.system, key.account]));
  let [payments, paid] = [0, 0];
  for (const reports of byAccount.values()) {
    const [most = []] = [...Map.groupBy(reports, ({ key }) => key.type).values()].sort((a, b) => b.length - a.length);
    payments += most.length;
    paid += most.reduce((sum, { amountMinor }) => sum + (amountMinor ?? 0), 0);
  }
  return { payments, paid };
}
