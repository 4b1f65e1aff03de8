/**
 * Money: payouts explained line by line, clearing accounts, positions of orders, links, leakage; and what people decide about
 * them. Such a decision is taken back by `review.withdraw`, like every other.
 */
import { z } from 'zod';
import { SEVERITIES } from '../domain/policy.ts';
import { command, commandId, minor, page, problem, query, receipt, recordBadge, rowId, systemName, utcMs } from './procedure.ts';

const outcome = z.union([receipt, problem]);
const reason = { reasonCode: z.string().nullable(), reasonText: z.string().nullable() };

/** *waiting*: the bank's file does not reach so far. *before*: older than the book. */
export const payoutState = z.enum(['expected', 'waiting', 'arrived', 'broken', 'failed', 'before']);

export const payoutRow = z.object({
  /** `pyo_…` */
  payoutId: z.string(),
  system: systemName,
  account: z.string(),
  /** The id that its lines name it by. */
  reference: z.string(),
  /** When it was sent; null when nothing tells. */
  at: utcMs.nullable(),
  currency: z.string(),
  /** Negative: a withdrawal into the gateway. */
  sentMinor: minor,
  lineCount: z.int(),
  /** What its lines sum to. */
  lineSumMinor: minor,
  /** What linked bank lines hold of it. */
  bankedMinor: minor,
  bankAt: utcMs.nullable(),
  /** Last moment at which the bank may show it. */
  dueAt: utcMs.nullable(),
  state: payoutState,
  /** Lines sum to it to the cent, and nothing of it is in transit. */
  holds: z.boolean(),
  /** What a list says at its end: "to the cent", "−42.00", "not in the bank". */
  verdict: z.string(),
  /** Exceptions about it or its lines that are not settled. */
  breaks: z.int(),
});
export type PayoutRow = z.infer<typeof payoutRow>;

export const payoutFilter = z.object({
  text: z.string(),
  systems: z.array(systemName),
  states: z.array(payoutState),
  currencies: z.array(z.string()),
  /** Only those with a break. */
  breaksOnly: z.boolean(),
});

/** One bar of the waterfall or one station of the chain. */
const station = z.object({
  key: z.string(),
  label: z.string(),
  amountMinor: minor.nullable(),
  /** "331 of 331", "1 unmatched", "sum holds", "+42.00". */
  note: z.string(),
  tone: z.enum(['plain', 'good', 'warn']),
});

export const exceptionSummary = z.object({
  exceptionId: z.string(),
  reason: z.string(),
  /** "Refund has no order id". */
  title: z.string(),
  severity: z.enum(SEVERITIES),
  owner: z.string(),
  dueAt: utcMs.nullable(),
  state: z.enum(['open', 'pending', 'resolved', 'waived']),
  amountMinor: minor.nullable(),
  currency: z.string().nullable(),
  /** What it is about, first: "Stripe refund re_3QJ…a1c". */
  subject: z.string(),
  bestGuess: z.string().nullable(),
  probability: z.number().nullable(),
});
export type ExceptionSummary = z.infer<typeof exceptionSummary>;

export const moneyLine = recordBadge.extend({
  /** One of MONEY_KINDS. */
  kind: z.string(),
  at: utcMs.nullable(),
  dayOnly: z.boolean(),
  amountMinor: minor.nullable(),
  feeMinor: minor.nullable(),
  netMinor: minor.nullable(),
  currency: z.string().nullable(),
  description: z.string().nullable(),
  /** Order it belongs to, or the best guess while it is only proposed. */
  order: z.object({ orderId: z.string(), number: z.string(), state: z.enum(['linked', 'proposed']) }).nullable(),
});
export type MoneyLine = z.infer<typeof moneyLine>;

export const payoutPage = z.object({
  head: payoutRow,
  /** "Every line traced to an order except one refund." */
  summary: z.string(),
  /** orders → payments → taken off → payout → bank → books. */
  chain: z.array(station),
  /** Charges, refunds, fees, disputes … → payout → bank, in order. */
  waterfall: z.array(station),
  breaks: z.array(exceptionSummary),
  /** Records of the payout itself, its bank lines and bookings. */
  records: z.array(
    recordBadge.extend({
      part: z.enum(['payout', 'bank', 'booking']),
      state: z.enum(['linked', 'proposed']),
      at: utcMs.nullable(),
      amountMinor: minor.nullable(),
      currency: z.string().nullable(),
      probability: z.number(),
      decidedBy: z.string(),
    }),
  ),
  orderCount: z.int(),
});
export type PayoutPage = z.infer<typeof payoutPage>;

const figures = z.object({
  orderedMinor: minor,
  paidMinor: minor,
  creditMinor: minor,
  refundedMinor: minor,
  disputedMinor: minor,
  feesMinor: minor,
  settledMinor: minor,
  bankedMinor: minor,
  bookedMinor: minor,
});
export type PositionFigures = z.infer<typeof figures>;

export const linkView = z.object({
  kind: z.string(),
  from: recordBadge,
  to: recordBadge,
  /** Order or payout that holds `to`. */
  toId: z.string().nullable(),
  toLabel: z.string(),
  state: z.enum(['linked', 'proposed']),
  probability: z.number(),
  /** "by reference", "amount and clock", "linked by Ana". */
  decidedBy: z.string(),
  amountMinor: minor.nullable(),
  currency: z.string().nullable(),
  /** Alternatives of one question share it. */
  groupId: z.string().nullable(),
});
export type LinkView = z.infer<typeof linkView>;

export const orderPosition = z.object({
  orderId: z.string(),
  state: z.enum(['open', 'reconciled', 'exception', 'cancelled']),
  currency: z.string().nullable(),
  position: figures,
  byCurrency: z.array(z.object({ currency: z.string(), position: figures })),
  /** Money and bookings of the order, linked or proposed, with the payout each lies in. */
  lines: z.array(
    z.object({
      line: moneyLine,
      link: linkView,
      /** Other records of the same movement: the charge beside the row on the gateway's balance. They count once. */
      reports: z.array(recordBadge),
      payout: z.object({ payoutId: z.string(), reference: z.string(), state: payoutState }).nullable(),
    }),
  ),
  exceptions: z.array(exceptionSummary),
});
export type OrderPosition = z.infer<typeof orderPosition>;

export const moneySummary = z.object({
  /** Null while nothing was reconciled. */
  run: z
    .object({
      asOf: utcMs,
      at: utcMs,
      policyVersion: z.string(),
      counts: z.record(z.string(), z.int()),
      /** The book has moved on since. */
      stale: z.boolean(),
    })
    .nullable(),
  payouts: z.record(payoutState, z.int()),
  breaks: z.int(),
  openExceptions: z.int(),
  /** One line for each source that ends too early, not one for each payout. */
  waiting: z.array(
    z.object({
      system: systemName,
      account: z.string(),
      /** Bank or gateway account inside the source; null: all of it. */
      inside: z.string().nullable(),
      /** ISO date after which nothing is known; null: no file of it at all. */
      afterDay: z.string().nullable(),
      items: z.int(),
      amountMinor: minor,
      currency: z.string(),
      /** "Waiting for the bank after 14 Nov". */
      text: z.string(),
    }),
  ),
});
export type MoneySummary = z.infer<typeof moneySummary>;

export const clearingMonth = z.object({
  /** Kind of account, as the ledger calls it: clearing, reserve, in_transit, bank … */
  account: z.string(),
  system: systemName,
  systemAccount: z.string(),
  currency: z.string(),
  /** `2026-11` */
  month: z.string(),
  openingMinor: minor,
  closingMinor: minor,
  movements: z.array(z.object({ kind: z.string(), label: z.string(), amountMinor: minor })),
});
export type ClearingMonth = z.infer<typeof clearingMonth>;

export const leak = z.object({
  kind: z.string(),
  label: z.string(),
  currency: z.string(),
  month: z.string(),
  foundMinor: minor,
  recoveredMinor: minor,
  count: z.int(),
});

export const money = {
  summary: query.output(moneySummary),
  payouts: query.input(page.extend({ filter: payoutFilter })).output(z.object({ total: z.int(), rows: z.array(payoutRow) })),
  payout: query.input(z.object({ payoutId: z.string() })).output(payoutPage.nullable()),
  /** Lines of a payout in order of time; or only those of one kind (a bar of the waterfall), with `fees`, or what was `taken` off. */
  payoutLines: query
    .input(page.extend({ payoutId: z.string(), kind: z.string().nullable() }))
    .output(z.object({ total: z.int(), rows: z.array(moneyLine) })),
  orderPosition: query.input(z.object({ orderId: z.string() })).output(orderPosition.nullable()),
  /** Links that end or begin at a record, the likeliest first. */
  linksOf: query.input(z.object({ recordId: rowId })).output(z.array(linkView)),
  /** Clearing accounts month by month: opening + movements = closing. */
  clearing: query.output(z.array(clearingMonth)),
  /** The records of a movement of one ledger account, source, currency, month and kind. */
  movements: query
    .input(
      page.extend({
        /** Account of the ledger, as `clearing` names it. */
        ledger: z.string(),
        system: systemName,
        account: z.string(),
        currency: z.string(),
        /** Empty: what has no date. */
        month: z.string().regex(/^(\d{4}-\d{2})?$/),
        kind: z.string(),
      }),
    )
    .output(z.object({ total: z.int(), rows: z.array(moneyLine) })),
  leakage: query.output(z.array(leak)),

  /** Starts reconciling in the background, as of an instant, of now, or of the latest moment that the data covers. */
  run: command.input(z.object({ asOf: z.union([utcMs, z.enum(['now', 'covered'])]) })).output(z.object({ jobId: z.string() })),
  /** Says of a proposed link, or of one made by hand: it is one (`linked`) or it is none (`apart`). */
  decideLink: command
    .input(z.object({ commandId, kind: z.string(), fromId: rowId, toId: rowId, verdict: z.enum(['linked', 'apart']), ...reason }))
    .output(outcome),
  /** Within the policy's limit only; posts to write-offs against the account it clears. */
  writeOff: command
    .input(z.object({ commandId, recordId: rowId, amountMinor: minor, currency: z.string().length(3), ...reason }))
    .output(outcome),
};
