/** Counts beside the filters of the orders table. Each facet counts under all filters but its own. */

import type { OrderFilter, orders } from '#shared/contract/orders.ts';
import type { Facet } from '#shared/contract/procedure.ts';
import { SYSTEM_LABELS, SYSTEMS } from '#shared/domain/systems.ts';
import { type CubeCell, readCube } from '#store/queries/order-lists.ts';
import { maskOf } from '#store/queries/questions.ts';
import { readDataVersion } from '#store/queries/settings.ts';
import { isTextIndexReady } from '#store/queries/text-index.ts';
import type { ReaderContext } from '../context.ts';
import type { InputOf, OutputOf } from '../handlers.ts';
import { recentResults } from '../recent-results.ts';
import { NO_MONTH } from './list.ts';

type Facets = OutputOf<typeof orders.facets>;
type Dimension = 'systems' | 'statuses' | 'currencies' | 'joins' | 'months';

const cubes = recentResults<readonly CubeCell[]>(2);

export function facets({ db }: ReaderContext, { filter }: InputOf<typeof orders.facets>): Facets {
  const indexed = isTextIndexReady(db);
  const cube = cubes.of([db.name, readDataVersion(db), indexed, filter.text], () => readCube(db, filter.text, indexed));
  const under = (but: Dimension) => cube.filter((cell) => holds(cell, filter, but));
  return {
    systems: bySystem(under('systems')),
    statuses: counted(under('statuses'), ({ status }) => [status], capital),
    currencies: counted(
      under('currencies'),
      ({ currency }) => [currency ?? ''],
      (code) => code || 'No currency',
    ),
    joins: counted(under('joins'), joinsOf, (join) => JOIN_WORDS[join] ?? join),
    months: counted(under('months'), ({ month }) => [month ?? NO_MONTH], monthWords).sort((a, b) => (a.value < b.value ? 1 : -1)),
    totals: totalsOf(cube.filter((cell) => holds(cell, filter, null))),
  };
}

function holds(cell: CubeCell, filter: OrderFilter, but: Dimension | null): boolean {
  const fits = (dimension: Dimension, values: readonly string[]) => {
    const wanted: readonly string[] = filter[dimension];
    return dimension === but || wanted.length === 0 || values.some((value) => wanted.includes(value));
  };
  return (
    (but === 'systems' || filter.systems.length === 0 || (cell.systemMask & maskOf(filter.systems)) !== 0) &&
    fits('statuses', [cell.status]) &&
    fits('currencies', [cell.currency ?? '']) &&
    fits('joins', joinsOf(cell)) &&
    fits('months', [cell.month ?? NO_MONTH])
  );
}

const JOIN_WORDS: Readonly<Record<string, string>> = {
  single: 'One record',
  rule: 'Joined by rule',
  person: 'Reviewed',
  conflict: 'With a conflict',
};

function joinsOf({ joinedBy, conflict }: CubeCell): string[] {
  return conflict === 1 ? [joinedBy, 'conflict'] : [joinedBy];
}

function bySystem(cells: readonly CubeCell[]): Facet[] {
  return SYSTEMS.map((system, bit) => ({
    value: system,
    label: SYSTEM_LABELS[system].name,
    count: cells.reduce((sum, cell) => sum + ((cell.systemMask & (1 << bit)) === 0 ? 0 : cell.count), 0),
  })).filter(({ count }) => count > 0);
}

/** Most first; equal counts by value. */
function counted(
  cells: readonly CubeCell[],
  valuesOf: (cell: CubeCell) => readonly string[],
  labelOf: (value: string) => string,
): Facet[] {
  const counts = new Map<string, number>();
  for (const cell of cells) for (const value of valuesOf(cell)) counts.set(value, (counts.get(value) ?? 0) + cell.count);
  return [...counts]
    .map(([value, count]) => ({ value, label: labelOf(value), count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** `2026-03` → "March 2026". */
function monthWords(month: string): string {
  if (month === NO_MONTH) return 'No date';
  return `${MONTHS[Number(month.slice(5)) - 1] ?? ''} ${month.slice(0, 4)}`;
}

function totalsOf(cells: readonly CubeCell[]): Facets['totals'] {
  const sums = new Map<string, bigint>();
  for (const { currency, total } of cells) {
    if (currency !== null) sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(total));
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, total]) => ({ currency, totalMinor: String(total) }));
}
