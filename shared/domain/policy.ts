/**
 * What a book's owner may set: who owns what, how much may differ, when things are late. Shipped values hold until a logged decision
 * changes them; every reconciliation names the policy it was made under.
 */
import type { Rail } from './clock.ts';
import type { JournalAccount } from './journal-accounts.ts';
import type { System } from './systems.ts';

export const OWNERS = ['operations', 'finance', 'revenue operations', 'support', 'project manager'] as const;
export type Owner = (typeof OWNERS)[number];

export const SEVERITIES = ['S1', 'S2', 'S3'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What a gateway may cost by contract: percent as hundredths of a percent of the gross, and a fixed part, minor units of `currency`. */
export interface ContractRate {
  readonly system: string;
  /** Null: any account of the system. */
  readonly account: string | null;
  readonly currency: string;
  /** Payment method as the gateway names it, lower case; null: any. */
  readonly method: string | null;
  readonly basisPoints: number;
  readonly fixedMinor: number;
}

/** The larger of a fixed amount (minor units) and a share of the amount (basis points), never more than the cap. */
export interface Tolerance {
  readonly absoluteMinor: number;
  readonly basisPoints: number;
  readonly capMinor: number;
}

/** Records that must belong to an order; one that does not is an exception. *context*: campaigns and projects. */
export const NEEDS_ORDER = ['invoice', 'receipt', 'context'] as const;
export type NeedsOrder = (typeof NEEDS_ORDER)[number];

/** What an account of the journal is called in the books. A line for a system goes before the one for all of them. */
export interface JournalName {
  readonly account: JournalAccount;
  /** Null: every system that has no line of its own. */
  readonly system: System | null;
  /** For QuickBooks, NetSuite, IIF and JSON; null: the shipped name. */
  readonly name: string | null;
  /** Xero's account code; null: the name. */
  readonly code: string | null;
}

export interface OfficeHours {
  /** Minutes since midnight in the book's zone. */
  readonly fromMinute: number;
  readonly toMinute: number;
}

export interface Policy {
  /** ISO 4217, or null while the book has none. */
  readonly baseCurrency: string | null;
  /** Billing over this amount of the base currency is S1. Minor units. */
  readonly urgentAboveMinor: number;
  /** Business hours from the event to the due time. */
  readonly spanHours: Readonly<Record<Severity, number>>;
  /** Null: a business hour is any hour of a business day. */
  readonly officeHours: OfficeHours | null;
  /** Country whose holidays the business hours keep, ISO 3166-1 alpha-2 in lower case; null: none but weekends. */
  readonly officeCountry: string | null;
  /** Hours that a *pending* exception may last. */
  readonly pendingHours: number;
  /** Hours after which an order that was sent must be paid, or a cancelled one given back. */
  readonly orderClockHours: number;
  /** Hours after which what a sale or a payout is worth must stand in the books. */
  readonly bookingClockHours: number;
  /** Between what members of one order, or an order and its payments, say. Shipped: nothing may differ. */
  readonly tolerance: Tolerance;
  /** What may be written off without a second look, minor units of the base currency. */
  readonly writeOffMinor: number;
  readonly contractRates: readonly ContractRate[];
  /** Words, lower case, by which a bank line is known to come from a rail; lines with none of them are outside scope. */
  readonly railWords: Readonly<Partial<Record<Rail, readonly string[]>>>;
  /** Owners that differ from the shipped ones, by reason code; null: nobody owns it, which is told as `owner_missing`. */
  readonly owners: Readonly<Record<string, Owner | null>>;
  /** First instant of the book, UTC ms; what is older is *before the book*. Null: the earliest record. */
  readonly bookStartMs: number | null;
  /** Month in which the fiscal year begins, 1 to 12. */
  readonly fiscalStartMonth: number;
  /** Accounting system whose bookings count where several hold the same sale or payout; null: all of them count. */
  readonly bookOfRecord: BookSystem | null;
  readonly needsOrder: readonly NeedsOrder[];
  readonly journalNames: readonly JournalName[];
}

/** Accounting systems, of which one may be the book of record. */
export const BOOK_SYSTEMS = ['quickbooks', 'xero', 'netsuite'] as const satisfies readonly System[];
export type BookSystem = (typeof BOOK_SYSTEMS)[number];

export const SHIPPED_POLICY: Policy = {
  baseCurrency: null,
  urgentAboveMinor: 100_000,
  spanHours: { S1: 24, S2: 48, S3: 120 },
  officeHours: null,
  officeCountry: null,
  pendingHours: 48,
  orderClockHours: 168,
  bookingClockHours: 240,
  tolerance: { absoluteMinor: 0, basisPoints: 0, capMinor: 0 },
  writeOffMinor: 0,
  contractRates: [],
  railWords: { stripe: ['stripe'], shopify: ['shopify'], paypal: ['paypal'], amazon: ['amazon', 'amzn'] },
  owners: {},
  bookStartMs: null,
  fiscalStartMonth: 1,
  bookOfRecord: null,
  needsOrder: NEEDS_ORDER,
  journalNames: [],
};

/** How far an amount may be off under a tolerance, minor units. */
export function allowance({ absoluteMinor, basisPoints, capMinor }: Tolerance, amountMinor: number): number {
  const share = Math.floor((Math.abs(amountMinor) * basisPoints) / 10_000);
  return Math.min(capMinor, Math.max(absoluteMinor, share));
}
