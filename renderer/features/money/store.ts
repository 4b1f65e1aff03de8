/** What the person looks for in Money. Kept while the window lives, so coming back finds it. */
import { create } from 'zustand';
import type { PayoutFilter } from './words.ts';

interface MoneyIntent {
  readonly filter: PayoutFilter;
  /** The payout that was last looked at. */
  readonly payoutId: string | null;
}

export const NO_FILTER: PayoutFilter = { text: '', systems: [], states: [], currencies: [], breaksOnly: false };

export const useMoneyIntent = create<MoneyIntent>(() => ({ filter: NO_FILTER, payoutId: null }));

export function changeFilter(patch: Partial<PayoutFilter>): void {
  useMoneyIntent.setState(({ filter }) => ({ filter: { ...filter, ...patch } }));
}

export function isFiltered(filter: PayoutFilter): boolean {
  return filter.text !== '' || filter.breaksOnly || filter.systems.length + filter.states.length + filter.currencies.length > 0;
}
