import { describe, expect, test } from 'vitest';
import { ENGINE, free, matchSeen, mentions, own, type SeenRecord, seenBook } from '#test/factories/match-columns.ts';
import { Comparer, transposed } from './compare.ts';
import { frequencyMillibits } from './frequency.ts';
import { TokenIndex } from './references.ts';
import { levelsOf } from './spec.ts';

/** Sentences of the levels that two records meet, without "unknown". */
function met(one: Partial<SeenRecord>, other: Partial<SeenRecord>, more: readonly SeenRecord[] = []): string[] {
  const records: SeenRecord[] = [
    { system: 'shopify', nativeId: 'left', currency: 'USD', ...one },
    { system: 'netsuite', type: 'sales_order', nativeId: 'right', currency: 'USD', ...other },
    ...more,
  ];
  const book = seenBook(records);
  const comparer = new Comparer(ENGINE, book.columns, book.texts, new TokenIndex(book.columns));
  const [left, right] = [book.ids.indexOf('left'), book.ids.indexOf('right')];
  const found = comparer.compare(Math.min(left, right), Math.max(left, right));
  return levelsOf(found?.pattern ?? 0, ENGINE.radix).flatMap((level, i) => {
    const sentence = ENGINE.spec.comparisons[i]?.levels[level]?.sentence;
    return level === 0 || sentence === undefined ? [] : [sentence];
  });
}

describe('levels', () => {
  test('silence is no disagreement', () => {
    expect(met({}, {})).toEqual([]);
    expect(met({ name: 'ana lima', amount: 500 }, { placed: '2026-03-04', items: 'x' })).toEqual([]);
    expect(met({ email: 'a@x.example' }, { email: 'b@x.example' })).toEqual([]);
  });

  test.each([
    [500, 500, 'Same total to the cent'],
    [50_000, 50_001, 'Totals differ by rounding only'],
    [14_523, 15_423, 'Two digits of the total changed places'],
    [10_000, 11_900, 'Totals differ by no more than a tax would make'],
    [10_000, 20_000, 'Totals differ'],
    [-500, 500, 'Totals differ'],
  ])('totals %i and %i', (a, b, sentence) => {
    expect(met({ amount: a }, { amount: b })).toEqual([sentence]);
    expect(met({ amount: b }, { amount: a })).toEqual([sentence]);
  });

  test.each([
    [31_825_00, 33_734_50, 1_909_50, 'Same total before the tax that one of them states'],
    [31_825_00, 33_734_51, 1_909_50, 'Totals differ by rounding only'],
    [31_825_00, 33_734_60, 1_909_50, 'Totals differ by no more than a tax would make'],
  ])('total %i, and %i with a tax of %i', (a, b, tax, sentence) => {
    expect(met({ amount: a }, { amount: b, tax })).toEqual([sentence]);
    expect(met({ amount: b, tax }, { amount: a })).toEqual([sentence]);
  });

  test.each([
    ['2026-03-04T10:00', '2026-03-04T10:02', 'Placed within two minutes'],
    ['2026-03-04T10:00', '2026-03-04T10:59', 'Placed within the hour'],
    ['2026-03-04T00:00', '2026-03-04T23:59', 'Placed on the same day'],
    ['2026-03-04T10:00', '2026-03-04', 'Placed on the same day'],
    ['2026-03-04', '2026-03-04', 'Placed on the same day'],
    ['2026-03-04T23:00', '2026-03-05', 'Placed a day apart'],
    ['2026-03-04', '2026-03-07', 'Placed within three days'],
    ['2026-03-04', '2026-03-12', 'Placed about a week apart'],
    ['2026-03-04', '2026-03-30', 'Placed within a month or so'],
    ['2026-03-04', '2026-03-31', 'One bears the last day of the month of the other'],
    ['2026-02-27', '2026-03-31', 'Placed within a month or so'],
    ['2026-03-04', '2026-03-31T10:00', 'Placed within a month or so'],
    ['2026-03-04', '2026-06-04', 'Placed more than a month apart'],
  ])('placed %s and %s', (a, b, sentence) => {
    expect(met({ placed: a }, { placed: b })).toEqual([sentence]);
  });

  test.each([
    [{ email: 'a@x.example', name: 'ana lima' }, { email: 'a@x.example', name: 'a lima' }, 'Same e-mail and name'],
    [{ phone: '551', name: 'ana lima' }, { phone: '551', name: 'ana lima' }, 'Same phone and name'],
    [{ email: 'a@x.example', name: 'ana lima' }, { email: 'a@x.example' }, 'Same e-mail'],
    [{ email: 'info@x.example', name: 'ana lima' }, { email: 'info@x.example', name: 'bo berg' }, 'Same e-mail, but another name'],
    [{ name: 'ana lima' }, { name: 'ana lima', email: 'a@x.example' }, 'Same name'],
    [{ name: 'ana lima', email: 'b@x.example' }, { name: 'ana lima', email: 'a@x.example' }, 'Same name, but another e-mail'],
    [{ name: 'ana lima' }, { name: 'a lima' }, 'Names alike: a short form, a legal form or a cut'],
    [{ name: 'ana lima' }, { name: 'bo berg' }, 'Different clients'],
  ])('client %#', (one, other, sentence) => {
    expect(met(one, other)).toEqual([sentence]);
    expect(met(other, one)).toEqual([sentence]);
  });

  test('a typed yes outranks a typed no, a typed no what stands in a text', () => {
    const left = { refs: [own('shopify:order', '1042')] };
    const third: SeenRecord = { system: 'shopify', account: 'b', nativeId: 'third', refs: [own('shopify:order', '1050')] };
    const names = (...values: string[]) => ({ refs: values.map((value) => mentions('shopify:order', value)) });
    expect(met(left, names('1042', '1050'), [third])).toEqual(['One names the id of the other']);
    expect(met(left, names('1050'), [third])).toEqual(['One names another order of this book']);
    expect(met(left, names('1050'))).toEqual([]);
    expect(met(left, { refs: [mentions('shopify:order', '1050'), free('shopify:order', '1042')] }, [third])).toEqual([
      'One names another order of this book',
    ]);
    expect(met(left, { refs: [free('shopify:order', '1042')] })).toEqual(['An id that one names stands in a text of the other']);
    expect(met(left, { refs: [own('shopify:order', '1042')] })).toEqual([]);
    expect(met({ refs: [mentions('po', '7')] }, { refs: [mentions('po', '7')] })).toEqual(['Both name the same id']);
  });

  test('what a campaign costs is no disagreement with a sale, and when it runs is compared on a scale of its own', () => {
    const campaign = { system: 'google_ads' as const, type: 'campaign' as const, amount: 800, placed: '2026-03-04' };
    expect(met(campaign, { amount: 900, placed: '2026-03-10' })).toEqual(['Work began within days of the sale']);
    expect(met(campaign, { amount: 800, placed: '2026-08-20' })).toEqual([
      'Same total to the cent',
      'Work began at another time of the year',
    ]);
  });

  test.each([
    ['harbor pine spring media plan', 'harborpine spring media plan search', 'Titles of one subject'],
    ['harbor pine spring media plan', 'spring media plan', 'The title of one stands whole in that of the other'],
    ['month end copy spring media plan', 'harbor pine ltd spring media plan', 'Titles of one subject'],
    ['harbor pine ltd spring media plan', 'harbor pine gmbh spring media plan', 'Titles alike in part'],
    ['harbor pine spring media plan', 'harbor pine spring media plan 2', 'Titles alike in part'],
    ['harbor pine spring media plan', 'harbor pine search audit', 'Different titles'],
  ])('titles %s and %s', (a, b, sentence) => {
    const client = { name: 'harbor and pine', email: 'a@x.example' };
    expect(met({ title: a, ...client }, { title: b })).toContain(sentence);
    expect(met({ title: b }, { title: a, ...client })).toContain(sentence);
  });

  test('a place says something of its own only where no client is named', () => {
    const place = '90036 us';
    expect(met({ place }, { place, name: 'ana lima' })).toEqual(['Same zip and country, and one of them names no client']);
    expect(met({ place, name: 'ana lima' }, { place, name: 'ana lima' })).toContain('Same zip and country');
  });

  test('umlauts written out are the same name', () => {
    expect(met({ name: 'juergen muessig' }, { name: 'jurgen mussig' })).toEqual([
      'Names alike: a short form, a legal form or a cut',
    ]);
  });
});

test('digits that changed places', () => {
  expect(transposed(14_523, 15_423)).toBe(true);
  expect(transposed(14_523, 41_523)).toBe(true);
  expect([transposed(14_523, 14_523), transposed(14_523, 15_432), transposed(99, 990), transposed(12, 13)]).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

test('the more records share a value, the less it says', () => {
  const rule = { free: 4, perDoubling: 700, most: 2_000 };
  expect([0, 4, 5, 8, 9, 16, 1_000_000].map((count) => frequencyMillibits(count, rule))).toEqual([
    0, 0, -700, -700, -1_400, -1_400, -2_000,
  ]);
});

test('a common client weighs less than a rare one', () => {
  const guests = Array.from(
    { length: 40 },
    (_, i): SeenRecord => ({
      system: 'woocommerce',
      nativeId: `w${i}`,
      name: 'guest checkout',
      amount: 5_000 + i,
      placed: `2025-0${1 + (i % 9)}-11`,
    }),
  );
  const pair = (name: string): SeenRecord[] => [
    { system: 'shopify', nativeId: 'left', name, amount: 132_743, placed: '2026-03-04' },
    { system: 'netsuite', type: 'sales_order', nativeId: 'right', name, amount: 132_743, placed: '2026-03-04' },
  ];
  const scoreOf = (records: SeenRecord[]): number => matchSeen(seenBook(records)).pairs.score[0] ?? 0;
  expect(scoreOf([...pair('ana lima'), ...guests]) - scoreOf([...pair('guest checkout'), ...guests])).toBe(1_600);
});
