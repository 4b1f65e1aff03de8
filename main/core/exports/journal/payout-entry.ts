/**
 * The entry of one payout: everything its lines moved, by account, against the cash in transit. What does not map to one
 * authoritative order is held back and stays on the clearing account until it does.
 */

import type { Sha256 } from '#shared/domain/ids.ts';
import type { MoneyKind } from '#shared/domain/money-events.ts';
import type { JournalAccount } from './accounts.ts';
import { balanced, entryKey, type JournalEntry, LineSums } from './entry.ts';

export interface PayoutLine {
  readonly kind: MoneyKind;
  /** Signs of money-events.ts: money into the gateway positive; `feeMinor` is a cost. */
  readonly amountMinor: number;
  readonly feeMinor: number;
  /** The record, as the app names it: "Stripe txn_3Q…". */
  readonly label: string;
  /** Number of the order that it is linked to; null without a linked one. */
  readonly order: string | null;
  /** Why it must not be posted yet; null where nothing stands in the way. */
  readonly held: string | null;
}

export interface JournalPayout {
  readonly payoutId: string;
  readonly reference: string;
  readonly system: string;
  readonly day: string;
  readonly currency: string;
  /** Sent to the bank, minor units; negative: a withdrawal into the gateway. */
  readonly sentMinor: number;
  readonly lines: readonly PayoutLine[];
  /** The bank lines that hold it: day and minor units. */
  readonly receipts: readonly { readonly day: string; readonly minor: number; readonly label: string }[];
}

export interface HeldBack {
  /** Payout or order that it belongs to. */
  readonly subject: string;
  readonly label: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly reason: string;
}

/** Account against which a kind moves the clearing account; null: it does not post. LEDGER: events and their two sides. */
const AGAINST: Readonly<Record<MoneyKind, { readonly account: JournalAccount; readonly memo: string } | null>> = {
  authorisation: null,
  void: null,
  nothing: null,
  hold: null,
  hold_released: null,
  deferred: null,
  gift_card: null,
  store_credit: null,
  bank: null,
  booking: null,
  payout: null,
  withdrawal: null,
  charge: { account: 'receivable', memo: 'Payments' },
  charge_reversal: { account: 'receivable', memo: 'Payments' },
  refund: { account: 'refundsPayable', memo: 'Refunds' },
  refund_failed: { account: 'refundsPayable', memo: 'Refunds' },
  fee: { account: 'fees', memo: 'Fees' },
  fee_returned: { account: 'fees', memo: 'Fees' },
  dispute: { account: 'disputesContested', memo: 'Disputes' },
  dispute_reversal: { account: 'disputesContested', memo: 'Disputes' },
  reserve_held: { account: 'reserve', memo: 'Reserve' },
  reserve_released: { account: 'reserve', memo: 'Reserve' },
  tax_withheld: { account: 'taxPayable', memo: 'Tax withheld by the marketplace' },
  tax_returned: { account: 'taxPayable', memo: 'Tax withheld by the marketplace' },
  conversion: { account: 'conversion', memo: 'Currency conversion' },
  adjustment: { account: 'adjustments', memo: 'Adjustments' },
  transfer: { account: 'transfers', memo: 'Transfers' },
  payout_failed: { account: 'inTransit', memo: 'Payout that came back' },
};

/** Kinds that must name the order they belong to before they may be posted. */
const NEEDS_ORDER: ReadonlySet<MoneyKind> = new Set<MoneyKind>([
  'charge',
  'charge_reversal',
  'refund',
  'refund_failed',
  'dispute',
  'dispute_reversal',
]);

/** Entries of a payout: what it is made of, and its arrival at the bank. With what is held back. */
export function payoutEntries(payout: JournalPayout, sha256: Sha256): { entries: JournalEntry[]; held: HeldBack[] } {
  const held: HeldBack[] = [];
  const sums = new LineSums();
  let clearing = 0;
  const move = (account: JournalAccount, intoClearing: number, memo: string): void => {
    clearing += intoClearing;
    sums.add(account, -intoClearing, memo);
  };
  for (const line of payout.lines) {
    const against = AGAINST[line.kind];
    if (against === null) continue;
    const back = heldBack(payout, line);
    if (back !== null) {
      held.push(back);
      continue;
    }
    move(against.account, line.amountMinor, against.memo);
    if (line.feeMinor !== 0) move('fees', -line.feeMinor, 'Fees');
  }
  move('inTransit', -payout.sentMinor, `Payout ${payout.reference}`);
  // What is held back, or does not add up, stays on the clearing account: in sight, and out of the results.
  sums.add('clearing', clearing, held.length > 0 ? 'Held back until it is explained' : 'Not explained by the lines of the payout');
  const about = { subject: payout.payoutId, system: payout.system, currency: payout.currency };
  const entries: JournalEntry[] = [];
  const lines = sums.lines();
  if (lines.length > 0) {
    const key = entryKey('payout', payout.payoutId, payout.currency, sha256);
    const memo = `${payout.system} payout ${payout.reference}`;
    entries.push(balanced({ ...about, key, kind: 'payout', day: payout.day, memo, lines }));
  }
  for (const receipt of payout.receipts) {
    const key = entryKey('receipt', `${payout.payoutId} ${receipt.label}`, payout.currency, sha256);
    const memo = `${payout.system} payout ${payout.reference} at the bank`;
    entries.push(
      balanced({
        ...about,
        key,
        kind: 'receipt',
        day: receipt.day,
        memo,
        lines: [
          { account: 'bank', minor: receipt.minor, memo: receipt.label, name: null },
          { account: 'inTransit', minor: -receipt.minor, memo: `Payout ${payout.reference}`, name: null },
        ],
      }),
    );
  }
  return { entries, held };
}

/** The line as held back, or null where nothing stands in the way of posting it. */
function heldBack(payout: JournalPayout, line: PayoutLine): HeldBack | null {
  const reason = line.held ?? (NEEDS_ORDER.has(line.kind) && line.order === null ? 'No order is linked to it' : null);
  if (reason === null) return null;
  const amountMinor = line.amountMinor - line.feeMinor;
  return { subject: payout.payoutId, label: line.label, amountMinor, currency: payout.currency, reason };
}

/**
 * What the books lack where they hold a payout gross of the refunds in it: the refunds, out of the bank. Null where the difference is
 * not to the cent what the refunds took.
 */
export function grossCorrection(
  payout: JournalPayout,
  bookedMinor: number,
  sha256: Sha256,
): { entries: JournalEntry[]; held: HeldBack[] } | null {
  const refunds = payout.lines.filter(({ kind }) => kind === 'refund');
  const taken = refunds.reduce((sum, { amountMinor, feeMinor }) => sum + feeMinor - amountMinor, 0);
  if (taken <= 0 || bookedMinor - Math.abs(payout.sentMinor) !== taken) return null;
  const held: HeldBack[] = [];
  const sums = new LineSums();
  const memo = `Payout ${payout.reference} was booked gross of its refunds`;
  for (const line of refunds) {
    const back = heldBack(payout, line);
    if (back !== null) {
      held.push(back);
      continue;
    }
    sums.add('refundsPayable', -line.amountMinor, 'Refunds');
    if (line.feeMinor !== 0) sums.add('fees', line.feeMinor, 'Fees');
    sums.add('bank', line.amountMinor - line.feeMinor, memo);
  }
  const lines = sums.lines();
  if (lines.length === 0) return { entries: [], held };
  const { payoutId: subject, system, currency, day } = payout;
  const key = entryKey('correction', subject, currency, sha256);
  return { entries: [balanced({ key, kind: 'correction', subject, system, day, currency, memo, lines })], held };
}
