/** Deposits, journals and summary invoices to the payouts they book: by the payout's id, else by amount, day and the rail's name. */
import { RAIL_CLOCKS, type Rail, railOf } from '#shared/domain/clock.ts';
import { normaliseReference } from '../normalise/references.ts';
import { sentOf } from './bank-links.ts';
import { type Booking, dayOf } from './bookings.ts';
import { NO_MINUTE, type ReconcileInput } from './inputs.ts';
import type { LinkList } from './link-list.ts';
import type { LinkRule } from './outputs.ts';
import type { PaidOut, PayoutDraft } from './payouts.ts';
import { spaceOf, type TokenTable } from './token-table.ts';
import type { Verdicts } from './verdicts.ts';

const PAYOUT_SPACE = spaceOf('payout');
/** Days between a payout and its entry in the books, without an id. */
const NEAR_DAYS = 5;

export interface BookedPayouts {
  /** Payout of a booking by its index, −1: none. */
  readonly payoutOf: Int32Array;
  /** Indexes of bookings by payout. */
  readonly bookingsOf: ReadonlyMap<number, readonly number[]>;
}

export function linkBookedPayouts(
  input: ReconcileInput,
  tokens: TokenTable,
  bookings: readonly Booking[],
  taken: Int32Array,
  paidOut: PaidOut,
  verdicts: Verdicts,
  links: LinkList,
): BookedPayouts {
  const payoutOf = new Int32Array(bookings.length).fill(-1);
  const bookingsOf = new Map<number, number[]>();
  const { money } = input;
  const take = (index: number, payout: number, rule: LinkRule, permille: number): void => {
    const booking = bookings[index];
    if (booking === undefined) return;
    payoutOf[index] = payout;
    const list = bookingsOf.get(payout);
    if (list === undefined) bookingsOf.set(payout, [index]);
    else list.push(index);
    const currency = (money.currency[booking.row] as number) || (paidOut.payouts[payout]?.currency ?? 0);
    const amount = Math.abs(booking.minor);
    links.add({ kind: 'booking-payout', from: booking.row, to: payout, rule, linked: true, permille, amount, currency });
  };
  const names = payoutNames(input, tokens, paidOut);
  const said = saidPayouts(verdicts, paidOut.payouts);
  const open: number[] = [];
  for (const [index, booking] of bookings.entries()) {
    const person = said.get(booking.row);
    if (person !== undefined) {
      take(index, person, 'person', 1000);
      continue;
    }
    if (taken[index] !== -1 || booking.kind === 'credit') continue;
    const named = names.named(booking);
    const [only] = named;
    if (named.length === 1 && only !== undefined) take(index, only, 'reference@1', 1000);
    else open.push(index);
  }
  const byAmount = Map.groupBy(paidOut.payouts.keys(), (index) => Math.abs(sentOfIndex(paidOut, index)));
  for (const index of open) {
    const booking = bookings[index];
    if (booking === undefined) continue;
    const rails = railsOf(input, booking);
    const fits = (byAmount.get(Math.abs(booking.minor)) ?? []).filter((payout) =>
      isNear(input, booking, paidOut.payouts[payout], rails),
    );
    const unbooked = fits.filter((payout) => !bookingsOf.has(payout));
    const [only] = unbooked;
    if (unbooked.length === 1 && fits.length === 1 && only !== undefined) take(index, only, 'amount-clock@1', 985);
    else if (fits.length > 0) {
      const group = links.newGroup();
      for (const payout of fits.slice(0, 6)) {
        const currency = paidOut.payouts[payout]?.currency ?? 0;
        const permille = Math.floor(900 / fits.length);
        const amount = Math.abs(booking.minor);
        links.add({
          kind: 'booking-payout',
          from: booking.row,
          to: payout,
          rule: 'amount-clock@1',
          linked: false,
          permille,
          amount,
          currency,
          group,
        });
      }
    }
  }
  return { payoutOf, bookingsOf };
}

function sentOfIndex({ payouts }: PaidOut, index: number): number {
  const payout = payouts[index];
  return payout === undefined ? 0 : sentOf(payout);
}

function saidPayouts(verdicts: Verdicts, payouts: readonly PayoutDraft[]): ReadonlyMap<number, number> {
  const byId = new Map(payouts.map((payout, index) => [`${payout.source} ${payout.id}`, index]));
  const said = new Map<number, number>();
  for (const { from, to } of verdicts.payoutLinks('booking-payout')) {
    const payout = to.of === 'payout' ? byId.get(`${to.source} ${to.id}`) : undefined;
    if (from.of === 'row' && payout !== undefined) said.set(from.row, payout);
  }
  return said;
}

/** Ids by which bookings name payouts: the typed tokens of lines and records, the reference column, words of the memo. */
function payoutNames(
  { money, text }: ReconcileInput,
  tokens: TokenTable,
  { payouts, payoutOf }: PaidOut,
): { named(booking: Booking): number[] } {
  const byText = new Map<string, number[]>();
  for (const [index, payout] of payouts.entries()) {
    const ids = [payout.id, ...payout.rows.flatMap((row) => [money.payoutId[row] as number, money.number[row] as number])];
    for (const id of new Set(ids.map(text))) {
      if (id.length < 6) continue;
      const list = byText.get(id);
      if (list === undefined) byText.set(id, [index]);
      else list.push(index);
    }
  }
  const recordOf = new Map(payouts.flatMap((payout, index) => payout.rows.map((row) => [row, index] as const)));
  const byToken = (token: number, found: Set<number>): void => {
    for (let at = tokens.bearerStart[token] as number; at < (tokens.bearerStart[token + 1] as number); at++) {
      const end = tokens.bearer[at] as number;
      const payout = end < tokens.rows ? (recordOf.get(end) ?? (payoutOf[end] as number)) : -1;
      if (payout === -1) continue;
      found.add(payout);
      return;
    }
  };
  return {
    named: ({ rows }) => {
      const found = new Set<number>();
      for (const row of rows) {
        for (let i = tokens.start[row] as number; i < (tokens.start[row + 1] as number); i++) {
          const token = tokens.token[i] as number;
          if (tokens.space[token] === PAYOUT_SPACE) byToken(token, found);
        }
        const words = text(money.description[row] as number).split(/[^A-Za-z0-9_-]+/);
        for (const word of [text(money.reference[row] as number), ...words]) {
          if (word.length >= 6) for (const payout of byText.get(normaliseReference(word)) ?? []) found.add(payout);
        }
      }
      return [...found];
    },
  };
}

function railsOf({ money, policy, text }: ReconcileInput, { row }: Booking): readonly Rail[] {
  const words = `${text(money.name[row] as number)} ${text(money.description[row] as number)}`.toLowerCase();
  return (Object.keys(RAIL_CLOCKS) as Rail[]).filter(
    (rail) => policy.railWords[rail]?.some((name) => words.includes(name)) === true,
  );
}

function isNear(
  { money, sources }: ReconcileInput,
  booking: Booking,
  payout: PayoutDraft | undefined,
  rails: readonly Rail[],
): boolean {
  if (payout === undefined || payout.minute === NO_MINUTE || rails.length === 0) return false;
  const system = sources[payout.source]?.system;
  const currency = money.currency[booking.row] as number;
  if (system === undefined || !rails.includes(railOf(system)) || (currency !== 0 && currency !== payout.currency)) return false;
  return Math.abs(booking.day - dayOf(payout.minute)) <= NEAR_DAYS;
}
