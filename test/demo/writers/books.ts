import { dayFirstDate, usDate } from '../base/calendar.ts';
import { csvLine, csvLines, type Row } from '../base/delimited.ts';
import { amountText, groupedAmountText } from '../base/money.ts';
import type { Booking } from '../world/model.ts';
import { type DemoFile, demoFile, nameByLine } from './file.ts';

const XERO_COLUMNS = [
  'ContactName',
  'EmailAddress',
  'POAddressLine1',
  'POAddressLine2',
  'POAddressLine3',
  'POAddressLine4',
  'POCity',
  'PORegion',
  'POPostalCode',
  'POCountry',
  'InvoiceNumber',
  'Reference',
  'InvoiceDate',
  'DueDate',
  'Total',
  'InventoryItemCode',
  'Description',
  'Quantity',
  'UnitAmount',
  'Discount',
  'AccountCode',
  'TaxType',
  'TaxAmount',
  'TrackingName1',
  'TrackingOption1',
  'TrackingName2',
  'TrackingOption2',
  'Currency',
  'BrandingTheme',
] as const;

/** Xero's sales invoices export: one line per invoice here, day first. */
export function xeroFile(bookings: readonly Booking[], account: string): DemoFile {
  const name = `xero-${account}-sales-invoices.csv`;
  const sorted = bookings.toSorted((a, b) => a.at - b.at);
  nameByLine(
    name,
    sorted.map((booking) => booking.record),
  );
  const row = (booking: Booking): Row<(typeof XERO_COLUMNS)[number]> => ({
    ContactName: booking.contact,
    EmailAddress: booking.email,
    InvoiceNumber: booking.number,
    Reference: booking.reference,
    InvoiceDate: dayFirstDate(booking.at, 'UTC'),
    DueDate: dayFirstDate(booking.dueAt, 'UTC'),
    Total: amountText(booking.totalMinor, booking.currency),
    Description: booking.description,
    Quantity: '1',
    UnitAmount: amountText(booking.totalMinor - booking.taxMinor, booking.currency),
    AccountCode: booking.payout ? '880' : '200',
    TaxType: booking.taxMinor > 0 ? 'OUTPUT' : 'NONE',
    TaxAmount: amountText(booking.taxMinor, booking.currency),
    Currency: booking.currency,
  });
  return demoFile(name, { system: 'xero', account }, 'sales invoices', () => csvLines(XERO_COLUMNS, sorted.map(row)));
}

const QUICKBOOKS_COLUMNS = [
  'Date',
  'Transaction Type',
  'Num',
  'Name',
  'Memo/Description',
  'Account',
  'Customer/Project',
  'Amount',
] as const;
const ACCOUNTS = { Invoice: 'Services income', Deposit: 'Checking', 'Credit Memo': 'Services income' };

/** QuickBooks' *Transaction Detail by Account*: title rows, a blank one, the header, the rows, a total. */
export function quickBooksFile(bookings: readonly Booking[], account: string, firm: string, year: number): DemoFile {
  const name = `quickbooks-${account}-transaction-detail.csv`;
  const sorted = bookings.toSorted((a, b) => a.at - b.at);
  const titles = [firm, 'Transaction Detail by Account', `January - December ${year}`, ''];
  nameByLine(
    name,
    sorted.map((booking) => booking.record),
    titles.length + 2,
  );
  const signed = (booking: Booking): number => (booking.kind === 'Credit Memo' ? -booking.totalMinor : booking.totalMinor);
  const row = (booking: Booking): Row<(typeof QUICKBOOKS_COLUMNS)[number]> => ({
    Date: usDate(booking.at, 'UTC', true),
    'Transaction Type': booking.kind,
    Num: booking.number,
    Name: booking.contact,
    'Memo/Description': booking.description,
    Account: ACCOUNTS[booking.kind],
    'Customer/Project': booking.sale ? booking.contact : '',
    Amount: groupedAmountText(signed(booking), booking.currency),
  });
  return demoFile(name, { system: 'quickbooks', account }, 'transaction detail', function* () {
    for (const title of titles) yield csvLine(QUICKBOOKS_COLUMNS, { Date: title });
    yield* csvLines(QUICKBOOKS_COLUMNS, sorted.map(row));
  });
}
