/** Source systems, record types and their roles. Names as in the result files; codes are stored and never reused. */

export const SYSTEMS = [
  'shopify',
  'woocommerce',
  'amazon',
  'stripe',
  'paypal',
  'quickbooks',
  'xero',
  'netsuite',
  'hubspot',
  'google_ads',
  'meta_ads',
  'asana',
  'bank',
  'csv',
] as const;
export type System = (typeof SYSTEMS)[number];

export function isSystem(text: string): text is System {
  return (SYSTEMS as readonly string[]).includes(text);
}

/** Stored as the index in this list (`type_code`): append only. */
export const RECORD_TYPES = [
  'order',
  'deal',
  'sales_order',
  'invoice',
  'campaign',
  'project',
  'charge',
  'payment',
  'refund',
  'dispute',
  'fee',
  'balance_transaction',
  'payout',
  'settlement',
  'settlement_line',
  'bank_line',
  'booking',
] as const;
export type RecordType = (typeof RECORD_TYPES)[number];

export function typeCode(type: RecordType): number {
  return RECORD_TYPES.indexOf(type);
}

export function typeFromCode(code: number): RecordType {
  const type = RECORD_TYPES[code];
  if (type === undefined) throw new Error(`unknown record type code ${code}`);
  return type;
}

/**
 * What a record is to a sale. *order*: the sale itself. *context*: work around a sale, never a sale on its own.
 * *booking*: what the books say of it. *money*: money that moved.
 */
export type Role = 'order' | 'context' | 'booking' | 'money';

const ROLES: Record<RecordType, Role> = {
  order: 'order',
  deal: 'order',
  sales_order: 'order',
  campaign: 'context',
  project: 'context',
  invoice: 'booking',
  booking: 'booking',
  charge: 'money',
  payment: 'money',
  refund: 'money',
  dispute: 'money',
  fee: 'money',
  balance_transaction: 'money',
  payout: 'money',
  settlement: 'money',
  settlement_line: 'money',
  bank_line: 'money',
};

export function roleOf(type: RecordType): Role {
  return ROLES[type];
}

/** Records that are clustered into canonical orders: sales, and the context that belongs to one. */
export function isOrderLike(type: RecordType): boolean {
  const role = ROLES[type];
  return role === 'order' || role === 'context';
}

export const ORDER_LIKE_TYPES: readonly RecordType[] = RECORD_TYPES.filter(isOrderLike);

/** Shipped order of authority for the terms of a sale, strongest first. Policy may change it later. */
export const SYSTEM_RANK: readonly System[] = [
  'shopify',
  'woocommerce',
  'amazon',
  'hubspot',
  'netsuite',
  'xero',
  'quickbooks',
  'stripe',
  'paypal',
  'bank',
  'csv',
  'google_ads',
  'meta_ads',
  'asana',
];

interface SystemLabel {
  readonly name: string;
  /** Two letters on the badge. */
  readonly badge: string;
  /** Colour family of the badge; see the design tokens. */
  readonly family: 'shop' | 'mkt' | 'pay' | 'acc' | 'erp' | 'crm' | 'ads' | 'pm' | 'bank';
}

export const SYSTEM_LABELS: Record<System, SystemLabel> = {
  shopify: { name: 'Shopify', badge: 'SH', family: 'shop' },
  woocommerce: { name: 'WooCommerce', badge: 'WC', family: 'shop' },
  amazon: { name: 'Amazon', badge: 'AM', family: 'mkt' },
  stripe: { name: 'Stripe', badge: 'ST', family: 'pay' },
  paypal: { name: 'PayPal', badge: 'PP', family: 'pay' },
  quickbooks: { name: 'QuickBooks', badge: 'QB', family: 'acc' },
  xero: { name: 'Xero', badge: 'XE', family: 'acc' },
  netsuite: { name: 'NetSuite', badge: 'NS', family: 'erp' },
  hubspot: { name: 'HubSpot', badge: 'HS', family: 'crm' },
  google_ads: { name: 'Google Ads', badge: 'GA', family: 'ads' },
  meta_ads: { name: 'Meta Ads', badge: 'ME', family: 'ads' },
  asana: { name: 'Asana', badge: 'AS', family: 'pm' },
  bank: { name: 'Bank', badge: 'BK', family: 'bank' },
  csv: { name: 'Spreadsheet', badge: 'CS', family: 'bank' },
};
