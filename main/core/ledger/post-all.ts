/**
 * The ledger: every event as transfers that sum to zero in each currency (LEDGER.md's table). Bookings do not post: the books have a
 * mirror of their own. Nothing is kept here; a sink sums, checks or stores.
 */

import { MONEY_KINDS } from '#shared/domain/money-events.ts';
import { sentOf } from '../reconciliation/bank-links.ts';
import { isBankOutside, portionOf } from '../reconciliation/bank-portions.ts';
import { disputeOutcome } from '../reconciliation/dispute-outcome.ts';
import { buyerOf, feeOf, grossOf, netOf } from '../reconciliation/events.ts';
import { NO_MINUTE } from '../reconciliation/inputs.ts';
import { billedTaxOf, isCancelled } from '../reconciliation/order-states.ts';
import { CREDIT, FIGURES, PAID } from '../reconciliation/positions.ts';
import { refundsSaid } from '../reconciliation/shop-refunds.ts';
import type { World } from '../reconciliation/world.ts';
import { type AccountKind, BOOK, type LedgerSink, type Transfer } from './accounts.ts';
import { partsBefore, partsOf, postEdit, postParts, postShopRefund } from './order-postings.ts';

export function postAll(world: World, sink: LedgerSink): void {
  postOpenings(world, sink);
  for (let order = 0; order < world.input.orders.size; order++) postOrder(world, order, sink);
  for (let row = 0; row < world.input.money.size; row++) if (world.events.moves[row] === 1) postRow(world, row, sink);
  for (const payout of world.paidOut.payouts.keys()) postPayout(world, payout, sink);
  for (const index of world.banked.lines.keys()) postBankLine(world, index, sink);
  postWriteOffs(world, sink);
}

/** An order's own postings: accepted, edited, cancelled, paid with credit, given back as its shop says. */
export function postOrder(world: World, order: number, sink: LedgerSink): void {
  const { input, positions } = world;
  const { orders } = input;
  if (orders.test[order] === 1 || Number.isNaN(orders.total[order] as number)) return;
  const currency = orders.currency[order] as number;
  const placed = orders.placed[order] as number;
  const parts = partsOf(input, order, billedTaxOf(world, order));
  const edits = input.edits?.get(order) ?? [];
  const [first] = edits;
  sink.begin('order_accepted', 'order', order, placed);
  postParts(sink, order, currency, first === undefined ? parts : partsBefore(parts, first), 1);
  sink.end();
  for (const [i, edit] of edits.entries()) {
    const next = edits[i + 1];
    postEdit(sink, order, currency, partsBefore(parts, edit), next === undefined ? parts : partsBefore(parts, next), edit.minute);
  }
  const at = order * FIGURES;
  const credit = positions.figures[at + CREDIT] as number;
  const paid = positions.figures[at + PAID] as number;
  if (isCancelled(world, order) && paid === 0 && credit === 0) {
    sink.begin('order_cancelled', 'order', order, orders.cancelled[order] as number);
    postParts(sink, order, currency, parts, -1);
    sink.end();
  }
  if (credit !== 0) {
    sink.begin('credit_used', 'order', order, placed);
    sink.post('gift_card_liability', BOOK, currency, credit);
    sink.post('receivable', order, currency, -credit);
    sink.end();
  }
  postShopRefund(sink, order, currency, parts, refundsSaid(world, order), placed);
}

/** What a row on a gateway's balance moves. */
export function postRow(world: World, row: number, sink: LedgerSink): void {
  const { money } = world.input;
  const kind = MONEY_KINDS[money.kind[row] as number];
  const source = money.source[row] as number;
  const order = world.paid.orderOf[row] as number;
  const minute = money.minute[row] as number;
  switch (kind) {
    case 'charge':
    case 'charge_reversal':
      postBuyer(world, row, 'capture', order === -1 ? 'unapplied_cash' : 'receivable', order === -1 ? source : order, sink);
      postFee(world, row, 'fees', sink);
      return;
    case 'refund':
    case 'refund_failed':
      postBuyer(
        world,
        row,
        'refund_by_gateway',
        order === -1 ? 'unidentified_refunds' : 'refunds_payable',
        order === -1 ? source : order,
        sink,
      );
      postFee(world, row, 'fees', sink);
      return;
    case 'dispute':
    case 'dispute_reversal': {
      const owner = order === -1 ? -1 - source : order;
      postBuyer(world, row, 'dispute', 'disputes_contested', owner, sink);
      postFee(world, row, 'dispute_fees', sink);
      const lost = kind === 'dispute' ? disputeOutcome(world, row) : null;
      if (lost?.outcome !== 'lost') return;
      const { minor, currency } = buyerOf(money, world.events, row);
      sink.begin('dispute_lost', 'row', row, lost.minute);
      sink.post('chargeback_loss', BOOK, currency, -minor);
      sink.post('disputes_contested', owner, currency, minor);
      sink.end();
      return;
    }
    case 'fee':
    case 'fee_returned':
      postAgainst(world, row, 'fee', 'fees', BOOK, sink);
      return;
    case 'reserve_held':
    case 'reserve_released':
      postAgainst(world, row, 'reserve', 'reserve', source, sink);
      return;
    case 'tax_withheld':
    case 'tax_returned':
      postAgainst(world, row, 'tax_withheld', 'tax_payable', BOOK, sink);
      return;
    case 'hold':
    case 'hold_released':
      postAgainst(world, row, 'hold', 'holds', source, sink);
      return;
    case 'conversion':
      postAgainst(world, row, 'conversion', 'fx', BOOK, sink);
      return;
    case 'transfer':
      postAgainst(world, row, 'transfer', 'owner_transfers', BOOK, sink);
      return;
    default:
      sink.begin('adjustment', 'row', row, minute);
      sink.post('clearing', source, money.currency[row] as number, netOf(money, row));
      sink.post('adjustments', BOOK, money.currency[row] as number, -netOf(money, row));
      sink.end();
  }
}

/** Gross against what the buyer paid or got back; where that is another currency, through fx, so that each currency is zero. */
function postBuyer(world: World, row: number, what: Transfer, against: AccountKind, owner: number, sink: LedgerSink): void {
  const { money } = world.input;
  const currency = money.currency[row] as number;
  const gross = netOf(money, row) + feeOf(money, row);
  const buyer = buyerOf(money, world.events, row);
  sink.begin(what, 'row', row, money.minute[row] as number);
  sink.post('clearing', money.source[row] as number, currency, gross);
  if (buyer.currency === currency) {
    // A buyer's amount in the same currency may differ from the gross: what lies between is an adjustment.
    sink.post(against, owner, currency, -buyer.minor);
    sink.post('adjustments', BOOK, currency, buyer.minor - gross);
  } else {
    sink.post('fx', BOOK, currency, -gross);
    sink.post('fx', BOOK, buyer.currency, buyer.minor);
    sink.post(against, owner, buyer.currency, -buyer.minor);
  }
  sink.end();
}

function postFee(world: World, row: number, account: AccountKind, sink: LedgerSink): void {
  const { money } = world.input;
  const fee = feeOf(money, row);
  if (fee === 0) return;
  sink.begin('fee', 'row', row, money.minute[row] as number);
  sink.post(account, BOOK, money.currency[row] as number, fee);
  sink.post('clearing', money.source[row] as number, money.currency[row] as number, -fee);
  sink.end();
}

function postAgainst(world: World, row: number, what: Transfer, account: AccountKind, owner: number, sink: LedgerSink): void {
  const { money } = world.input;
  const currency = money.currency[row] as number;
  const net = netOf(money, row);
  sink.begin(what, 'row', row, money.minute[row] as number);
  sink.post('clearing', money.source[row] as number, currency, net);
  sink.post(account, owner, currency, -net);
  sink.end();
}

/** From the balance into transit; a withdrawal, being negative, the other way; a failed one back. */
export function postPayout(world: World, payout: number, sink: LedgerSink): void {
  const draft = world.paidOut.payouts[payout];
  const sent = draft === undefined ? 0 : sentOf(draft);
  if (draft === undefined || (sent === 0 && draft.fee === 0)) return;
  const { source, currency, minute } = draft;
  sink.begin('payout', 'payout', payout, minute);
  sink.post('in_transit', payout, currency, sent);
  sink.post('fees', BOOK, currency, draft.fee);
  sink.post('clearing', source, currency, -sent - draft.fee);
  sink.end();
  if (!draft.failed) return;
  const [failed] = draft.rows.filter((row) => grossOf(world.input.money, row) > 0 === sent > 0);
  sink.begin('payout_failed', 'payout', payout, failed === undefined ? minute : (world.input.money.minute[failed] as number));
  sink.post('clearing', source, currency, sent);
  sink.post('in_transit', payout, currency, -sent);
  sink.end();
}

/** Into the bank, out of transit for what is linked; the rest is unidentified, or outside what is reconciled. */
export function postBankLine(world: World, index: number, sink: LedgerSink): void {
  const line = world.banked.lines[index];
  if (line === undefined || line.minor === 0) return;
  const { row, minor, currency } = line;
  const owner = world.input.money.source[row] as number;
  sink.begin('bank_line', 'row', row, world.input.money.minute[row] as number);
  sink.post('bank', owner, currency, minor);
  let left = minor;
  for (const payout of world.banked.payoutsOf.get(row) ?? []) {
    const portion = portionOf(world, payout, line);
    sink.post('in_transit', payout, currency, -portion);
    left -= portion;
  }
  sink.post(isBankOutside(line) ? 'outside_scope' : 'unidentified_receipts', owner, currency, -left);
  sink.end();
}

function postWriteOffs({ input, paid }: World, sink: LedgerSink): void {
  for (const [index, { target, minor, currency, minute }] of input.writeOffs.entries()) {
    const order = target.of === 'order' ? target.order : (paid.orderOf[target.row] as number);
    sink.begin('write_off', 'write_off', index, minute);
    sink.post('write_offs', BOOK, currency, minor);
    if (order !== -1) sink.post('receivable', order, currency, -minor);
    else sink.post('unapplied_cash', target.of === 'row' ? (input.money.source[target.row] as number) : BOOK, currency, -minor);
    sink.end();
  }
}

function postOpenings({ input }: World, sink: LedgerSink): void {
  const start = input.policy.bookStartMs === null ? NO_MINUTE : Math.floor(input.policy.bookStartMs / 60_000);
  for (const [index, { source, currency, minor }] of input.openings.entries()) {
    const isBank = input.sources[source]?.system === 'bank';
    sink.begin('opening', 'opening', index, start);
    sink.post(isBank ? 'bank' : 'clearing', source, currency, minor);
    sink.post('opening_equity', BOOK, currency, -minor);
    sink.end();
  }
}
