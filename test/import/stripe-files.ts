/** Small Stripe files in their real layout, for tests of imports. */

export interface StripeRow {
  readonly id: string;
  /** `2026-03-02 10:00:00`, UTC. */
  readonly created?: string;
  readonly amount?: string;
  readonly fee?: string;
  /** Gross less fee when absent. */
  readonly net?: string;
  readonly description?: string;
}

const HEADER =
  'balance_transaction_id,created_utc,available_on_utc,currency,gross,fee,net,reporting_category,source_id,description,customer_email';

export function stripeCsv(rows: readonly StripeRow[]): string {
  return `${[HEADER, ...rows.map(stripeLine)].join('\r\n')}\r\n`;
}

export function stripeLine(row: StripeRow): string {
  const { id, created = '2026-03-02 10:00:00', amount = '100.00', fee = '3.20', description = '' } = row;
  const net = row.net ?? difference(amount, fee);
  return [
    `txn_${id}`,
    created,
    created,
    'usd',
    amount,
    fee,
    net,
    'charge',
    `ch_${id}xxxxxxxx`,
    description,
    `${id}@example.com`,
  ].join(',');
}

/** Of two amounts with two decimals each. */
function difference(a: string, b: string): string {
  const cents = (text: string) => Number(text.replace('.', ''));
  const text = String(cents(a) - cents(b)).padStart(3, '0');
  return `${text.slice(0, -2)}.${text.slice(-2)}`;
}
