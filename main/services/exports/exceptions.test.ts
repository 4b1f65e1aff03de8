import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ExceptionResult } from '#core/exports/result-lines.ts';
import type { Facts } from '#shared/domain/fields.ts';
import type { RecordKey } from '#shared/domain/source-record.ts';
import { type HandMadeBook, handMadeBook } from '#test/factories/hand-made-book.ts';
import { calendarOf } from '../money/calendar.ts';
import { policyCommands } from '../policy/index.ts';
import { exceptionLines } from './exceptions.ts';

const AT = Date.UTC(2026, 2, 3);
const MOMENT = { ms: AT, text: '2026-03-03', precision: 'day' } as const;
const GOOD_FRIDAY = { ms: Date.UTC(2026, 3, 3), text: '2026-04-03', precision: 'day' } as const;
const shop: RecordKey = { system: 'shopify', account: 'main', type: 'order', nativeId: '#1' };
const deal: RecordKey = { system: 'hubspot', account: 'main', type: 'deal', nativeId: 'D-1' };
const other: RecordKey = { ...deal, nativeId: 'D-2' };
const charge: RecordKey = { system: 'stripe', account: 'main', type: 'charge', nativeId: 'ch_1' };
const campaign: RecordKey = { system: 'google_ads', account: 'main', type: 'campaign', nativeId: 'c-1' };

let book: HandMadeBook;
beforeEach(() => {
  book = handMadeBook();
});
afterEach(() => book.dispose());

let commands = 0;
/** Puts a policy in force as the screen does. */
function change(policy: Parameters<ReturnType<typeof policyCommands>['change']>[1]['policy']): void {
  const done = policyCommands().change(book.context, {
    commandId: `exceptions-test-${commands++}`,
    reasonCode: null,
    reasonText: 'as agreed',
    policy,
  });
  if (!('decisionId' in done)) throw new Error('the policy was not changed');
}

const usd = (total: number): Facts => ({ total, currency: 'USD' });
const told = () => [...exceptionLines(book.db, book.context.ports.sha256)].map((line) => JSON.parse(line) as ExceptionResult);
const reasons = () =>
  told()
    .map(({ reason, subjects }) => `${reason} ${subjects.map(({ nativeId }) => nativeId).join(' ')}`)
    .sort();

it('tells a tie of versions beside totals that differ, and of money records too', () => {
  book.importFile('orders.csv', [
    { key: shop, facts: usd(100), versionMs: AT },
    { key: deal, facts: usd(900), versionMs: AT },
    { key: charge, facts: { amount: 50, currency: 'USD' }, versionMs: AT },
  ]);
  book.join(shop, deal);
  book.importFile('again.csv', [
    { key: shop, facts: usd(200), versionMs: AT },
    { key: charge, facts: { amount: 50, currency: 'EUR' }, versionMs: AT },
  ]);
  expect(reasons()).toEqual(['amount_mismatch D-1 #1', 'duplicate_order D-1 #1', 'silent_overwrite #1', 'silent_overwrite ch_1']);
  expect(told().find(({ subjects }) => subjects[0]?.nativeId === 'ch_1')).toMatchObject({
    amountMinor: 50,
    bestGuess: 'Two versions of one moment differ in currency',
  });
});

it('a question is about a duplicate order only where two sales are asked about', () => {
  book.importFile('all.csv', [
    { key: shop, facts: usd(100) },
    { key: deal, facts: usd(100) },
    { key: campaign, facts: usd(100) },
  ]);
  expect(reasons()).toEqual(['missing_canonical_id c-1']);
  // A question that gives it a likely place: no order misses it until that is answered.
  book.ask({ members: [deal, campaign] });
  expect(reasons()).toEqual([]);
  book.ask({ members: [shop, campaign, deal] });
  expect(reasons()).toEqual(['duplicate_order c-1 D-1 #1']);
});

it('a campaign that could be of either of two sales is asked about; one for which there is hardly any is missed', () => {
  const facts = { startsAt: null };
  book.importFile('all.csv', [
    { key: deal, facts: usd(100) },
    { key: other, facts: usd(100) },
    { key: campaign, facts },
  ]);
  book.ask({ members: [deal, campaign], band: 'possible' });
  expect(reasons()).toEqual(['missing_canonical_id c-1']);
  book.ask({ members: [deal, other, campaign], band: 'possible', blocking: ['tie'] });
  expect(reasons()).not.toContain('missing_canonical_id c-1');
});

it('what is likely one sale and worth two amounts is told beside the question; what is hardly one is not', () => {
  book.importFile('all.csv', [
    { key: shop, facts: usd(100) },
    { key: deal, facts: usd(900) },
  ]);
  book.ask({ members: [shop, deal], scoreMillibits: -2000 });
  expect(reasons()).toEqual(['duplicate_order D-1 #1']);
  book.importFile('more.csv', [{ key: other, facts: usd(900) }]);
  book.ask({ members: [shop, other], scoreMillibits: 2000 });
  expect(reasons()).toEqual(['amount_mismatch D-2 #1', 'duplicate_order D-1 #1', 'duplicate_order D-2 #1']);
  book.ask({ members: [deal, other], scoreMillibits: 2000 });
  expect(reasons().filter((text) => text.startsWith('amount'))).toEqual(['amount_mismatch D-2 #1']);
});

it('a question is ambiguous where its own answers are equally good, not where some record in it has two', () => {
  book.importFile('all.csv', [
    { key: shop, facts: usd(100) },
    { key: deal, facts: usd(100) },
    { key: other, facts: usd(100) },
  ]);
  book.ask({ members: [shop, deal], blocking: ['tie'], reason: 'Same client, same total' });
  book.ask({ members: [shop, other], blocking: ['tie'], reason: 'Equally good answers, same client' });
  expect(reasons()).toEqual(['ambiguous_match D-2 #1', 'duplicate_order D-1 #1', 'duplicate_order D-2 #1']);
});

it('a question about two orders of a shop is ambiguous as well, where each of their copies could be of either', () => {
  const second = { ...shop, nativeId: '#2' };
  const members = [shop, second, deal];
  const retry = { blocking: ['same_source', 'tie'], reason: 'API retry' };
  book.importFile(
    'all.csv',
    members.map((key) => ({ key, facts: usd(100) })),
  );
  book.ask({ ...retry, members, tied: [[shop, deal]] });
  expect(reasons()).toEqual(['duplicate_order D-1 #1 #2']);
  book.importFile('more.csv', [{ key: other, facts: usd(100) }]);
  const answers = [shop, second].map((one) => [one, other] as const);
  book.ask({ ...retry, members: [shop, second, other], tied: answers });
  expect(reasons()).toEqual(['ambiguous_match D-2 #1 #2', 'duplicate_order D-1 #1 #2', 'duplicate_order D-2 #1 #2']);
});

it('of several orders of one source, each copy may be of another; what none of them is worth is a mismatch', () => {
  const second = { ...shop, nativeId: '#2' };
  const copy: RecordKey = { system: 'netsuite', account: 'main', type: 'sales_order', nativeId: 'SO-1' };
  book.importFile('all.csv', [
    { key: shop, facts: usd(100) },
    { key: second, facts: usd(140) },
    { key: deal, facts: usd(100) },
    { key: copy, facts: usd(140) },
  ]);
  book.ask({ members: [shop, second, deal, copy], scoreMillibits: 2000 });
  expect(reasons().filter((text) => text.startsWith('amount'))).toEqual([]);
  const wrong = { ...copy, nativeId: 'SO-2' };
  book.importFile('more.csv', [{ key: wrong, facts: usd(900) }]);
  book.ask({ members: [shop, second, deal, wrong], scoreMillibits: 2000 });
  expect(reasons().filter((text) => text.startsWith('amount'))).toEqual(['amount_mismatch D-1 SO-2 #1 #2']);
});

it('two sales that each hold an order of the shop, and agree in themselves, are two', () => {
  const second = { ...shop, nativeId: '#2' };
  const copy: RecordKey = { system: 'netsuite', account: 'main', type: 'sales_order', nativeId: 'SO-1' };
  book.importFile('all.csv', [
    { key: shop, facts: usd(100) },
    { key: deal, facts: usd(100) },
    { key: second, facts: usd(140) },
    { key: copy, facts: usd(140) },
  ]);
  book.join(shop, deal);
  book.join(second, copy);
  book.ask({ members: [shop, deal, second, copy], scoreMillibits: 2000 });
  expect(reasons().filter((text) => text.startsWith('amount'))).toEqual([]);
});

it('of two orders of one source, one may be worth what the copy says', () => {
  const second = { ...shop, nativeId: '#2' };
  book.importFile('all.csv', [
    { key: shop, facts: usd(100) },
    { key: second, facts: usd(140) },
    { key: deal, facts: usd(100) },
  ]);
  book.ask({ members: [shop, second, deal], scoreMillibits: 2000 });
  expect(reasons().filter((text) => text.startsWith('amount'))).toEqual([]);
});

it('a cent between two records is rounding', () => {
  book.importFile('all.csv', [
    { key: shop, facts: usd(100) },
    { key: deal, facts: usd(101) },
    { key: other, facts: usd(102) },
  ]);
  book.ask({ members: [shop, deal], scoreMillibits: 2000 });
  expect(reasons().filter((text) => text.startsWith('amount'))).toEqual([]);
  book.ask({ members: [shop, other], scoreMillibits: 2000 });
  expect(reasons().filter((text) => text.startsWith('amount'))).toHaveLength(1);
});

it('tells the same event twice in one file, closed by itself; files that overlap tell none', () => {
  const twice = { key: charge, facts: { amount: 50, currency: 'USD' } };
  const once = { key: shop, facts: usd(100) };
  book.importFile('payments.csv', [twice, once, twice]);
  book.importFile('again.csv', [once]);
  expect(told()).toMatchObject([
    {
      reason: 'duplicate_event',
      state: 'resolved',
      severity: 'S3',
      subjects: [{ nativeId: 'ch_1' }],
      bestGuess: 'Stands 2 times in payments.csv; it counts once',
    },
  ]);
});

it('is judged by the policy in force: whose, how urgent, due when; what nobody owns is told once', () => {
  book.importFile('all.csv', [
    { key: shop, facts: { ...usd(40_000), placedAt: MOMENT } },
    { key: deal, facts: { ...usd(90_000), placedAt: MOMENT } },
    { key: campaign, facts: { ...usd(100), startsAt: MOMENT } },
  ]);
  book.join(shop, deal);
  const of = (reason: string) => told().find((one) => one.reason === reason);
  expect(of('amount_mismatch')).toMatchObject({ owner: 'finance', severity: 'S2', dueAt: '2026-03-05T00:00:00.000Z' });
  expect(of('owner_missing')).toBeUndefined();
  const officeHours = { fromMinute: 9 * 60, toMinute: 17 * 60 };
  change({ owners: { amount_mismatch: 'project manager' }, spanHours: { S1: 8, S2: 8, S3: 8 }, officeHours });
  expect(of('amount_mismatch')).toMatchObject({ owner: 'project manager', dueAt: '2026-03-03T17:00:00.000Z' });
  expect(of('owner_missing')).toBeUndefined();
  change({ owners: { amount_mismatch: 'project manager', missing_canonical_id: null } });
  expect(of('missing_canonical_id')).toMatchObject({ owner: 'operations' });
  expect(of('owner_missing')).toMatchObject({
    owner: 'operations',
    subjects: [{ nativeId: 'c-1' }],
    bestGuess: 'Record that no order holds: 1',
  });
});

it('a duplicate is urgent over the amount of the policy, not over the shipped one', () => {
  book.importFile('all.csv', [
    { key: shop, facts: usd(40_000) },
    { key: deal, facts: usd(40_000) },
  ]);
  book.join(shop, deal);
  const severity = () => told().find(({ reason }) => reason === 'duplicate_order')?.severity;
  expect(severity()).toBe('S2');
  change({ urgentAboveMinor: 30_000 });
  expect(severity()).toBe('S1');
});

it('business hours keep the holidays of the country that the policy names', async () => {
  book.importFile('all.csv', [{ key: campaign, facts: { ...usd(100), startsAt: GOOD_FRIDAY } }]);
  const due = async () => {
    const lines = [...exceptionLines(book.db, book.context.ports.sha256, await calendarOf(book.db))];
    return (JSON.parse(lines[0] ?? '{}') as ExceptionResult).dueAt;
  };
  expect(await due()).toBe('2026-04-04T00:00:00.000Z');
  change({ officeCountry: 'de' });
  // Friday and Easter Monday are holidays.
  expect(await due()).toBe('2026-04-08T00:00:00.000Z');
});
