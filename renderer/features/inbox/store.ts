/** What the person looks for in the inbox. Kept while the window lives. */
import { create } from 'zustand';
import type { InboxFilter, InboxTab } from '#shared/contract/inbox.ts';

interface InboxIntent {
  readonly tab: InboxTab;
  readonly filter: InboxFilter;
  readonly active: { readonly row: number; readonly column: number };
}

export const NO_FILTER: InboxFilter = { text: '', reasons: [], severities: [], owners: [], systems: [], lateOnly: false };

export const useInboxIntent = create<InboxIntent>(() => ({ tab: 'open', filter: NO_FILTER, active: { row: 0, column: 0 } }));

/** Another list starts at its top again. */
export function changeFilter(patch: Partial<InboxFilter>): void {
  useInboxIntent.setState(({ filter }) => ({ filter: { ...filter, ...patch }, active: { row: 0, column: 0 } }));
}

export function showTab(tab: InboxTab): void {
  useInboxIntent.setState({ tab, active: { row: 0, column: 0 } });
}

export function isFiltered(filter: InboxFilter): boolean {
  return Object.values(filter).some((value) => (typeof value === 'boolean' ? value : value.length > 0));
}
