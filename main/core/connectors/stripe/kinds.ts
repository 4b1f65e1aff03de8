/**
 * What Stripe's words for a movement mean. `reporting_category` decides, as Stripe advises for accounting; the older `Type` names the
 * same things and has one word, `adjustment`, for several: there the id of the source tells what was adjusted.
 */
import type { MoneyKind } from '#shared/domain/money-events.ts';

/** A kind, or a pair of kinds of which the sign of the net chooses: money out first. */
type Meaning = MoneyKind | readonly [out: MoneyKind, in_: MoneyKind];

const COST = ['fee', 'fee_returned'] as const;
const RESERVE = ['reserve_held', 'reserve_released'] as const;
const DISPUTE = ['dispute', 'dispute_reversal'] as const;

/** `reporting_category` and `type` as Stripe's contract lists them, by what they mean. */
const MEANINGS: readonly (readonly [Meaning, string])[] = [
  ['charge', 'charge payment'],
  ['charge_reversal', 'partial_capture_reversal charge_failure payment_failure_refund payment_reversal payment_failure'],
  ['refund', 'refund payment_refund'],
  ['refund_failed', 'refund_failure'],
  [
    COST,
    `fee stripe_fee stripe_fee_tax stripe_fx_fee network_cost tax tax_fee climate_order_purchase climate_order_refund contribution
     application_fee_charged`,
  ],
  ['dispute', 'dispute'],
  ['dispute_reversal', 'dispute_reversal'],
  [
    RESERVE,
    `reserve_transaction reserved_funds risk_reserved_funds connect_reserved_funds payment_network_reserve_hold
     payment_network_reserve_release payout_minimum_balance_hold payout_minimum_balance_release`,
  ],
  ['payout', 'payout'],
  ['payout_failed', 'payout_cancel payout_failure payout_reversal'],
  ['conversion', 'currency_conversion'],
  [['hold', 'hold_released'], 'issuing_authorization_hold issuing_authorization_release'],
  [
    'transfer',
    `transfer transfer_cancel transfer_failure transfer_refund transfer_reversal topup topup_reversal advance advance_funding
     anticipation_repayment financing_paydown financing_paydown_reversal financing_payout financing_payout_reversal
     connect_collection_transfer stripe_balance_payment_debit stripe_balance_payment_debit_reversal`,
  ],
  [
    'adjustment',
    `adjustment other_adjustment application_fee application_fee_refund platform_earning platform_earning_refund issuing_dispute
     issuing_transaction obligation obligation_inbound obligation_outbound obligation_payout obligation_payout_failure
     obligation_reversal_inbound obligation_reversal_outbound payment_unreconciled unreconciled_customer_funds`,
  ],
];

const MEANING_OF: ReadonlyMap<string, Meaning> = new Map(
  MEANINGS.flatMap(([meaning, words]) => words.split(/\s+/).map((word) => [word, meaning] as const)),
);

/** Categories that this version knows, for the sentence on one that it does not. */
export const KNOWN_CATEGORIES: ReadonlySet<string> = new Set(MEANING_OF.keys());

/** A category as written, read once: files repeat a handful of them a million times. */
export interface Category {
  /** Lower case with underscores, as the API writes it. */
  readonly code: string;
  readonly isSale: boolean;
  kind(netMinor: number, source: string | null): MoneyKind;
}

/** The category that a text names, or null when this version does not know it. */
export function readCategory(text: string): Category | null {
  const code = text.toLowerCase().replaceAll(/[\s-]+/g, '_');
  const meaning = MEANING_OF.get(code);
  if (meaning === undefined) return null;
  const isSale = meaning === 'charge';
  if (code === 'adjustment') return { code, isSale, kind: adjusted };
  return {
    code,
    isSale,
    kind: (netMinor) => (typeof meaning === 'string' ? meaning : bySign(meaning, netMinor)),
  };
}

function bySign([out, in_]: readonly [MoneyKind, MoneyKind], netMinor: number): MoneyKind {
  return netMinor > 0 ? in_ : out;
}

/** The type `adjustment` covers disputes, their reversals and refunds that failed; the id of the source says which. */
function adjusted(netMinor: number, source: string | null): MoneyKind {
  if (source === null) return 'adjustment';
  if (source.startsWith('dp_') || source.startsWith('du_')) return bySign(DISPUTE, netMinor);
  if ((source.startsWith('re_') || source.startsWith('pyr_')) && netMinor > 0) return 'refund_failed';
  return 'adjustment';
}

/** What a status of the payments list says of the money of its row. */
const STATUS_KINDS: readonly (readonly [MoneyKind, readonly string[]])[] = [
  [
    'charge',
    [
      'paid',
      'succeeded',
      'refunded',
      'partially refunded',
      'partial refund',
      'refund pending',
      'disputed',
      'dispute won',
      'dispute lost',
      'early fraud warning',
    ],
  ],
  ['authorisation', ['uncaptured', 'requires capture']],
  [
    'nothing',
    [
      'failed',
      'pending',
      'processing',
      'canceled',
      'cancelled',
      'blocked',
      'incomplete',
      'requires payment method',
      'requires confirmation',
      'requires action',
      'expired',
    ],
  ],
];

const STATUS_KIND: ReadonlyMap<string, MoneyKind> = new Map(
  STATUS_KINDS.flatMap(([kind, statuses]) => statuses.map((status) => [status, kind] as const)),
);

export function kindOfPaymentStatus(status: string): MoneyKind | null {
  return STATUS_KIND.get(status.toLowerCase().replaceAll('_', ' ')) ?? null;
}

export const KNOWN_PAYMENT_STATUSES: readonly string[] = [...STATUS_KIND.keys()];

/** A dispute's own status in the words of a payment's: `Won`, `Lost`, or still open (`Needs response`, `Under review`, …). */
export function disputedStatus(disputeStatus: string): string {
  const word = disputeStatus.toLowerCase().replaceAll('_', ' ');
  if (word === 'won') return 'Dispute won';
  return word === 'lost' || word === 'charge refunded' ? 'Dispute lost' : 'Disputed';
}

const STEPS: readonly (readonly string[])[] = [
  ['incomplete', 'pending', 'processing', 'requires payment method', 'requires confirmation', 'requires action'],
  ['uncaptured', 'requires capture'],
  ['paid', 'succeeded'],
  ['refund pending', 'partially refunded', 'partial refund', 'disputed', 'early fraud warning'],
  ['refunded', 'dispute won', 'dispute lost', 'failed', 'canceled', 'cancelled', 'blocked', 'expired'],
];

/**
 * How far a payment has come, 0 … 4. The list shows no time of its last change, only when it was created: of two exports the one
 * that shows the later step is the later version.
 */
export function stepOfPayment(status: string): number {
  const word = status.toLowerCase().replaceAll('_', ' ');
  return Math.max(
    0,
    STEPS.findIndex((words) => words.includes(word)),
  );
}
