/**
 * Invoices, receipts and credit notes to the orders they bill. Ids first; then the client with what was sold or what it cost, taken only
 * where one answer is clearly the likeliest; else proposed.
 */
import { foldText } from '../normalise/text.ts';
import { type Booking, dayOf } from './bookings.ts';
import { GroupIndex } from './group-index.ts';
import { NO_MINUTE, type ReconcileInput } from './inputs.ts';
import { Lags } from './lags.ts';
import type { LinkList } from './link-list.ts';
import { MOST_CANDIDATES, type OrderFinder } from './order-finder.ts';
import type { LinkRule } from './outputs.ts';
import type { Verdicts } from './verdicts.ts';

/** The highest value-added tax of the EU is 27 %: a bill beyond that over terms without a stated tax is no tax. */
const HIGHEST_TAX_PERCENT = 27;
/** The likeliest answer must be this many times likelier than the next to be taken. */
const CLEARLY = 20;
const NEAR_DAYS = 3;
const MOST_DAYS = 120;

export interface BookedOrders {
  /** Order of a booking by its index in the list; −1: none. */
  readonly orderOf: Int32Array;
  /** Indexes of bookings by order. */
  readonly bookingsOf: ReadonlyMap<number, readonly number[]>;
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

class BookingLinker {
  readonly #input: ReconcileInput;
  readonly #bookings: readonly Booking[];
  readonly #finder: OrderFinder;
  readonly #verdicts: Verdicts;
  readonly #links: LinkList;
  readonly #orderOf: Int32Array;
  readonly #bookingsOf = new Map<number, number[]>();
  readonly #lags = new Lags();
  readonly #billed = new Map<number, number>();
  #byName: GroupIndex | null = null;
  #byEmail: GroupIndex | null = null;
  #group = 0;

  constructor(input: ReconcileInput, bookings: readonly Booking[], finder: OrderFinder, verdicts: Verdicts, links: LinkList) {
    this.#input = input;
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
      const { by, orders } = this.#finder.named(booking.row);
      const candidates = this.#allowed(booking, this.#finder.narrowed(booking.row, orders));
      if (by === 'id' && candidates.length === 1) this.#take(index, candidates[0] ?? 0, 'reference@1', 1000);
      else if (candidates.length > 0) named.push({ index, candidates });
      else open.push(index);
    }
    for (const { index, candidates } of named) this.#choose(index, this.#narrowed(index, candidates), 'reference@1');
    for (const index of open) {
      const booking = this.#bookings[index];
      if (booking !== undefined) this.#choose(index, this.#allowed(booking, this.#alike(booking)), 'buyer@1');
    }
    return { orderOf: this.#orderOf, bookingsOf: this.#bookingsOf };
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

  #allowed({ row, kind }: Booking, candidates: readonly number[]): readonly number[] {
    const linkKind = kind === 'invoice' ? 'invoice-order' : 'booking-order';
    return candidates.filter((order) => !this.#verdicts.apart(linkKind, row, order) && this.#sameCurrency(row, order));
  }

  #sameCurrency(row: number, order: number): boolean {
    const mine = this.#input.money.currency[row] as number;
    const theirs = this.#input.orders.currency[order] as number;
    return mine === 0 || theirs === 0 || mine === theirs;
  }

  /** Orders of the same client that sold what the booking describes, or cost what it bills. */
  #alike(booking: Booking): number[] {
    const { money, orders } = this.#input;
    this.#byName ??= new GroupIndex(orders.name);
    this.#byEmail ??= new GroupIndex(orders.email);
    const fellows = new Set([
      ...this.#byName.of(money.name[booking.row] as number),
      ...this.#byEmail.of(money.email[booking.row] as number),
    ]);
    const near = [...fellows].filter((order) => this.#isNear(booking, order));
    const titled = this.#bestTitles(booking, near);
    if (titled.length > 0) return titled;
    return near.filter(
      (order) => this.#costs(order, booking) && Math.abs(booking.day - dayOf(orders.placed[order] as number)) <= NEAR_DAYS,
    );
  }

  #costs(order: number, { minor }: Booking): boolean {
    const { total, tax } = this.#input.orders;
    const terms = total[order] as number;
    const stated = tax[order] as number;
    return minor === terms || (!Number.isNaN(stated) && (minor === terms + stated || minor === terms - stated));
  }

  /** Orders whose title the booking's text holds; of several titles the longest. Words of the client's name are no title. */
  #bestTitles(booking: Booking, candidates: readonly number[]): number[] {
    const { money, orders, text } = this.#input;
    const description = new Set(foldText(text(money.description[booking.row] as number)).split(' '));
    let best = 0;
    let found: number[] = [];
    for (const order of candidates) {
      const client = new Set(text(orders.name[order] as number).split(' '));
      const title = text(orders.title[order] as number)
        .split(' ')
        .filter((word) => word.length > 0 && !client.has(word));
      if (title.length < 2 || !title.every((word) => description.has(word))) continue;
      if (title.length > best) {
        best = title.length;
        found = [];
      }
      if (title.length === best) found.push(order);
    }
    return found;
  }

  /** Takes the one answer that is clearly the likeliest by day and by what is still to be billed; proposes them all where none is. */
  #choose(index: number, candidates: readonly number[], rule: LinkRule): void {
    const booking = this.#bookings[index];
    if (booking === undefined || candidates.length === 0) return;
    const scored = candidates
      .map((order) => ({ order, weight: this.#weight(booking, order) }))
      .sort((a, b) => b.weight - a.weight || a.order - b.order)
      .slice(0, MOST_CANDIDATES);
    const [first, second] = scored;
    if (first === undefined) return;
    if (second === undefined || first.weight >= CLEARLY * second.weight) {
      this.#take(index, first.order, rule, rule === 'reference@1' ? 1000 : 990);
      return;
    }
    const all = scored.reduce((sum, { weight }) => sum + weight, 0);
    const group = ++this.#group;
    for (const { order, weight } of scored) this.#add(booking, order, rule, false, Math.floor((weight / all) * 1000), group);
  }

  #weight(booking: Booking, order: number): number {
    const { money, orders } = this.#input;
    const lag = this.#lags.likelihood(money.source[booking.row] as number, booking.day - dayOf(orders.placed[order] as number));
    const fits = (this.#billed.get(order) ?? 0) + booking.minor <= mostBilled(this.#input, order);
    return lag * (fits ? 1 : 0.05);
  }

  #take(index: number, order: number, rule: LinkRule, permille: number): void {
    const booking = this.#bookings[index];
    if (booking === undefined) return;
    const { money, orders } = this.#input;
    this.#orderOf[index] = order;
    const list = this.#bookingsOf.get(order);
    if (list === undefined) this.#bookingsOf.set(order, [index]);
    else list.push(index);
    this.#billed.set(order, (this.#billed.get(order) ?? 0) + booking.minor);
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
