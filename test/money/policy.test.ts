/** How a real book is judged: rules in force, who changed them, where accounts begin, which days count. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nodePorts } from '#main/app/node-ports.ts';
import { policyCommands, policyQueries } from '#main/services/policy/index.ts';
import { reviewCommands } from '#main/services/review/index.ts';
import type { Problem, Receipt } from '#shared/contract/procedure.ts';
import { refundWithoutOrder } from '#test/demo/scenarios.ts';
import { type LiveBook, liveBook } from '#test/factories/live-book.ts';
import { importDemo, settleDemo } from './year-book.ts';

const DATES = { 'netsuite-kestrel-sales-orders.csv': 'mdy', 'stripe-kestrel-us-payments.csv': 'dmy' } as const;

let book: LiveBook;
let commandCount = 0;

beforeAll(async () => {
  book = await liveBook();
  expect(await importDemo(book, refundWithoutOrder(), DATES)).toEqual([]);
  await settleDemo(book);
});
afterAll(() => book.dispose());

const reading = () => ({ db: book.context.db, ports: nodePorts });
const given = (reasonText: string) => ({ commandId: `policy-test-${commandCount++}`, reasonCode: null, reasonText });

function takeBack(receipt: Receipt | Problem): void {
  if (!('decisionId' in receipt) || receipt.decisionId === null) throw new Error('nothing to take back');
  reviewCommands().withdraw(book.context, { ...given('a slip'), decisionId: receipt.decisionId });
}

test('a change names who, why, and what the rule said before; taken back, the earlier one is in force again', async () => {
  const { baseCurrency: currency } = policyQueries().inForce(reading());
  policyCommands().change(book.context, { ...given('the auditor asks for it'), policy: { writeOffMinor: 500 } });
  const second = policyCommands().change(book.context, { ...given('holidays'), policy: { writeOffMinor: 900, pendingHours: 72 } });
  const [latest, first] = policyQueries().history(reading());
  expect(first).toMatchObject({
    actor: 'Ana',
    reason: 'the auditor asks for it',
    withdrawn: false,
    changes: [{ label: 'Write-off limit', before: `0.00 ${currency}`, after: `5.00 ${currency}` }],
  });
  expect(latest?.changes).toMatchObject([
    { label: 'Longest pending', before: '48 h', after: '72 h' },
    { label: 'Write-off limit', before: `5.00 ${currency}`, after: `9.00 ${currency}` },
  ]);
  takeBack(second);
  expect(policyQueries().inForce(reading())).toMatchObject({ writeOffMinor: 500, pendingHours: 48 });
  expect(policyQueries().history(reading())[0]?.withdrawn).toBe(true);
  await book.idle();
});

test('an opening balance is entered, changed and taken back', async () => {
  const account = policyQueries()
    .openings(reading())
    .find(({ system }) => system === 'stripe');
  if (account === undefined) throw new Error('no account of the gateway');
  expect(account.entered).toBeNull();
  const { system, account: name, inside, currency } = account;
  const enter = (amountMinor: number) =>
    policyCommands().setOpening(book.context, {
      ...given('last year’s closing'),
      opening: { system, account: name, inside, currency, amountMinor },
    });
  enter(1000);
  const corrected = enter(1200);
  const entered = () =>
    policyQueries()
      .openings(reading())
      .find((one) => one.system === 'stripe' && one.account === name)?.entered;
  expect(entered()).toMatchObject({ amountMinor: 1200, actor: 'Ana' });
  expect(policyQueries().history(reading())[0]?.changes).toMatchObject([
    { label: `Opening balance of Stripe ${name}`, before: `10.00 ${currency}`, after: `12.00 ${currency}` },
  ]);
  takeBack(corrected);
  expect(entered()?.amountMinor).toBe(1000);
  await book.idle();
});

test('seen days are confirmed, missing ones cut out, and both can be taken back', async () => {
  const of = () =>
    policyQueries()
      .coverage(reading())
      .stretches.filter(({ system }) => system === 'shopify');
  const [seen] = of();
  if (seen === undefined) throw new Error('no coverage');
  expect(seen.basis).toBe('observed');
  const { basis: _, toDay, ...where } = seen;
  policyCommands().confirmCoverage(book.context, { ...given('whole month'), ...where, toDay: '2026-12-31', lacks: false });
  await book.idle();
  expect(of()).toMatchObject([{ fromDay: seen.fromDay, toDay: '2026-12-31', basis: 'confirmed' }]);
  const cut = policyCommands().confirmCoverage(book.context, {
    ...given('the export was cut off'),
    ...where,
    fromDay: '2026-12-24',
    toDay: '2026-12-26',
    lacks: true,
  });
  await book.idle();
  expect(of().map((one) => [one.fromDay, one.toDay])).toEqual([
    [seen.fromDay, '2026-12-23'],
    ['2026-12-27', '2026-12-31'],
  ]);
  expect(
    policyQueries()
      .coverage(reading())
      .decisions.map(({ lacks }) => lacks),
  ).toEqual([false, true]);
  takeBack(cut);
  await book.idle();
  expect(of()).toHaveLength(1);
  expect(toDay <= '2026-12-31').toBe(true);
});
