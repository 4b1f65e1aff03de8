import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReviewFilter, ReviewTab } from '#shared/contract/review.ts';
import { DAY_MS } from '#shared/domain/instant.ts';
import type { RecordKey } from '#shared/domain/source-record.ts';
import { readQuestion } from '#store/queries/questions.ts';
import { type HandMadeBook, type HandQuestion, handMadeBook } from '#test/factories/hand-made-book.ts';
import { reviewCommands } from './index.ts';
import { positionOf, queue } from './queue.ts';

const ALL: ReviewFilter = { text: '', systems: [], bands: [], minAmountMinor: 0, conflict: null };

let book: HandMadeBook;
beforeEach(() => {
  book = handMadeBook();
});
afterEach(() => book.dispose());

const shop = (number: number): RecordKey => ({ system: 'shopify', account: 'main', type: 'order', nativeId: `#${number}` });
const deal = (number: number): RecordKey => ({ system: 'hubspot', account: 'main', type: 'deal', nativeId: `D-${number}` });

/** Questions named by number; the even ones are between a shop and a CRM, the odd ones between two orders of the shop. */
function ask(questions: readonly Omit<HandQuestion, 'members'>[]): string[] {
  const numbers = questions.map((_, index) => index + 1);
  const facts = { total: 100, currency: 'USD' };
  book.importFile(
    'all.csv',
    numbers.flatMap((number) => [
      { key: shop(number), facts },
      { key: number % 2 === 0 ? deal(number) : shop(number + 1000), facts },
    ]),
  );
  return questions.map((question, index) => {
    const number = index + 1;
    return book.ask({ ...question, members: [shop(number), number % 2 === 0 ? deal(number) : shop(number + 1000)] });
  });
}

const page = (tab: ReviewTab, filter: Partial<ReviewFilter> = {}) =>
  queue(book.reader, { tab, filter: { ...ALL, ...filter }, offset: 0, limit: 50 });

describe('the queue', () => {
  it('comes by band, in each first what was sent twice, then by score; and knows the place of each question', () => {
    const [a, b, c, d] = ask([
      { band: 'likely', scoreMillibits: 9000 },
      { band: 'certain', scoreMillibits: 12_000 },
      { band: 'certain', scoreMillibits: 10_500, reason: 'API retry, 3 s apart' },
      { band: 'certain', scoreMillibits: 14_000 },
    ]);
    const order = [c, d, b, a];
    expect(page('toReview').items.map(({ proposalId }) => proposalId)).toEqual(order);
    const places = order.map((id) => {
      const question = readQuestion(book.reader.db, id ?? '');
      return question === null ? null : positionOf(book.reader, question, 'toReview', ALL);
    });
    expect(places).toEqual([0, 1, 2, 3].map((index) => ({ index, total: 4 })));
    expect(
      queue(book.reader, { tab: 'toReview', filter: ALL, offset: 2, limit: 1 }).items.map(({ proposalId }) => proposalId),
    ).toEqual([b]);
  });

  it('is filtered by systems, bands, conflict and words, and counts each facet under the others', () => {
    const [a, b, c, d] = ask([
      { band: 'likely', reason: 'same client' },
      { band: 'certain', blocking: ['tie'] },
      { band: 'certain' },
      { band: 'possible', reason: 'SAME client, other amount' },
    ]);
    const ids = (filter: Partial<ReviewFilter>) => page('toReview', filter).items.map(({ proposalId }) => proposalId);
    expect(ids({ systems: ['hubspot'] })).toEqual([b, d]);
    expect(ids({ bands: ['certain'] })).toEqual(expect.arrayContaining([b, c]));
    expect(ids({ conflict: true })).toEqual([b]);
    expect(ids({ conflict: false })).toHaveLength(3);
    expect(ids({ text: 'same CLIENT' })).toEqual(expect.arrayContaining([a, d]));
    expect(ids({ text: '%' })).toEqual([]);
    const found = page('toReview', { systems: ['hubspot'] });
    expect(found).toMatchObject({ total: 2, tabs: { toReview: 4, merged: 0, notDuplicates: 0, skipped: 0 } });
    expect(found.facets.systems.map(({ value, count }) => [value, count])).toEqual([
      ['shopify', 4],
      ['hubspot', 2],
    ]);
    expect(found.facets.bands.map(({ value, count }) => [value, count])).toEqual([
      ['certain', 1],
      ['likely', 0],
      ['possible', 1],
    ]);
    expect(found.facets.conflicts.map(({ value, count }) => [value, count])).toEqual([
      ['true', 1],
      ['false', 1],
    ]);
  });

  it('shows a skip that has run out among the others, under any filter', () => {
    const [a, b] = ask([{ scoreMillibits: 9000 }, { scoreMillibits: 8000 }]);
    reviewCommands().skip(book.context, { commandId: 'skip-first', proposalId: a ?? '' });
    expect(page('toReview').items.map(({ proposalId }) => proposalId)).toEqual([b]);
    expect(page('skipped').items.map(({ proposalId }) => proposalId)).toEqual([a]);
    book.clock.now += 7 * DAY_MS;
    expect(page('toReview').items.map(({ proposalId }) => proposalId)).toEqual([a, b]);
    expect(page('toReview', { systems: ['hubspot'] }).items.map(({ proposalId }) => proposalId)).toEqual([b]);
    expect(page('skipped')).toMatchObject({ total: 0, tabs: { toReview: 2, skipped: 0 } });
  });
});
