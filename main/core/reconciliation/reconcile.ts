/**
 * The reconciliation: a function of what was said and decided, the policy and the instant. Its steps go from what is proven to what is
 * likely: ids, payouts and their sums, the bank by amount and clock, the books, and what is left over.
 */
import { linkBank } from './bank-links.ts';
import { linkBookings } from './booking-orders.ts';
import { linkBookedPayouts } from './booking-payouts.ts';
import { readBookings } from './bookings.ts';
import { rememberedHolidays } from './calendar.ts';
import { returnedDisputes } from './dispute-outcome.ts';
import { readEvents } from './events.ts';
import { findAll } from './find-all.ts';
import type { ReconcileInput } from './inputs.ts';
import { LinkList } from './link-list.ts';
import { OrderFinder } from './order-finder.ts';
import type { ReconcileOutput } from './outputs.ts';
import { linkAnswers } from './parents.ts';
import { linkPayments } from './payment-orders.ts';
import { linkPayoutLines } from './payouts.ts';
import { positionsOf } from './positions.ts';
import { tellRefundsAbroad } from './refund-currency.ts';
import { withoutRepeatedLines } from './repeated-lines.ts';
import { confirmedRefunds } from './shop-refunds.ts';
import { tokenTable } from './token-table.ts';
import { Verdicts } from './verdicts.ts';
import type { World } from './world.ts';

export const RECONCILE_STAGES = [
  'references',
  'events',
  'bookings',
  'payments',
  'answers',
  'payouts',
  'bank',
  'positions',
  'exceptions',
] as const;
export type ReconcileStage = (typeof RECONCILE_STAGES)[number];

/** Called before each stage: may throw to cancel. */
export type OnStage = (stage: ReconcileStage, done: number, total: number) => void;

export function reconcile(input: ReconcileInput, onStage: OnStage = () => undefined): ReconcileOutput {
  return reconcileWorld(input, onStage).output;
}

/** The result together with all that it was drawn from, for whoever goes on from there. */
export function reconcileWorld(
  input: ReconcileInput,
  onStage: OnStage = () => undefined,
): { readonly world: World; readonly output: ReconcileOutput } {
  const world = linkAll(input, onStage);
  return { world, output: findAll(world) };
}

/** Everything that is known before exceptions are raised. */
export function linkAll(given: ReconcileInput, onStage: OnStage = () => undefined): World {
  const { money, orders } = given;
  const stage = (name: ReconcileStage): void => onStage(name, RECONCILE_STAGES.indexOf(name), RECONCILE_STAGES.length);
  stage('references');
  const tokens = tokenTable(money.refs, money.size, orders.refs, orders.size, () => stage('references'));
  const input = withoutRepeatedLines({ ...given, isHoliday: rememberedHolidays(given.isHoliday) }, tokens);
  stage('events');
  const events = readEvents(input, tokens);
  const verdicts = new Verdicts(input);
  const links = new LinkList();
  const finder = new OrderFinder(input, tokens, events);
  stage('bookings');
  const bookings = readBookings(input, tokens);
  const booked = linkBookings(input, bookings, finder, verdicts, links);
  stage('payments');
  const paid = linkPayments({ input, tokens, events, finder, verdicts, links, bookings, booked });
  const { orderOf, proposed } = paid;
  const answered = linkAnswers({ input, tokens, events, finder, verdicts, links, bookings, booked, orderOf, proposed });
  tellRefundsAbroad({ input, events, parentOf: answered.parentOf, orderOf });
  stage('payouts');
  const paidOut = linkPayoutLines(input, events, verdicts, links);
  stage('bank');
  const banked = linkBank(input, paidOut.payouts, verdicts, links);
  const bookedPayouts = linkBookedPayouts(input, tokens, bookings, booked.orderOf, paidOut, verdicts, links);
  stage('positions');
  const positions = positionsOf({ input, events, finder, orderOf, paidOut, banked, bookings, booked });
  const returned = returnedDisputes(input, events, answered.parentOf, orderOf);
  stage('exceptions');
  return {
    input,
    tokens,
    events,
    verdicts,
    links,
    finder,
    bookings,
    booked,
    paid,
    answered,
    paidOut,
    banked,
    bookedPayouts,
    positions,
    returned,
    confirmed: confirmedRefunds(input, events, verdicts),
  };
}
