import type { Customer, NameStyle } from './customers.ts';

/**
 * The generator's own picture of a year: sales (what really happened), the documents each system keeps of them,
 * and the money that moved. Amounts are integer minor units, instants are UTC milliseconds.
 */

/** A record as result files name it (see RESULTS.md); ids are filled in when the system that owns them numbers its records. */
export interface SourceRecord {
  readonly system: string;
  readonly account: string;
  readonly type: string;
  nativeId: string;
  /** Other ids visible in the row. */
  readonly aliases: string[];
  /** Ids of other systems' records that the row quotes, in a field or in words. */
  readonly refs: string[];
}

export function newRecord(system: string, account: string, type: string, nativeId = ''): SourceRecord {
  return { system, account, type, nativeId, aliases: [], refs: [] };
}

export type Channel = 'us' | 'eu' | 'trade' | 'amazon' | 'agency';
export type Gateway = 'shopify_payments' | 'stripe' | 'paypal' | 'amazon' | 'wire' | 'none';

export interface Line {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitMinor: number;
}

/** What is sold and for how much: subtotal is after discount; the total adds shipping, and tax where prices exclude it. */
export interface Basket {
  readonly lines: readonly Line[];
  readonly discountCode: string;
  readonly discountMinor: number;
  readonly subtotalMinor: number;
  readonly shippingMinor: number;
  readonly taxMinor: number;
  readonly taxIncluded: boolean;
  readonly totalMinor: number;
}

export type CopySystem = 'hubspot' | 'netsuite' | 'shopify' | 'google_ads' | 'meta_ads' | 'asana';

/** How another system will write the same sale down. */
export interface CopyPlan {
  readonly into: CopySystem;
  /** Whether the copy quotes an id of its original; `keepDecidable` may switch it on. */
  withId: boolean;
  /** How the id is written: `#1042`, `1042`, `0001042`, `SO-1042`; or `1042-R1`, which names the order that this one replaces. */
  readonly idStyle: 'same' | 'bare' | 'padded' | 'so' | 'revision';
  readonly dated: 'same_day' | 'next_day' | 'month_end';
  /** The buyer's name: a style, or the very text. */
  readonly name: NameStyle | { readonly text: string };
  readonly amount: 'total' | 'before_tax' | 'one_off';
  readonly email: 'same' | 'plus' | 'relay' | 'none';
  /** Two equally good originals exist, on purpose: leave it undecidable. */
  readonly tied: boolean;
}

export type RefundPlan = 'none' | 'part' | 'parts' | 'full' | 'over' | 'early' | 'orphan';

/** What will happen to a sale after it was placed. */
export interface SalePlan {
  readonly copies: CopyPlan[];
  /** Number of charges that collect it; an agency's number of invoices. */
  readonly captures: number;
  readonly paidTwice: boolean;
  readonly refunds: RefundPlan;
  readonly dispute: 'none' | 'open' | 'won' | 'lost';
  readonly credit: { readonly kind: 'Gift Card' | 'Store Credit'; readonly minor: number } | null;
  readonly state: 'normal' | 'test' | 'cancelled_unrefunded' | 'fulfilled_unpaid' | 'underpaid';
  /** The shop's API wrote the order twice, three seconds apart. */
  readonly retry: 'none' | 'one_charge' | 'two_charges';
  /** The order that this one replaces; its number is quoted in the note. */
  readonly replaces: Sale | null;
  /** The buyer did not leave a name or an address (till, phone). */
  readonly anonymous: boolean;
}

/** One commercial event. `members` are the order and context records of it, its owner first; `held` are its bookings. */
export interface Sale {
  readonly index: number;
  readonly channel: Channel;
  readonly at: number;
  readonly customer: Customer;
  readonly currency: string;
  readonly basket: Basket;
  readonly gateway: Gateway;
  /** What an agency sold, `Spring media plan`; blank for a shop. */
  readonly title: string;
  /** The buyer's or the agency's own order reference, `HP-SPRING-24`; blank where there is none. */
  readonly reference: string;
  readonly plan: SalePlan;
  readonly owner: SourceRecord;
  readonly members: SourceRecord[];
  readonly held: SourceRecord[];
  readonly rows: MoneyRow[];
}

/** An order as a shop or marketplace shows it: the sale's own, its retried twin, or a mirror of another channel's sale. */
export interface OrderDoc {
  readonly record: SourceRecord;
  readonly sale: Sale;
  readonly at: number;
  readonly customer: Customer;
  /** `own`: the sale's order; `retry`: the twin; `mirror`: a copy of another channel's order. */
  readonly role: 'own' | 'retry' | 'mirror';
  readonly plan: CopyPlan | null;
  number: string;
  id: string;
}

export interface Deal {
  readonly record: SourceRecord;
  readonly name: string;
  readonly company: string;
  readonly contact: string;
  readonly email: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly closedAt: number;
  readonly createdAt: number;
  readonly owner: string;
  readonly orderNumber: string;
  readonly stage: string;
  /** Damage done on purpose to the amount's text, or blank. */
  readonly brokenAmount: string;
}

export interface ErpOrder {
  readonly record: SourceRecord;
  readonly at: number;
  readonly name: string;
  readonly memo: string;
  readonly email: string;
  readonly poNumber: string;
  /** With tax, of which `taxMinor` is the part. */
  readonly amountMinor: number;
  readonly taxMinor: number;
  readonly currency: string;
  readonly externalId: string;
  /** The number the ERP gives, or a temporary one such as `TMP-0093`. */
  documentNumber: string;
}

export interface Campaign {
  readonly record: SourceRecord;
  readonly name: string;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly budgetMinor: number;
  readonly spendMinor: number;
  readonly currency: string;
  readonly clicks: number;
}

export interface ProjectTask {
  readonly record: SourceRecord;
  readonly name: string;
  readonly createdAt: number;
  readonly startsAt: number;
  readonly dueAt: number;
  readonly assignee: string;
  readonly notes: string;
}

/** What an accounting system holds of a sale or a payout. */
export interface Booking {
  readonly record: SourceRecord;
  readonly kind: 'Invoice' | 'Deposit' | 'Credit Memo';
  /** Given when all bookings of the year are known; blank for kinds without a number. */
  number: string;
  readonly at: number;
  readonly dueAt: number;
  readonly contact: string;
  readonly email: string;
  /** The number of what it books, where the bookkeeper or the integration wrote it down. */
  readonly reference: string;
  readonly description: string;
  totalMinor: number;
  readonly taxMinor: number;
  readonly currency: string;
  readonly sale: Sale | null;
  readonly payout: Payout | null;
}

export type MoneyKind =
  | 'charge'
  | 'refund'
  | 'dispute'
  | 'dispute_reversal'
  | 'fee'
  | 'tax'
  | 'reserve'
  | 'hold'
  | 'conversion'
  | 'adjustment';

/** One movement on a gateway's or marketplace's balance: net = gross − fee, fee positive when it costs. */
export interface MoneyRow {
  readonly record: SourceRecord;
  readonly kind: MoneyKind;
  readonly at: number;
  readonly availableAt: number;
  readonly currency: string;
  readonly grossMinor: number;
  readonly feeMinor: number;
  readonly netMinor: number;
  /** What the buyer paid or got back, in the order's currency; signed as `grossMinor`. */
  readonly buyerMinor: number;
  readonly buyerCurrency: string;
  readonly sale: Sale | null;
  /** The charge that a refund, dispute or fee belongs to. */
  readonly parent: MoneyRow | null;
  /** Words the gateway shows: description, transaction type. */
  readonly text: string;
  /** Native ids by role: charge, intent, source (Stripe), reference (PayPal), invoice. */
  readonly ids: Readonly<Record<string, string>>;
  payout: Payout | null;
}

export interface Payout {
  readonly record: SourceRecord;
  readonly rail: 'stripe' | 'shopify' | 'paypal' | 'amazon';
  readonly at: number;
  readonly currency: string;
  readonly rows: readonly MoneyRow[];
  /** What was sent. */
  totalMinor: number;
  /** The part of it that no line explains: zero unless a fault was put in. */
  unexplainedMinor: number;
  readonly bankReference: string;
  readonly bankLines: BankLine[];
}

export interface BankLine {
  readonly record: SourceRecord;
  readonly at: number;
  readonly description: string;
  amountMinor: number;
  readonly currency: string;
}
