/** Captures to the orders they pay: ids first, then invoices that they quote, numbers in words, and the buyer last. */
import { OWN } from '../matching/refs.ts';
import type { BookedOrders } from './booking-orders.ts';
import { type Booking, dayOf } from './bookings.ts';
import { buyerOf, type Events } from './events.ts';
import { GroupIndex } from './group-index.ts';
import { NO_MINUTE, type ReconcileInput } from './inputs.ts';
import type { LinkList } from './link-list.ts';
import { CHARGE } from './money-kinds.ts';
import { MOST_CANDIDATES, type OrderFinder } from './order-finder.ts';
import { LINK_KINDS, LINK_RULES, type LinkRule } from './outputs.ts';
import { spaceOf, type TokenTable } from './token-table.ts';
import type { Verdicts } from './verdicts.ts';

const INVOICE = spaceOf('invoice');
const KIND = LINK_KINDS.indexOf('payment-order');
/** A number in words names an order of this time; numbers are used again. Days. */
const WORDS_DAYS = 60;
const BUYER_DAYS = 1;
const RIVAL_DAYS = 30;
/** What a shop and its gateway write of one moment lies minutes apart at most. */
const TILL_MINUTES = 5;

export interface PaymentContext {
  readonly input: ReconcileInput;
  readonly tokens: TokenTable;
  readonly events: Events;
  readonly finder: OrderFinder;
  readonly verdicts: Verdicts;
  readonly links: LinkList;
  readonly bookings: readonly Booking[];
  readonly booked: BookedOrders;
}

export interface PaidOrders {
  /** Order of each money row, −1: none. Filled for captures here, for what follows from them later. */
  readonly orderOf: Int32Array;
  /** Captures for which only proposals were made, with the orders proposed. */
  readonly proposed: ReadonlyMap<number, readonly number[]>;
  /** Captures for which nothing was found. */
  readonly nobody: readonly number[];
  /** Captures whose only doubt is an invoice number that two invoices bear. */
  readonly byNumber: ReadonlySet<number>;
  /** 1: a capture that tells which shop its account serves (`Affinity`). */
  readonly taught: Uint8Array;
  /** Captures of which only the buyer could tell the order. */
  readonly asked: readonly number[];
}

export function linkPayments(context: PaymentContext): PaidOrders {
  return new PaymentLinker(context).run();
}

class PaymentLinker {
  readonly #context: PaymentContext;
  readonly #orderOf: Int32Array;
  readonly #paid: Float64Array;
  readonly #bookingOfRow = new Map<number, number>();
  #byEmail: GroupIndex | null = null;
  /** Rows that a marketplace pays at once (settlement, order, shipment) are one payment. */
  readonly #parcels = new Map<string, number>();
  readonly #proposed = new Map<number, readonly number[]>();
  readonly #nobody: number[] = [];
  readonly #byNumber = new Set<number>();
  readonly #taught: Uint8Array;

  constructor(context: PaymentContext) {
    this.#context = context;
    this.#orderOf = new Int32Array(context.input.money.size).fill(-1);
    this.#taught = new Uint8Array(context.input.money.size);
    this.#paid = new Float64Array(context.input.orders.size);
    for (const [index, { rows }] of context.bookings.entries()) for (const row of rows) this.#bookingOfRow.set(row, index);
  }

  run(): PaidOrders {
    const { input, events, finder, verdicts } = this.#context;
    const { money } = input;
    const later: { readonly row: number; readonly candidates: readonly number[]; readonly by: string }[] = [];
    for (let row = 0; row < money.size; row++) {
      if (money.kind[row] !== CHARGE || events.moves[row] !== 1) continue;
      const said = verdicts.orderOf('payment-order', row);
      if (said !== null) {
        this.#take(row, said, 'person', 1000);
        continue;
      }
      const { by, orders } = finder.named(row);
      const candidates = verdicts.size === 0 ? orders : orders.filter((order) => !verdicts.apart('payment-order', row, order));
      const [only] = candidates;
      if (by === 'id' && candidates.length === 1 && only !== undefined) {
        this.#take(row, only, 'reference@1', 1000);
        this.#taught[row] = 1;
        finder.affinity.add(money.source[row] as number, input.orders.source[only] as number);
      } else later.push({ row, candidates, by });
    }
    const rest = later.filter(({ row, candidates, by }) => !this.#settleNamed(row, candidates, by));
    const wordless = rest.filter(({ row }) => !this.#settleInvoice(row));
    const unnamed = wordless.filter(({ row, candidates, by }) => by !== 'words' || !this.#settleWords(row, candidates));
    for (const { row } of unnamed) if (!this.#settleBuyer(row)) this.#nobody.push(row);
    return {
      orderOf: this.#orderOf,
      proposed: this.#proposed,
      nobody: this.#nobody,
      byNumber: this.#byNumber,
      taught: this.#taught,
      asked: unnamed.map(({ row }) => row),
    };
  }

  /** Several orders bear the id, or both sides mention it: the shop, the currency, then amount and time decide. */
  #settleNamed(row: number, candidates: readonly number[], by: string): boolean {
    if (by !== 'id' && by !== 'shared') return false;
    const narrowed = this.#context.finder.narrowed(row, candidates);
    const [only] = narrowed;
    if (narrowed.length === 1 && only !== undefined) {
      this.#take(row, only, 'reference@1', 1000);
      return true;
    }
    const fitting = narrowed.filter((order) => this.#isRest(row, order) && this.#within(row, order, WORDS_DAYS));
    const timely = fitting.length > 0 ? fitting : narrowed.filter((order) => this.#within(row, order, RIVAL_DAYS));
    const [one] = timely;
    if (timely.length === 1 && one !== undefined) {
      this.#take(row, one, 'reference@1', 990);
      return true;
    }
    this.#propose(row, timely.length > 0 ? timely : narrowed, 'reference@1');
    return true;
  }

  /** The orders of the invoices that the capture quotes; a number that two invoices bear is proposed, whatever the amounts. */
  #settleInvoice(row: number): boolean {
    const { booked, bookings, verdicts } = this.#context;
    const found = new Set<number>();
    this.#quotedBookings(row, found);
    if (found.size === 0) return false;
    const orders = [...found].flatMap((index) => {
      const order = booked.orderOf[index] ?? -1;
      return order === -1 || verdicts.apart('payment-order', row, order) ? [] : [order];
    });
    const distinct = this.#context.finder.distinct([...new Set(orders)].sort((a, b) => a - b));
    const [only] = distinct;
    const transactions = new Set([...found].map((index) => bookings[index]?.row));
    if (only === undefined) {
      // Nobody knows yet which order the invoice bills: the capture waits for the same answer.
      const asked = [...new Set([...found].flatMap((index) => booked.proposed.get(index) ?? []))];
      if (asked.length > 0) this.#propose(row, asked, 'reference@1');
      return asked.length > 0;
    }
    if (distinct.length === 1 && (transactions.size === 1 || orders.length === found.size))
      this.#take(row, only, 'reference@1', 1000);
    else {
      this.#byNumber.add(row);
      this.#propose(row, distinct, 'reference@1');
    }
    return true;
  }

  #quotedBookings(row: number, found: Set<number>): void {
    const { tokens, events } = this.#context;
    for (let at = row; at !== -1; at = at === row ? (events.firstTwin[row] as number) : (events.nextTwin[at] as number)) {
      for (let i = tokens.start[at] as number; i < (tokens.start[at + 1] as number); i++) {
        const token = tokens.token[i] as number;
        if (tokens.space[token] !== INVOICE || tokens.role[i] === OWN) continue;
        for (let b = tokens.bearerStart[token] as number; b < (tokens.bearerStart[token + 1] as number); b++) {
          const index = tokens.bearerRole[b] === OWN ? this.#bookingOfRow.get(tokens.bearer[b] as number) : undefined;
          if (index !== undefined) found.add(index);
        }
      }
    }
  }

  /** An order's number in the words of the charge: taken for the one order of that time in the shop that this gateway serves. */
  #settleWords(row: number, candidates: readonly number[]): boolean {
    const { finder, input } = this.#context;
    const source = input.money.source[row] as number;
    const timely = finder
      .narrowed(row, candidates)
      .filter((order) => this.#within(row, order, WORDS_DAYS) && this.#fits(row, order));
    const [only] = timely;
    if (only === undefined) return false;
    const served = finder.affinity.share(source, input.orders.source[only] as number);
    if (timely.length === 1 && (served >= 0.9 || this.#sameBuyer(row, only) || this.#isRest(row, only))) {
      this.#take(row, only, 'reference@1', 990);
      return true;
    }
    this.#propose(row, timely, 'reference@1');
    return true;
  }

  /** Nothing is named: the same buyer, amount and day, when no other order or capture could be meant. */
  #settleBuyer(row: number): boolean {
    const { input, verdicts } = this.#context;
    this.#byEmail ??= new GroupIndex(input.orders.email);
    const alike = [...new Set(this.#emails(row).flatMap((email) => [...(this.#byEmail?.of(email) ?? [])]))]
      .filter((order) => this.#within(row, order, RIVAL_DAYS) && this.#isRest(row, order))
      .filter((order) => !verdicts.apart('payment-order', row, order))
      .sort((a, b) => a - b);
    const rivals = this.#context.finder.distinct(alike);
    const [only] = rivals;
    if (only === undefined) return false;
    const [paidAtOnce, second] = rivals.filter((order) => this.#atTheMoment(row, order));
    if (rivals.length === 1 && this.#within(row, only, BUYER_DAYS)) this.#take(row, only, 'buyer@1', 980);
    else if (paidAtOnce !== undefined && second === undefined) this.#take(row, paidAtOnce, 'buyer@1', 980);
    else this.#propose(row, rivals, 'buyer@1');
    return true;
  }

  #emails(row: number): number[] {
    const { events, input } = this.#context;
    const found = [input.money.email[row] as number];
    for (let at = events.firstTwin[row] as number; at !== -1; at = events.nextTwin[at] as number)
      found.push(input.money.email[at] as number);
    return found.filter((email) => email !== 0);
  }

  #sameBuyer(row: number, order: number): boolean {
    const email = this.#context.input.orders.email[order] as number;
    return email !== 0 && this.#emails(row).includes(email);
  }

  /** Placed at most a day after the capture, and at most so many days before it. */
  #within(row: number, order: number, days: number): boolean {
    const placed = this.#context.input.orders.placed[order] as number;
    const at = this.#context.input.money.minute[row] as number;
    if (placed === NO_MINUTE || at === NO_MINUTE) return true;
    const gap = dayOf(at) - dayOf(placed);
    return gap >= -1 && gap <= days;
  }

  /** The order was placed within minutes of the capture, as an order that is paid at the till is. */
  #atTheMoment(row: number, order: number): boolean {
    const { money, orders } = this.#context.input;
    const [placed, at] = [orders.placed[order] as number, money.minute[row] as number];
    if (placed === NO_MINUTE || at === NO_MINUTE || money.dayOnly[row] === 1) return false;
    return Math.abs(at - placed) <= TILL_MINUTES;
  }

  /** Not more than what the order still asks, in its currency. */
  #fits(row: number, order: number): boolean {
    const { minor, currency } = buyerOf(this.#context.input.money, this.#context.events, row);
    const { orders } = this.#context.input;
    return currency === orders.currency[order] && (this.#paid[order] as number) + minor <= (orders.total[order] as number);
  }

  /** Exactly what the order still asks. */
  #isRest(row: number, order: number): boolean {
    const { minor, currency } = buyerOf(this.#context.input.money, this.#context.events, row);
    const { orders } = this.#context.input;
    return currency === orders.currency[order] && (this.#paid[order] as number) + minor === orders.total[order];
  }

  #take(row: number, order: number, rule: LinkRule, permille: number): void {
    const { minor, currency } = buyerOf(this.#context.input.money, this.#context.events, row);
    this.#orderOf[row] = order;
    if (currency === this.#context.input.orders.currency[order]) this.#paid[order] = (this.#paid[order] as number) + minor;
    this.#put(row, order, rule, 1, permille, this.#parcelOf(row, order));
  }

  #parcelOf(row: number, order: number): number {
    const { money } = this.#context.input;
    if (money.group[row] === 0) return 0;
    const key = `${money.source[row]} ${money.payoutId[row]} ${money.group[row]} ${order}`;
    const known = this.#parcels.get(key) ?? this.#context.links.newGroup();
    this.#parcels.set(key, known);
    return known;
  }

  #propose(row: number, orders: readonly number[], rule: LinkRule): void {
    const shown = orders.slice(0, MOST_CANDIDATES);
    this.#proposed.set(row, shown);
    const group = this.#context.links.newGroup();
    for (const order of shown) this.#put(row, order, rule, 0, Math.floor(1000 / orders.length), group);
  }

  #put(row: number, order: number, rule: LinkRule, linked: 0 | 1, permille: number, group: number): void {
    const { money } = this.#context.input;
    const amount = Math.abs(Number.isNaN(money.amount[row] as number) ? (money.net[row] as number) : (money.amount[row] as number));
    this.#context.links.put(
      KIND,
      row,
      order,
      LINK_RULES.indexOf(rule),
      linked,
      permille,
      amount,
      money.currency[row] as number,
      group,
    );
  }
}
