/**
 * Types of Shopify Payments' transactions, as its export and its API (2026-10) name them, by what they mean. The list grows with each
 * version of the API; a type that is not in it is not read.
 */
import type { MoneyKind } from '#shared/domain/money-events.ts';
import type { RecordType } from '#shared/domain/systems.ts';

/** A kind, or a pair of kinds of which the sign of the amount chooses: money out first. */
export type Meaning = MoneyKind | readonly [out: MoneyKind, in_: MoneyKind];

const COST = ['fee', 'fee_returned'] as const;
const RESERVE = ['reserve_held', 'reserve_released'] as const;
const TAX = ['tax_withheld', 'tax_returned'] as const;
const DISPUTE = ['dispute', 'dispute_reversal'] as const;

const MEANINGS: readonly (readonly [Meaning, string])[] = [
  ['charge', 'charge sale capture addebito'],
  ['refund', 'refund rimborso'],
  ['refund_failed', 'refund_failure'],
  ['authorisation', 'authorization'],
  ['void', 'void'],
  [
    DISPUTE,
    `chargeback chargeback_won chargeback_lost chargeback_reversal chargeback_hold chargeback_hold_release dispute dispute_withdrawal
     dispute_reversal contestazione storno_di_addebito`,
  ],
  [
    COST,
    `chargeback_fee chargeback_fee_refund ach_bank_failure_debit_fee ach_bank_failure_debit_reversal_fee application_fee
     application_fee_refund billing_debit billing_debit_reversal customs_duty customs_duty_adjustment import_tax import_tax_adjustment
     import_tax_refund marketplace_fee_credit marketplace_fee_credit_reversal referral_fee referral_fee_tax shipping_label
     shipping_label_adjustment shipping_label_adjustment_base shipping_label_adjustment_surcharge
     shipping_other_carrier_charge_adjustment shipping_return_to_origin_adjustment shop_cash_billing_debit
     shop_cash_billing_debit_reversal shop_cash_campaign_billing_credit shop_cash_campaign_billing_credit_reversal
     shop_cash_campaign_billing_debit shop_cash_campaign_billing_debit_reversal stripe_fee vat_refund_credit
     vat_refund_credit_reversal commissione`,
  ],
  [TAX, 'tax_adjustment_credit tax_adjustment_credit_reversal tax_adjustment_debit tax_adjustment_debit_reversal'],
  [
    RESERVE,
    'reserve reserved_funds reserved_funds_reversal reserved_funds_withdrawal risk_reversal risk_withdrawal fondi_riservati',
  ],
  ['payout', 'payout transfer'],
  ['payout_failed', 'payout_failure payout_cancellation transfer_cancel transfer_failure transfer_refund'],
  [
    'transfer',
    `advance advance_funding balance_transfer_inbound balance_transfer_outbound lending_capital_refund
     lending_capital_refund_reversal lending_capital_remittance lending_capital_remittance_reversal lending_credit
     lending_credit_refund lending_credit_refund_reversal lending_credit_remittance lending_credit_remittance_reversal
     lending_credit_reversal lending_debit lending_debit_reversal merchant_to_merchant_credit merchant_to_merchant_credit_reversal
     merchant_to_merchant_debit merchant_to_merchant_debit_reversal`,
  ],
  [
    'adjustment',
    `adjustment adjustment_reversal system_adjustment credit debit ads_publisher_credit ads_publisher_credit_reversal anomaly_credit
     anomaly_credit_reversal anomaly_debit anomaly_debit_reversal channel_credit channel_credit_reversal channel_promotion_credit
     channel_promotion_credit_reversal channel_transfer_credit channel_transfer_credit_reversal channel_transfer_debit
     channel_transfer_debit_reversal charge_adjustment chargeback_protection_credit chargeback_protection_credit_reversal
     chargeback_protection_debit chargeback_protection_debit_reversal collections_credit collections_credit_reversal
     markets_pro_credit merchant_goodwill_credit merchant_goodwill_credit_reversal promotion_credit promotion_credit_reversal
     refund_adjustment seller_protection_credit seller_protection_credit_reversal shop_cash_credit shop_cash_credit_reversal
     shop_cash_refund_debit shop_cash_refund_debit_reversal shopify_collective_credit shopify_collective_credit_reversal
     shopify_collective_debit shopify_collective_debit_reversal shopify_source_credit shopify_source_credit_reversal
     shopify_source_debit shopify_source_debit_reversal rettifica`,
  ],
];

const MEANING_OF: ReadonlyMap<string, Meaning> = new Map(
  MEANINGS.flatMap(([meaning, words]) => words.split(/\s+/).map((word) => [word, meaning] as const)),
);

export const KNOWN_TYPES: readonly string[] = [...MEANING_OF.keys()];

export function readType(text: string): Meaning | null {
  return MEANING_OF.get(text.toLowerCase().replaceAll(/[\s-]+/g, '_')) ?? null;
}

/** @param minor signed amount; of a row without one, its net. */
export function kindBySign(meaning: Meaning, minor: number): MoneyKind {
  return typeof meaning === 'string' ? meaning : meaning[minor > 0 ? 1 : 0];
}

/** Types of records, which must not change when a later export says more about the same movement. */
export function typeOfKind(kind: MoneyKind): RecordType {
  switch (kind) {
    case 'charge':
    case 'charge_reversal':
      return 'charge';
    case 'refund':
    case 'refund_failed':
      return 'refund';
    case 'dispute':
    case 'dispute_reversal':
      return 'dispute';
    case 'fee':
    case 'fee_returned':
      return 'fee';
    case 'payout':
      return 'payout';
    default:
      return 'balance_transaction';
  }
}

/** Status of a payout in each language of the admin that was seen, as the API names it. */
const PAYOUT_STATUSES: ReadonlyMap<string, string> = new Map([
  ['pending', 'pending'],
  ['scheduled', 'scheduled'],
  ['action required', 'action_required'],
  ['in transit', 'in_transit'],
  ['paid', 'paid'],
  ['failed', 'failed'],
  ['canceled', 'canceled'],
  ['cancelled', 'canceled'],
  ['in sospeso', 'pending'],
  ['programmato', 'scheduled'],
  ['in transito', 'in_transit'],
  ['pagato', 'paid'],
  ['non riuscito', 'failed'],
  ['annullato', 'canceled'],
]);

export const KNOWN_PAYOUT_STATUSES: readonly string[] = [...PAYOUT_STATUSES.keys()];

export function readPayoutStatus(text: string): string | null {
  return PAYOUT_STATUSES.get(text.toLowerCase().replaceAll('_', ' ')) ?? null;
}

/** How far a payout has come: of two rows that state the same time, the one that shows the later step is the later version. */
export const PAYOUT_STEPS: readonly string[] = [
  'pending',
  'scheduled',
  'action_required',
  'in_transit',
  'paid',
  'failed',
  'canceled',
];
/** From this step on the date of the payout is no plan any more. */
export const SENT_STEP = PAYOUT_STEPS.indexOf('in_transit');
