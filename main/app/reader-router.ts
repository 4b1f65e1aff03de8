/** What the reader thread answers: the query halves of the areas. */
import type { AnyRouter } from '@orpc/server';
import { readBookSummary } from '#main/services/book/index.ts';
import type { ReaderContext } from '#main/services/context.ts';
import { importsQueries } from '#main/services/imports/queries.ts';
import { logQueries } from '#main/services/log.ts';
import { modelsQueries } from '#main/services/models/index.ts';
import { inboxQueries, moneyQueries } from '#main/services/money/index.ts';
import { ordersQueries } from '#main/services/orders/index.ts';
import { policyQueries } from '#main/services/policy/index.ts';
import { recentResults } from '#main/services/recent-results.ts';
import { reviewQueries } from '#main/services/review/index.ts';
import type { BookSummary } from '#shared/contract/book.ts';
import { readWritesSeen } from '#store/queries/books.ts';
import { buildRouter } from './router.ts';
import { lookUp, type ServiceTable } from './service-table.ts';

/** Counting a large book takes a while: said again until somebody has written to it. */
const summaries = recentResults<BookSummary>(1);

export function readerTable(): ServiceTable<ReaderContext> {
  return {
    book: { current: ({ db }) => summaries.of([db.name, readWritesSeen(db)], () => readBookSummary(db, db.name)) },
    imports: importsQueries(),
    money: moneyQueries(),
    policy: policyQueries(),
    inbox: inboxQueries(),
    review: reviewQueries(),
    models: modelsQueries(),
    orders: ordersQueries(),
    log: logQueries(),
  };
}

export function createReaderRouter(context: ReaderContext): AnyRouter {
  const table = readerTable();
  return buildRouter((name) => {
    const run = lookUp(table, name);
    return run === null ? null : (input, signal) => run(context, input, signal);
  });
}
