/** Orders: everything is read; what changes them are decisions (services/review) and imports. */
import type { Contract } from '#shared/contract/index.ts';
import type { ReaderContext } from '../context.ts';
import type { AreaHandlers } from '../handlers.ts';
import { facets } from './facets.ts';
import { list } from './list.ts';
import { orderPage } from './page.ts';
import { valueOrigin } from './value-origin.ts';

export function ordersQueries() {
  return { list, facets, get: orderPage, valueOrigin } satisfies AreaHandlers<Contract['orders'], ReaderContext>;
}
