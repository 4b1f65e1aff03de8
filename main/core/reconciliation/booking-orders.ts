/**
 * Invoices, receipts and credit notes to the orders they bill. Ids first; then the client with what was sold or what it cost, taken only
 * where one answer is clearly the likeliest; else proposed.
 */

import { Titles } from './booking-titles.ts';
import { type Booking, dayOf } from './bookings.ts';
import { GroupIndex } from './group-index.ts';
import { NO_MINUTE, type ReconcileInput } from './inputs.ts';
import { Lags } from './lags.ts';
import type { LinkList } from './link-list.ts';
import { MOST_CANDIDATES, type NamedOrders, type OrderFinder } from './order-finder.ts';
import type { LinkRule } from './outputs.ts';
import type { Verdicts } from './verdicts.ts';

/** The highest value-added tax of the EU is 27 %: a bill beyond that over terms without a stated tax is no tax. */
const HIGHEST_TAX_PERCENT = 27;
/** The likeliest answer must be this many times likelier than the next to be taken. */
const CLEARLY = 20;
/** Least likelihood of day and amount at which the only answer without an id is taken. */
const PLAUSIBLE = 0.0005;
/** Least likelihood that a booking bills an order beyond its terms. */
const LEAST_OVER = 0.002;
/** Ways to share bookings out among orders that are looked at together. */
const MOST_WAYS = 4096;
const NEAR_DAYS = 3;
const MOST_DAYS = 120;

export interface BookedOrders {
  /** Order of a booking by its index in the list; −1: none. */
  readonly orderOf: Int32Array;
  /** Indexes of bookings by order. */
  readonly bookingsOf: ReadonlyMap<number, readonly number[]>;
  /** Orders that a booking is proposed for, by its index. */
  readonly proposed: ReadonlyMap<number, readonly number[]>;
}

/** What an order may be billed, with a tax that nothing states taken at the highest. */
export function mostBilled(input: ReconcileInput, order: number): number {
  const { total, tax } = input.orders;
  const terms = total[order] as number;
  const stated = tax[order] as number;
  return Number.isNaN(stated) ? terms + Math.floor((terms * HIGHEST_TAX_PERCENT) / 100) : terms + stated;
}

export function linkBookings(
  input: ReconcileInput,
  bookings: readonly Booking[],
  finder: OrderFinder,
  verdicts: Verdicts,
  links: LinkList,
): BookedOrders {
  return new BookingLinker(input, bookings, finder, verdicts, links).run();
}

interface Question {
  readonly index: number;
  readonly candidates: readonly number[];
  /** What led to the candidates is proof enough that one of them is meant. */
  readonly sure: boolean;
}

interface Share {
  readonly order: number;
  readonly weight: number;
}

class BookingLinker {
  readonly #input: ReconcileInput;
  readonly #bookings: readonly Booking[];
  readonly #finder: OrderFinder;
  readonly #verdicts: Verdicts;
  readonly #links: LinkList;
  readonly #orderOf: Int32Array;
  readonly #bookingsOf = new Map<number, number[]>();
  readonly #proposed = new Map<number, readonly number[]>();
  readonly #lags = new Lags();
  readonly #titles: Titles;
  readonly #billed = new Map<number, number>();
  /** Bookings that name their order, and those of them that bill it beyond its terms. */
  #named = 0;
  #over = 0;
  #byName: GroupIndex | null = null;
  #byEmail: GroupIndex | null = null;

  constructor(input: ReconcileInput, bookings: readonly Booking[], finder: OrderFinder, verdicts: Verdicts, links: LinkList) {
    this.#input = input;
    this.#titles = new Titles(input);
    this.#bookings = bookings;
    this.#finder = finder;
    this.#verdicts = verdicts;
    this.#links = links;
    this.#orderOf = new Int32Array(bookings.length).fill(-1);
  }

  run(): BookedOrders {
    const open: number[] = [];
    const named: { readonly index: number; readonly candidates: readonly number[] }[] = [];
    for (const [index, booking] of this.#bookings.entries()) {
      if (booking.kind === 'deposit' || booking.kind === 'other') continue;
      const said = this.#verdicts.orderOf('booking', booking.row);
      if (said !== null) {
        this.#take(index, said, 'person', 1000);
        continue;
      }
      const { by, orders } = this.#namedBy(booking);
      const candidates = this.#allowed(booking, this.#finder.narrowed(booking.row, orders));
      if (by === 'id' && candidates.length === 1) this.#take(index, candidates[0] ?? 0, 'reference@1', 1000);
      else if (candidates.length > 0 && by !== 'words') named.push({ index, candidates });
      else open.push(index);
    }
    this.#settle(
      named.map(({ index, candidates }) => ({ index, candidates: this.#narrowed(index, candidates), sure: true })),
      'reference@1',
    );
    const strangers: number[] = [];
    const alike = open.flatMap((index) => {
      const booking = this.#bookings[index];
      if (booking === undefined) return [];
      const { orders, sure } = this.#alike(booking);
      const candidates = this.#allowed(booking, orders);
      if (candidates.length === 0) strangers.push(index);
      return candidates.length === 0 ? [] : [{ index, candidates, sure }];
    });
    this.#settle(alike, 'buyer@1');
    this.#proposeByAmount(strangers);
    return { orderOf: this.#orderOf, bookingsOf: this.#bookingsOf, proposed: this.#proposed };
  }

  /** By typed references; else by an id that the memo quotes, or that stands as its number. */
  #namedBy({ row }: Booking): NamedOrders {
    const named = this.#finder.named(row, 'any');
    if (named.by === 'id') return named;
    const { money, text } = this.#input;
    const quoted = this.#finder.quoted(`${text(money.description[row] as number)} ${text(money.reference[row] as number)}`);
    return quoted.length > 0 ? { by: 'id', orders: this.#narrowedRow(row, quoted) } : named;
  }

  #narrowedRow(row: number, orders: readonly number[]): readonly number[] {
    const { money, orders: all } = this.#input;
    const own = orders.filter((order) => money.name[row] !== 0 && all.name[order] === money.name[row]);
    return own.length > 0 ? own : orders;
  }

  /** Of several orders of one number: of the same client, of that time, of the very amount. A filter that leaves none is not applied. */
  #narrowed(index: number, candidates: readonly number[]): readonly number[] {
    const booking = this.#bookings[index];
    if (booking === undefined) return candidates;
    const { money, orders } = this.#input;
    const keep = (list: readonly number[], fits: (order: number) => boolean): readonly number[] => {
      const kept = list.filter(fits);
      return kept.length > 0 ? kept : list;
    };
    const [name, email] = [money.name[booking.row] as number, money.email[booking.row] as number];
    const known = keep(
      candidates,
      (order) => (name !== 0 && orders.name[order] === name) || (email !== 0 && orders.email[order] === email),
    );
    const timely = keep(known, (order) => this.#isNear(booking, order));
    return keep(timely, (order) => this.#costs(order, booking));
  }

  #isNear(booking: Booking, order: number): boolean {
    const placed = this.#input.orders.placed[order] as number;
    const days = booking.day - dayOf(placed);
    return placed !== NO_MINUTE && days >= -NEAR_DAYS && days <= MOST_DAYS;
  }

  /** Bookings of a client whom no order knows by that name: orders of the very amount and day that nothing bills are worth a question. */
  #proposeByAmount(indexes: readonly number[]): void {
    const { orders } = this.#input;
    const wanted = new Set(indexes.map((index) => this.#bookings[index]?.minor ?? 0).filter((minor) => minor > 0));
    if (wanted.size === 0) return;
    const byTotal = new Map<number, number[]>();
    for (let order = 0; order < orders.size; order++) {
      const total = orders.total[order] as number;
      if (!wanted.has(total) || this.#bookingsOf.has(order)) continue;
      const list = byTotal.get(total);
      if (list === undefined) byTotal.set(total, [order]);
      else list.push(order);
    }
    for (const index of indexes) {
      const booking = this.#bookings[index];
      if (booking === undefined) continue;
      const near = (byTotal.get(booking.minor) ?? []).filter(
        (order) =>
          this.#sameCurrency(booking.row, order) && Math.abs(booking.day - dayOf(orders.placed[order] as number)) <= NEAR_DAYS,
      );
      const shares = this.#allowed(booking, near)
        .slice(0, MOST_CANDIDATES)
        .map((order) => ({ order, weight: 1 }));
      if (shares.length > 0) this.#propose(index, shares, 'amount-clock@1');
    }
  }

  #allowed({ row, kind }: Booking, candidates: readonly number[]): readonly number[] {
    const linkKind = kind === 'invoice' ? 'invoice-order' : 'booking-order';
    return candidates.filter((order) => !this.#verdicts.apart(linkKind, row, order));
  }

  #sameCurrency(row: number, order: number): boolean {
    const mine = this.#input.money.currency[row] as number;
    const theirs = this.#input.orders.currency[order] as number;
    return mine === 0 || theirs === 0 || mine === theirs;
  }

  /** Orders of the same client that sold what the booking describes, or cost what it bills. */
  #alike(booking: Booking): { readonly orders: readonly number[]; readonly sure: boolean } {
    const { money, orders } = this.#input;
    this.#byName ??= new GroupIndex(orders.name);
    this.#byEmail ??= new GroupIndex(orders.email);
    const fellows = new Set([
      ...this.#byName.of(money.name[booking.row] as number),
      ...this.#byEmail.of(money.email[booking.row] as number),
    ]);
    const near = [...fellows].filter((order) => this.#isNear(booking, order));
    const titled = this.#titles.best(booking, near);
    if (titled.whole) return titled;
    // Without a client its whole title is what speaks for an order: no less than some words do for another of the client's.
    const nameless = this.#titles.nameless(booking).filter((order) => this.#isNear(booking, order));
    if (titled.sure) return { orders: [...new Set([...titled.orders, ...nameless])], sure: true };
    if (nameless.length > 0) return { orders: [...new Set(nameless)], sure: true };
    if (titled.orders.length > 0) return titled;
    const costing = near.filter(
      (order) =>
        this.#sameCurrency(booking.row, order) &&
        this.#costs(order, booking) &&
        Math.abs(booking.day - dayOf(orders.placed[order] as number)) <= NEAR_DAYS,
    );
    return { orders: costing, sure: true };
  }

  #costs(order: number, { minor }: Booking): boolean {
    const { total, tax } = this.#input.orders;
    const terms = total[order] as number;
    const stated = tax[order] as number;
    return minor === terms || (!Number.isNaN(stated) && (minor === terms + stated || minor === terms - stated));
  }

  /**
   * Questions with the same candidates are weighed together: what bills one order does not bill another. Taken is what is clearly the
   * likeliest over all ways to share them out; the rest is proposed.
   */
  #settle(questions: readonly Question[], rule: LinkRule): void {
    const together = Map.groupBy(questions, ({ candidates }) => [...candidates].sort((a, b) => a - b).join());
    for (const group of together.values()) {
      let open = group;
      // What is sure narrows what is left.
      for (let taken = true; taken && open.length > 0; ) {
        taken = false;
        const left: Question[] = [];
        for (const { question, shares } of this.#shares(open)) {
          const [first, next] = shares;
          if (first === undefined) continue;
          // Two records of one sale, while that is asked, are one answer: the likelier of them, which is the one that is not billed yet.
          const isTwin = next !== undefined && this.#input.twins?.get(first.order) === next.order;
          const second = isTwin ? shares[2] : next;
          const plausible = question.sure || first.weight >= PLAUSIBLE;
          const isClear = plausible && (second === undefined || first.weight >= CLEARLY * second.weight);
          // What bills the one is not to bill it twice: after a pair of twins the rest is weighed anew.
          if (isClear && !(isTwin && taken)) {
            this.#take(question.index, first.order, rule, rule === 'reference@1' ? 1000 : 990);
            taken = true;
          } else left.push(question);
        }
        open = left;
      }
      for (const { question, shares } of this.#shares(open)) this.#propose(question.index, shares, rule);
    }
  }

  /** For each question its candidates with their likelihood, likeliest first. */
  #shares(questions: readonly Question[]): { readonly question: Question; readonly shares: readonly Share[] }[] {
    const [{ candidates } = { candidates: [] }] = questions;
    const bookings = questions.flatMap(({ index }) => this.#bookings[index] ?? []);
    const several = questions.length > 1 && candidates.length > 1 && candidates.length ** questions.length <= MOST_WAYS;
    const weights = several
      ? this.#jointly(bookings, candidates)
      : bookings.map((booking) => candidates.map((order) => this.#weight(booking, order) * this.#room(order, booking.minor)));
    return questions.map((question, i) => ({
      question,
      shares: candidates
        .map((order, k) => ({ order, weight: weights[i]?.[k] ?? 0 }))
        .sort((a, b) => b.weight - a.weight || a.order - b.order)
        .slice(0, MOST_CANDIDATES),
    }));
  }

  /** Sums over every way to share the bookings out among the orders. */
  #jointly(bookings: readonly Booking[], candidates: readonly number[]): number[][] {
    const single = bookings.map((booking) => candidates.map((order) => this.#weight(booking, order)));
    const sums = bookings.map(() => candidates.map(() => 0));
    const chosen: number[] = [];
    const walk = (likelihood: number): void => {
      const at = chosen.length;
      if (at === bookings.length) {
        const billed = new Map<number, number>();
        for (const [i, k] of chosen.entries()) billed.set(k, (billed.get(k) ?? 0) + (bookings[i]?.minor ?? 0));
        let whole = likelihood;
        for (const [k, minor] of billed) whole *= this.#room(candidates[k] ?? 0, minor);
        for (const [i, k] of chosen.entries()) {
          const row = sums[i];
          if (row !== undefined) row[k] = (row[k] ?? 0) + whole;
        }
        return;
      }
      for (const k of candidates.keys()) {
        chosen.push(k);
        walk(likelihood * (single[at]?.[k] ?? 0));
        chosen.pop();
      }
    };
    walk(1);
    return sums;
  }

  #propose(index: number, shares: readonly Share[], rule: LinkRule): void {
    const booking = this.#bookings[index];
    if (booking === undefined) return;
    this.#proposed.set(
      index,
      shares.map(({ order }) => order),
    );
    const all = shares.reduce((sum, { weight }) => sum + weight, 0);
    const group = this.#links.newGroup();
    for (const { order, weight } of shares) this.#add(booking, order, rule, false, Math.floor((weight / all) * 1000), group);
  }

  /** By the day, and by how its amount relates to the order's. */
  #weight(booking: Booking, order: number): number {
    const { money, orders } = this.#input;
    // When something is credited says nothing of when it was sold.
    if (booking.kind === 'credit') return 1;
    const lag = this.#lags.likelihood(money.source[booking.row] as number, booking.day - dayOf(orders.placed[order] as number));
    return lag * this.#amountWeight(booking, order);
  }

  /** The whole, an equal part, or the whole with tax is likelier than any other amount. */
  #amountWeight(booking: Booking, order: number): number {
    const total = this.#input.orders.total[order] as number;
    if (Number.isNaN(total)) return 1;
    if (this.#costs(order, booking)) return 1;
    // The last part takes what division left over.
    for (const parts of [2, 3, 4]) if (Math.abs(booking.minor - total / parts) < parts) return 0.5;
    const taxed = mostBilled(this.#input, order);
    if (booking.minor > total && booking.minor <= taxed) return 0.2;
    return booking.minor < total ? 0.1 : 0.01;
  }

  /**
   * An order that is billed beyond its terms is hardly meant: how hardly, the bookings tell that name their order. What is billed to the
   * cent is not open for a tax that nothing states.
   */
  #room(order: number, minor: number): number {
    const billed = this.#billed.get(order) ?? 0;
    const done = minor > 0 && billed === this.#input.orders.total[order];
    if (!done && billed + minor <= mostBilled(this.#input, order)) return 1;
    return Math.max(LEAST_OVER, (this.#over + 1) / (this.#named + 20));
  }

  #take(index: number, order: number, rule: LinkRule, permille: number): void {
    const booking = this.#bookings[index];
    if (booking === undefined) return;
    const { money, orders } = this.#input;
    this.#orderOf[index] = order;
    const list = this.#bookingsOf.get(order);
    if (list === undefined) this.#bookingsOf.set(order, [index]);
    else list.push(index);
    const billed = (this.#billed.get(order) ?? 0) + booking.minor;
    this.#billed.set(order, billed);
    if (permille === 1000) {
      this.#named += 1;
      if (billed > mostBilled(this.#input, order)) this.#over += 1;
    }
    const placed = orders.placed[order] as number;
    if (booking.kind !== 'credit' && placed !== NO_MINUTE && rule === 'reference@1')
      this.#lags.add(money.source[booking.row] as number, booking.day - dayOf(placed));
    this.#add(booking, order, rule, true, permille, 0);
  }

  #add(booking: Booking, order: number, rule: LinkRule, linked: boolean, permille: number, group: number): void {
    const { row, kind, minor } = booking;
    const currency = (this.#input.money.currency[row] as number) || (this.#input.orders.currency[order] as number);
    this.#links.add({
      kind: kind === 'invoice' ? 'invoice-order' : 'booking-order',
      from: row,
      to: order,
      rule,
      linked,
      permille,
      amount: Math.abs(minor),
      currency,
      group,
    });
  }
}
