/** Payouts on screens: the list, one payout explained to the cent, its lines. */
import type { MoneyLine, money, PayoutPage, PayoutRow } from '#shared/contract/money.ts';
import { formatGrouped } from '#shared/domain/money.ts';
import { MONEY_KINDS, type MoneyKind } from '#shared/domain/money-events.ts';
import { LINK_RULES } from '#shared/domain/money-links.ts';
import { MONEY_KIND_WORDS, ruleWords } from '#shared/domain/money-words.ts';
import type { System } from '#shared/domain/systems.ts';
import type { ReadableDb } from '#store/database.ts';
import { breaksOfPayout } from '#store/queries/inbox.ts';
import {
  type LinePart,
  type LineRow,
  type LineSum,
  type ListedPayout,
  listPayouts,
  payoutLineIds,
  payoutLineSums,
  payoutOrders,
  payoutRecords,
  readLines,
  readPayout,
} from '#store/queries/money-views.ts';
import type { ReaderContext } from '../../context.ts';
import type { InputOf, OutputOf } from '../../handlers.ts';
import { badgeOf } from '../../records.ts';
import { summariesOf } from './exceptions.ts';

const MINUTE_MS = 60_000;

export function payouts(
  { db }: ReaderContext,
  { filter, offset, limit }: InputOf<typeof money.payouts>,
): OutputOf<typeof money.payouts> {
  const { total, rows } = listPayouts(db, filter, { offset, limit });
  return { total, rows: rows.map(rowOf) };
}

function rowOf(payout: ListedPayout): PayoutRow {
  return {
    payoutId: payout.payoutId,
    system: payout.system as System,
    account: payout.account,
    reference: payout.reference,
    at: msOf(payout.atMinute),
    currency: payout.currency,
    sentMinor: payout.sentMinor,
    lineCount: payout.lineCount,
    lineSumMinor: payout.lineSumMinor,
    bankedMinor: payout.bankedMinor,
    bankAt: msOf(payout.bankMinute),
    dueAt: msOf(payout.dueMinute),
    state: payout.state as PayoutRow['state'],
    holds: payout.holds === 1,
    verdict: verdictOf(payout),
    breaks: payout.breaks,
  };
}

export function msOf(minute: number | null): number | null {
  return minute === null ? null : minute * MINUTE_MS;
}

/** What a list says at its end. */
function verdictOf({ state, sentMinor, lineSumMinor, lineCount, bankedMinor, currency, holds }: ListedPayout): string {
  if (state === 'failed') return 'failed';
  if (lineCount > 0 && lineSumMinor !== sentMinor) return signed(lineSumMinor - sentMinor, currency);
  switch (state) {
    case 'expected':
      return 'on its way';
    case 'waiting':
      return 'waiting for the bank';
    case 'before':
      return 'before the book';
    case 'broken':
      return bankedMinor === 0 ? 'not in the bank' : signed(bankedMinor - sentMinor, currency);
    default:
      return holds ? 'to the cent' : 'without its lines';
  }
}

export function signed(minor: number, currency: string): string {
  return minor > 0 ? `+${formatGrouped(minor, currency)}` : formatGrouped(minor, currency);
}

export function payout({ db }: ReaderContext, { payoutId }: InputOf<typeof money.payout>): PayoutPage | null {
  const found = readPayout(db, payoutId);
  if (found === null) return null;
  const sums = payoutLineSums(db, found.headId);
  const orders = payoutOrders(db, found.headId);
  const records = recordsOf(db, found);
  const breaks = summariesOf(db, breaksOfPayout(db, found.headId));
  return {
    head: rowOf(found),
    summary: summaryOf(found, sums, breaks.filter(({ state }) => state === 'open' || state === 'pending').length),
    chain: chainOf(found, sums, orders, records),
    waterfall: waterfallOf(found, sums),
    breaks,
    records,
    orderCount: orders.orders,
  };
}

function recordsOf(db: ReadableDb, found: ListedPayout): PayoutPage['records'] {
  const records = payoutRecords(db, found.headId, found.own === 1);
  const lines = new Map(
    readLines(
      db,
      records.map(({ recordId }) => recordId),
    ).map((line) => [line.recordId, line]),
  );
  return records.flatMap(({ recordId, part, linked, permille, rule }) => {
    const line = lines.get(recordId);
    if (line === undefined) return [];
    return [
      {
        ...badgeOf(recordId, line.key),
        part,
        state: linked === 1 ? ('linked' as const) : ('proposed' as const),
        at: msOf(line.atMinute),
        amountMinor: line.amountMinor,
        currency: line.currency,
        probability: permille / 1000,
        decidedBy: part === 'payout' ? 'its own record' : ruleWords(LINK_RULES[rule] ?? ''),
      },
    ];
  });
}

/** Kinds of lines that orders account for. */
const FROM_ORDERS: readonly MoneyKind[] = ['charge', 'charge_reversal'];

function chainOf(
  { sentMinor, lineSumMinor, lineCount, bankedMinor, currency }: ListedPayout,
  sums: readonly LineSum[],
  orders: { readonly orders: number; readonly totalMinor: number },
  records: PayoutPage['records'],
): PayoutPage['chain'] {
  const charges = sums.filter(({ kind }) => kind !== null && FROM_ORDERS.includes(MONEY_KINDS[kind] as MoneyKind));
  const paid = charges.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const payments = charges.reduce((count, { lines }) => count + lines, 0);
  const traced = charges.reduce((count, { withOrder }) => count + withOrder, 0);
  const booked = records.filter(({ part, state }) => part === 'booking' && state === 'linked');
  const bookedMinor = booked.reduce((sum, { amountMinor }) => sum + (amountMinor ?? 0), 0);
  const holds = lineSumMinor === sentMinor;
  return [
    station('orders', 'Orders', orders.totalMinor, `${traced} of ${payments} traced`, traced === payments),
    station('payments', 'Payments', paid, plural(payments, 'payment'), true),
    station('taken', 'Taken off', lineSumMinor - paid, takenNote(lineCount - payments), true),
    station(
      'payout',
      'Payout',
      sentMinor,
      lineCount === 0 ? 'without lines' : holds ? 'sum holds' : signed(lineSumMinor - sentMinor, currency),
      holds,
    ),
    station(
      'bank',
      'Bank',
      bankedMinor === 0 ? null : bankedMinor,
      bankNote(bankedMinor, sentMinor, currency),
      bankedMinor === sentMinor,
    ),
    station(
      'books',
      'Books',
      booked.length === 0 ? null : bookedMinor,
      booked.length === 0 ? 'not linked' : bookedMinor === sentMinor ? 'agrees' : signed(bookedMinor - sentMinor, currency),
      booked.length > 0 && bookedMinor === sentMinor,
    ),
  ];
}

function takenNote(otherLines: number): string {
  return otherLines === 0 ? 'fees' : `fees, ${plural(otherLines, 'other line')}`;
}

function plural(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

function bankNote(bankedMinor: number, sentMinor: number, currency: string): string {
  if (bankedMinor === sentMinor) return 'linked';
  return bankedMinor === 0 ? 'not linked' : signed(bankedMinor - sentMinor, currency);
}

function station(key: string, label: string, amountMinor: number | null, note: string, good: boolean): PayoutPage['chain'][number] {
  return { key, label, amountMinor, note, tone: good ? 'good' : 'warn' };
}

/** Gross by kind, what all of it cost, then what was sent and what arrived: the bars add up to the payout. */
function waterfallOf(
  { sentMinor, lineSumMinor, bankedMinor, lineCount }: ListedPayout,
  sums: readonly LineSum[],
): PayoutPage['waterfall'] {
  const bars = sums.map(({ kind, lines, netMinor, feeMinor, withOrder }): PayoutPage['waterfall'][number] => {
    const name = kind === null ? null : (MONEY_KINDS[kind] ?? null);
    const missing = name !== null && ['charge', 'refund'].includes(name) ? lines - withOrder : 0;
    return {
      key: name ?? 'unknown',
      label: name === null ? 'Other lines' : MONEY_KIND_WORDS[name],
      amountMinor: netMinor + feeMinor,
      note: missing === 0 ? `${lines}` : `${lines}, ${missing} without an order`,
      tone: missing === 0 ? 'plain' : 'warn',
    };
  });
  const fees = sums.reduce((sum, { feeMinor }) => sum + feeMinor, 0);
  return [
    ...bars.filter(({ amountMinor }) => amountMinor !== 0),
    ...(fees === 0 ? [] : [{ key: 'fees', label: 'Fees of these lines', amountMinor: -fees, note: '', tone: 'plain' as const }]),
    ...(lineCount > 0 && lineSumMinor !== sentMinor
      ? [{ key: 'unexplained', label: 'Unexplained', amountMinor: sentMinor - lineSumMinor, note: '', tone: 'warn' as const }]
      : []),
    { key: 'payout', label: 'Payout', amountMinor: sentMinor, note: '', tone: lineSumMinor === sentMinor ? 'good' : 'warn' },
    { key: 'bank', label: 'Bank', amountMinor: bankedMinor, note: '', tone: bankedMinor === sentMinor ? 'good' : 'warn' },
  ];
}

function summaryOf(
  { lineCount, sentMinor, lineSumMinor, bankedMinor }: ListedPayout,
  sums: readonly LineSum[],
  breaks: number,
): string {
  if (lineCount === 0) return 'No line of it is in the book yet: import the gateway’s export of its lines.';
  const untraced = sums
    .filter(({ kind }) => kind !== null && ['charge', 'refund'].includes(MONEY_KINDS[kind] ?? ''))
    .reduce((count, { lines, withOrder }) => count + lines - withOrder, 0);
  const parts = [
    lineSumMinor === sentMinor
      ? lineCount === 1
        ? 'Its one line is it to the cent'
        : `Its ${lineCount} lines sum to it to the cent`
      : `Its ${plural(lineCount, 'line')} ${lineCount === 1 ? 'does' : 'do'} not sum to it`,
    untraced === 0
      ? 'every payment and refund is traced to an order'
      : `${untraced} of them ${untraced === 1 ? 'has' : 'have'} no order yet`,
    bankedMinor === sentMinor ? 'and it is in the bank' : 'and the bank does not show it in full',
  ];
  return `${parts.join('; ')}.${breaks === 0 ? '' : ` ${breaks} ${breaks === 1 ? 'break' : 'breaks'} to look at.`}`;
}

export function payoutLines(
  { db }: ReaderContext,
  { payoutId, kind, offset, limit }: InputOf<typeof money.payoutLines>,
): OutputOf<typeof money.payoutLines> {
  const found = readPayout(db, payoutId);
  if (found === null) return { total: 0, rows: [] };
  const { total, ids } = payoutLineIds(db, found.headId, partOf(kind), { offset, limit });
  return { total, rows: readLines(db, ids).map(lineOf) };
}

function partOf(kind: string | null): LinePart {
  if (kind === null) return 'all';
  return kind === 'unknown' || kind === 'fees' || kind === 'taken' ? kind : MONEY_KINDS.indexOf(kind as MoneyKind);
}

export function lineOf(line: LineRow): MoneyLine {
  return {
    ...badgeOf(line.recordId, line.key),
    kind: line.kind === null ? 'nothing' : (MONEY_KINDS[line.kind] ?? 'nothing'),
    at: msOf(line.atMinute),
    dayOnly: line.dayOnly === 1,
    amountMinor: line.amountMinor,
    feeMinor: line.feeMinor,
    netMinor: line.netMinor,
    currency: line.currency,
    description: line.description,
    order:
      line.orderId === null
        ? null
        : { orderId: line.orderId, number: line.orderNumber ?? '', state: line.orderLinked === 1 ? 'linked' : 'proposed' },
  };
}
