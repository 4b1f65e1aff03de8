/** What the person looks for in Orders: filter, sort, the row they stand on. Kept while the window lives, so coming back finds it. */
import { create } from 'zustand';
import type { OrderFilter, OrderSort } from '#shared/contract/orders.ts';

interface OrdersIntent {
  readonly filter: OrderFilter;
  readonly sort: OrderSort;
  readonly active: { readonly row: number; readonly column: number };
  /** Somebody asked for the search field from another screen; the table screen answers once and puts it back. */
  readonly wantsSearch: boolean;
}

export const NO_FILTER: OrderFilter = { text: '', systems: [], statuses: [], currencies: [], joins: [], months: [] };

export const useOrdersIntent = create<OrdersIntent>(() => ({
  filter: NO_FILTER,
  sort: { by: 'placed', descending: true },
  active: { row: 0, column: 0 },
  wantsSearch: false,
}));

/** Another filter or order of rows starts at the top again. */
export function changeFilter(patch: Partial<OrderFilter>): void {
  useOrdersIntent.setState(({ filter }) => ({ filter: { ...filter, ...patch }, active: { row: 0, column: 0 } }));
}

export function sortBy(by: OrderSort['by']): void {
  useOrdersIntent.setState(({ sort }) => ({
    sort: { by, descending: sort.by === by ? !sort.descending : by !== 'client' },
    active: { row: 0, column: 0 },
  }));
}

export function isFiltered(filter: OrderFilter): boolean {
  return Object.values(filter).some((value) => value.length > 0);
}
