/** Currency names and signs of exports to ISO 4217 codes. */
import { isCurrencyCode } from '#shared/domain/money.ts';

/** Names that NetSuite and ledgers print instead of codes. A bare `$` is no currency: too many countries use it. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['US DOLLAR', 'USD'],
  ['USA', 'USD'],
  ['US$', 'USD'],
  ['UNITED STATES DOLLAR', 'USD'],
  ['EURO', 'EUR'],
  ['€', 'EUR'],
  ['BRITISH POUND', 'GBP'],
  ['POUND STERLING', 'GBP'],
  ['GBR', 'GBP'],
  ['£', 'GBP'],
  ['CANADIAN DOLLAR', 'CAD'],
  ['CA$', 'CAD'],
  ['AUSTRALIAN DOLLAR', 'AUD'],
  ['A$', 'AUD'],
  ['NEW ZEALAND DOLLAR', 'NZD'],
  ['JAPANESE YEN', 'JPY'],
  ['SWISS FRANC', 'CHF'],
  ['INDIAN RUPEE', 'INR'],
  ['₹', 'INR'],
  ['SWEDISH KRONA', 'SEK'],
  ['NORWEGIAN KRONE', 'NOK'],
  ['DANISH KRONE', 'DKK'],
]);

/** `usd`, `USD`, `US Dollar` → `USD`; null when the text names no currency for sure. */
export function readCurrency(text: string): string | null {
  if (isCurrencyCode(text)) return text;
  const upper = text.trim().toUpperCase();
  return NAMES.get(upper) ?? (isCurrencyCode(upper) ? upper : null);
}
