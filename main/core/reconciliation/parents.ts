/**
 * Refunds, disputes, fees, conversions to the payment they answer, and through it to its order. Ids first; then, inside one order, the
 * payment that the amount leaves no doubt about; a refund that names nothing is proposed with the likeliest order, never taken.
 */
import { FREE, MENTIONS, OWN } from '../matching/refs.ts';
import type { BookedOrders } from './booking-orders.ts';
import type { Booking } from './bookings.ts';
import { type Events, feeOf, grossOf } from './events.ts';
import { GroupIndex } from './group-index.ts';
import type { ReconcileInput } from './inputs.ts';
import type { LinkList } from './link-list.ts';
import { CHARGE, CONVERSION, DISPUTE, DISPUTE_REVERSAL, FEE, FEE_RETURNED, kindSet, REFUND, statusIs } from './money-kinds.ts';
import type { OrderFinder } from './order-finder.ts';
import { LINK_KINDS, LINK_RULES, type LinkKind, type LinkRule } from './outputs.ts';
import { spaceOf, type TokenTable } from './token-table.ts';
import type { Verdicts } from './verdicts.ts';

const ANSWERS = kindSet(
  'refund',
  'refund_failed',
  'dispute',
  'dispute_reversal',
  'fee',
  'fee_returned',
  'conversion',
  'charge_reversal',
  'tax_withheld',
  'tax_returned',
  'hold',
  'hold_released',
  'adjustment',
);
/** Rows that mention one item of a marketplace order belong together. */
const ITEM = spaceOf('amazon:item');
const INVOICE = spaceOf('invoice');
/** A payment named by more than so many captures is no name. */
const MOST_PAYMENTS = 60;

export interface Answered {
  /** Payment (row of a capture) that a row answers, −1: none known. */
  readonly parentOf: Int32Array;
  /** Refunds that no order holds. */
  readonly orphans: readonly number[];
}

export interface ParentContext {
  readonly input: ReconcileInput;
  readonly tokens: TokenTable;
  readonly events: Events;
  readonly finder: OrderFinder;
  readonly verdicts: Verdicts;
  readonly links: LinkList;
  readonly bookings: readonly Booking[];
  readonly booked: BookedOrders;
  /** By row; captures are filled, the rest is filled here. */
  readonly orderOf: Int32Array;
  /** Orders that are proposed for a capture. */
  readonly proposed: ReadonlyMap<number, readonly number[]>;
}

export function linkAnswers(context: ParentContext): Answered {
  return new AnswerLinker(context).run();
}

class AnswerLinker {
  readonly #c: ParentContext;
  readonly #parentOf: Int32Array;
  readonly #chargesOf: GroupIndex;
  readonly #answered = new Map<number, number>();
  readonly #bookingOfRow = new Map<number, number>();
  readonly #orphans: number[] = [];

  constructor(context: ParentContext) {
    this.#c = context;
    const { money } = context.input;
    this.#parentOf = new Int32Array(money.size).fill(-1);
    const keys = new Uint32Array(money.size);
    for (let row = 0; row < money.size; row++) {
      if (money.kind[row] === CHARGE) keys[row] = (context.orderOf[row] as number) + 1;
    }
    this.#chargesOf = new GroupIndex(keys);
    for (const [index, { rows }] of context.bookings.entries()) for (const row of rows) this.#bookingOfRow.set(row, index);
  }

  run(): Answered {
    const { input, events } = this.#c;
    const { money } = input;
    for (let row = 0; row < money.size; row++) {
      const kind = money.kind[row] as number;
      if (events.moves[row] !== 1) continue;
      if (kind === CHARGE) {
        if (feeOf(money, row) > 0) this.#put('fee-payment', row, row, 'own-fee@1', 1, 1000, feeOf(money, row), 0);
      } else if (ANSWERS[kind] === 1) this.#answer(row, kind);
    }
    return { parentOf: this.#parentOf, orphans: this.#orphans };
  }

  #answer(row: number, kind: number): void {
    const { input, orderOf, verdicts } = this.#c;
    const said = verdicts.rowOf(kind === REFUND ? 'refund-payment' : kind === DISPUTE ? 'dispute-payment' : 'fee-payment', row);
    let parents = said === null ? this.#byIds(row) : [said];
    let order = parents.length > 0 ? this.#commonOrder(parents) : -1;
    if (parents.length === 0) {
      order = this.#namedOrder(row, kind);
      if (order === -1) order = this.#billedOrder(row, kind);
      if (order !== -1) parents = this.#inOrder(row, kind, order);
      else if (kind === DISPUTE || kind === DISPUTE_REVERSAL) parents = this.#disputed(row);
    } else if (parents.length > 1) parents = this.#narrowed(row, kind, parents);
    const saidOrder = kind === REFUND ? verdicts.orderOf('refund-order', row) : null;
    if (saidOrder !== null) order = saidOrder;
    const [parent] = parents;
    if (parents.length === 1 && parent !== undefined) {
      this.#parentOf[row] = parent;
      this.#answered.set(parent, (this.#answered.get(parent) ?? 0) + Math.abs(grossOf(input.money, row)));
      if (order === -1) order = orderOf[parent] as number;
    }
    if (order !== -1) orderOf[row] = order;
    this.#link(row, kind, parents, order, said !== null || saidOrder !== null ? 'person' : 'reference@1');
    if (kind === REFUND && order === -1) this.#wait(row, parents);
  }

  /** A refund of a capture that could be of several orders waits for the same answer; any other without an order has none. */
  #wait(row: number, parents: readonly number[]): void {
    const asked = [...new Set(parents.flatMap((parent) => this.#c.proposed.get(parent) ?? []))];
    if (asked.length === 0) {
      this.#orphans.push(row);
      return;
    }
    const amount = Math.abs(grossOf(this.#c.input.money, row));
    const group = this.#c.links.newGroup();
    for (const order of asked)
      this.#put('refund-order', row, order, 'reference@1', 0, Math.floor(1000 / asked.length), amount, group);
  }

  #link(row: number, kind: number, parents: readonly number[], order: number, rule: LinkRule): void {
    const { input } = this.#c;
    const amount = Math.abs(grossOf(input.money, row));
    const linkKind = paymentLinkOf(kind);
    if (linkKind !== null) {
      const group = parents.length > 1 ? this.#c.links.newGroup() : 0;
      for (const parent of parents.slice(0, 6)) {
        this.#put(linkKind, row, parent, rule, parents.length === 1 ? 1 : 0, Math.floor(1000 / parents.length), amount, group);
      }
    }
    if (kind === REFUND && order !== -1) this.#put('refund-order', row, order, rule, 1, 1000, amount, 0);
  }

  /** Captures that the row names by an id; those that most of its references lead to. */
  #byIds(row: number): number[] {
    const { tokens, events, input } = this.#c;
    const found = new Map<number, number>();
    for (let at = row; at !== -1; at = at === row ? (events.firstTwin[row] as number) : (events.nextTwin[at] as number)) {
      for (let i = tokens.start[at] as number; i < (tokens.start[at + 1] as number); i++) {
        const token = tokens.token[i] as number;
        const item = tokens.space[token] === ITEM;
        if (tokens.role[i] === FREE) continue;
        const from = tokens.bearerStart[token] as number;
        const to = tokens.bearerStart[token + 1] as number;
        if (to - from > MOST_PAYMENTS) continue;
        for (let b = from; b < to; b++) {
          const end = tokens.bearer[b] as number;
          if (end >= tokens.rows || end === row) continue;
          if (item ? tokens.bearerRole[b] !== MENTIONS : tokens.bearerRole[b] !== OWN) continue;
          const speaker = events.speaker[end] as number;
          const payment = speaker === -1 ? end : speaker;
          if (events.moves[payment] !== 1 || input.money.source[payment] !== input.money.source[row]) continue;
          const isCharge = input.money.kind[payment] === CHARGE;
          // Of the rows of one item only captures count; an id leads through a refund or dispute to its payment.
          const charge = isCharge ? payment : item ? -1 : (this.#parentOf[payment] as number);
          if (charge !== -1 && charge !== row) found.set(charge, (found.get(charge) ?? 0) + 1);
        }
      }
    }
    const most = Math.max(0, ...found.values());
    return [...found].flatMap(([charge, count]) => (count === most ? [charge] : [])).sort((a, b) => a - b);
  }

  /** The order that a row names itself: one, or none. */
  #namedOrder(row: number, kind: number): number {
    if (kind === CONVERSION) return -1;
    const { finder, verdicts } = this.#c;
    const { by, orders } = finder.named(row);
    const narrowed = finder.narrowed(row, orders).filter((order) => !verdicts.apart('refund-order', row, order));
    // A number in words is used again by other shops and in other years: it names an order that this account was paid for.
    const sure = by === 'words' ? narrowed.filter((order) => this.#inOrder(row, kind, order).length > 0) : narrowed;
    return sure.length === 1 ? (sure[0] ?? -1) : -1;
  }

  /** The order that the quoted invoice bills, where this account was paid for it: one, or none. */
  #billedOrder(row: number, kind: number): number {
    const { tokens, booked } = this.#c;
    const found = new Set<number>();
    for (let i = tokens.start[row] as number; i < (tokens.start[row + 1] as number); i++) {
      const token = tokens.token[i] as number;
      if (tokens.space[token] !== INVOICE || tokens.role[i] === OWN) continue;
      for (let b = tokens.bearerStart[token] as number; b < (tokens.bearerStart[token + 1] as number); b++) {
        const index = tokens.bearerRole[b] === OWN ? this.#bookingOfRow.get(tokens.bearer[b] as number) : undefined;
        const order = index === undefined ? -1 : (booked.orderOf[index] ?? -1);
        if (order !== -1 && this.#inOrder(row, kind, order).length > 0) found.add(order);
      }
    }
    const [only] = found;
    return found.size === 1 && only !== undefined ? only : -1;
  }

  /** A dispute that names nothing: the one payment of its amount on the account that is said to be disputed. */
  #disputed(row: number): number[] {
    const { input, events } = this.#c;
    const { money } = input;
    const amount = Math.abs(grossOf(money, row));
    this.#disputable ??= disputedPayments(input, events);
    const found = (this.#disputable.get(`${money.source[row]} ${money.currency[row]} ${amount}`) ?? []).filter(
      (charge) => (money.minute[charge] as number) <= (money.minute[row] as number),
    );
    return found.length === 1 ? found : [];
  }

  #disputable: ReadonlyMap<string, readonly number[]> | null = null;

  #commonOrder(parents: readonly number[]): number {
    const [first = -1, ...rest] = parents.map((parent) => this.#c.orderOf[parent] as number);
    return rest.every((order) => order === first) ? first : -1;
  }

  /** Payments of the order on the same account that the row can answer. */
  #inOrder(row: number, kind: number, order: number): number[] {
    const { money } = this.#c.input;
    const payments = [...this.#chargesOf.of(order + 1)].filter(
      (charge) => money.source[charge] === money.source[row] && money.currency[charge] === money.currency[row],
    );
    return payments.length > 1 ? this.#narrowed(row, kind, payments) : payments;
  }

  /** Of several payments: of the same shipment and category, before the answer, of the very amount, with room for it. */
  #narrowed(row: number, kind: number, payments: readonly number[]): number[] {
    const { money } = this.#c.input;
    const { text } = this.#c.input;
    let left = [...payments];
    const keep = (fits: (charge: number) => boolean): void => {
      const kept = left.filter(fits);
      if (kept.length > 0) left = kept;
    };
    const amount = Math.abs(grossOf(money, row));
    const feeLike = kind === FEE || kind === FEE_RETURNED;
    keep((charge) => money.group[charge] === money.group[row]);
    keep((charge) =>
      feeLike ? /principal/.test(text(money.category[charge] as number)) : money.category[charge] === money.category[row],
    );
    keep((charge) => (money.minute[charge] as number) <= (money.minute[row] as number));
    if (feeLike) return left.slice(0, 1);
    if (left.length < 2) return left;
    const exact = left.filter((charge) => grossOf(money, charge) === amount && !this.#answered.has(charge));
    if (exact.length === 1) return exact;
    const room = left.filter((charge) => (this.#answered.get(charge) ?? 0) + amount <= grossOf(money, charge));
    return room.length > 0 ? room : left;
  }

  #put(
    kind: LinkKind,
    row: number,
    to: number,
    rule: LinkRule,
    linked: 0 | 1,
    permille: number,
    amount: number,
    group: number,
  ): void {
    this.#c.links.put(
      LINK_KINDS.indexOf(kind),
      row,
      to,
      LINK_RULES.indexOf(rule),
      linked,
      permille,
      amount,
      this.#c.input.money.currency[row] as number,
      group,
    );
  }
}

/** Captures whose own reports say that they are or were disputed, by account, currency and amount. */
function disputedPayments({ money }: ReconcileInput, events: Events): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (let row = 0; row < money.size; row++) {
    if (money.kind[row] !== CHARGE || events.moves[row] !== 1 || !statusIs(events.status[row] as number, 'disputed', 'won', 'lost'))
      continue;
    const key = `${money.source[row]} ${money.currency[row]} ${grossOf(money, row)}`;
    const list = found.get(key);
    if (list === undefined) found.set(key, [row]);
    else list.push(row);
  }
  return found;
}

/** Which link a row has to its payment; reversals belong to what they reverse, without a link of their own. */
function paymentLinkOf(kind: number): LinkKind | null {
  switch (kind) {
    case REFUND:
      return 'refund-payment';
    case DISPUTE:
      return 'dispute-payment';
    case FEE:
    case FEE_RETURNED:
      return 'fee-payment';
    default:
      return null;
  }
}
