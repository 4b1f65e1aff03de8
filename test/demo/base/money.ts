/** Integer money: amounts are minor units of their currency, never floats. */

const EXPONENTS: Readonly<Record<string, number>> = { JPY: 0, KWD: 3 };

/** Decimal places of a currency (ISO 4217); the generator uses USD, EUR, GBP, JPY and KWD. */
export function exponentOf(currency: string): number {
  return EXPONENTS[currency] ?? 2;
}

/** `1234` USD → `12.34`, `-5` USD → `-0.05`, `1200` JPY → `1200`. */
export function amountText(minor: number, currency: string): string {
  const exponent = exponentOf(currency);
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const sign = minor < 0 ? '-' : '';
  return exponent === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-exponent)}`;
}

/** As `amountText`, with a comma between thousands, as people and PayPal write it. */
export function groupedAmountText(minor: number, currency: string): string {
  const [whole = '', fraction] = amountText(minor, currency).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** `minor × numerator ÷ denominator`, halves away from zero. */
export function share(minor: number, numerator: number, denominator: number): number {
  const product = Math.abs(minor) * numerator;
  const rounded = Math.floor((product + Math.floor(denominator / 2)) / denominator);
  return minor < 0 ? -rounded : rounded;
}

/** Splits an amount into `parts` whole-minor-unit parts that sum to it; the last takes the rest. */
export function splitAmount(minor: number, parts: number): number[] {
  const each = Math.floor(minor / parts);
  return Array.from({ length: parts }, (_, i) => (i === parts - 1 ? minor - each * (parts - 1) : each));
}

/** US dollars per unit, in millionths: fixed for the year, so that truth can be recomputed. */
const USD_MICROS: Readonly<Record<string, number>> = { USD: 1_000_000, EUR: 1_081_400, GBP: 1_268_300, JPY: 6_712, KWD: 3_254_100 };

/** An amount of another currency in US cents at the year's fixed rate. */
export function toUsd(minor: number, currency: string): number {
  const rate = USD_MICROS[currency];
  if (rate === undefined) throw new RangeError(`no rate for ${currency}`);
  return share(minor, rate * 100, 1_000_000 * 10 ** exponentOf(currency));
}
