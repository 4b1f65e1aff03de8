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

/** `2026-11-09` of a date field → the first and last millisecond of that day in UTC; null when empty. */
export function dayBounds(text: string): { fromMs: number; toMs: number } | null {
  const fromMs = Date.parse(`${text}T00:00:00.000Z`);
  return Number.isNaN(fromMs) ? null : { fromMs, toMs: fromMs + 86_399_999 };
}
