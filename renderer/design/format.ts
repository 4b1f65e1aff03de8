/** Amounts, times, sizes and counts as this app writes them. Pure; zones and amounts arrive as arguments. */
import { formatGrouped } from '#shared/domain/money.ts';

const SYMBOLS = new Map<string, string>();

/** `$`, `€`, `CHF `: what stands before an amount. */
function symbolOf(currency: string): string {
  let symbol = SYMBOLS.get(currency);
  if (symbol === undefined) {
    const parts = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).formatToParts(0);
    const found = parts.find((part) => part.type === 'currency')?.value ?? currency;
    symbol = /[A-Za-z]$/.test(found) ? `${found} ` : found;
    SYMBOLS.set(currency, symbol);
  }
  return symbol;
}

/** `$40,000.00`, `−€4,210.50`, `¥1,200`. Exact: integer minor units, no float on the way. */
export function formatMoney(amountMinor: number, currency: string): string {
  const sign = amountMinor < 0 ? '−' : '';
  return `${sign}${symbolOf(currency)}${formatGrouped(Math.abs(amountMinor), currency)}`;
}

/** The same for sums that may pass 2^53 and therefore travel as text. */
export function formatMoneyText(minorText: string, currency: string): string {
  const negative = minorText.startsWith('-');
  const digits = negative ? minorText.slice(1) : minorText;
  const exponent = formatGrouped(0, currency).split('.')[1]?.length ?? 0;
  const padded = digits.padStart(exponent + 1, '0');
  const whole = padded.slice(0, padded.length - exponent).replace(/\B(?=(\d{3})+$)/g, ',');
  const fraction = exponent === 0 ? '' : `.${padded.slice(-exponent)}`;
  return `${negative ? '−' : ''}${symbolOf(currency)}${whole}${fraction}`;
}

/** `18,204`. */
export function formatCount(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 record`, `4 records`. */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${formatCount(n)} ${n === 1 ? one : many}`;
}

/** `412 MB`. Decimal units, as file managers count. */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 10 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

const FORMATS = new Map<string, Intl.DateTimeFormat>();

function dateFormat(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${Object.keys(options).join()}`;
  let format = FORMATS.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options });
    FORMATS.set(key, format);
  }
  return format;
}

/** `9 Nov 2026, 18:04` in an IANA zone. */
export function formatInstant(ms: number, zone: string): string {
  return dateFormat(zone, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(ms);
}

/** `9 Nov 2026`. */
export function formatDay(ms: number, zone: string): string {
  return dateFormat(zone, { day: 'numeric', month: 'short', year: 'numeric' }).format(ms);
}

/** `18:04`. */
export function formatTime(ms: number, zone: string): string {
  return dateFormat(zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(ms);
}

/** `91%`, `99.3%`; never 100% unless it is: confidence is not rounded up to certainty. */
export function formatProbability(p: number): string {
  if (p >= 1) return '100%';
  if (p >= 0.9995) return '> 99.9%';
  return p >= 0.95 || p < 0.01 ? `${(Math.floor(p * 1000) / 10).toFixed(1)}%` : `${Math.floor(p * 100)}%`;
}
