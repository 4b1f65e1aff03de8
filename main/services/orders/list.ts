/** The orders table: any page of it at once, and the counts beside its filters. */

import type { OrderFilter, OrderRow, orders } from '#shared/contract/orders.ts';
import { actorLabel } from '#shared/domain/decision.ts';
import type { ReadableDb } from '#store/database.ts';
import { countOrders, type ListedOrder, type ListFilter, listOrders, readJoiners, readListed } from '#store/queries/order-lists.ts';
import { systemsOf } from '#store/queries/questions.ts';
import { readDataVersion } from '#store/queries/settings.ts';
import { isTextIndexReady } from '#store/queries/text-index.ts';
import type { ReaderContext } from '../context.ts';
import type { InputOf, OutputOf } from '../handlers.ts';
import { recentResults } from '../recent-results.ts';

type ListInput = InputOf<typeof orders.list>;
type ListOutput = OutputOf<typeof orders.list>;

/** Pages up to here are read by the index alone; beyond, the whole order is worked out once, for any jump of the scroll bar. */
const SHALLOW = 1000;

const totals = recentResults<number>(8);
const sorted = recentResults<Int32Array>(3);

export function list({ db }: ReaderContext, { filter, sort, offset, limit }: ListInput): ListOutput {
  const dataVersion = readDataVersion(db);
  const textIndexReady = isTextIndexReady(db);
  const wanted = listFilter(filter);
  const total = totals.of([db.name, dataVersion, textIndexReady, filter], () => countOrders(db, wanted, textIndexReady));
  const ids =
    offset + limit <= SHALLOW
      ? listOrders(db, wanted, sort, textIndexReady, { offset, limit })
      : sorted
          .of([db.name, dataVersion, textIndexReady, filter, sort], () =>
            Int32Array.from(listOrders(db, wanted, sort, textIndexReady)),
          )
          .subarray(offset, offset + limit);
  return { total, dataVersion, rows: rowsOf(db, readListed(db, [...ids])), textIndexReady };
}

/** Months are calendar months in UTC, as the facet counts them. */
export function listFilter(filter: OrderFilter): ListFilter {
  return { ...filter, placed: filter.months.flatMap((month) => monthRange(month) ?? []) };
}

/** The value of the month facet for orders without a date. */
export const NO_MONTH = 'none';

function monthRange(month: string): ListFilter['placed'] | null {
  if (month === NO_MONTH) return [null];
  const parts = /^(\d{4})-(\d{2})$/.exec(month);
  if (parts === null) return null;
  const [year, index] = [Number(parts[1]), Number(parts[2]) - 1];
  return [{ fromMs: Date.UTC(year, index), toMs: Date.UTC(year, index + 1) }];
}

export function rowsOf(db: ReadableDb, listed: readonly ListedOrder[]): OrderRow[] {
  const joiners = readJoiners(
    db,
    listed.filter(({ joinedBy }) => joinedBy === 'person').map(({ recordId }) => recordId),
  );
  return listed.map((order) => ({
    orderId: order.canonicalId,
    number: order.number,
    client: order.client,
    totalMinor: order.totalMinor,
    currency: order.currency,
    placedAt: order.placedMs,
    placedDayOnly: order.placedDayOnly === 1,
    status: order.status,
    systems: systemsOf(order.systemMask),
    memberCount: order.memberCount,
    joinedBy: order.joinedBy,
    joinLabel: joinLabel(order.joinedBy, joiners.get(order.recordId) ?? []),
    conflict: order.conflict,
  }));
}

/** Never more than was done: a person is named only where a person decided. */
export function joinLabel(joinedBy: ListedOrder['joinedBy'], actors: readonly string[]): string {
  if (joinedBy === 'single') return 'one record';
  if (joinedBy === 'rule') return 'joined by rule';
  return `reviewed by ${actors.map(actorLabel).join(', ')}`;
}
