import { useDeferredValue } from 'react';
import type { QueueItem, ReviewFilter, ReviewTab } from '#shared/contract/review.ts';
import { useClient } from '../../client/context.tsx';
import { PAGE_SIZE } from '../../client/queries.ts';
import { type Page, type PagedRows, usePagedRows } from '../../design/use-paged-rows.ts';
import { useReview } from './store.ts';

type QueueAnswer = Awaited<ReturnType<ReturnType<typeof useClient>['review']['queue']>>;
export type QueuePage = Page<QueueItem> & Omit<QueueAnswer, 'items'>;

/** The queue as filtered, around what is on screen. */
export function useQueue(visible: {
  start: number;
  end: number;
}): PagedRows<QueueItem, QueuePage> & { tab: ReviewTab; filter: ReviewFilter } {
  const client = useClient();
  const tab = useReview((state) => state.tab);
  // Typing in the filter stays fluent: the list follows a moment later.
  const filter = useDeferredValue(useReview((state) => state.filter));
  const rows = usePagedRows<QueueItem, QueuePage>({
    key: ['review', 'queue', tab, filter],
    ...visible,
    pageSize: PAGE_SIZE,
    fetchPage: async (page, signal) => {
      const { items, ...rest } = await client.review.queue({ ...page, tab, filter }, { signal });
      return { ...rest, rows: items };
    },
  });
  return { ...rows, tab, filter };
}
