/**
 * How long money is on its way: for each rail, the working days from the moment a payout is sent to the day by which the bank must show
 * it, whose holidays count, when the rail's day ends, and how long it keeps sales back.
 */
import type { System } from './systems.ts';

export const RAILS = ['stripe', 'shopify', 'paypal', 'amazon', 'bank'] as const;
export type Rail = (typeof RAILS)[number];

export interface RailClock {
  /** Working days after the day a payout is sent within which it usually arrives. */
  readonly usualDays: number;
  /** Working days after which a payout that the bank does not show is missing. Banks report failed transfers within five. */
  readonly latestDays: number;
  /** Working days that a captured payment may wait for its payout. */
  readonly payoutDays: number;
  /** Minutes UTC at which the rail's day ends: what is sent later counts as the next day. */
  readonly cutOffMinute: number;
  /** Country whose bank holidays count, by currency; ISO 3166-1 alpha-2, lower case. */
  readonly countries: Readonly<Record<string, string>>;
}

/** TARGET2 keeps few holidays of its own; Germany's national ones hold them all. */
const COUNTRIES: Readonly<Record<string, string>> = {
  USD: 'us',
  EUR: 'de',
  GBP: 'gb',
  CAD: 'ca',
  AUD: 'au',
  JPY: 'jp',
  CHF: 'ch',
  SEK: 'se',
  DKK: 'dk',
  NOK: 'no',
  NZD: 'nz',
  PLN: 'pl',
};

/**
 * Shipped clocks. Stripe and Shopify send on working days and arrive on the next one or two; PayPal and Amazon name three to five
 * working days; three more are granted before it is called missing. A fortnight's settlement (Amazon) or a weekly sweep sets how long
 * a payment may wait.
 */
export const RAIL_CLOCKS: Readonly<Record<Rail, RailClock>> = {
  stripe: { usualDays: 2, latestDays: 7, payoutDays: 15, cutOffMinute: 1440, countries: COUNTRIES },
  shopify: { usualDays: 2, latestDays: 7, payoutDays: 15, cutOffMinute: 1440, countries: COUNTRIES },
  paypal: { usualDays: 3, latestDays: 8, payoutDays: 30, cutOffMinute: 1440, countries: COUNTRIES },
  amazon: { usualDays: 5, latestDays: 10, payoutDays: 30, cutOffMinute: 1440, countries: COUNTRIES },
  bank: { usualDays: 2, latestDays: 7, payoutDays: 30, cutOffMinute: 1440, countries: COUNTRIES },
};

export function railOf(system: System): Rail {
  return system === 'stripe' || system === 'shopify' || system === 'paypal' || system === 'amazon' ? system : 'bank';
}

/** Whether a civil day (days since 1970-01-01) is a public or bank holiday in a country (ISO 3166-1 alpha-2, lower case). */
export type IsHoliday = (country: string, day: number) => boolean;
