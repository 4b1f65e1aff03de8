import { clockTime, dayFirstDate, utcStamp } from '../base/calendar.ts';
import { csvLines, type Row } from '../base/delimited.ts';
import { amountText } from '../base/money.ts';
import type { MoneyRow } from '../world/model.ts';
import { type DemoFile, demoFile } from './file.ts';

const ITEMISED_COLUMNS = [
  'balance_transaction_id',
  'created_utc',
  'available_on_utc',
  'currency',
  'gross',
  'fee',
  'net',
  'reporting_category',
  'source_id',
  'description',
] as const;

const RECONCILIATION_COLUMNS = [
  'automatic_payout_id',
  'automatic_payout_effective_at_utc',
  'balance_transaction_id',
  'created_utc',
  'currency',
  'gross',
  'fee',
  'net',
  'reporting_category',
  'source_id',
  'payment_intent_id',
  'charge_id',
] as const;

const PAYMENT_COLUMNS = [
  'id',
  'Description',
  'Seller Message',
  'Created (UTC)',
  'Amount',
  'Amount Refunded',
  'Currency',
  'Converted Amount',
  'Converted Amount Refunded',
  'Fee',
  'Tax',
  'Converted Currency',
  'Mode',
  'Status',
  'Statement Descriptor',
  'Customer ID',
  'Customer Description',
  'Customer Email',
  'Captured',
  'Card ID',
  'Card Last4',
  'Card Brand',
  'Card Funding',
  'Card Exp Month',
  'Card Exp Year',
  'Card Name',
  'Card Address Line1',
  'Card Address Line2',
  'Card Address City',
  'Card Address State',
  'Card Address Country',
  'Card Address Zip',
  'Card Issue Country',
  'Card Fingerprint',
  'Card CVC Status',
  'Card AVS Zip Status',
  'Card AVS Line1 Status',
  'Card Tokenization Method',
  'Disputed Amount',
  'Dispute Status',
  'Dispute Reason',
  'Dispute Date (UTC)',
  'Dispute Evidence Due (UTC)',
  'Invoice ID',
  'Payment Source Type',
  'Destination',
  'Transfer',
  'Interchange Costs',
  'Merchant Service Charge',
  'Transfer Group',
  'PaymentIntent ID',
] as const;

/** Balance changes itemised, payout reconciliation and the payments list of one Stripe account. */
export function stripeFiles(rows: readonly MoneyRow[], account: string): DemoFile[] {
  const of = { system: 'stripe', account };
  const own = rows
    .filter((row) => row.record.system === 'stripe' && row.record.account === account)
    .toSorted((a, b) => a.at - b.at);
  const paidOut = own.filter((row) => row.payout !== null).toSorted((a, b) => (a.payout?.at ?? 0) - (b.payout?.at ?? 0));
  const charges = own.filter((row) => row.kind === 'charge');
  const answers = Map.groupBy(
    own.filter((row) => row.parent !== null),
    (row) => row.parent,
  );
  return [
    demoFile(`stripe-${account}-balance-itemized.csv`, of, 'balance itemised', () =>
      csvLines(ITEMISED_COLUMNS, own.map(itemisedRow)),
    ),
    demoFile(`stripe-${account}-payout-reconciliation.csv`, of, 'payout reconciliation', () =>
      csvLines(RECONCILIATION_COLUMNS, paidOut.map(reconciliationRow)),
    ),
    demoFile(`stripe-${account}-payments.csv`, of, 'payments', () =>
      csvLines(
        PAYMENT_COLUMNS,
        charges.map((row) => paymentRow(row, answers.get(row) ?? [])),
      ),
    ),
  ];
}

function moneyFields(row: MoneyRow): { currency: string; gross: string; fee: string; net: string; reporting_category: string } {
  const text = (minor: number): string => amountText(minor, row.currency);
  return {
    currency: row.currency.toLowerCase(),
    gross: text(row.grossMinor),
    fee: text(row.feeMinor),
    net: text(row.netMinor),
    reporting_category: row.kind,
  };
}

function itemisedRow(row: MoneyRow): Row<(typeof ITEMISED_COLUMNS)[number]> {
  return {
    balance_transaction_id: row.record.nativeId,
    created_utc: utcStamp(row.at),
    available_on_utc: utcStamp(row.availableAt),
    ...moneyFields(row),
    source_id: row.ids.source ?? '',
    description: row.text,
  };
}

function reconciliationRow(row: MoneyRow): Row<(typeof RECONCILIATION_COLUMNS)[number]> {
  return {
    automatic_payout_id: row.payout?.record.nativeId ?? '',
    automatic_payout_effective_at_utc: row.payout ? utcStamp(row.payout.at) : '',
    balance_transaction_id: row.record.nativeId,
    created_utc: utcStamp(row.at),
    ...moneyFields(row),
    source_id: row.ids.source ?? '',
    payment_intent_id: row.ids.intent ?? '',
    charge_id: row.ids.charge ?? '',
  };
}

function paymentRow(row: MoneyRow, answers: readonly MoneyRow[]): Row<(typeof PAYMENT_COLUMNS)[number]> {
  const { buyerCurrency, currency, sale } = row;
  const stamp = (at: number): string => `${dayFirstDate(at, 'UTC')} ${clockTime(at, 'UTC').slice(0, 5)}`;
  const sum = (kind: MoneyRow['kind'], amount: (answer: MoneyRow) => number): number =>
    answers.reduce((total, answer) => (answer.kind === kind ? total - amount(answer) : total), 0);
  const refunded = sum('refund', (answer) => answer.buyerMinor);
  const dispute = answers.find((answer) => answer.kind === 'dispute');
  return {
    id: row.ids.charge ?? '',
    Description: row.text,
    'Seller Message': 'Payment complete.',
    'Created (UTC)': stamp(row.at),
    Amount: amountText(row.buyerMinor, buyerCurrency),
    'Amount Refunded': amountText(refunded, buyerCurrency),
    Currency: buyerCurrency.toLowerCase(),
    'Converted Amount': amountText(row.grossMinor, currency),
    'Converted Amount Refunded': amountText(
      sum('refund', (answer) => answer.grossMinor),
      currency,
    ),
    Fee: amountText(row.feeMinor, currency),
    Tax: amountText(0, currency),
    'Converted Currency': currency.toLowerCase(),
    Mode: 'Live',
    Status: refunded >= row.buyerMinor ? 'Refunded' : 'Paid',
    'Customer Email': sale && !sale.plan.anonymous ? sale.customer.email : '',
    Captured: 'true',
    'Card Last4': '4242',
    'Card Brand': 'Visa',
    'Card Funding': 'credit',
    'Card Name': sale && !sale.plan.anonymous ? sale.customer.name : '',
    'Card Address Zip': sale?.customer.zip ?? '',
    ...(dispute ? disputeFields(dispute, answers, stamp) : {}),
    'Payment Source Type': 'card',
    'PaymentIntent ID': row.ids.intent ?? '',
  };
}

function disputeFields(
  dispute: MoneyRow,
  answers: readonly MoneyRow[],
  stamp: (at: number) => string,
): Row<(typeof PAYMENT_COLUMNS)[number]> {
  const won = answers.some((answer) => answer.kind === 'dispute_reversal');
  const lost = dispute.sale?.plan.dispute === 'lost';
  return {
    'Disputed Amount': amountText(-dispute.buyerMinor, dispute.buyerCurrency),
    'Dispute Status': won ? 'Won' : lost ? 'Lost' : 'Needs response',
    'Dispute Reason': 'product_not_received',
    'Dispute Date (UTC)': stamp(dispute.at),
  };
}
