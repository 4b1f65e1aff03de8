/**
 * Contract rates from a small table: what a gateway may cost by contract. One row a rate:
 * `system, account, currency, method, percent, fixed` (or `fixed minor`, in the smallest unit of the currency). Account and method may be
 * blank: then the rate holds for all of them. A table is taken whole or not at all: a rate that is read wrong would accuse the gateway.
 */
import { exponentOf, formatPlain, isCurrencyCode, parseAmount } from '#shared/domain/money.ts';
import type { ContractRate } from '#shared/domain/policy.ts';
import { isSystem } from '#shared/domain/systems.ts';
import { DELIMITERS, findHeader, type HeadRow, headRows } from '../csv/detect.ts';
import { type ColumnNames, Columns } from '../csv/header.ts';
import { nearestTo } from '../unknown-value.ts';

const COLUMNS = {
  system: ['system', 'gateway', 'processor'],
  account: ['account'],
  currency: ['currency'],
  method: ['method', 'payment method', 'card'],
  percent: ['percent', 'rate', 'rate %', 'percentage', '%'],
  fixed: ['fixed', 'fixed fee', 'per transaction'],
  fixedMinor: ['fixed minor', 'fixed (minor)', 'fixed_minor'],
} as const satisfies Record<string, ColumnNames>;

const SIGNATURE: readonly ColumnNames[] = [COLUMNS.system, COLUMNS.currency, COLUMNS.percent];

/** Systems that charge for payments. */
const CHARGING = ['shopify', 'stripe', 'paypal', 'amazon', 'woocommerce'];

export interface RateProblem {
  readonly line: number;
  readonly column: string | null;
  readonly text: string;
  /** One sentence: what is wrong with this value. */
  readonly cause: string;
}

export interface RateTable {
  /** In the order of the file; empty when anything in it is a problem. */
  readonly rates: readonly ContractRate[];
  readonly problems: readonly RateProblem[];
}

/** Whether a header is that of a table of contract rates, which is policy and no record of anything. */
export function isRateHeader(header: readonly string[]): boolean {
  const columns = new Columns(header);
  const fixed = columns.has(COLUMNS.fixed) || columns.has(COLUMNS.fixedMinor);
  return fixed && header.length <= 10 && SIGNATURE.every((names) => columns.has(names));
}

/** @param text the file, decoded. */
export function readContractRates(text: string): RateTable {
  for (const delimiter of DELIMITERS) {
    const rows = headRows(text, delimiter, true, true, (cell) => cell);
    const at = findHeader(rows, isRateHeader);
    const header = rows[at];
    if (header !== undefined) return readRows(new Columns(header.cells), rows.slice(at + 1));
  }
  const cause = 'This is no table of contract rates: its columns are system, account, currency, method, percent, fixed.';
  return { rates: [], problems: [{ line: 1, column: null, text: '', cause }] };
}

function readRows(columns: Columns, rows: readonly HeadRow[]): RateTable {
  const rates: ContractRate[] = [];
  const problems: RateProblem[] = [];
  const lines = new Map<string, number>();
  for (const row of rows) {
    if (row.cells.every((cell) => cell === '')) continue;
    const rate = readRow(columns, row);
    if ('cause' in rate) {
      problems.push(rate);
      continue;
    }
    const key = [rate.system, rate.account ?? '', rate.currency, rate.method ?? ''].join('|');
    const before = lines.get(key);
    if (before !== undefined)
      problems.push({
        line: row.line,
        column: null,
        text: '',
        cause: `Line ${before} states a rate for the same payments already.`,
      });
    lines.set(key, row.line);
    rates.push(rate);
  }
  return problems.length > 0 ? { rates: [], problems } : { rates, problems };
}

function readRow(columns: Columns, row: HeadRow): ContractRate | RateProblem {
  const at = (names: ColumnNames) => columns.find(names);
  const cell = (names: ColumnNames) => row.cells[at(names)] ?? '';
  const problem = (names: ColumnNames, cause: string): RateProblem => ({
    line: row.line,
    column: columns.name(at(names)),
    text: cell(names),
    cause,
  });
  const system = cell(COLUMNS.system).toLowerCase();
  if (!isSystem(system))
    return problem(COLUMNS.system, `“${cell(COLUMNS.system)}” is no system; it may be ${nearestTo(system, CHARGING).join(', ')}.`);
  const currency = cell(COLUMNS.currency).toUpperCase();
  if (!isCurrencyCode(currency)) return problem(COLUMNS.currency, `“${cell(COLUMNS.currency)}” is no currency code such as EUR.`);
  const basisPoints = readPercent(cell(COLUMNS.percent));
  if (basisPoints === null)
    return problem(COLUMNS.percent, `“${cell(COLUMNS.percent)}” is no percentage from 0 to 100 with at most two decimals.`);
  const fixed = readFixed(cell(COLUMNS.fixed), cell(COLUMNS.fixedMinor), currency);
  if (fixed === null) {
    const names = cell(COLUMNS.fixedMinor) === '' ? COLUMNS.fixed : COLUMNS.fixedMinor;
    const example = formatPlain(30, currency);
    return problem(names, `“${cell(names)}” is no amount in ${currency} (as ${example}, or ${30} in a column “fixed minor”).`);
  }
  const method = cell(COLUMNS.method).toLowerCase();
  return {
    system,
    account: cell(COLUMNS.account) || null,
    currency,
    method: method === '' || method === 'any' || method === 'all' ? null : method,
    basisPoints,
    fixedMinor: fixed,
  };
}

/** `2.9`, `2,9 %` → 290 hundredths of a percent. Read as text: a percentage is never a float. */
function readPercent(text: string): number | null {
  const parts = /^(\d{1,3})(?:[.,](\d+))?\s*%?$/.exec(text);
  if (parts === null) return null;
  const decimals = parts[2] ?? '';
  if (/[1-9]/.test(decimals.slice(2))) return null;
  const points = Number((parts[1] ?? '') + decimals.slice(0, 2).padEnd(2, '0'));
  return points <= 10_000 ? points : null;
}

function readFixed(text: string, minor: string, currency: string): number | null {
  if (minor !== '') return /^\d{1,9}$/.test(minor) ? Number(minor) : null;
  if (text === '') return 0;
  const mark = /,\d{1,4}$/.test(text) && exponentOf(currency) > 0 ? ',' : '.';
  const amount = parseAmount(text, currency, mark);
  return amount === null || amount < 0 ? null : amount;
}
