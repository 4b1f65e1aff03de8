/** A balance transaction as a record: what it moved, which payment and payout it belongs to. From a table or from the API alike. */
import type { MoneyKind } from '#shared/domain/money-events.ts';
import type { RecordDraft, Span, TypedRef } from '#shared/domain/source-record.ts';
import { orderMentions, paymentRef, ref, refsInText, spaceOfId, uniqueRefs } from '../../normalise/references.ts';
import { type FactDraft, versionOf } from '../facts.ts';
import type { Category } from './kinds.ts';

export interface BalanceIds {
  readonly transactionId: string;
  readonly source: string | null;
  readonly paymentIntent: string | null;
  readonly charge: string | null;
}

/** Movements that undo another, whose id they give as their source. */
const UNDOING: ReadonlySet<MoneyKind> = new Set(['charge_reversal', 'dispute_reversal', 'refund_failed', 'payout_failed']);

/** Fills in what follows from the category. @param facts amount, fee and net as read; taken over by the record. */
export function balanceRecord(
  { transactionId, source, paymentIntent, charge }: BalanceIds,
  facts: FactDraft,
  category: Category,
  span: Span,
): RecordDraft {
  const kind = category.kind(facts.net ?? 0, source);
  facts.moneyKind = kind;
  if (kind === 'fee' || kind === 'fee_returned') costAsAmount(facts);
  if (facts.payoutId && spaceOfId(facts.payoutId) !== 'payout') facts.payoutId = null;
  // A refund or dispute names the charge it is about: that is another record, so no alias of this one. What comes back later
  // (a failed refund, a dispute that was won) names the record it undoes.
  const { isSale } = category;
  const ownsSource = !UNDOING.has(kind);
  const aliases = isSale ? [source, paymentIntent, charge] : ownsSource ? [source] : [];
  const refs: TypedRef[] = [{ namespace: 'balance_transaction', value: transactionId.toUpperCase(), role: 'own' }];
  // The row of a payout stands for the payout itself, whose own id is the source; other exports of payouts know it by that.
  const isPayout = kind === 'payout';
  const payoutId = isPayout ? (source ?? facts.payoutId ?? null) : null;
  if (payoutId !== null) facts.payoutId = payoutId;
  if (source !== null && spaceOfId(source) !== null) refs.push(paymentRef(source, ownsSource ? 'own' : 'mentions'));
  if (paymentIntent !== null) refs.push(paymentRef(paymentIntent, isSale ? 'own' : 'mentions'));
  if (charge !== null) refs.push(paymentRef(charge, isSale ? 'own' : 'mentions'));
  if (facts.payoutId) refs.push(paymentRef(facts.payoutId, isPayout ? 'own' : 'mentions'));
  pushMentions(refs, facts);
  const nativeId = payoutId ?? transactionId;
  return {
    type: isPayout ? 'payout' : 'balance_transaction',
    nativeId,
    aliases: aliasesOf(nativeId, [transactionId, ...aliases]),
    facts,
    refs: uniqueRefs(refs),
    span,
    versionMs: versionOf(facts),
  };
}

/** Some reports state a cost as the fee of a row without an amount; a cost is an amount of its own. */
function costAsAmount(facts: FactDraft): void {
  facts.amount = facts.net ?? facts.amount ?? null;
  facts.fee = null;
}

export function pushMentions(refs: TypedRef[], facts: FactDraft): void {
  if (facts.reference) refs.push(...orderMentions(facts.reference, 'stripe'));
  if (facts.invoiceNumber) refs.push(ref('invoice', facts.invoiceNumber, 'mentions'));
  if (facts.description) refs.push(...refsInText(facts.description, 'stripe'));
}

export function aliasesOf(nativeId: string, ids: readonly (string | null)[]): readonly string[] {
  const aliases: string[] = [];
  for (const id of ids) if (id !== null && id !== nativeId && !aliases.includes(id)) aliases.push(id);
  return aliases;
}
