/**
 * The policy a book is judged by, its opening balances and the days its sources tell everything about. Every change is a logged decision
 * with a reason; `review.withdraw` takes it back, like every other.
 */
import { z } from 'zod';
import { RAILS } from '../domain/clock.ts';
import { JOURNAL_ACCOUNTS } from '../domain/journal-accounts.ts';
import { BOOK_SYSTEMS, NEEDS_ORDER, OWNERS, SEVERITIES } from '../domain/policy.ts';
import { command, commandId, minor, problem, query, receipt, rowId, systemName, utcMs } from './procedure.ts';

const outcome = z.union([receipt, problem]);
const reason = { reasonCode: z.string().nullable(), reasonText: z.string().nullable() };

const contractRate = z.object({
  system: systemName,
  account: z.string().nullable(),
  currency: z.string(),
  method: z.string().nullable(),
  /** Hundredths of a percent of the gross. */
  basisPoints: z.int().min(0).max(10_000),
  fixedMinor: z.int().min(0),
});

const rules = z.object({
  baseCurrency: z.string().nullable(),
  urgentAboveMinor: z.int().min(0),
  spanHours: z.object({ S1: z.int().min(1), S2: z.int().min(1), S3: z.int().min(1) }),
  officeHours: z.object({ fromMinute: z.int().min(0).max(1440), toMinute: z.int().min(0).max(1440) }).nullable(),
  officeCountry: z.string().length(2).nullable(),
  pendingHours: z.int().min(1),
  orderClockHours: z.int().min(0),
  bookingClockHours: z.int().min(0),
  tolerance: z.object({ absoluteMinor: z.int().min(0), basisPoints: z.int().min(0), capMinor: z.int().min(0) }),
  writeOffMinor: z.int().min(0),
  contractRates: z.array(contractRate),
  /** By rail (stripe, shopify, paypal, amazon, bank): words by which a bank line is known to come from it. */
  railWords: z.partialRecord(z.enum(RAILS), z.array(z.string().min(1))),
  /** Owners that differ from the shipped ones, by reason code. */
  owners: z.record(z.string(), z.enum(OWNERS).nullable()),
  bookStartMs: utcMs.nullable(),
  fiscalStartMonth: z.int().min(1).max(12),
  /** Accounting system whose bookings count; null: all. */
  bookOfRecord: z.enum(BOOK_SYSTEMS).nullable(),
  needsOrder: z.array(z.enum(NEEDS_ORDER)),
  /** What the books call the accounts of a journal, where it is not as shipped. */
  journalNames: z.array(
    z.object({
      account: z.enum(JOURNAL_ACCOUNTS),
      system: systemName.nullable(),
      name: z.string().min(1).max(120).nullable(),
      code: z.string().min(1).max(20).nullable(),
    }),
  ),
});

const policyView = rules.extend({
  version: z.string(),
  /** Every reason for an exception, with how grave it is and who sees to it as shipped. */
  reasons: z.array(z.object({ code: z.string(), severity: z.enum(SEVERITIES), owner: z.enum(OWNERS) })),
});
export type PolicyView = z.infer<typeof policyView>;

/** One decision about how the book is judged, with what it changed in words. */
const policyVersion = z.object({
  decisionId: rowId,
  kind: z.enum(['policy', 'opening', 'coverage']),
  actor: z.string(),
  at: utcMs,
  reason: z.string().nullable(),
  /** Taken back since. */
  withdrawn: z.boolean(),
  changes: z.array(z.object({ label: z.string(), before: z.string(), after: z.string() })),
});
export type PolicyVersion = z.infer<typeof policyVersion>;

/** A source, and a bank or gateway account inside it; null: all of the source. */
const place = { system: systemName, account: z.string(), inside: z.string().nullable() };
const isoDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const made = { decisionId: rowId, actor: z.string(), at: utcMs };

const openingBalance = z.object({ ...place, currency: z.string().length(3), amountMinor: minor });

const openingAccount = z.object({
  ...place,
  currency: z.string(),
  /** What its first statement begins with; null: no file says it. */
  derived: z.object({ amountMinor: minor, day: z.string().nullable(), fileName: z.string() }).nullable(),
  entered: z.object({ amountMinor: minor, ...made }).nullable(),
});
export type OpeningAccount = z.infer<typeof openingAccount>;

const stretch = z.object({
  ...place,
  fromDay: z.string(),
  toDay: z.string(),
  /** *statement*: bounds that a file states. *observed*: first and last day seen, until a person confirms them. */
  basis: z.enum(['statement', 'observed', 'confirmed']),
});
export type CoverageStretch = z.infer<typeof stretch>;

const coverageDecision = z.object({ ...place, fromDay: z.string(), toDay: z.string(), lacks: z.boolean(), ...made });
export type CoverageDecision = z.infer<typeof coverageDecision>;

export const policy = {
  inForce: query.output(policyView),
  /** Every version of the policy, opening balance and word on coverage, the newest first. */
  history: query.output(z.array(policyVersion)),
  /** Gateway and bank accounts with the balance they begin with, as entered and as files say it. */
  openings: query.output(z.array(openingAccount)),
  /** Stretches as of the latest run, and what people said about them. */
  coverage: query.output(z.object({ stretches: z.array(stretch), decisions: z.array(coverageDecision) })),

  /** The rules that are given take the place of those in force; the others stay. */
  change: command.input(z.object({ commandId, policy: rules.omit({ baseCurrency: true }).partial(), ...reason })).output(outcome),
  /** Contract rates as a small CSV: system, account, currency, method, percent, fixed. Takes the place of all rates. */
  setContractRates: command.input(z.object({ commandId, csv: z.string().max(200_000), ...reason })).output(outcome),
  setOpening: command.input(z.object({ commandId, opening: openingBalance, ...reason })).output(outcome),
  /** A source tells everything about these days: what is missing inside them is missing. Or, `lacks`: it does not, whatever was seen. */
  confirmCoverage: command
    .input(z.object({ commandId, ...place, fromDay: isoDay, toDay: isoDay, lacks: z.boolean(), ...reason }))
    .output(outcome),
};
