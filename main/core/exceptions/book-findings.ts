/**
 * The books against the money: what is not booked, booked twice, booked with another amount, or belongs to nothing. Whether a source is
 * booked order by order or payout by payout is learned from what is booked: only what is usually booked can be missing.
 */
import { mostBilled } from '../reconciliation/booking-orders.ts';
import { type Booking, dayOf, ofRecord } from '../reconciliation/bookings.ts';
import type { Coverage } from '../reconciliation/coverage.ts';
import { netOf } from '../reconciliation/events.ts';
import { NO_MINUTE } from '../reconciliation/inputs.ts';
import { REFUND } from '../reconciliation/money-kinds.ts';
import { isCancelled } from '../reconciliation/order-states.ts';
import { LINK_KINDS, type Payout } from '../reconciliation/outputs.ts';
import { FIGURES, PAID } from '../reconciliation/positions.ts';
import type { World } from '../reconciliation/world.ts';
import { type Findings, order as orderSubject, payout as payoutSubject, row as rowSubject } from './findings.ts';
import type { OrderMoney } from './order-findings.ts';
import { Shares } from './shares.ts';

const SHOPS: ReadonlySet<string> = new Set(['shopify', 'woocommerce', 'amazon']);

export function findBooks(
  world: World,
  sums: OrderMoney,
  payouts: readonly Payout[],
  coverage: Coverage,
  findings: Findings,
): void {
  const { input, bookings } = world;
  const counted = ofRecord(input, bookings, [...bookings.keys()]);
  const books = [...new Set(counted.map(({ row }) => input.money.source[row] as number))];
  if (books.length === 0) return;
  const asked = askedBookings(world);
  findBookedPayouts(world, payouts, coverage, books, asked, findings);
  findBookedOrders(world, sums, coverage, books, asked, findings);
  findTied(world, sums, findings);
  findNumbers(world, findings);
  findStrays(world, coverage, asked, findings);
}

/** Ends of proposed booking links: what is asked is not called missing. */
interface Asked {
  readonly bookings: ReadonlySet<number>;
  readonly orders: ReadonlySet<number>;
  readonly payouts: ReadonlySet<number>;
}

function askedBookings({ links }: World): Asked {
  const found = links.columns();
  const asked = { bookings: new Set<number>(), orders: new Set<number>(), payouts: new Set<number>() };
  for (let i = 0; i < found.size; i++) {
    const kind = LINK_KINDS[found.kind[i] as number];
    if (found.linked[i] === 1 || (kind !== 'booking-order' && kind !== 'invoice-order' && kind !== 'booking-payout')) continue;
    asked.bookings.add(found.from[i] as number);
    (kind === 'booking-payout' ? asked.payouts : asked.orders).add(found.to[i] as number);
  }
  return asked;
}

/** Whether a moment's bookings would stand in the books' files: they cover it, and the clock to book it has run out. */
function shouldBeBooked({ input }: World, coverage: Coverage, books: readonly number[], minute: number): boolean {
  const { policy, asOfMs } = input;
  if (minute === NO_MINUTE || (policy.bookStartMs !== null && minute * 60_000 < policy.bookStartMs)) return false;
  const late = minute + policy.bookingClockHours * 60;
  if (late > asOfMs / 60_000) return false;
  return books.some((book) => coverage.covers(book, dayOf(minute)));
}

function findBookedPayouts(
  world: World,
  payouts: readonly Payout[],
  coverage: Coverage,
  books: readonly number[],
  asked: Asked,
  findings: Findings,
): void {
  const { bookedPayouts, bookings } = world;
  const usual = new Shares();
  const refunded = refundsOf(world);
  const due = payouts.map(
    (payout) => payout.sent > 0 && payout.state !== 'failed' && shouldBeBooked(world, coverage, books, payout.minute),
  );
  const listOf = (index: number): Booking[] => ofRecord(world.input, bookings, bookedPayouts.bookingsOf.get(index));
  for (const [index, { source }] of payouts.entries()) {
    const isBooked = listOf(index).length > 0;
    if (due[index] === true || isBooked) usual.add(source, isBooked);
  }
  for (const [index, payout] of payouts.entries()) {
    const list = listOf(index);
    const common = { minute: payout.minute, currency: payout.currency };
    if (list.length === 0) {
      if (due[index] === true && usual.isUsual(payout.source) && !asked.payouts.has(index))
        findings.raise({ reason: 'not_booked', subjects: [payoutSubject(index)], ...common, minor: payout.sent });
      continue;
    }
    const subjects = [payoutSubject(index), ...list.map(({ row }) => rowSubject(row))];
    const sum = list.reduce((total, { minor }) => total + Math.abs(minor), 0);
    if (sum === Math.abs(payout.sent) || isCorrected(list, sum, Math.abs(payout.sent))) continue;
    if (isTwice(list, sum, Math.abs(payout.sent))) {
      findings.raise({ reason: 'booked_twice', subjects, ...common, minor: payout.sent, guess: twoHands(world, list) });
      continue;
    }
    const refunds = refunded[index] as number;
    const difference = sum - Math.abs(payout.sent);
    findings.raise({
      reason: 'booked_amount_mismatch',
      subjects,
      ...common,
      minor: difference,
      heldBack: [payoutSubject(index)],
      guess:
        difference === refunds && refunds > 0
          ? { text: 'Booked gross of the refunds in it.', subject: null, probability: 0.99 }
          : null,
      evidence: [
        { label: 'Paid out', minor: payout.sent },
        { label: 'Booked', minor: sum },
        ...(refunds > 0 ? [{ label: 'Refunds in it', minor: refunds }] : []),
      ],
    });
  }
}

/** The largest is too much, and the others take back what it was: a deposit gross of its refunds, and their correction. */
function isCorrected(list: readonly Booking[], sum: number, whole: number): boolean {
  const most = Math.max(...list.map(({ minor }) => Math.abs(minor)));
  return list.length > 1 && most - (sum - most) === whole;
}

/** Each of several bookings has the whole amount, or together they have it at least one and a half times. */
function isTwice(list: readonly Booking[], sum: number, whole: number): boolean {
  if (list.length < 2 || whole === 0) return false;
  return list.filter(({ minor }) => Math.abs(minor) === whole).length > 1 || sum * 2 >= whole * 3;
}

function twoHands({ input }: World, list: readonly Booking[]): { text: string; subject: null; probability: null } {
  const sources = new Set(list.map(({ row }) => input.money.source[row]));
  const text = sources.size > 1 ? 'Two systems booked it.' : 'Two entries in one system: most often two integrations post it.';
  return { text, subject: null, probability: null };
}

/**
 * Orders that look alike, and the bookings that could be of any of them: which is whose cannot be told, but whether there is one too many
 * or too few can.
 */
function findTied(world: World, { asked }: OrderMoney, findings: Findings): void {
  const { input, links, bookings, booked, positions } = world;
  const { orders } = input;
  const isPaid = (order: number): boolean =>
    (positions.figures[order * FIGURES + PAID] as number) > 0 || positions.others.has(order);
  const found = links.columns();
  const candidates = new Map<number, number[]>();
  for (let i = 0; i < found.size; i++) {
    const kind = LINK_KINDS[found.kind[i] as number];
    if (found.linked[i] === 1 || (kind !== 'booking-order' && kind !== 'invoice-order')) continue;
    const list = candidates.get(found.from[i] as number);
    if (list === undefined) candidates.set(found.from[i] as number, [found.to[i] as number]);
    else list.push(found.to[i] as number);
  }
  const worth = new Map(bookings.map(({ row, minor }) => [row, minor]));
  const groups = Map.groupBy(candidates, ([, tied]) => [...tied].sort((a, b) => a - b).join());
  for (const group of groups.values()) {
    const all = group[0]?.[1] ?? [];
    // While it is asked whose a payment is, nobody knows which of them were paid.
    if (all.some((order) => asked[order] === 1 && !isPaid(order))) continue;
    // What nobody paid may be a copy of what somebody did.
    const tied = all.filter(isPaid).sort((a, b) => a - b);
    const [first] = tied;
    if (first === undefined || tied.length < 2) continue;
    const total = orders.total[first] as number;
    const rows = group.map(([row]) => row);
    const even = tied.every((order) => orders.total[order] === total) && rows.every((row) => worth.get(row) === total);
    const linked = tied.reduce((count, order) => count + (booked.bookingsOf.get(order)?.length ?? 0), 0);
    if (!even || rows.length + linked === tied.length) continue;
    const reason = rows.length + linked > tied.length ? 'booked_twice' : 'not_booked';
    findings.raise({
      reason,
      subjects: [...tied.map(orderSubject), ...rows.map(rowSubject)],
      minute: orders.placed[first] as number,
      minor: total,
      currency: orders.currency[first] as number,
      guess: { text: 'These orders look alike: which of them it is cannot be told.', subject: null, probability: null },
    });
  }
}

/** What was given back in the lines of each payout, positive. */
function refundsOf({ input, paidOut, events }: World): Float64Array {
  const { money } = input;
  const sums = new Float64Array(paidOut.payouts.length);
  for (let row = 0; row < money.size; row++) {
    const payout = paidOut.payoutOf[row] as number;
    if (payout !== -1 && money.kind[row] === REFUND && events.moves[row] === 1)
      sums[payout] = (sums[payout] as number) - netOf(money, row);
  }
  return sums;
}

function findBookedOrders(
  world: World,
  sums: OrderMoney,
  coverage: Coverage,
  books: readonly number[],
  asked: Asked,
  findings: Findings,
): void {
  const { input, booked, bookings, positions } = world;
  const { orders } = input;
  const usual = usualBooks(world, sums);
  const listOf = (order: number): Booking[] => ofRecord(input, bookings, booked.bookingsOf.get(order));
  const due = new Uint8Array(orders.size);
  for (let order = 0; order < orders.size; order++) {
    const paid = (positions.figures[order * FIGURES + PAID] as number) > 0 || positions.others.has(order);
    if (orders.test[order] === 1 || isCancelled(world, order) || !paid || (orders.total[order] as number) <= 0) continue;
    if (!shouldBeBooked(world, coverage, books, orders.placed[order] as number)) continue;
    due[order] = 1;
    usual.add(order, listOf(order).length > 0);
  }
  for (let order = 0; order < orders.size; order++) {
    const list = listOf(order).filter(({ kind }) => kind !== 'credit');
    const common = { minute: orders.placed[order] as number, currency: orders.currency[order] as number };
    const total = orders.total[order] as number;
    if (list.length === 0) {
      if (due[order] === 1 && usual.isUsual(order) && !asked.orders.has(order))
        findings.raise({ reason: 'not_booked', subjects: [orderSubject(order)], ...common, minor: total });
      continue;
    }
    const subjects = [orderSubject(order), ...list.map(({ row }) => rowSubject(row))];
    const sum = list.reduce((all, { minor }) => all + minor, 0);
    const isShop = SHOPS.has(input.sources[orders.source[order] as number]?.system ?? '');
    const most = mostBilled(input, order);
    const first = list[0]?.minor ?? 0;
    if (list.length > 1 && sum > most && list.filter(({ minor }) => minor === first || minor === total).length > 1) {
      findings.raise({ reason: 'booked_twice', subjects, ...common, minor: first, guess: twoHands(world, list) });
    } else if (!isShop && sum > most && sameMoney(world, list, order)) {
      findings.raise({ reason: 'invoice_over_terms', subjects, ...common, minor: sum - most, heldBack: subjects.slice(1) });
    } else if (isShop && sum !== total && !isTaxApart(world, order, sum) && sameMoney(world, list, order)) {
      findings.raise({
        reason: 'booked_amount_mismatch',
        subjects,
        ...common,
        minor: sum - total,
        evidence: [
          { label: 'Ordered', minor: total },
          { label: 'Booked', minor: sum },
        ],
      });
    }
  }
}

/**
 * Whether the sales of an order's shop that are paid into its account are usually booked one by one; where few of them are known, whether
 * those of any shop are that are paid into it.
 */
function usualBooks({ input }: World, { paidInto }: OrderMoney) {
  const [byShop, byAccount] = [new Shares(), new Shares()];
  const accountOf = (order: number): number => paidInto[order] as number;
  const shopOf = (order: number): number => (input.orders.source[order] as number) * 2 ** 16 + accountOf(order) + 1;
  return {
    add(order: number, isBooked: boolean): void {
      byShop.add(shopOf(order), isBooked);
      byAccount.add(accountOf(order), isBooked);
    },
    isUsual: (order: number): boolean =>
      byShop.knows(shopOf(order)) ? byShop.isUsual(shopOf(order)) : byAccount.isUsual(accountOf(order)),
  };
}

function isTaxApart({ input }: World, order: number, sum: number): boolean {
  const tax = input.orders.tax[order] as number;
  return !Number.isNaN(tax) && Math.abs(sum - (input.orders.total[order] as number)) === tax;
}

/** Amounts are compared in one currency only. Books that name none are in the order's. */
function sameMoney({ input }: World, list: readonly Booking[], order: number): boolean {
  return list.every(({ row }) => {
    const currency = input.money.currency[row] as number;
    return currency === 0 || currency === input.orders.currency[order];
  });
}

/** One invoice number on two invoices of one set of books. */
function findNumbers(world: World, findings: Findings): void {
  const { money } = world.input;
  const byNumber = Map.groupBy(
    world.bookings.filter(({ kind, row }) => kind === 'invoice' && money.number[row] !== 0),
    ({ row }) => `${money.source[row]} ${money.number[row]}`,
  );
  for (const list of byNumber.values()) {
    const latest = list.toSorted((a, b) => b.day - a.day || b.row - a.row)[0];
    if (list.length < 2 || latest === undefined) continue;
    findings.raise({
      reason: 'duplicate_invoice_number',
      subjects: list.map(({ row }) => rowSubject(row)),
      minute: latest.day * 1440,
      minor: latest.minor,
      currency: money.currency[latest.row] as number,
      heldBack: [rowSubject(latest.row)],
    });
  }
}

/** Invoices and receipts that bill no order and book no payout. */
function findStrays(world: World, coverage: Coverage, asked: Asked, findings: Findings): void {
  const { input, booked, bookedPayouts, bookings } = world;
  const { money, orders, policy, text } = input;
  const shops = [...new Set(orders.source)];
  const words = Object.values(policy.railWords).flat();
  for (const [index, { row, kind, minor, day }] of bookings.entries()) {
    if ((kind !== 'invoice' && kind !== 'receipt') || !policy.needsOrder.includes(kind)) continue;
    if (booked.orderOf[index] !== -1 || bookedPayouts.payoutOf[index] !== -1) continue;
    if (asked.bookings.has(row) || !shops.some((shop) => coverage.covers(shop, day))) continue;
    const name = text(money.name[row] as number);
    if (words.some((word) => name.includes(word))) continue;
    findings.raise({
      reason: 'missing_canonical_id',
      subjects: [rowSubject(row)],
      minute: day * 1440,
      minor,
      currency: money.currency[row] as number,
      heldBack: [rowSubject(row)],
    });
  }
}
