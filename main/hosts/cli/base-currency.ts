/** The base currency of a book that the command line makes: the one that its files speak of, never one that a machine prefers. */
import type { ImportSession } from '#shared/contract/imports.ts';

/** Where no file states a currency. */
export const FALLBACK_CURRENCY = 'USD';

type Totals = Pick<ImportSession['files'][number], 'fileKey' | 'totals'>;

/**
 * Currencies that the files may mean beside the base they were read in, most files first: without any, the base is right or nothing
 * speaks against it. A file without a currency column was read in `base`, and looks as if it stated that.
 */
export function otherCurrencies(files: readonly Totals[], base: string): string[] {
  const counts = new Map<string, number>();
  for (const { totals } of files) {
    for (const currency of Object.keys(totals)) if (currency !== base) counts.set(currency, (counts.get(currency) ?? 0) + 1);
  }
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([currency]) => currency);
}

/**
 * What most of the files state, from two readings of them in two base currencies: a total that moved with the base was nobody's
 * statement. The first base where nothing is stated; of two stated equally often, the other one.
 */
export function statedMost(first: readonly Totals[], base: string, second: readonly Totals[], other: string): string {
  const again = new Map(second.map(({ fileKey, totals }) => [fileKey, totals]));
  const stating = first.filter(({ fileKey, totals }) => base in totals && base in (again.get(fileKey) ?? {})).length;
  const others = first.filter(({ totals }) => other in totals).length;
  return stating > others ? base : other;
}
