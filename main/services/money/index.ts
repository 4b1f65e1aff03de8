/** Money and the inbox: what the reader answers, and what changes the book. */
import type { Contract } from '#shared/contract/index.ts';
import type { ReaderContext, WriterContext } from '../context.ts';
import type { AreaHandlers, InputOf } from '../handlers.ts';
import { decideLink, writeOff } from './commands/decide.ts';
import { assign, resolve, snooze, waive } from './commands/exceptions.ts';
import { startReconciling } from './run/index.ts';
import { COVERED } from './run/messages.ts';
import { clearing, leakage, linksOf, orderPosition, summary } from './views/book.ts';
import { get, list } from './views/inbox.ts';
import { movements } from './views/movements.ts';
import { payout, payoutLines, payouts } from './views/payouts.ts';

export function moneyQueries() {
  const handlers = {
    summary,
    payouts,
    payout,
    payoutLines,
    orderPosition,
    linksOf,
    clearing,
    movements,
    leakage,
  };
  return handlers satisfies AreaHandlers<Contract['money'], ReaderContext>;
}

export function moneyCommands() {
  const handlers = {
    run: (context: WriterContext, { asOf }: InputOf<Contract['money']['run']>) => ({
      jobId: startReconciling(
        context,
        asOf === 'covered'
          ? COVERED
          : asOf === 'now'
            ? { ms: context.ports.clock.nowMs(), onlyUntil: false }
            : { ms: asOf, onlyUntil: true },
      ),
    }),
    decideLink,
    writeOff,
  };
  return handlers satisfies AreaHandlers<Contract['money'], WriterContext>;
}

export function inboxQueries() {
  const handlers = { list, get };
  return handlers satisfies AreaHandlers<Contract['inbox'], ReaderContext>;
}

export function inboxCommands() {
  const handlers = { waive, resolve, snooze, assign };
  return handlers satisfies AreaHandlers<Contract['inbox'], WriterContext>;
}
