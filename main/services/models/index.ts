/** Models: what the reader answers, what changes the book, and back-tests, which live as long as the book is open. */
import type { Contract } from '#shared/contract/index.ts';
import type { ReaderContext, WriterContext } from '../context.ts';
import type { AreaHandlers } from '../handlers.ts';
import { audit, judge } from './audit.ts';
import { BackTests } from './back-test.ts';
import { adopt, prepareLearnt, prepareThresholds } from './commands.ts';
import { curve } from './curve.ts';
import { model, overview } from './overview.ts';
import { whyNot } from './why-not.ts';

export function modelsQueries() {
  return { overview, model, curve, audit, whyNot } satisfies AreaHandlers<Contract['models'], ReaderContext>;
}

export function modelsCommands() {
  const tests = new BackTests();
  return {
    judge,
    prepareLearnt,
    prepareThresholds,
    adopt: (context, input) => adopt(context, input, tests.tried(context, input.version)),
    startBackTest: (context, input) => tests.start(context, input),
    backTest: (context, input) => tests.page(context, input),
  } satisfies AreaHandlers<Contract['models'], WriterContext>;
}
