/** Models: what the reader answers, what changes the book, and back-tests, which live as long as the book is open. */
import type { Contract } from '#shared/contract/index.ts';
import type { ReaderContext, WriterContext } from '../context.ts';
import type { AreaHandlers } from '../handlers.ts';
import { audit, judge } from './audit.ts';
import { backTest, startBackTest, triedBefore } from './back-test.ts';
import { adopt, prepareLearnt, prepareThresholds } from './commands.ts';
import { curve } from './curve.ts';
import { startPrepareFromBook } from './from-book.ts';
import { model, overview } from './overview.ts';
import { whyNot } from './why-not.ts';

export function modelsQueries() {
  return { overview, model, curve, audit, backTest, whyNot } satisfies AreaHandlers<Contract['models'], ReaderContext>;
}

export function modelsCommands() {
  return {
    judge,
    prepareLearnt,
    prepareThresholds,
    startPrepareFromBook,
    adopt: (context, input) => adopt(context, input, triedBefore(context, input.version)),
    startBackTest,
  } satisfies AreaHandlers<Contract['models'], WriterContext>;
}
