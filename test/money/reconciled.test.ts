/** Reconciling in a real book: what is found, what stands through re-runs, undo and answers, and that it is a function. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nodePorts } from '#main/app/node-ports.ts';
import { checkMoney } from '#main/services/money/check.ts';
import { inboxCommands, inboxQueries, moneyCommands, moneyQueries } from '#main/services/money/index.ts';
import { startReconciling } from '#main/services/money/run/index.ts';
import { ordersQueries } from '#main/services/orders/index.ts';
import { policyCommands, policyQueries } from '#main/services/policy/index.ts';
import { reviewCommands } from '#main/services/review/index.ts';
import type { ExceptionSummary } from '#shared/contract/money.ts';
import { readLatestMoneyRun } from '#store/queries/money-found.ts';
import { refundWithoutOrder } from '#test/demo/scenarios.ts';
import { type LiveBook, liveBook } from '#test/factories/live-book.ts';
import { importDemo, resultsOf, settleDemo } from './year-book.ts';

/** Nine and eleven, ten and eleven: each could be the month. */
const DATES = { 'netsuite-kestrel-sales-orders.csv': 'mdy', 'stripe-kestrel-us-payments.csv': 'dmy' } as const;

let book: LiveBook;
let commandCount = 0;
const why = { reasonCode: null, reasonText: 'as the customer said' };
const commandId = () => `money-test-${commandCount++}`;

/** One book, told through: each test leaves it as it found it, but for what it says. */
beforeAll(async () => {
  book = await liveBook();
  expect(await importDemo(book, refundWithoutOrder(), DATES)).toEqual([]);
  await settleDemo(book);
});
afterAll(() => book.dispose());

const reading = () => ({ db: book.context.db, ports: nodePorts });
const EVERYTHING = { text: '', reasons: [], severities: [], owners: [], systems: [], lateOnly: false };
const PAGE = { offset: 0, limit: 100 };

function exceptions(tab: 'open' | 'pending' | 'resolved' | 'waived' | 'mine' = 'open'): ExceptionSummary[] {
  return inboxQueries().list(reading(), { tab, filter: EVERYTHING, me: 'Ana', ...PAGE }).items;
}

function position() {
  const [order] = JSON.parse(`[${resultsOf(book).text('orders.jsonl').trim().replaceAll('\n', ',')}]`) as {
    id: string;
    state: string;
    position: Record<string, number>;
  }[];
  if (order === undefined) throw new Error('no order');
  return order;
}

test('the refund that names no order: proposed and held, one financial record, and after one confirmation all agrees', async () => {
  const before = position();
  expect(before.position).toMatchObject({ orderedMinor: 18_420, paidMinor: 18_420, refundedMinor: 0 });
  const refund = exceptions().find(({ reason }) => reason === 'refund_without_order');
  expect(refund).toMatchObject({
    amountMinor: 4200,
    currency: 'USD',
    owner: 'support',
    bestGuess: expect.stringContaining('10482'),
  });
  const page = inboxQueries().get(reading(), { exceptionId: refund?.exceptionId ?? '' });
  expect(page?.heldBack.length).toBeGreaterThan(0);
  expect(page?.playbook.length).toBeGreaterThan(1);
  const link = page?.guessLink;
  if (link === null || link === undefined) throw new Error('no proposal to confirm');

  // One sale, whoever wrote it down; one refund.
  expect(resultsOf(book).text('orders.jsonl').trim().split('\n')).toHaveLength(1);

  const receipt = moneyCommands().decideLink(book.context, { commandId: commandId(), ...link, verdict: 'linked', ...why });
  expect(receipt).toMatchObject({ message: expect.stringContaining('Linked') });
  await book.idle();
  expect(position().position).toMatchObject({ paidMinor: 18_420, refundedMinor: 4200, settledMinor: expect.any(Number) });
  expect(exceptions().map(({ reason }) => reason)).not.toContain('refund_without_order');
  const { settledMinor = 0, paidMinor = 0, refundedMinor = 0, feesMinor = 0, bankedMinor } = position().position;
  expect(settledMinor).toBe(paidMinor - refundedMinor - feesMinor);
  expect(bankedMinor).toBe(settledMinor);
  expect(checkMoney(book.context.db, nodePorts)).toMatchObject({ differences: [], differenceCount: 0 });

  // Taken back, everything is as it was.
  if (!('decisionId' in receipt) || receipt.decisionId === null) throw new Error('nothing to take back');
  reviewCommands().withdraw(book.context, {
    commandId: commandId(),
    decisionId: receipt.decisionId,
    reasonCode: null,
    reasonText: null,
  });
  await book.idle();
  expect(position()).toEqual(before);
  expect(exceptions().map(({ reason }) => reason)).toContain('refund_without_order');
});

test('a decision that changes nothing of the money leaves its own entry in the log, and none of the reconciliation', async () => {
  const { db } = book.context;
  const actions = () => db.prepare<[], string>('SELECT action FROM change_log ORDER BY seq').pluck().all();
  const before = actions();
  const run = readLatestMoneyRun(db);
  const charge =
    db.prepare<[], number>("SELECT id FROM source_records WHERE native_id LIKE 'txn_%' ORDER BY id LIMIT 1").pluck().get() ?? 0;
  const idle = { kind: 'dispute-payment', fromId: charge, toId: charge, verdict: 'apart' } as const;
  const receipt = moneyCommands().decideLink(book.context, { commandId: commandId(), ...idle, ...why });
  await book.idle();
  expect(actions().slice(before.length)).toEqual(['link.refused']);
  expect(readLatestMoneyRun(db)).toMatchObject({ id: run?.id, asOfMs: run?.asOfMs });
  // The run that stands rests on the decision: it is compared, and holds.
  expect(readLatestMoneyRun(db)?.inputVersion).not.toBe(run?.inputVersion);
  expect(checkMoney(db, nodePorts)).toEqual({ differences: [], differenceCount: 0 });
  if (!('decisionId' in receipt) || receipt.decisionId === null) throw new Error('nothing to take back');
  reviewCommands().withdraw(book.context, {
    commandId: commandId(),
    decisionId: receipt.decisionId,
    reasonCode: null,
    reasonText: null,
  });
  await book.idle();
});

test('the deposit gross of the refund is told against the payout, and the payout is explained to the cent', () => {
  expect(exceptions().find(({ reason }) => reason === 'booked_amount_mismatch')).toMatchObject({
    amountMinor: 4200,
    currency: 'USD',
  });
  const { rows } = moneyQueries().payouts(reading(), {
    filter: { text: '', systems: [], states: [], currencies: [], breaksOnly: false },
    ...PAGE,
  });
  expect(rows).toHaveLength(1);
  const [row] = rows;
  expect(row).toMatchObject({ state: 'arrived', holds: true, verdict: 'to the cent', system: 'stripe' });
  const page = moneyQueries().payout(reading(), { payoutId: row?.payoutId ?? '' });
  const bars = page?.waterfall ?? [];
  const sum = bars
    .filter(({ key }) => key !== 'payout' && key !== 'bank')
    .reduce((total, { amountMinor }) => total + (amountMinor ?? 0), 0);
  expect(sum).toBe(row?.sentMinor);
  expect(page?.chain.map(({ key }) => key)).toEqual(['orders', 'payments', 'taken', 'payout', 'bank', 'books']);
  const lines = moneyQueries().payoutLines(reading(), { payoutId: row?.payoutId ?? '', kind: null, ...PAGE });
  expect(lines.total).toBe(row?.lineCount);
  expect(page?.breaks.map(({ reason }) => reason).sort()).toEqual(['booked_amount_mismatch', 'refund_without_order']);
});

test('a second run finds the same and leaves no entry; results do not depend on the order of files', async () => {
  const entries = () => book.context.db.prepare<[], number>('SELECT count(*) FROM change_log').pluck().get();
  const [run, count] = [readLatestMoneyRun(book.context.db), entries()];
  await book.jobs.settled(startReconciling(book.context));
  expect(readLatestMoneyRun(book.context.db)).toEqual(run);
  expect(entries()).toBe(count);

  const demo = refundWithoutOrder();
  const other = await liveBook();
  try {
    await importDemo(other, { ...demo, files: [...demo.files].reverse() }, DATES);
    await settleDemo(other);
    for (const name of ['orders.jsonl', 'links.jsonl', 'exceptions.jsonl'])
      expect(resultsOf(other).text(name)).toBe(resultsOf(book).text(name));
    expect(readLatestMoneyRun(other.context.db)?.linksRoot.toString('hex')).toBe(run?.linksRoot.toString('hex'));
  } finally {
    await other.dispose();
  }
});

test('an answer to an exception stands through a re-run and through an undone and redone import, and can be taken back', async () => {
  const [first] = exceptions();
  if (first === undefined) throw new Error('nothing is open');
  const { exceptionId } = first;
  const stateOf = () => inboxQueries().get(reading(), { exceptionId })?.item.state ?? 'gone';
  const receipt = inboxCommands().waive(book.context, {
    commandId: commandId(),
    exceptionId,
    reasonCode: null,
    reasonText: 'small',
  });
  expect(stateOf()).toBe('waived');
  await book.jobs.settled(startReconciling(book.context));
  expect(stateOf()).toBe('waived');
  const batchId = book.context.db
    .prepare<[], number>("SELECT id FROM import_batches WHERE state = 'published' AND label LIKE 'Stripe%' ORDER BY id LIMIT 1")
    .pluck()
    .get();
  if (batchId === undefined) throw new Error('no Stripe import');
  await book.undo(batchId);
  await settleDemo(book);
  await book.redo(batchId);
  await settleDemo(book);
  expect(stateOf()).toBe('waived');
  expect(inboxQueries().get(reading(), { exceptionId })?.history[0]).toMatchObject({ actor: 'Ana', text: 'Waived: small' });
  if (!('decisionId' in receipt) || receipt.decisionId === null) throw new Error('nothing to take back');
  reviewCommands().withdraw(book.context, {
    commandId: commandId(),
    decisionId: receipt.decisionId,
    reasonCode: null,
    reasonText: null,
  });
  expect(stateOf()).toBe('open');
});

test('handing over, putting off and the policy’s limits', async () => {
  const [first] = exceptions();
  if (first === undefined) throw new Error('nothing is open');
  const { exceptionId } = first;
  inboxCommands().assign(book.context, { commandId: commandId(), exceptionId, owner: 'finance', assignee: 'Ana', ...why });
  expect(exceptions('mine').map((item) => item.exceptionId)).toEqual([exceptionId]);
  const untilMs = nodePorts.clock.nowMs() + 86_400_000;
  inboxCommands().snooze(book.context, { commandId: commandId(), exceptionId, untilMs, ...why });
  expect(exceptions('pending').map((item) => item.exceptionId)).toEqual([exceptionId]);
  const [lines] = moneyQueries().payouts(reading(), {
    filter: { text: '', systems: [], states: [], currencies: [], breaksOnly: true },
    ...PAGE,
  }).rows;
  expect(lines?.breaks).toBeGreaterThan(0);
  const refused = moneyCommands().writeOff(book.context, {
    commandId: commandId(),
    recordId: 1,
    amountMinor: 100,
    currency: 'USD',
    ...why,
  });
  expect(refused).toMatchObject({ code: 'write_off_limit', safe: expect.any(String) });
  const { version } = policyQueries().inForce(reading());
  expect(version).toBe('policy@shipped');
  policyCommands().change(book.context, { commandId: commandId(), policy: { urgentAboveMinor: 5000 }, ...why });
  await book.idle();
  expect(moneyQueries().summary(reading()).run?.policyVersion).not.toBe('policy@shipped');
  const bad = policyCommands().setContractRates(book.context, { commandId: commandId(), csv: 'system,currency\nx', ...why });
  expect(bad).toMatchObject({ code: 'bad_rates' });
});

test('a charge that the gateway lists twice: the row on its balance counts, the charge stands beside it', () => {
  const orderId = ordersQueries().list(reading(), {
    filter: { text: '10482', systems: [], statuses: [], currencies: [], joins: [], months: [] },
    sort: { by: 'placed', descending: true },
    ...PAGE,
  }).rows[0]?.orderId;
  const found = moneyQueries().orderPosition(reading(), { orderId: orderId ?? '' });
  const paid = found?.lines.find(({ line }) => line.kind === 'charge' && line.system === 'stripe');
  expect(paid?.line.type).toBe('balance_transaction');
  expect(paid?.reports).toMatchObject([{ system: 'stripe', type: 'charge' }]);
  const linked = ordersQueries().get(reading(), { orderId: orderId ?? '' })?.linked ?? [];
  const report = linked.find(({ reportOf }) => reportOf !== null);
  expect(report).toMatchObject({ type: 'charge', reportOf: paid?.line.recordId });
});

test('every figure of a clearing account opens the records that it is made of', () => {
  const figures = moneyQueries()
    .clearing(reading())
    .flatMap((month) => month.movements.map((movement) => ({ month, movement })));
  expect(new Set(figures.map(({ movement }) => movement.kind))).toEqual(
    new Set(['capture', 'fee', 'refund_by_gateway', 'payout', 'bank_line']),
  );
  for (const { month, movement } of figures) {
    const { account: ledger, system, systemAccount: account, currency } = month;
    const { kind } = movement;
    const { rows, total } = moneyQueries().movements(reading(), {
      ...{ ledger, system, account, currency, month: month.month, kind },
      ...PAGE,
    });
    // This payout has no record of its own: its lines name it, and its page shows them.
    if (kind === 'payout') expect(total).toBe(0);
    else expect(total, `${ledger} ${system} ${kind}`).toBeGreaterThan(0);
    const sum = (of: (row: (typeof rows)[number]) => number | null) => rows.reduce((all, row) => all + (of(row) ?? 0), 0);
    if (ledger === 'clearing' && kind === 'capture') expect(sum(({ amountMinor }) => amountMinor)).toBe(movement.amountMinor);
    if (ledger === 'clearing' && kind === 'fee') expect(-sum(({ feeMinor }) => feeMinor)).toBe(movement.amountMinor);
    if (ledger === 'bank') expect(sum(({ amountMinor }) => amountMinor)).toBe(movement.amountMinor);
  }
});

test('an as-of before the payout is calm: nothing is missing yet', async () => {
  const asOf = Date.UTC(2026, 10, 10);
  await book.jobs.settled(startReconciling(book.context, { ms: asOf, onlyUntil: false }));
  expect(moneyQueries().summary(reading()).run?.asOf).toBe(asOf);
  expect(exceptions().map(({ reason }) => reason)).not.toContain('payout_missing_in_bank');
});

test('no test of this file leaves the chain broken', async () => {
  const input = { path: book.context.bookPath, head: null, against: null };
  const report = await book.context.jobThread.run('verify', input, { signal: new AbortController().signal });
  expect(report).toMatchObject({ state: 'consistent', findings: [] });
});
