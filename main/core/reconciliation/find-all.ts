/** From links to the whole result: states of payouts, what does not hold, states of orders, what is waited for. */

import { findAccounts } from '../exceptions/account-findings.ts';
import { findBooks } from '../exceptions/book-findings.ts';
import { findFees } from '../exceptions/fee-findings.ts';
import { Findings } from '../exceptions/findings.ts';
import { findGoods } from '../exceptions/goods-findings.ts';
import { findMoney } from '../exceptions/money-findings.ts';
import { findOrders, orderMoney } from '../exceptions/order-findings.ts';
import { findBankLines, findPayouts } from '../exceptions/payout-findings.ts';
import { REASON_CODES } from '../exceptions/reasons.ts';
import { ZeroCheck } from '../ledger/balances.ts';
import { postAll } from '../ledger/post-all.ts';
import { RollForwards, rollForwardOf } from '../ledger/roll-forward.ts';
import { Coverage } from './coverage.ts';
import { leaksOf } from './leaks.ts';
import { orderStatesOf } from './order-states.ts';
import type { ReconcileOutput } from './outputs.ts';
import { payoutsOf } from './payout-states.ts';
import { waitingOf } from './waiting.ts';
import type { World } from './world.ts';

export function findAll(world: World): ReconcileOutput {
  const coverage = new Coverage(world.input);
  const payouts = payoutsOf(world, coverage);
  const findings = new Findings(world.input);
  const sums = orderMoney(world);
  findOrders(world, sums, findings);
  findMoney(world, coverage, findings);
  findPayouts(world, payouts, coverage, findings);
  findBankLines(world, findings);
  findBooks(world, sums, payouts, coverage, findings);
  findGoods(world, findings);
  findFees(world, findings);
  findAccounts(world, payouts, findings);
  findings.raiseOwnerless();
  const { list } = findings;
  const rolls = new RollForwards(world);
  const ledger = new ZeroCheck(rolls);
  postAll(world, ledger);
  const { cells } = rolls;
  return {
    links: world.links.columns(),
    payouts,
    positions: world.positions,
    orderStates: orderStatesOf(world, list),
    findings: list,
    waiting: waitingOf(world, payouts, coverage),
    rollForward: rollForwardOf(cells),
    cells,
    leaks: leaksOf(world, list),
    counts: { ...countsOf(world, payouts, list), transfers: ledger.transfers, postings: ledger.postings },
  };
}

function countsOf(
  world: World,
  payouts: ReconcileOutput['payouts'],
  findings: ReconcileOutput['findings'],
): Record<string, number> {
  const counts: Record<string, number> = {
    events: world.input.money.size,
    orders: world.input.orders.size,
    links: world.links.size,
    payouts: payouts.length,
    payoutsHold: payouts.filter(({ holds }) => holds).length,
    findings: findings.length,
  };
  for (const reason of REASON_CODES) {
    const count = findings.filter((finding) => finding.reason === reason && finding.state !== 'resolved').length;
    if (count > 0) counts[reason] = count;
  }
  return counts;
}
