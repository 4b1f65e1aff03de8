/** What reconciling is to know of one money event or booking, from its facts. */
import type { Facts } from '#shared/domain/fields.ts';
import type { SourceInstant } from '#shared/domain/instant.ts';
import { isCurrencyCode, parseAmount } from '#shared/domain/money.ts';
import { isMoneyKind, MONEY_KINDS } from '#shared/domain/money-events.ts';
import type { MoneyFacts } from '#shared/domain/money-row.ts';
import type { TypedRef } from '#shared/domain/source-record.ts';
import { type RecordType, roleOf } from '#shared/domain/systems.ts';
import { isContentId } from '../connectors/content-id.ts';
import { eventStatus, statusCode } from '../reconciliation/event-status.ts';
import { partyOf } from './match-facts.ts';
import { normaliseReference } from './references.ts';

export interface MoneyRecord {
  readonly type: RecordType;
  readonly nativeId: string;
  readonly facts: Facts;
  readonly refs: readonly TypedRef[];
}

export function moneyFacts({ type, nativeId, facts, refs }: MoneyRecord): MoneyFacts {
  const { name, email } = partyOf(facts);
  const at = facts.placedAt ?? facts.createdAt ?? facts.paidAt ?? null;
  const isPayout = type === 'payout' || type === 'settlement';
  const isBooking = roleOf(type) === 'booking';
  const { moneyKind } = facts;
  const shipment = type === 'settlement_line' ? refs.find(({ namespace }) => namespace.endsWith(':shipment')) : undefined;
  return {
    kind: isMoneyKind(moneyKind) ? MONEY_KINDS.indexOf(moneyKind) : null,
    status: statusCode(eventStatus(facts, isPayout)),
    amount: facts.amount ?? facts.total ?? null,
    fee: facts.fee ?? null,
    net: facts.net ?? null,
    balance: facts.balance ?? null,
    buyer: buyerOf(facts),
    minute: minuteOf(at),
    dayOnly: at?.precision === 'day' ? 1 : 0,
    availableMinute: minuteOf(facts.availableAt),
    payoutMinute: minuteOf(facts.payoutAt),
    currency: facts.currency ?? null,
    buyerCurrency: facts.buyerCurrency ?? null,
    payout: numberOf(facts.payoutId ?? (isPayout && !isContentId(nativeId) ? nativeId : null)),
    account: facts.account ?? null,
    group: shipment?.value ?? null,
    name,
    email,
    method: facts.paymentMethod?.toLowerCase() ?? null,
    description: isBooking || type === 'bank_line' || moneyKind === 'adjustment' ? (facts.description ?? null) : null,
    number: isBooking || isPayout || type === 'bank_line' ? numberOf(facts.invoiceNumber ?? facts.reference) : null,
    category: isBooking || type === 'settlement_line' ? (facts.category?.toLowerCase() ?? null) : null,
    reference: isBooking ? numberOf(facts.reference) : null,
  };
}

function minuteOf(at: SourceInstant | null | undefined): number | null {
  return at == null ? null : Math.floor(at.ms / 60_000);
}

function numberOf(text: string | null | undefined): string | null {
  return text == null ? null : normaliseReference(text) || null;
}

/** Minor units of the buyer's currency, or null where either is not stated or cannot be read. */
function buyerOf({ buyerAmount, buyerCurrency }: Facts): number | null {
  if (buyerAmount == null || buyerCurrency == null || !isCurrencyCode(buyerCurrency)) return null;
  return parseAmount(buyerAmount, buyerCurrency);
}
