/** How much money moves when orders come together or fall apart: their totals as they are built today and as they would be. */
import type { Pace } from '#core/matching/orders/columns.ts';
import type { MatchResult } from '#core/matching/orders/run.ts';
import { type BuiltOrder, buildOrders } from '#core/survivorship/build-orders.ts';
import type { ReadableDb } from '#store/database.ts';
import { readComponent } from '../derive/component.ts';
import type { LoadedBook } from '../matching/load.ts';
import { bookZone } from '../records.ts';

export interface MovedGroup {
  /** First row of a group → its rows, and how many differences it holds. */
  readonly touched: ReadonlyMap<number, { readonly rows: readonly number[]; readonly edges: number }>;
  readonly groupOf: (row: number) => number;
}

/** Sums of order totals of one currency over all orders that change, minor units. */
export interface CurrencyMove {
  readonly currency: string;
  readonly now: bigint;
  readonly after: bigint;
}

export interface Moved {
  readonly byCurrency: readonly CurrencyMove[];
  /** `only`: the change of a group that holds one difference, where it is in one currency. */
  readonly byGroup: ReadonlyMap<number, { readonly only: { readonly minor: number; readonly currency: string } | null }>;
}

export function movedMoney(db: ReadableDb, book: LoadedBook, result: MatchResult, { touched }: MovedGroup, pace: Pace): Moved {
  const zone = bookZone(db);
  const sums = new Map<string, { now: bigint; after: bigint }>();
  const byGroup = new Map<number, { only: { minor: number; currency: string } | null }>();
  let done = 0;
  for (const [group, { rows, edges }] of touched) {
    pace.checkpoint('store', done++, touched.size);
    const { component } = readComponent(
      db,
      rows.map((row) => book.columns.recordId[row] as number),
    );
    const [now, then] = [component.pairs, joinedAmong(book, result, rows)].map((pairs) =>
      totalsOf(buildOrders({ ...component, pairs }, zone)),
    ) as [Map<string, number>, Map<string, number>];
    const currencies = [...new Set([...now.keys(), ...then.keys()])];
    for (const currency of currencies) {
      const sum = sums.get(currency) ?? { now: 0n, after: 0n };
      sum.now += BigInt(now.get(currency) ?? 0);
      sum.after += BigInt(then.get(currency) ?? 0);
      sums.set(currency, sum);
    }
    const [currency] = currencies;
    const single = edges === 1 && currencies.length === 1 && currency !== undefined;
    const minor = currency === undefined ? 0 : (then.get(currency) ?? 0) - (now.get(currency) ?? 0);
    byGroup.set(group, { only: single ? { minor, currency } : null });
  }
  const byCurrency = [...sums].map(([currency, sum]) => ({ currency, ...sum }));
  return { byCurrency: byCurrency.sort((a, b) => (a.currency < b.currency ? -1 : 1)), byGroup };
}

function joinedAmong({ columns }: LoadedBook, { pairs, outcomes }: MatchResult, rows: readonly number[]) {
  const found = new Set<number>();
  for (const row of rows) for (const pair of outcomes.neighbours.of(row)) if (outcomes.state[pair] === 'joined') found.add(pair);
  return [...found].map((pair) => ({
    leftId: columns.recordId[pairs.left[pair] as number] as number,
    rightId: columns.recordId[pairs.right[pair] as number] as number,
    scoreMillibits: pairs.score[pair] as number,
  }));
}

/** Totals of the sales among them, by currency; a total without one stands under the empty name. */
function totalsOf(orders: readonly BuiltOrder[]): Map<string, number> {
  const totals = new Map<string, number>();
  for (const { isSale, summary } of orders) {
    if (!isSale || summary.totalMinor === null) continue;
    const currency = summary.currency ?? '';
    totals.set(currency, (totals.get(currency) ?? 0) + summary.totalMinor);
  }
  return totals;
}
