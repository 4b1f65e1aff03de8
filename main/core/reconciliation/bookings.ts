/** What the books hold: rows of one transaction taken together, and what kind of statement it makes about a sale or a payout. */
import { typeCode } from '#shared/domain/systems.ts';
import { joinReports } from './booking-reports.ts';
import { grossOf } from './events.ts';
import type { ReconcileInput } from './inputs.ts';
import { BOOKING_TYPES, kindCode } from './money-kinds.ts';
import type { TokenTable } from './token-table.ts';

export type BookingKind = 'invoice' | 'receipt' | 'credit' | 'deposit' | 'other';

export interface Booking {
  /** First row, which links bear. */
  readonly row: number;
  /** All rows: a ledger report has one for each account that the transaction touches. */
  readonly rows: readonly number[];
  readonly kind: BookingKind;
  /** Worth of the transaction, minor units: positive, but negative for what is credited. */
  readonly minor: number;
  readonly day: number;
}

/** Types of transactions as accounting systems name them, lower case. What is not here says nothing about a sale by itself. */
const KINDS: Readonly<Record<string, BookingKind>> = {
  invoice: 'invoice',
  'tax invoice': 'invoice',
  'sales invoice': 'invoice',
  'accounts receivable invoice': 'invoice',
  accrec: 'invoice',
  facture: 'invoice',
  'sales receipt': 'receipt',
  'cash sale': 'receipt',
  'credit memo': 'credit',
  'credit note': 'credit',
  'sales credit note': 'credit',
  'refund receipt': 'credit',
  'cash refund': 'credit',
  accreccredit: 'credit',
  deposit: 'deposit',
  transfer: 'deposit',
  journal: 'deposit',
  'journal entry': 'deposit',
  'receive money': 'deposit',
  'bank deposit': 'deposit',
};

/** Bookings in the order of their first rows; a document that two reports tell is one. */
export function readBookings(input: ReconcileInput, tokens: TokenTable): Booking[] {
  const { money } = input;
  const invoiceType = input.money.type;
  const groups = new Map<string, number[]>();
  const order: number[][] = [];
  for (let row = 0; row < money.size; row++) {
    if (BOOKING_TYPES[invoiceType[row] as number] !== 1 || Number.isNaN(grossOf(money, row))) continue;
    // Drafts, voided and non-posting documents are in no book.
    if (money.kind[row] === NOTHING) continue;
    const number = money.number[row] as number;
    if (number === 0) {
      order.push([row]);
      continue;
    }
    const key = `${money.source[row]} ${number} ${money.category[row]} ${dayOf(money.minute[row] as number)} ${money.name[row]} ${money.type[row]}`;
    const known = groups.get(key);
    // Two invoices of one number, client and day but of different worth are two invoices, not two accounts of one.
    if (known !== undefined && sameTransaction(input, known, row)) {
      known.push(row);
      continue;
    }
    const rows = [row];
    groups.set(key, rows);
    order.push(rows);
  }
  const bookings = order.map((rows) => bookingOf(input, rows));
  return joinReports(input, tokens, bookings);
}

/** A ledger report names the account of each line: another account of the same entry. */
function sameTransaction({ money }: ReconcileInput, rows: readonly number[], row: number): boolean {
  const account = money.account[row] as number;
  return account !== 0 && rows.every((other) => money.account[other] !== account || grossOf(money, other) !== grossOf(money, row));
}

function bookingOf(input: ReconcileInput, rows: readonly number[]): Booking {
  const { money } = input;
  const row = rows[0] ?? 0;
  const category = input.text(money.category[row] as number);
  const kind =
    KINDS[category] ?? (category === '' && isInvoice(input, row) ? (grossOf(money, row) < 0 ? 'credit' : 'invoice') : 'other');
  let debit = 0;
  let credit = 0;
  for (const line of rows) {
    const amount = grossOf(money, line);
    if (amount >= 0) debit += amount;
    else credit -= amount;
  }
  const worth = Math.max(debit, credit);
  return { row, rows, kind, minor: kind === 'credit' ? -worth : worth, day: dayOf(money.minute[row] as number) };
}

function isInvoice({ money }: ReconcileInput, row: number): boolean {
  return money.type[row] === INVOICE_TYPE;
}

const INVOICE_TYPE = typeCode('invoice');
const NOTHING = kindCode('nothing');

export function dayOf(minute: number): number {
  return Math.floor(minute / 1440);
}

/**
 * Of some bookings (places in `all`), those that count: all, or where the policy names a book of record, what that system holds. What the
 * other systems hold stays linked, so that it is seen.
 */
export function ofRecord(input: ReconcileInput, all: readonly Booking[], places: readonly number[] | undefined): Booking[] {
  const { bookOfRecord } = input.policy;
  return (places ?? []).flatMap((at) => {
    const booking = all[at];
    if (booking === undefined) return [];
    return bookOfRecord === null || systemOf(input, booking) === bookOfRecord ? [booking] : [];
  });
}

function systemOf({ money, sources }: ReconcileInput, { row }: Booking): string | undefined {
  return sources[money.source[row] as number]?.system;
}
