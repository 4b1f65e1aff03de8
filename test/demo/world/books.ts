import { DAY } from '../base/calendar.ts';
import { type Booking, newRecord, type Payout, type Sale, type SourceRecord } from './model.ts';
import type { World } from './world.ts';

/** Facts of a booking before it has a number. */
export type BookingFacts = Omit<Booking, 'record' | 'number'>;

/** Writes a booking into the books of an accounting system. */
export function book(world: World, system: 'xero' | 'quickbooks', account: string, facts: BookingFacts): Booking {
  const record = newRecord(system, account, facts.kind === 'Invoice' ? 'invoice' : 'booking');
  const booking: Booking = { ...facts, number: '', record };
  if (facts.reference) record.refs.push(facts.reference);
  facts.sale?.held.push(record);
  world.bookings.push(booking);
  return booking;
}

/**
 * Books something as an integration does, except that every fiftieth is left out, every fiftieth is posted twice by
 * two integrations, and every fiftieth is posted before its refunds were taken off. Each fault goes on record.
 */
export function bookWithFaults(
  world: World,
  turn: number,
  subject: SourceRecord,
  refundMinor: number,
  write: (facts: { readonly at: number; readonly totalMinor: number }) => Booking,
  facts: { readonly at: number; readonly totalMinor: number; readonly currency: string },
): void {
  const raise = (reason: string, bookings: readonly Booking[], amountMinor: number): void =>
    void world.exceptions.push({
      reason,
      subjects: [subject, ...bookings.map((booking) => booking.record)],
      amountMinor,
      currency: facts.currency,
    });
  if (turn % 50 === 7) {
    raise('not_booked', [], facts.totalMinor);
  } else if (turn % 50 === 23) {
    raise('booked_twice', [write(facts), write({ ...facts, at: facts.at + DAY })], facts.totalMinor);
  } else if (turn % 25 === 16 && refundMinor > 0) {
    raise('booked_amount_mismatch', [write({ ...facts, totalMinor: facts.totalMinor + refundMinor })], refundMinor);
  } else {
    write(facts);
  }
}

/** What was given back in a payout's lines: the difference when it is booked gross. */
export function refundsIn(payout: Payout): number {
  return payout.rows.filter((row) => row.kind === 'refund').reduce((sum, row) => sum - row.netMinor, 0);
}

/** An invoice that belongs to no order of the year. */
export function strayInvoice(
  world: World,
  system: 'xero' | 'quickbooks',
  account: string,
  contact: string,
  at: number,
  totalMinor: number,
): void {
  const facts = {
    kind: 'Invoice',
    at,
    dueAt: at + 14 * DAY,
    contact,
    email: '',
    reference: '',
    description: 'Consulting, as agreed by phone',
  } as const;
  const { record } = book(world, system, account, { ...facts, totalMinor, taxMinor: 0, currency: 'USD', sale: null, payout: null });
  world.exceptions.push({ reason: 'missing_canonical_id', subjects: [record], amountMinor: totalMinor, currency: 'USD' });
}

/** Numbers the invoices by date; the ids of other kinds are the file's matter. */
export function numberInvoices(world: World): void {
  let number = 10_000;
  for (const booking of world.bookings.toSorted((a, b) => a.at - b.at)) {
    if (booking.kind !== 'Invoice') continue;
    number += 1;
    booking.number = `INV-${number}`;
    booking.record.nativeId = booking.number;
  }
}

/** Numbers typed a second time: both invoices are real, the number of the second is not. */
export function retypeNumbers(world: World): void {
  const invoices = world.bookings
    .filter((booking) => booking.kind === 'Invoice' && booking.sale?.plan.state === 'normal' && !booking.sale.plan.paidTwice)
    .toSorted((a, b) => a.at - b.at);
  const times = Math.max(1, Math.ceil((25 * world.options.orders) / 10_000));
  const step = Math.floor(invoices.length / (times + 1));
  for (let i = 1; i <= times && step > 4; i++) {
    // Not neighbours: two rows of one number that follow each other read as two lines of one invoice.
    const [first, second] = [invoices[i * step - 4], invoices[i * step]];
    if (!first || !second || first.sale === second.sale) continue;
    second.number = first.number;
    second.record.nativeId = first.number;
    world.exceptions.push({
      reason: 'duplicate_invoice_number',
      subjects: [first.record, second.record],
      amountMinor: second.totalMinor,
      currency: second.currency,
    });
  }
}

/** The order's part in a booking, for the position's *booked*. */
export function bookedOf(world: World): ReadonlyMap<Sale, number> {
  const booked = new Map<Sale, number>();
  for (const { sale, kind, totalMinor } of world.bookings) {
    if (sale) booked.set(sale, (booked.get(sale) ?? 0) + (kind === 'Credit Memo' ? -totalMinor : totalMinor));
  }
  return booked;
}
