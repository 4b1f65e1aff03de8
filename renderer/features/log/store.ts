import { create } from 'zustand';
import type { LogFilter } from '#shared/contract/log.ts';

export const NO_LOG_FILTER: LogFilter = { text: '', actors: [], actions: [], orderId: null, fromMs: null, toMs: null };

interface LogIntent {
  readonly filter: LogFilter;
  readonly active: { readonly row: number; readonly column: number };
}

/** What the person looks for in the log; kept while the window lives. */
export const useLogIntent = create<LogIntent>(() => ({ filter: NO_LOG_FILTER, active: { row: 0, column: 0 } }));

export function changeLogFilter(patch: Partial<LogFilter>): void {
  useLogIntent.setState(({ filter }) => ({ filter: { ...filter, ...patch }, active: { row: 0, column: 0 } }));
}
