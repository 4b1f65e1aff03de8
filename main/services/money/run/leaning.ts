/** Whether what was found of a part leans on something outside, or moves something there: that has to be in the part. */
import { MOST_GUESS_DAYS } from '#core/exceptions/refund-guess.ts';
import { dayOf } from '#core/reconciliation/bookings.ts';
import { grossOf } from '#core/reconciliation/events.ts';
import { NO_MINUTE } from '#core/reconciliation/inputs.ts';
import { CHARGE } from '#core/reconciliation/money-kinds.ts';
import { FIGURES, REFUNDED } from '#core/reconciliation/positions.ts';
import { NotLocal } from '#core/reconciliation/rest.ts';
import { disputeKeyOf, emailsOf, isDispute, isDisputed, type Neighbourhood } from '#core/reconciliation/standing-book.ts';
import type { World } from '#core/reconciliation/world.ts';
import type { FoundPart } from './part-run.ts';
import type { StandingRun } from './standing-run.ts';

/** True when the neighbourhood grew. Throws where everything outside may have moved. */
export function takeInWhatLeans(run: StandingRun, before: FoundPart, after: FoundPart, neighbourhood: Neighbourhood): boolean {
  refuseOtherShops(before.world, after.world);
  refuseOtherAccounts(run.found.world, after);
  refuseOtherUnknowns(before.world, after.world);
  const { size } = neighbourhood;
  takeInBuyers(run, after.world, neighbourhood);
  takeInDisputes(run, after.world, neighbourhood);
  takeInGuesses(run, before, after, neighbourhood);
  takeInPayouts(run, before, after, neighbourhood);
  return neighbourhood.size > size;
}

/** Shares of links at which a shop counts as served: see OrderFinder, PaymentLinker and findNobodys. */
const BARS = [0.02, 0.9];

/** Which shops an account most likely serves is asked for every doubtful number, and for every capture of nobody's. */
function refuseOtherShops(before: World, after: World): void {
  if (servedShops(before) !== servedShops(after)) throw new NotLocal('an account that serves another shop');
}

/** By account and shop, whether its share of the links reaches the bars; a shop is whoever has an order. */
function servedShops({ input, finder }: World): string {
  const shops = [...new Set([...input.orders.source, ...(input.rest?.shops ?? [])])].sort((a, b) => a - b);
  return input.sources
    .flatMap((_, source) => shops.map((shop) => `${shop}:${BARS.map((bar) => finder.affinity.share(source, shop) >= bar).join()}`))
    .join(' ');
}

/** A line that moves or names another payout than it did, in an account whose payouts are found by sums. */
function refuseOtherAccounts(world: World, { part, world: now }: FoundPart): void {
  const { paidOut, events, input } = world;
  const bySums = new Set(
    paidOut.payouts.flatMap(({ source, currency, lines, summed }) => (summed || lines === 0 ? [`${source} ${currency}`] : [])),
  );
  for (const [row, whole] of part.wholeRows.entries()) {
    if (whole === -1) continue;
    const same = events.moves[whole] === now.events.moves[row] && payoutName(world, whole) === payoutName(now, row);
    if (!same && bySums.has(`${input.money.source[whole]} ${input.money.currency[whole]}`))
      throw new NotLocal('a payout whose lines bear no id');
  }
}

function payoutName({ paidOut }: World, row: number): string {
  const draft = paidOut.payouts[paidOut.payoutOf[row] as number];
  return draft === undefined ? '' : draft.id === 0 ? 'unnamed' : `${draft.source} ${draft.id}`;
}

/** Accounts with payouts whose lines are not known: any capture of theirs may lie in one. */
function refuseOtherUnknowns(before: World, after: World): void {
  const unknown = ({ paidOut }: World): string =>
    [...new Set(paidOut.payouts.flatMap(({ lines, source, currency }) => (lines === 0 ? [`${source} ${currency}`] : [])))]
      .sort()
      .join();
  if (unknown(before) !== unknown(after)) throw new NotLocal('a payout without lines');
}

/**
 * A refund that names no order is weighed over the latest payments of its account: where one of them moved, the refund is weighed anew,
 * and over all of them.
 */
function takeInGuesses(run: StandingRun, before: FoundPart, after: FoundPart, neighbourhood: Neighbourhood): void {
  const { standing, found } = run;
  const weigh = (source: number, minute: number): void => {
    for (const payment of standing.paymentsBefore(source, minute)) neighbourhood.addRow(payment);
  };
  for (const { world } of [before, after]) {
    const { money } = world.input;
    for (const refund of world.answered.orphans) weigh(money.source[refund] as number, money.minute[refund] as number);
  }
  const { orphans } = found.world.answered;
  if (orphans.length === 0) return;
  const { money } = found.world.input;
  const was = paymentsOf(before);
  const is = paymentsOf(after);
  for (const key of new Set([...was.keys(), ...is.keys()])) {
    const payments = [was.get(key), is.get(key)];
    if (payments[0]?.text === payments[1]?.text) continue;
    for (const { source, minute } of payments.flatMap((payment) => payment ?? [])) {
      for (const refund of orphans) {
        const days = dayOf(money.minute[refund] as number) - dayOf(minute);
        if (money.source[refund] === source && days >= 0 && days <= MOST_GUESS_DAYS) neighbourhood.addRow(refund);
      }
    }
  }
}

interface Payment {
  readonly source: number;
  readonly minute: number;
  /** All that a guess looks at. */
  readonly text: string;
}

/** Payments of a part that guesses may look at, by their record. */
function paymentsOf({ world, book }: FoundPart): ReadonlyMap<number, Payment> {
  const { input, events, paid, positions } = world;
  const { money, orders } = input;
  const found = new Map<number, Payment>();
  for (let row = 0; row < money.size; row++) {
    const order = paid.orderOf[row] as number;
    const minute = money.minute[row] as number;
    if (money.kind[row] !== CHARGE || events.moves[row] !== 1 || order === -1 || minute === NO_MINUTE) continue;
    const said = (orders.refunded[order] as number) - (positions.figures[order * FIGURES + REFUNDED] as number);
    const about = [orders.email[order], orders.name[order], book.orders.headIds[order]];
    const text = [minute, money.currency[row], grossOf(money, row), said, ...about].join();
    found.set(book.money.recordIds[row] as number, { source: money.source[row] as number, minute, text });
  }
  return found;
}

/** Captures that ask by the buyer's address: every order of that address. */
function takeInBuyers({ standing }: StandingRun, world: World, neighbourhood: Neighbourhood): void {
  for (const row of world.paid.asked)
    for (const email of emailsOf(world, row)) for (const order of standing.ordersOfEmail(email)) neighbourhood.addOrder(order);
}

function takeInDisputes({ standing }: StandingRun, { input: { money }, events }: World, neighbourhood: Neighbourhood): void {
  for (let row = 0; row < money.size; row++) {
    const kind = money.kind[row] as number;
    if (isDispute(kind)) for (const charge of standing.disputedOf(disputeKeyOf(money, row))) neighbourhood.addRow(charge);
    else if (kind === CHARGE && isDisputed(events.status[row] as number))
      for (const dispute of standing.disputesOf(disputeKeyOf(money, row))) neighbourhood.addRow(dispute);
  }
}

/** What lines see of their payout: when it was sent, whether it failed or is in the bank, under what it stands. Where that moved, they do. */
function takeInPayouts(run: StandingRun, before: FoundPart, after: FoundPart, neighbourhood: Neighbourhood): void {
  const { world, book } = run.found;
  const was = payoutFacts(before);
  const is = payoutFacts(after);
  for (const [payout, { id, source, rows }] of world.paidOut.payouts.entries()) {
    const name = nameOf(source, id, book.money.recordIds[rows[0] ?? -1]);
    if (was.get(name) !== is.get(name)) for (const row of run.standing.linesOf(payout)) neighbourhood.addRow(row);
  }
}

function payoutFacts({ world, book, ends }: FoundPart): ReadonlyMap<string, string> {
  const { paidOut, banked } = world;
  return new Map(
    paidOut.payouts.map(({ source, id, rows, failed, minute, summed }, index) => {
      const name = ends.payouts[index];
      const facts = [failed, minute, summed, banked.rowsOf.has(index), name?.headId, JSON.stringify(name?.key)];
      return [nameOf(source, id, book.money.recordIds[rows[0] ?? -1]), facts.join()] as const;
    }),
  );
}

function nameOf(source: number, id: number, recordId: number | undefined): string {
  return id === 0 ? `record ${recordId}` : `${source} ${id}`;
}
