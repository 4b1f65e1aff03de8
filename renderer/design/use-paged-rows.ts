import { keepPreviousData, type QueryKey, useQueries } from '@tanstack/react-query';

export interface PagedRows<Row, P extends Page<Row> = Page<Row>> {
  /** Null until the first page is there. */
  readonly total: number | null;
  /** The first page as it came: lists that know more than their rows say it there. */
  readonly first: P | undefined;
  /** The row at a position, or undefined while its page is on the way. */
  readonly rowAt: (index: number) => Row | undefined;
  readonly isFetching: boolean;
  readonly error: unknown;
}

/** A page of rows and how many there are in all. */
export interface Page<Row> {
  readonly total: number;
  readonly rows: readonly Row[];
}

/**
 * The rows of a long list around what is on screen, page by page. `key` names the list (area first, then filter and sort); pages are
 * cached under it, so scrolling back costs nothing and an event makes the whole list stale.
 */
export function usePagedRows<Row, P extends Page<Row> = Page<Row>>({
  key,
  start,
  end,
  pageSize,
  fetchPage,
}: {
  key: QueryKey;
  /** Visible rows: first, and one past the last. */
  start: number;
  end: number;
  pageSize: number;
  fetchPage: (page: { offset: number; limit: number }, signal: AbortSignal) => Promise<P>;
}): PagedRows<Row, P> {
  const first = Math.floor(start / pageSize);
  const last = Math.max(first, Math.floor(Math.max(start, end - 1) / pageSize));
  // Page 0 stays asked for: it carries the total, and Home is one key away.
  const wanted = [...new Set([0, ...Array.from({ length: last - first + 1 }, (_, i) => first + i)])];
  const results = useQueries({
    queries: wanted.map((page) => ({
      queryKey: [...key, 'page', page],
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchPage({ offset: page * pageSize, limit: pageSize }, signal),
      placeholderData: page === 0 ? keepPreviousData : undefined,
    })),
  });
  const pages = new Map(wanted.map((page, i) => [page, results[i]?.data]));
  return {
    first: pages.get(0),
    total: results.find((result) => result.data !== undefined)?.data?.total ?? null,
    rowAt: (index) => pages.get(Math.floor(index / pageSize))?.rows[index % pageSize],
    isFetching: results.some((result) => result.isFetching),
    error: results.find((result) => result.error !== null)?.error ?? null,
  };
}
