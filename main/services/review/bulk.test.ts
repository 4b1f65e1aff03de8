import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wilson } from '#core/learning/interval.ts';
import { reviewCommands, reviewQueries } from '#main/services/review/index.ts';
import type { Receipt } from '#shared/contract/procedure.ts';
import type { RecordKey } from '#shared/domain/source-record.ts';
import { type HandMadeBook, handMadeBook } from '#test/factories/hand-made-book.ts';
import { ordersIn } from '#test/simulation/logical-state.ts';
import { draw } from './bulk.ts';

const NO_REASON = { reasonCode: null, reasonText: null };
const queries = reviewQueries();
const commands = reviewCommands();

let book: HandMadeBook;
beforeEach(() => {
  book = handMadeBook();
});
afterEach(() => book.dispose());

const shop = (number: number): RecordKey => ({ system: 'shopify', account: 'main', type: 'order', nativeId: `#${number}` });
const deal = (number: number): RecordKey => ({ system: 'hubspot', account: 'main', type: 'deal', nativeId: `D-${number}` });

/** `count` pairs in the band *certain*; the last differs in its total, the one before it has a hard rule in the way. */
function fill(count: number): void {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const facts = (number: number, total: number) => ({ orderNumber: String(number), total, currency: 'USD' });
  book.importFile(
    'pairs.csv',
    numbers.flatMap((number) => [
      { key: shop(number), facts: facts(number, 1000 + number) },
      { key: deal(number), facts: facts(number, 1000 + number + (number === count ? 5 : 0)) },
    ]),
  );
  for (const number of numbers) {
    const blocking = number === count - 1 ? ['tie'] : [];
    book.ask({ members: [shop(number), deal(number)], band: 'certain', scoreMillibits: 20_000 - number, blocking });
  }
}

type Sample = { token: string; count: number; items: { proposalId: string }[] };
const sample = (seed: number) => queries.bulkSample(book.reader, { band: 'certain', seed }) as Sample;
const accept = (token: string, commandId: string) =>
  commands.bulkAccept(book.context, { commandId, token, ...NO_REASON }) as Receipt;
const merged = () => ordersIn(book.db).filter(({ members }) => members.length === 2).length;

async function settled(): Promise<void> {
  for (const { jobId } of book.jobs.list()) await book.jobs.settled(jobId);
}

describe('bulk accept', () => {
  it('takes what has no conflict and no hard rule, in the background, and gives it all back with one undo', async () => {
    fill(30);
    const before = ordersIn(book.db);
    const shown = sample(7);
    expect(shown).toMatchObject({ count: 28 });
    expect(shown.items).toHaveLength(20);
    const done = accept(shown.token, 'bulk-accept-1');
    await settled();
    expect(merged()).toBe(28);
    expect(ordersIn(book.db).every(({ conflict }) => conflict === null)).toBe(true);
    const undone = commands.withdraw(book.context, {
      commandId: 'bulk-undo-1',
      decisionId: done.decisionId ?? 0,
      ...NO_REASON,
    }) as Receipt;
    await settled();
    expect(ordersIn(book.db)).toEqual(before);
    commands.withdraw(book.context, { commandId: 'bulk-redo-1', decisionId: undone.decisionId ?? 0, ...NO_REASON });
    await settled();
    expect(merged()).toBe(28);
  });

  it('stops when it is taken back while it runs, and merges nothing more', async () => {
    fill(30);
    const before = ordersIn(book.db);
    const done = accept(sample(7).token, 'bulk-accept-5');
    commands.withdraw(book.context, { commandId: 'bulk-undo-5', decisionId: done.decisionId ?? 0, ...NO_REASON });
    await settled();
    expect(ordersIn(book.db)).toEqual(before);
  });

  it('is refused when the questions are not those of the sample any more', () => {
    fill(5);
    const { token } = sample(1);
    const [first] = sample(1).items;
    commands.skip(book.context, { commandId: 'skip-one-1', proposalId: first?.proposalId ?? '' });
    expect(accept(token, 'bulk-accept-2')).toMatchObject({ code: 'sample_stale' });
    expect(accept('certain.made-up', 'bulk-accept-3')).toMatchObject({ code: 'sample_stale' });
    expect(merged()).toBe(0);
  });

  it('counts what was reviewed one by one, not what was taken in bulk', async () => {
    fill(8);
    accept(sample(1).token, 'bulk-accept-4');
    await settled();
    const bands = queries.bands(book.reader) as {
      band: string;
      open: number;
      acceptable: number;
      reviewed: number;
      cap: number;
    }[];
    expect(bands[0]).toMatchObject({
      band: 'certain',
      open: 2,
      acceptable: 0,
      reviewed: 0,
      rejected: 0,
      cap: 1000,
      wrongLow: null,
    });
  });
});

describe('a sample', () => {
  it('is the same for the same seed, has no repeats, and differs with the seed', () => {
    const items = Array.from({ length: 100 }, (_, index) => index);
    expect(draw(items, 20, 5)).toEqual(draw(items, 20, 5));
    expect(new Set(draw(items, 20, 5)).size).toBe(20);
    expect(draw(items, 20, 5)).not.toEqual(draw(items, 20, 6));
    expect(new Set(draw([1, 2], 20, 0))).toEqual(new Set([1, 2]));
  });
});

describe('the interval of wrong merges', () => {
  it('is Wilson’s', () => {
    expect(wilson(0, 0)).toBeNull();
    const { low, high } = wilson(1, 50) ?? { low: 1, high: 0 };
    expect(low).toBeCloseTo(0.0035, 3);
    expect(high).toBeCloseTo(0.105, 3);
  });
});
