/**
 * What a line of a settlement means. Amazon lists no values for its three columns and adds to them, so each is read by what it settles:
 * the type of the amount first (a price, a fee, a withheld tax), then the transaction, then the description. What none of them settles
 * is not read.
 */
import type { MoneyKind } from '#shared/domain/money-events.ts';

/** A kind, or a pair of kinds of which the sign of the amount chooses: money out first. */
export type Meaning = MoneyKind | readonly [out: MoneyKind, in_: MoneyKind];

const COST = ['fee', 'fee_returned'] as const;
const TAX = ['tax_withheld', 'tax_returned'] as const;
const RESERVE = ['reserve_held', 'reserve_released'] as const;
/** Discounts of a sale are lines of their own: they take back a part of the charge. */
const SALE = ['charge_reversal', 'charge'] as const;
/** What a refund keeps (discounts given, a restocking fee) comes back from it. */
const REFUND = ['refund', 'refund_failed'] as const;
const PAYOUT = ['payout', 'payout_failed'] as const;

/** Lower case without marks: `Shipment-Fees`, `Shipment Fees` and `shipmentfees` are one. */
export function bare(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, '');
}

const PRICES: ReadonlySet<string> = new Set(['itemprice', 'promotion', 'directpayment', 'shippingprice', 'giftwrapprice']);
const FEES: ReadonlySet<string> = new Set([
  'itemfees',
  'shipmentfees',
  'orderfees',
  'miscfees',
  'otherfees',
  'fbafees',
  'sellingfees',
  'amazonfees',
  'costofadvertising',
  'couponredemptionfee',
  'fbafeesdiscount',
  'mfndiscount',
]);
const WITHHELD = /^(?:itemwithheldtax|itemtcs|itemtds|withheldtax)|^(?:marketplacefacilitator|tcs|tds|lowvaluegoods)/;
const ORDERS = /^(?:order|orderretrocharge|quickpay|liquidations)$/;
const REFUNDS =
  /^(?:refund|refundretrocharge|chargebackrefund|atozguaranteerefund|atozguaranteeclaim|guaranteerefund|fulfillmentfeerefund|liquidationsadjustments)$/;
const FEE_TRANSACTIONS =
  /fee|advertis|subscription|storage|coupon|deal|premiumservices|shippingservices|amazonshipping|vine|removal|disposal/;

/** Of transactions that are neither a sale nor a refund; the first that fits. */
const OTHERS: readonly (readonly [Meaning, RegExp])[] = [
  [RESERVE, /reserveamount/],
  [PAYOUT, /faileddisbursement|fundsunsuccessful|disbursementfail|fundtransfer/],
  [TAX, /^tax$|salestax|withheld/],
  ['transfer', /payabletoamazon|successfulcharge|debt|capitalservices|loan|lending/],
  [
    'adjustment',
    /reimburs|adjust|warehouse|missingfrom|multichannelorder|removalorder|cserror|incorrectfees|clawback|freereplacement|goodwill|buyerrecharge|lost|damage|baddebt|otherexpenses|safet|compensat|retrocharge|transactiontotal/,
  ],
  [
    COST,
    /fee|storage|subscription|advertis|disposal|removal|postage|shippinglabel|shippingservices|shippinghb|renewal|deal|coupon|commission|vine|label|prep|inbound|charge/,
  ],
];

/** Known types of amounts, for the sentence on one that is not. */
export const KNOWN_AMOUNT_TYPES: readonly string[] = [
  'ItemPrice',
  'ItemFees',
  'ItemWithheldTax',
  'Promotion',
  'Shipment-Fees',
  'Order-Fees',
  'other-transaction',
];

/** Known descriptions of other transactions, for the sentence on one that is not. */
export const KNOWN_DESCRIPTIONS: readonly string[] = [
  'Current Reserve Amount',
  'Previous Reserve Amount Balance',
  'Storage Fee',
  'Subscription Fee',
  'Refund Reimbursal',
  'WAREHOUSE_DAMAGE',
  'BalanceAdjustment',
  'Failed Disbursement',
  'Shipping label purchase',
];

export type Unknown = 'amountType' | 'description';

/** What a line means, or which of its columns says something new. */
export function readMeaning(transactionType: string, amountType: string, description: string): Meaning | Unknown {
  const transaction = bare(transactionType);
  const type = bare(amountType);
  const words = bare(description);
  if (WITHHELD.test(type) || WITHHELD.test(words)) return TAX;
  if (FEES.has(type)) return COST;
  if (PRICES.has(type)) {
    if (ORDERS.test(transaction)) return SALE;
    return REFUNDS.test(transaction) ? REFUND : 'adjustment';
  }
  if (type !== '' && type !== 'othertransaction') return 'amountType';
  const found = OTHERS.find(([, rule]) => rule.test(words));
  if (found !== undefined) return found[0];
  if (FEE_TRANSACTIONS.test(transaction)) return COST;
  return OTHERS.find(([, rule]) => rule.test(transaction))?.[0] ?? 'description';
}

export function kindBySign(meaning: Meaning, minor: number): MoneyKind {
  return typeof meaning === 'string' ? meaning : meaning[minor > 0 ? 1 : 0];
}
