/** The whole app on one page: everything the window may ask. Areas in the order of the screens. */
import type { ContractRouterClient } from '@orpc/contract';
import { book } from './book.ts';
import { exports } from './exports.ts';
import { host } from './host.ts';
import { imports } from './imports.ts';
import { inbox } from './inbox.ts';
import { jobs } from './jobs.ts';
import { log } from './log.ts';
import { models } from './models.ts';
import { money } from './money.ts';
import { orders } from './orders.ts';
import { policy } from './policy.ts';
import { review } from './review.ts';

export const contract = { host, book, inbox, review, models, orders, money, policy, imports, log, exports, jobs };
export type Contract = typeof contract;
export type Client = ContractRouterClient<Contract>;
