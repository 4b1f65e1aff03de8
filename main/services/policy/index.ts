/** How the book is judged: the policy, opening balances, coverage. */
import type { Contract } from '#shared/contract/index.ts';
import type { ReaderContext, WriterContext } from '../context.ts';
import type { AreaHandlers } from '../handlers.ts';
import { change, confirmCoverage, setContractRates, setOpening } from './commands.ts';
import { history } from './history.ts';
import { coverage, inForce, openings } from './views.ts';

export function policyQueries() {
  const handlers = { inForce, history, openings, coverage };
  return handlers satisfies AreaHandlers<Contract['policy'], ReaderContext>;
}

export function policyCommands() {
  const handlers = { change, setContractRates, setOpening, confirmCoverage };
  return handlers satisfies AreaHandlers<Contract['policy'], WriterContext>;
}
