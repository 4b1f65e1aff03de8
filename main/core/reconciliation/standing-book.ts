/**
 * A book as the last run over all of it left it, and what answers to what in it: from a few changed ends on it finds all that they can
 * have moved. Ends answer to each other by the references they share, and where no reference tells: by the buyer's address, by the amount
 * of a dispute, by being one conversion. Payouts join thousands of sales without moving any: their lines are told apart here, and what of
 * a payout its lines see is compared elsewhere.
 */
import { paymentsBefore, paymentsBySource } from '../exceptions/refund-guess.ts';
import { OWN } from '../matching/refs.ts';
import { grossOf } from './events.ts';
import { GroupIndex } from './group-index.ts';
import { NO_MINUTE } from './inputs.ts';
import {
  BANK,
  BANK_LINE,
  CHARGE,
  CONVERSION,
  DISPUTE,
  DISPUTE_REVERSAL,
  PAYOUT_TYPES,
  PAYS_OUT,
  SUMMARY_ROW,
  statusIs,
} from './money-kinds.ts';
import { NotLocal } from './rest.ts';
import { spaceOf } from './token-table.ts';
import type { World } from './world.ts';

/** Rows that only mention the same item or invoice answer to each other as well. */
const SHARED = new Set(['amazon:item', 'invoice'].map(spaceOf));

export function isShared(space: number): boolean {
  return SHARED.has(space);
}

export class StandingBook {
  readonly world: World;
  readonly #ordersByEmail: GroupIndex;
  /** Captures that ask by the buyer's address, by that address: their own, or that of a report about them. */
  readonly #askedByEmail = new Map<number, number[]>();
  /** Disputes, and captures that are said to be disputed, by account, currency and amount. */
  readonly #disputes = new Map<string, number[]>();
  readonly #disputed = new Map<string, number[]>();
  readonly #conversions = new Map<number, number[]>();
  readonly #rowsOfOrder: GroupIndex;
  readonly #answersOf: GroupIndex;
  readonly #linesOf: GroupIndex;
  /** Records of payouts and bank lines: which belongs to which is always looked at as a whole. */
  readonly always: readonly number[];

  constructor(world: World) {
    this.world = world;
    const { input, events, paid, answered, paidOut } = world;
    const { money, orders } = input;
    // The first token that is looked for has the table of all of them made.
    world.tokens.findWords(0, 0);
    this.#ordersByEmail = new GroupIndex(orders.email);
    this.#rowsOfOrder = new GroupIndex(oneMore(paid.orderOf));
    this.#answersOf = new GroupIndex(oneMore(answered.parentOf));
    this.#linesOf = new GroupIndex(oneMore(paidOut.payoutOf));
    for (const row of paid.asked) for (const email of emailsOf(world, row)) push(this.#askedByEmail, email, row);
    const bankRows: number[] = [];
    for (let row = 0; row < money.size; row++) {
      const kind = money.kind[row] as number;
      // A line that another file tells again moves nothing, but tells.
      if (kind === BANK || money.type[row] === BANK_LINE) bankRows.push(row);
      if (isDispute(kind)) push(this.#disputes, this.#disputeKey(row), row);
      else if (kind === CHARGE && isDisputed(events.status[row] as number)) push(this.#disputed, this.#disputeKey(row), row);
      else if (kind === CONVERSION && answered.parentOf[row] === -1) push(this.#conversions, money.source[row] as number, row);
    }
    this.always = [...new Set([...paidOut.payouts.flatMap(({ rows }) => rows), ...bankRows])];
  }

  ordersOfEmail(email: number): Uint32Array {
    return this.#ordersByEmail.of(email);
  }

  askedOfEmail(email: number): readonly number[] {
    return this.#askedByEmail.get(email) ?? [];
  }

  rowsOfOrder(order: number): Uint32Array {
    return this.#rowsOfOrder.of(order + 1);
  }

  /** Rows that answer a payment. */
  answersOf(payment: number): Uint32Array {
    return this.#answersOf.of(payment + 1);
  }

  /** Lines of a payout, ascending. */
  linesOf(payout: number): Uint32Array {
    return this.#linesOf.of(payout + 1);
  }

  #payments: ReadonlyMap<number, readonly number[]> | null = null;

  /** Payments over which a refund of this account and minute that names no order is weighed. */
  paymentsBefore(source: number, minute: number): readonly number[] {
    this.#payments ??= paymentsBySource(this.world);
    return minute === NO_MINUTE ? [] : paymentsBefore(this.#payments.get(source) ?? [], this.world.input.money.minute, minute);
  }

  disputesOf(key: string): readonly number[] {
    return this.#disputes.get(key) ?? [];
  }

  disputedOf(key: string): readonly number[] {
    return this.#disputed.get(key) ?? [];
  }

  conversionsOf(source: number): readonly number[] {
    return this.#conversions.get(source) ?? [];
  }

  /** Rows of reports by date that lie in one of these settlements (`payoutKey`). */
  summariesOf(keys: ReadonlySet<number>, keyOf: (row: number) => number): number[] {
    const { money } = this.world.input;
    const found: number[] = [];
    for (let row = 0; row < money.size; row++) if (money.type[row] === SUMMARY_ROW && keys.has(keyOf(row))) found.push(row);
    return found;
  }

  #disputeKey(row: number): string {
    return disputeKeyOf(this.world.input.money, row);
  }
}

/** Addresses of the buyer that a capture and the reports about it bear. */
export function emailsOf({ input, events }: World, row: number): number[] {
  const found = [input.money.email[row] as number];
  for (let at = events.firstTwin[row] as number; at !== -1; at = events.nextTwin[at] as number)
    found.push(input.money.email[at] as number);
  return [...new Set(found)].filter((email) => email !== 0);
}

type Money = World['input']['money'];

/** Account, currency and amount of a dispute, or of a capture. */
export function disputeKeyOf(money: Money, row: number): string {
  return `${money.source[row]} ${money.currency[row]} ${Math.abs(grossOf(money, row))}`;
}

export function isDispute(kind: number): boolean {
  return kind === DISPUTE || kind === DISPUTE_REVERSAL;
}

/** Whether a capture's status says that it is or was disputed. */
export function isDisputed(status: number): boolean {
  return statusIs(status, 'disputed', 'won', 'lost');
}

/** Rows and orders of a standing book that some change can have moved. */
export class Neighbourhood {
  readonly rows = new Set<number>();
  readonly orders = new Set<number>();
  readonly #book: StandingBook;
  readonly #most: number;
  readonly #tokens = new Set<number>();
  readonly #queue: number[] = [];

  /** More than `most` ends are no small change: then `NotLocal` is thrown. */
  constructor(book: StandingBook, most: number) {
    this.#book = book;
    this.#most = most;
    for (const row of book.always) this.rows.add(row);
  }

  get size(): number {
    return this.rows.size + this.orders.size;
  }

  /** Payout records and bank lines are in it from the start; `addRow` takes in what answers to them, too. */
  addRow(row: number): void {
    if (this.rows.has(row) && !this.#isAlways(row)) return;
    this.rows.add(row);
    this.#queue.push(row);
  }

  addOrder(order: number): void {
    if (this.orders.has(order)) return;
    this.orders.add(order);
    this.#queue.push(this.#book.world.tokens.rows + order);
  }

  /** A reference of a new end: what bears it answers to that end. `isMentioned`: the end does no more than a line with its payout. */
  addToken(head: number, tail: number, isMentioned: boolean): void {
    const token = this.#book.world.tokens.findWords(head, tail);
    if (token !== -1 && !(isMentioned && this.#isInert(token))) this.#visit(token);
  }

  /** The buyer's address of a new order: captures that ask by it. */
  addBuyer(email: number): void {
    if (email !== 0) for (const row of this.#book.askedOfEmail(email)) this.addRow(row);
  }

  /** Until nothing outside answers to anything inside. */
  close(): void {
    for (let end = this.#queue.pop(); end !== undefined; end = this.#queue.pop()) {
      if (this.size > this.#most) throw new NotLocal('more than a small change');
      const { tokens } = this.#book.world;
      for (let i = tokens.start[end] as number; i < (tokens.start[end + 1] as number); i++) {
        const token = tokens.token[i] as number;
        if (!this.#tokens.has(token) && !this.#isInert(token)) this.#visit(token);
      }
      if (end >= tokens.rows) this.#closeOrder(end - tokens.rows);
      else this.#closeRow(end);
    }
  }

  readonly #seenAlways = new Set<number>();
  #alwaysSet: ReadonlySet<number> | null = null;

  /** Whether a row is in it from the start and was not followed yet. */
  #isAlways(row: number): boolean {
    this.#alwaysSet ??= new Set(this.#book.always);
    if (!this.#alwaysSet.has(row) || this.#seenAlways.has(row)) return false;
    this.#seenAlways.add(row);
    return true;
  }

  #visit(token: number): void {
    if (this.#tokens.has(token)) return;
    this.#tokens.add(token);
    const { rows, bearer, bearerStart } = this.#book.world.tokens;
    for (let at = bearerStart[token] as number; at < (bearerStart[token + 1] as number); at++) {
      const end = bearer[at] as number;
      if (end < rows) this.addRow(end);
      else this.addOrder(end - rows);
    }
  }

  readonly #inert = new Map<number, boolean>();

  /** A reference that no order bears and nothing but payouts owns leads from no line to another. */
  #isInert(token: number): boolean {
    const { tokens, input } = this.#book.world;
    const known = this.#inert.get(token);
    if (known !== undefined) return known;
    let inert = !isShared(tokens.space[token] as number);
    for (let at = tokens.bearerStart[token] as number; inert && at < (tokens.bearerStart[token + 1] as number); at++) {
      const end = tokens.bearer[at] as number;
      inert = end < tokens.rows && (tokens.bearerRole[at] !== OWN || isPayoutRow(input.money, end));
    }
    this.#inert.set(token, inert);
    return inert;
  }

  #closeOrder(order: number): void {
    const { input } = this.#book.world;
    this.addBuyer(input.orders.email[order] as number);
    const twin = input.twins?.get(order);
    if (twin !== undefined) this.addOrder(twin);
    for (const row of this.#book.rowsOfOrder(order)) this.addRow(row);
  }

  #closeRow(row: number): void {
    const book = this.#book;
    const { input, events, paid, answered } = book.world;
    const { money } = input;
    const kind = money.kind[row] as number;
    if (this.#asked.has(row))
      for (const email of emailsOf(book.world, row)) for (const order of book.ordersOfEmail(email)) this.addOrder(order);
    if (isDispute(kind)) for (const charge of book.disputedOf(disputeKeyOf(money, row))) this.addRow(charge);
    if (kind === CHARGE && isDisputed(events.status[row] as number))
      for (const dispute of book.disputesOf(disputeKeyOf(money, row))) this.addRow(dispute);
    if (kind === CONVERSION) for (const loose of book.conversionsOf(money.source[row] as number)) this.addRow(loose);
    const order = paid.orderOf[row] as number;
    if (order !== -1) this.addOrder(order);
    for (const asked of paid.proposed.get(row) ?? []) this.addOrder(asked);
    const parent = answered.parentOf[row] as number;
    if (parent !== -1) this.addRow(parent);
    for (const answer of book.answersOf(row)) this.addRow(answer);
  }

  get #asked(): ReadonlySet<number> {
    this.#askedSet ??= new Set(this.#book.world.paid.asked);
    return this.#askedSet;
  }

  #askedSet: ReadonlySet<number> | null = null;
}

/** A row that is a payout itself: it moves nothing, is nobody's payment, and tells no outcome of a dispute. */
export function isPayoutRow(money: Money, row: number): boolean {
  if (isDisputed(money.status[row] as number)) return false;
  return PAYS_OUT[money.kind[row] as number] === 1 || PAYOUT_TYPES[money.type[row] as number] === 1;
}

/** −1 … n − 1 as 0 … n. */
function oneMore(numbers: Int32Array): Uint32Array {
  return Uint32Array.from(numbers, (number) => number + 1);
}

function push<K>(map: Map<K, number[]>, key: K, value: number): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
