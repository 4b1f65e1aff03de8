import type { Contract } from '#shared/contract/index.ts';
import type { WriterContext } from '../context.ts';
import type { AreaHandlers } from '../handlers.ts';
import { startMatching } from './index.ts';

/** The part of the review area that looks for duplicates again. */
export function matchingCommands(): AreaHandlers<Contract['review'], WriterContext> {
  return { runMatching: (context) => ({ jobId: startMatching(context) }) };
}
