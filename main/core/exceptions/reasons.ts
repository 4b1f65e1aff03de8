/** Reason codes of what does not hold, with severity and owner: the ones that can be told without the ledger. */

export type Severity = 'S1' | 'S2' | 'S3';

interface Reason {
  readonly severity: Severity;
  readonly owner: 'operations' | 'finance' | 'revenue operations' | 'support' | 'project manager';
}

export const REASONS = {
  duplicate_order: { severity: 'S2', owner: 'operations' },
  ambiguous_match: { severity: 'S2', owner: 'finance' },
  missing_canonical_id: { severity: 'S1', owner: 'revenue operations' },
  amount_mismatch: { severity: 'S2', owner: 'finance' },
  currency_mismatch: { severity: 'S2', owner: 'finance' },
  silent_overwrite: { severity: 'S2', owner: 'operations' },
  unreadable_row: { severity: 'S3', owner: 'operations' },
  unknown_value: { severity: 'S3', owner: 'operations' },
} as const satisfies Record<string, Reason>;
export type ReasonCode = keyof typeof REASONS;

/** Over this amount, in minor units of the base currency, billing is S1: 1,000.00 as shipped. */
export const S1_ABOVE_MINOR = 100_000;

/** Business hours from the event to the due time, as shipped. */
const SPAN_HOURS: Readonly<Record<Severity, number>> = { S1: 24, S2: 48, S3: 120 };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Event time plus the severity's span in business hours, UTC ms: an hour counts on Monday to Friday (UTC days), 24 a day.
 */
export function dueAt(eventMs: number, severity: Severity): number {
  let at = skipWeekend(eventMs);
  for (let left = SPAN_HOURS[severity] * HOUR_MS; left > 0; ) {
    const dayEnd = (Math.floor(at / DAY_MS) + 1) * DAY_MS;
    const spent = Math.min(left, dayEnd - at);
    left -= spent;
    at = left > 0 ? skipWeekend(at + spent) : at + spent;
  }
  return at;
}

/** The instant itself on a business day, else the start of the next Monday. 1 January 1970 was a Thursday. */
function skipWeekend(ms: number): number {
  const day = Math.floor(ms / DAY_MS);
  const weekday = (((day + 3) % 7) + 7) % 7;
  return weekday < 5 ? ms : (day + 7 - weekday) * DAY_MS;
}
