/**
 * Every question the window asks, as query options: one place that decides how answers are cached. Keys start with the area, so
 * that an event can make a whole area stale. Answers are facts of one data version; events tell when to ask again, nothing else does.
 */

import type { InferContractRouterInputs } from '@orpc/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Client, Contract } from '#shared/contract/index.ts';

type Inputs = InferContractRouterInputs<Contract>;
type Input<A extends keyof Inputs, P extends keyof Inputs[A]> = Inputs[A][P];

/** Rows of a page; the contract allows up to 500. */
export const PAGE_SIZE = 100;

export const queries = {
  host: (client: Client) =>
    queryOptions({ queryKey: ['host', 'describe'], queryFn: ({ signal }) => client.host.describe(undefined, { signal }) }),
  book: (client: Client) =>
    queryOptions({ queryKey: ['book', 'current'], queryFn: ({ signal }) => client.book.current(undefined, { signal }) }),
  recentBooks: (client: Client) =>
    queryOptions({ queryKey: ['book', 'recent'], queryFn: ({ signal }) => client.book.recent(undefined, { signal }) }),
  profile: (client: Client) =>
    queryOptions({ queryKey: ['book', 'profile'], queryFn: ({ signal }) => client.book.profile(undefined, { signal }) }),
  jobs: (client: Client) =>
    queryOptions({ queryKey: ['jobs', 'list'], queryFn: ({ signal }) => client.jobs.list(undefined, { signal }) }),

  importSession: (client: Client, sessionId: string) =>
    queryOptions({
      queryKey: ['importSession', sessionId],
      queryFn: ({ signal }) => client.imports.session({ sessionId }, { signal }),
    }),
  sources: (client: Client) =>
    queryOptions({ queryKey: ['imports', 'sources'], queryFn: ({ signal }) => client.imports.sources(undefined, { signal }) }),

  queue: (client: Client, input: Input<'review', 'queue'>) =>
    queryOptions({
      queryKey: ['review', 'queue', input],
      queryFn: ({ signal }) => client.review.queue(input, { signal }),
      placeholderData: keepPreviousData,
    }),
  comparison: (client: Client, input: Input<'review', 'get'>) =>
    queryOptions({ queryKey: ['review', 'get', input], queryFn: ({ signal }) => client.review.get(input, { signal }) }),
  effects: (client: Client, input: Input<'review', 'preview'>) =>
    queryOptions({
      queryKey: ['review', 'preview', input.proposalId, input.picks],
      queryFn: ({ signal }) => client.review.preview(input, { signal }),
    }),
  splitEffects: (client: Client, input: Input<'review', 'previewSplit'>) =>
    queryOptions({
      queryKey: ['review', 'previewSplit', input],
      queryFn: ({ signal }) => client.review.previewSplit(input, { signal }),
      placeholderData: keepPreviousData,
    }),
  bands: (client: Client) =>
    queryOptions({ queryKey: ['review', 'bands'], queryFn: ({ signal }) => client.review.bands(undefined, { signal }) }),
  bulkSample: (client: Client, input: Input<'review', 'bulkSample'>) =>
    queryOptions({
      queryKey: ['review', 'bulkSample', input],
      queryFn: ({ signal }) => client.review.bulkSample(input, { signal }),
    }),

  models: (client: Client) =>
    queryOptions({ queryKey: ['models', 'overview'], queryFn: ({ signal }) => client.models.overview(undefined, { signal }) }),
  model: (client: Client, version: string) =>
    queryOptions({
      queryKey: ['models', 'model', version],
      queryFn: ({ signal }) => client.models.model({ version }, { signal }),
    }),
  curve: (client: Client, input: Input<'models', 'curve'>) =>
    queryOptions({ queryKey: ['models', 'curve', input], queryFn: ({ signal }) => client.models.curve(input, { signal }) }),
  audit: (client: Client) =>
    queryOptions({ queryKey: ['models', 'audit'], queryFn: ({ signal }) => client.models.audit(undefined, { signal }) }),
  whyNot: (client: Client, input: Input<'models', 'whyNot'>) =>
    queryOptions({ queryKey: ['models', 'whyNot', input], queryFn: ({ signal }) => client.models.whyNot(input, { signal }) }),
  /** The first orders that a text finds. */
  ordersNamed: (client: Client, text: string, limit: number) =>
    queryOptions({
      queryKey: ['orders', 'named', text, limit],
      queryFn: ({ signal }) =>
        client.orders.list(
          {
            offset: 0,
            limit,
            filter: { text, systems: [], statuses: [], currencies: [], joins: [], months: [] },
            sort: { by: 'placed', descending: true },
          },
          { signal },
        ),
    }),

  moneySummary: (client: Client) =>
    queryOptions({ queryKey: ['money', 'summary'], queryFn: ({ signal }) => client.money.summary(undefined, { signal }) }),
  payout: (client: Client, payoutId: string) =>
    queryOptions({
      queryKey: ['money', 'payout', payoutId],
      queryFn: ({ signal }) => client.money.payout({ payoutId }, { signal }),
    }),
  clearing: (client: Client) =>
    queryOptions({ queryKey: ['money', 'clearing'], queryFn: ({ signal }) => client.money.clearing(undefined, { signal }) }),
  leakage: (client: Client) =>
    queryOptions({ queryKey: ['money', 'leakage'], queryFn: ({ signal }) => client.money.leakage(undefined, { signal }) }),
  policy: (client: Client) =>
    queryOptions({ queryKey: ['policy', 'inForce'], queryFn: ({ signal }) => client.policy.inForce(undefined, { signal }) }),
  policyHistory: (client: Client) =>
    queryOptions({ queryKey: ['policy', 'history'], queryFn: ({ signal }) => client.policy.history(undefined, { signal }) }),
  openings: (client: Client) =>
    queryOptions({ queryKey: ['policy', 'openings'], queryFn: ({ signal }) => client.policy.openings(undefined, { signal }) }),
  coverage: (client: Client) =>
    queryOptions({ queryKey: ['policy', 'coverage'], queryFn: ({ signal }) => client.policy.coverage(undefined, { signal }) }),
  orderPosition: (client: Client, orderId: string) =>
    queryOptions({
      queryKey: ['money', 'orderPosition', orderId],
      queryFn: ({ signal }) => client.money.orderPosition({ orderId }, { signal }),
    }),
  exception: (client: Client, exceptionId: string) =>
    queryOptions({
      queryKey: ['inbox', 'get', exceptionId],
      queryFn: ({ signal }) => client.inbox.get({ exceptionId }, { signal }),
      placeholderData: keepPreviousData,
    }),

  order: (client: Client, orderId: string) =>
    queryOptions({ queryKey: ['orders', 'get', orderId], queryFn: ({ signal }) => client.orders.get({ orderId }, { signal }) }),
  valueOrigin: (client: Client, input: Input<'orders', 'valueOrigin'>) =>
    queryOptions({
      queryKey: ['orders', 'valueOrigin', input],
      queryFn: ({ signal }) => client.orders.valueOrigin(input, { signal }),
    }),
};
