/**
 * The vocabulary of facts: what a source record can say, by name, kind and group. Connectors map vendors' columns to these names;
 * survivorship, the merge screen and the log speak of nothing else.
 */
import type { SourceInstant } from './instant.ts';

export type FieldKind = 'text' | 'money' | 'instant' | 'lines' | 'list';
export type FieldGroup = 'identity' | 'terms' | 'items' | 'delivery' | 'money';

export interface LineItem {
  readonly name: string;
  readonly sku: string | null;
  /** As written: quantities may have decimals; they are never multiplied with money. */
  readonly quantity: string;
  /** Price of one unit, minor units of the record's currency; null when not given. */
  readonly unitPriceMinor: number | null;
  /** Total of the line, minor units; null when not given. */
  readonly totalMinor: number | null;
}

export interface FieldSpec {
  readonly kind: FieldKind;
  readonly label: string;
  readonly group: FieldGroup;
  /** A commercial term: once a sale is accepted it is changed only by an override with a reason. */
  readonly locked?: boolean;
}

export const FIELDS = {
  // identity
  orderNumber: { kind: 'text', label: 'Order no.', group: 'identity' },
  title: { kind: 'text', label: 'Title', group: 'identity' },
  clientName: { kind: 'text', label: 'Client', group: 'identity' },
  company: { kind: 'text', label: 'Company', group: 'identity' },
  email: { kind: 'text', label: 'Email', group: 'identity' },
  phone: { kind: 'text', label: 'Phone', group: 'identity' },
  reference: { kind: 'text', label: 'Order ref.', group: 'identity' },
  poNumber: { kind: 'text', label: 'PO no.', group: 'identity' },
  invoiceNumber: { kind: 'text', label: 'Invoice no.', group: 'identity', locked: true },
  paymentReferences: { kind: 'list', label: 'Payment refs.', group: 'identity' },
  // terms
  total: { kind: 'money', label: 'Total', group: 'terms', locked: true },
  currency: { kind: 'text', label: 'Currency', group: 'terms', locked: true },
  subtotal: { kind: 'money', label: 'Subtotal', group: 'terms', locked: true },
  tax: { kind: 'money', label: 'Tax', group: 'terms', locked: true },
  shipping: { kind: 'money', label: 'Shipping', group: 'terms', locked: true },
  discount: { kind: 'money', label: 'Discount', group: 'terms', locked: true },
  tip: { kind: 'money', label: 'Tip', group: 'terms', locked: true },
  duties: { kind: 'money', label: 'Duties', group: 'terms', locked: true },
  placedAt: { kind: 'instant', label: 'Placed', group: 'terms', locked: true },
  paymentTerms: { kind: 'text', label: 'Terms', group: 'terms', locked: true },
  dueAt: { kind: 'instant', label: 'Due', group: 'terms' },
  // items
  lineItems: { kind: 'lines', label: 'Line items', group: 'items' },
  // delivery
  status: { kind: 'text', label: 'Status', group: 'delivery' },
  fulfilmentStatus: { kind: 'text', label: 'Fulfilment', group: 'delivery' },
  fulfilledAt: { kind: 'instant', label: 'Fulfilled', group: 'delivery' },
  cancelledAt: { kind: 'instant', label: 'Cancelled', group: 'delivery' },
  shipName: { kind: 'text', label: 'Ship to', group: 'delivery' },
  shipStreet: { kind: 'text', label: 'Street', group: 'delivery' },
  shipCity: { kind: 'text', label: 'City', group: 'delivery' },
  shipZip: { kind: 'text', label: 'Zip', group: 'delivery' },
  shipCountry: { kind: 'text', label: 'Country', group: 'delivery' },
  startsAt: { kind: 'instant', label: 'Starts', group: 'delivery' },
  endsAt: { kind: 'instant', label: 'Ends', group: 'delivery' },
  owner: { kind: 'text', label: 'Owner', group: 'delivery' },
  tags: { kind: 'text', label: 'Tags', group: 'delivery' },
  notes: { kind: 'text', label: 'Notes', group: 'delivery' },
  // money events and what an order says of them
  moneyKind: { kind: 'text', label: 'Kind', group: 'money' },
  amount: { kind: 'money', label: 'Amount', group: 'money' },
  fee: { kind: 'money', label: 'Fee', group: 'money' },
  net: { kind: 'money', label: 'Net', group: 'money' },
  refunded: { kind: 'money', label: 'Refunded', group: 'money' },
  outstanding: { kind: 'money', label: 'Outstanding', group: 'money' },
  paidAt: { kind: 'instant', label: 'Paid', group: 'money' },
  availableAt: { kind: 'instant', label: 'Available', group: 'money' },
  paymentMethod: { kind: 'text', label: 'Payment method', group: 'money' },
  category: { kind: 'text', label: 'Category', group: 'money' },
  description: { kind: 'text', label: 'Description', group: 'money' },
  account: { kind: 'text', label: 'Account', group: 'money' },
  counterAccount: { kind: 'text', label: 'Against account', group: 'money' },
  payoutId: { kind: 'text', label: 'Payout', group: 'money' },
  payoutStatus: { kind: 'text', label: 'Payout status', group: 'money' },
  payoutAt: { kind: 'instant', label: 'Paid out', group: 'money' },
  balance: { kind: 'money', label: 'Balance after', group: 'money' },
  /** What the buyer paid, where the account's currency is another: a decimal text and its own currency. */
  buyerAmount: { kind: 'text', label: 'Buyer paid', group: 'money' },
  buyerCurrency: { kind: 'text', label: 'Buyer currency', group: 'money' },
  createdAt: { kind: 'instant', label: 'Created', group: 'delivery' },
  updatedAt: { kind: 'instant', label: 'Updated', group: 'delivery' },
} as const satisfies Record<string, FieldSpec>;

export type FieldName = keyof typeof FIELDS;
export const FIELD_NAMES = Object.keys(FIELDS) as FieldName[];
export const FIELD_GROUPS: readonly FieldGroup[] = ['identity', 'terms', 'items', 'delivery', 'money'];

export function fieldSpec(field: FieldName): FieldSpec {
  return FIELDS[field];
}

type ValueOfKind<K extends FieldKind> = K extends 'text'
  ? string
  : K extends 'money'
    ? number
    : K extends 'instant'
      ? SourceInstant
      : K extends 'lines'
        ? readonly LineItem[]
        : readonly string[];

/**
 * What one version of a record states. Absent: the layout has no such column. `null`: the source left it blank
 * (if an earlier version had a value: *cleared by the source*). Money is in minor units of `facts.currency`.
 */
export type Facts = { readonly [F in FieldName]?: ValueOfKind<(typeof FIELDS)[F]['kind']> | null };
export type FactValue = string | number | SourceInstant | readonly LineItem[] | readonly string[];
