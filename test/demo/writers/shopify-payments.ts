import { isoDate, offsetStamp } from '../base/calendar.ts';
import { csvLines, type Row } from '../base/delimited.ts';
import { amountText } from '../base/money.ts';
import { STORES } from '../shop/accounts.ts';
import type { MoneyRow, OrderDoc, Payout, Sale } from '../world/model.ts';
import { type DemoFile, demoFile, nameByLine } from './file.ts';

const TRANSACTION_COLUMNS = [
  'Transaction Date',
  'Type',
  'Order',
  'Card Brand',
  'Card Source',
  'Payout Status',
  'Payout Date',
  'Payout ID',
  'Available On',
  'Amount',
  'Fee',
  'Net',
  'Checkout',
  'Payment Method Name',
  'Presentment Amount',
  'Presentment Currency',
  'Currency',
] as const;

const PAYOUT_COLUMNS = [
  'Payout Date',
  'Status',
  'Charges',
  'Refunds',
  'Adjustments',
  'Marketplace Sales Tax',
  'Advances',
  'Reserved Funds',
  'Fees',
  'Retried Amount',
  'Total',
  'Currency',
  'Bank Reference',
] as const;

const TYPES: Partial<Record<MoneyRow['kind'], string>> = {
  charge: 'charge',
  refund: 'refund',
  dispute: 'chargeback',
  dispute_reversal: 'chargeback won',
};

/** Shopify Payments: transactions (17 columns, no id of their own) and payouts (13 columns, named by their bank reference). */
export function shopifyPaymentsFiles(
  rows: readonly MoneyRow[],
  payouts: readonly Payout[],
  orders: readonly OrderDoc[],
): DemoFile[] {
  const { account } = STORES.us;
  const of = { system: 'shopify', account };
  const transactions = `shopify-${account}-payments-transactions.csv`;
  const own = rows.filter((row) => row.record.system === 'shopify').toSorted((a, b) => a.at - b.at);
  nameByLine(
    transactions,
    own.map((row) => row.record),
  );
  const retries = new Map(orders.filter((order) => order.role === 'retry').map((order) => [order.sale, order.number]));
  const payoutsName = `shopify-${account}-payouts.csv`;
  const ownPayouts = payouts.filter((payout) => payout.rail === 'shopify');
  nameByLine(
    payoutsName,
    ownPayouts.map((payout) => payout.record),
  );
  return [
    demoFile(transactions, of, 'payments transactions', () =>
      csvLines(
        TRANSACTION_COLUMNS,
        own.map((row) => transactionRow(row, retries)),
      ),
    ),
    demoFile(payoutsName, of, 'payouts', () => csvLines(PAYOUT_COLUMNS, ownPayouts.map(payoutRow))),
  ];
}

function transactionRow(row: MoneyRow, retries: ReadonlyMap<Sale, string>): Row<(typeof TRANSACTION_COLUMNS)[number]> {
  const { payout, sale } = row;
  const text = (minor: number): string => amountText(minor, row.currency);
  const charges = sale?.rows.filter((other) => other.kind === 'charge') ?? [];
  const retried = sale && charges[1] === row ? retries.get(sale) : undefined;
  return {
    'Transaction Date': offsetStamp(row.at, STORES.us.zone),
    Type: TYPES[row.kind] ?? 'adjustment',
    Order: retried ?? sale?.owner.nativeId ?? '',
    'Card Brand': 'visa',
    'Card Source': 'online',
    'Payout Status': payout ? 'paid' : 'pending',
    'Payout Date': payout ? isoDate(payout.at) : '',
    'Payout ID': payout?.record.nativeId ?? '',
    'Available On': isoDate(row.availableAt),
    Amount: text(row.grossMinor),
    Fee: text(row.feeMinor),
    Net: text(row.netMinor),
    'Payment Method Name': 'card',
    'Presentment Amount': text(row.buyerMinor),
    'Presentment Currency': row.buyerCurrency,
    Currency: row.currency,
  };
}

function payoutRow(payout: Payout): Row<(typeof PAYOUT_COLUMNS)[number]> {
  const text = (minor: number): string => amountText(minor, payout.currency);
  const sum = (kinds: readonly MoneyRow['kind'][]): number =>
    payout.rows.reduce((total, row) => (kinds.includes(row.kind) ? total + row.grossMinor : total), 0);
  const fees = payout.rows.reduce((total, row) => total + row.feeMinor, 0);
  return {
    'Payout Date': isoDate(payout.at),
    Status: 'paid',
    Charges: text(sum(['charge'])),
    Refunds: text(sum(['refund'])),
    Adjustments: text(sum(['dispute', 'dispute_reversal', 'adjustment']) + payout.unexplainedMinor),
    'Marketplace Sales Tax': text(0),
    Advances: text(0),
    'Reserved Funds': text(0),
    Fees: text(-fees),
    'Retried Amount': text(0),
    Total: text(payout.totalMinor),
    Currency: payout.currency,
    'Bank Reference': payout.bankReference,
  };
}
