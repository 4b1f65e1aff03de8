/** Reason codes of what does not hold: a closed list, with severity and owner by event type (LEDGER.md). */

import type { IsHoliday } from '#shared/domain/clock.ts';
import { type Owner, type Policy, type Severity, SHIPPED_POLICY } from '#shared/domain/policy.ts';
import { addBusinessHours, type BusinessClock } from '../reconciliation/calendar.ts';

export type { Severity } from '#shared/domain/policy.ts';

interface Reason {
  readonly severity: Severity;
  readonly owner: Owner;
}

const S1 = (owner: Owner): Reason => ({ severity: 'S1', owner });
const S2 = (owner: Owner): Reason => ({ severity: 'S2', owner });
const S3 = (owner: Owner): Reason => ({ severity: 'S3', owner });

export const REASONS = {
  duplicate_event: S3('operations'),
  duplicate_order: S2('operations'),
  duplicate_invoice_number: S1('revenue operations'),
  missing_canonical_id: S1('revenue operations'),
  invoice_over_terms: S1('revenue operations'),
  amount_mismatch: S2('finance'),
  line_item_mismatch: S2('finance'),
  currency_mismatch: S2('finance'),
  immutable_field_changed: S2('project manager'),
  silent_overwrite: S2('operations'),
  refund_without_order: S1('support'),
  refund_exceeds_payment: S1('finance'),
  payment_without_order: S2('finance'),
  overpaid: S1('finance'),
  underpaid: S2('finance'),
  fulfilled_unpaid: S2('operations'),
  paid_cancelled_unrefunded: S2('support'),
  dispute_open: S1('support'),
  dispute_lost_unbooked: S2('finance'),
  payout_sum_mismatch: S1('finance'),
  payout_failed: S1('finance'),
  payout_missing_in_bank: S1('finance'),
  reserve_mismatch: S2('finance'),
  conversion_mismatch: S2('finance'),
  source_gap: S2('finance'),
  bank_line_unexplained: S2('finance'),
  fee_above_contract: S2('finance'),
  booked_twice: S1('finance'),
  booked_amount_mismatch: S2('finance'),
  not_booked: S2('finance'),
  sku_unknown: S3('operations'),
  inventory_mismatch: S3('operations'),
  owner_missing: S3('operations'),
  pending_overdue: S3('operations'),
  unreadable_row: S3('operations'),
  unknown_value: S3('operations'),
  ambiguous_match: S2('finance'),
} as const satisfies Record<string, Reason>;
export type ReasonCode = keyof typeof REASONS;
export const REASON_CODES = Object.keys(REASONS) as ReasonCode[];

/** Who takes over when the due time is past, by severity. */
export const ESCALATION: Readonly<Record<Severity, Owner>> = { S1: 'revenue operations', S2: 'project manager', S3: 'operations' };

const ANY_HOUR: BusinessClock = { officeHours: null, country: null, isHoliday: () => false };

/** Event time plus the severity's span in business hours, UTC ms. Without a policy the shipped one: Monday to Friday, 24 hours a day. */
export function dueAt(
  eventMs: number,
  severity: Severity,
  policy: Policy = SHIPPED_POLICY,
  clock: BusinessClock = ANY_HOUR,
): number {
  return addBusinessHours(eventMs, policy.spanHours[severity], clock);
}

/** Billing above the policy's amount, in the base currency, is urgent. */
const BILLING: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'duplicate_order',
  'duplicate_invoice_number',
  'invoice_over_terms',
  'booked_twice',
  'not_booked',
  'booked_amount_mismatch',
  'overpaid',
  'underpaid',
  'fulfilled_unpaid',
]);

function severityOf(reason: ReasonCode, amountMinor: number | null, inBaseCurrency: boolean, policy: Policy): Severity {
  const large = inBaseCurrency && amountMinor !== null && Math.abs(amountMinor) > policy.urgentAboveMinor;
  return large && BILLING.has(reason) ? 'S1' : REASONS[reason].severity;
}

/** Who looks at it. What the policy leaves without an owner falls to those whom nothing is escalated from. */
function ownerOf(reason: ReasonCode, policy: Pick<Policy, 'owners'>): Owner {
  const owner = policy.owners[reason];
  return owner === undefined ? REASONS[reason].owner : (owner ?? NOBODYS);
}

const NOBODYS: Owner = 'operations';

/** What tells how urgent something is. */
export interface Judged {
  readonly reason: ReasonCode;
  /** Minor units of whatever sign; null where there is no amount. */
  readonly amountMinor: number | null;
  readonly inBaseCurrency: boolean;
  /** UTC ms; null where nothing tells. */
  readonly eventMs: number | null;
}

export interface Judgement {
  readonly severity: Severity;
  readonly owner: Owner;
  /** UTC ms. */
  readonly dueMs: number | null;
}

/** How urgent, whose, and due when: the one answer to it for what is found with the ledger and without. */
export function judge({ reason, amountMinor, inBaseCurrency, eventMs }: Judged, policy: Policy, isHoliday: IsHoliday): Judgement {
  const severity = severityOf(reason, amountMinor, inBaseCurrency, policy);
  const clock = { officeHours: policy.officeHours, country: policy.officeCountry, isHoliday };
  return {
    severity,
    owner: ownerOf(reason, policy),
    dueMs: eventMs === null ? null : dueAt(eventMs, severity, policy, clock),
  };
}

/** Open findings of reasons that the policy leaves to nobody, by reason: each is told once, as `owner_missing`. */
export function ownerless<F extends { readonly reason: ReasonCode; readonly state: string }>(
  found: readonly F[],
  { owners }: Pick<Policy, 'owners'>,
): Map<ReasonCode, F[]> {
  return Map.groupBy(
    found.filter(({ reason, state }) => owners[reason] === null && state !== 'resolved'),
    ({ reason }) => reason,
  );
}
