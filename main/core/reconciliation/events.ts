/**
 * Which rows speak for the movements of money. A gateway reports one charge in several lists: the row on its balance posts, reports about
 * the same object (`twins`) only add what they know (an order's number, a dispute's outcome).
 */
import { FREE, OWN } from '../matching/refs.ts';
import { type MoneyColumns, NO_TEXT, type ReconcileInput } from './inputs.ts';
import {
  BALANCE_ROW,
  BOOKING_TYPES,
  MOVES,
  OBJECT_TYPES,
  PAYOUT_TYPES,
  PAYS_OUT,
  SETTLEMENT_LINE,
  SUMMARY_ROW,
  statusIs,
} from './money-kinds.ts';
import { spaceOf, type TokenTable } from './token-table.ts';

export interface Events {
  /** 1: the row moves the balance of a gateway and speaks for its event. Payouts themselves, bank lines and bookings are 0. */
  readonly moves: Uint8Array;
  /** Of a report about another row's object: that row; else −1. */
  readonly speaker: Int32Array;
  /** Reports about a row: the first, and the next of a report; −1: none. */
  readonly firstTwin: Int32Array;
  readonly nextTwin: Int32Array;
  /** Index in EVENT_STATUSES: the row's own, or a dispute's outcome that a report tells. */
  readonly status: Uint8Array;
  /** What the buyer paid, in `buyerCurrency`: stated by the row, or by a report about it in the currency of the sale; NaN: neither. */
  readonly buyerAmount: Float64Array;
  readonly buyerCurrency: Uint16Array;
}

/** Systems whose money records lie on a balance of their own; in others a refund or a payment is what the shop says. */
const GATEWAYS: ReadonlySet<string> = new Set(['stripe', 'paypal', 'shopify', 'amazon']);

export function isGateway(input: ReconcileInput, source: number): boolean {
  return GATEWAYS.has(input.sources[source]?.system ?? '');
}

const OBJECT_SPACES = new Set(['charge', 'refund', 'dispute'].map(spaceOf));
const PAYMENT_REF = spaceOf('payment_ref');

export function readEvents(input: ReconcileInput, tokens: TokenTable): Events {
  const { money } = input;
  const { size } = money;
  const speaker = new Int32Array(size).fill(-1);
  const firstTwin = new Int32Array(size).fill(-1);
  const nextTwin = new Int32Array(size).fill(-1);
  const moves = new Uint8Array(size);
  const status = money.status.slice();
  const buyerAmount = money.buyerAmount.slice();
  const buyerCurrency = money.buyerCurrency.slice();
  const onBalance = input.sources.map((_, source) => isGateway(input, source));
  const itemised = itemisedPayouts(money, input.rest?.itemised);
  for (let row = size - 1; row >= 0; row--) {
    if (OBJECT_TYPES[money.type[row] as number] !== 1) continue;
    const found = balanceRowOf(money, tokens, row);
    if (found === -1) continue;
    speaker[row] = found;
    nextTwin[row] = firstTwin[found] as number;
    firstTwin[found] = row;
    if (!Number.isNaN(buyerAmount[found] as number)) continue;
    const told = money.buyerAmount[row] as number;
    if (!Number.isNaN(told)) {
      buyerAmount[found] = told;
      buyerCurrency[found] = money.buyerCurrency[row] as number;
    } else if (money.currency[row] !== money.currency[found]) {
      buyerAmount[found] = money.amount[row] as number;
      buyerCurrency[found] = money.currency[row] as number;
    }
  }
  for (let row = 0; row < size; row++) {
    const type = money.type[row] as number;
    const kind = money.kind[row] as number;
    if (MOVES[kind] !== 1 || PAYS_OUT[kind] === 1 || PAYOUT_TYPES[type] === 1 || BOOKING_TYPES[type] === 1) continue;
    if (speaker[row] !== -1 || onBalance[money.source[row] as number] !== true) continue;
    if (type === SUMMARY_ROW && itemised.has(payoutKey(money, row))) continue;
    if (statusIs(status[row] as number, 'failed', 'test', 'pending')) continue;
    if (Number.isNaN(grossOf(money, row))) continue;
    moves[row] = 1;
  }
  spreadOutcomes(money, tokens, speaker, status);
  return { moves, speaker, firstTwin, nextTwin, status, buyerAmount, buyerCurrency };
}

/**
 * Settlements whose lines are there. A date range report of the same days shows the same money again, a sale a row, and only counts
 * where no line does.
 */
export function itemisedPayouts(money: MoneyColumns, outside: ReadonlySet<number> = new Set()): ReadonlySet<number> {
  const found = new Set(outside);
  let last = -1;
  for (let row = 0; row < money.size; row++) {
    if (money.type[row] !== SETTLEMENT_LINE || money.payoutId[row] === NO_TEXT) continue;
    const key = payoutKey(money, row);
    if (key !== last) found.add(key);
    last = key;
  }
  return found;
}

function payoutKey(money: MoneyColumns, row: number): number {
  return (money.source[row] as number) * 2 ** 32 + (money.payoutId[row] as number);
}

/** The row of the same account's balance that is about the object this row owns, or −1. */
function balanceRowOf(money: MoneyColumns, tokens: TokenTable, row: number): number {
  for (let i = tokens.start[row] as number; i < (tokens.start[row + 1] as number); i++) {
    const token = tokens.token[i] as number;
    if (tokens.role[i] !== OWN || !OBJECT_SPACES.has(tokens.space[token] as number)) continue;
    for (let at = tokens.bearerStart[token] as number; at < (tokens.bearerStart[token + 1] as number); at++) {
      const other = tokens.bearer[at] as number;
      if (other === row || other >= tokens.rows || tokens.bearerRole[at] !== OWN) continue;
      if (money.type[other] === BALANCE_ROW && money.source[other] === money.source[row] && money.kind[other] === money.kind[row])
        return other;
    }
  }
  return -1;
}

/** A charge's report that says *dispute lost* tells it of the disputes that mention the charge. */
function spreadOutcomes(money: MoneyColumns, tokens: TokenTable, speaker: Int32Array, status: Uint8Array): void {
  for (let row = 0; row < money.size; row++) {
    const outcome = status[row] as number;
    if (!statusIs(outcome, 'won', 'lost', 'disputed')) continue;
    for (let i = tokens.start[row] as number; i < (tokens.start[row + 1] as number); i++) {
      const token = tokens.token[i] as number;
      const space = tokens.space[token] as number;
      if (tokens.role[i] !== OWN || (!OBJECT_SPACES.has(space) && space !== PAYMENT_REF)) continue;
      for (let at = tokens.bearerStart[token] as number; at < (tokens.bearerStart[token + 1] as number); at++) {
        const other = tokens.bearer[at] as number;
        if (other < tokens.rows && tokens.bearerRole[at] !== FREE && statusIs(status[other] as number, 'settled')) {
          if (money.source[other] === money.source[row] && speaker[other] === -1) status[other] = outcome;
        }
      }
    }
  }
}

/** Gross amount, signed as money-events.ts has it; NaN where the row states none. */
export function grossOf(money: MoneyColumns, row: number): number {
  const amount = money.amount[row] as number;
  if (!Number.isNaN(amount)) return amount;
  return (money.net[row] as number) + feeOf(money, row);
}

/** What it cost, 0 where not stated. */
export function feeOf(money: MoneyColumns, row: number): number {
  const fee = money.fee[row] as number;
  return Number.isNaN(fee) ? 0 : fee;
}

/** What the balance moved by. A row that states another net than its parts is taken at its net: that is what was paid out. */
export function netOf(money: MoneyColumns, row: number): number {
  const net = money.net[row] as number;
  return Number.isNaN(net) ? (money.amount[row] as number) - feeOf(money, row) : net;
}

/** What the buyer paid or got back, signed, and in which currency. */
export function buyerOf(money: MoneyColumns, events: Events, row: number): { readonly minor: number; readonly currency: number } {
  const minor = events.buyerAmount[row] as number;
  return Number.isNaN(minor)
    ? { minor: grossOf(money, row), currency: money.currency[row] as number }
    : { minor, currency: events.buyerCurrency[row] as number };
}
