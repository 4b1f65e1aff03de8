import { clockTime, pacificName, usDate } from '../base/calendar.ts';
import { quotedLines, type Row } from '../base/delimited.ts';
import { groupedAmountText } from '../base/money.ts';
import { SHOP } from '../shop/accounts.ts';
import { quotedNumber } from '../world/copies.ts';
import type { MoneyRow, Payout, SourceRecord } from '../world/model.ts';
import { type DemoFile, demoFile } from './file.ts';

const COLUMNS = [
  'Date',
  'Time',
  'TimeZone',
  'Name',
  'Type',
  'Status',
  'Currency',
  'Gross',
  'Fee',
  'Net',
  'From Email Address',
  'To Email Address',
  'Transaction ID',
  'Address Status',
  'Sales Tax',
  'Reference Txn ID',
  'Invoice Number',
  'Receipt ID',
  'Balance',
  'Contact Phone Number',
  'Subject',
  'Note',
] as const;

const TYPES: Partial<Record<MoneyRow['kind'], string>> = {
  charge: 'Express Checkout Payment',
  refund: 'Payment Refund',
  dispute: 'Chargeback',
  dispute_reversal: 'Chargeback Reversal',
  conversion: 'General Currency Conversion',
};

interface Movement {
  readonly record: SourceRecord;
  readonly at: number;
  readonly currency: string;
  readonly grossMinor: number;
  readonly feeMinor: number;
  readonly type: string;
  readonly row: MoneyRow | null;
}

/** PayPal's activity download, 22 columns, Pacific time, month first; the fee is negative and Net = Gross + Fee. */
export function paypalFile(rows: readonly MoneyRow[], payouts: readonly Payout[]): DemoFile {
  const movements: Movement[] = [
    ...rows
      .filter((row) => row.record.system === 'paypal')
      .map((row) => ({ ...row, type: TYPES[row.kind] ?? 'General Payment', row })),
    ...payouts
      .filter((payout) => payout.rail === 'paypal')
      .map(({ record, at, currency, totalMinor }) => ({
        record,
        at,
        currency,
        grossMinor: -totalMinor,
        feeMinor: 0,
        type: 'General Withdrawal',
        row: null,
      })),
  ].toSorted((a, b) => a.at - b.at);
  return demoFile(`paypal-${SHOP}-activity.csv`, { system: 'paypal', account: SHOP }, 'activity', () =>
    quotedLines(COLUMNS, rowsOf(movements)),
  );
}

function* rowsOf(movements: readonly Movement[]): Generator<Row<(typeof COLUMNS)[number]>> {
  const balances = new Map<string, number>();
  for (const { record, at, currency, grossMinor, feeMinor, type, row } of movements) {
    const netMinor = grossMinor - feeMinor;
    const balance = (balances.get(currency) ?? 0) + netMinor;
    balances.set(currency, balance);
    const text = (minor: number): string => groupedAmountText(minor, currency);
    const sale = row?.sale ?? row?.parent?.sale ?? null;
    const incoming = grossMinor > 0;
    const buyer = row && row.kind !== 'conversion' && sale && !sale.plan.anonymous ? sale.customer : null;
    const mailboxes = [buyer?.email ?? '', 'paypal@kestrelgoods.example'];
    yield {
      Date: usDate(at, 'America/Los_Angeles', true),
      Time: clockTime(at, 'America/Los_Angeles'),
      TimeZone: pacificName(at),
      Name: buyer?.name ?? '',
      Type: type,
      Status: 'Completed',
      Currency: currency,
      Gross: text(grossMinor),
      Fee: text(-feeMinor),
      Net: text(netMinor),
      'From Email Address': mailboxes[incoming ? 0 : 1] ?? '',
      'To Email Address': row ? (mailboxes[incoming ? 1 : 0] ?? '') : '',
      'Transaction ID': record.nativeId,
      'Address Status': row?.kind === 'charge' ? 'Confirmed' : '',
      'Sales Tax': '',
      'Reference Txn ID': row?.ids.reference ?? '',
      'Invoice Number': row?.kind === 'charge' && sale ? quotedNumber(sale) : '',
      Balance: text(balance),
      Subject: row?.kind === 'charge' ? row.text : '',
    };
  }
}
