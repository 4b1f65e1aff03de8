import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  free,
  matchSeen,
  mentions,
  outcomesOf,
  own,
  questionsOf,
  type SeenRecord,
  seenBook,
} from '#test/factories/match-columns.ts';

const shop = (nativeId: string, more: Partial<SeenRecord> = {}): SeenRecord => ({
  system: 'shopify',
  nativeId,
  refs: [own('shopify:order', nativeId)],
  ...more,
});
const erp = (nativeId: string, more: Partial<SeenRecord> = {}): SeenRecord => ({
  system: 'netsuite',
  type: 'sales_order',
  nativeId,
  ...more,
});
const crm = (nativeId: string, more: Partial<SeenRecord> = {}): SeenRecord => ({
  system: 'hubspot',
  type: 'deal',
  nativeId,
  ...more,
});
const ana = { name: 'ana lima', email: 'ana@lima.example', amount: 132_743, placed: '2026-03-04T10:00' };

function outcomes(...records: SeenRecord[]): string[] {
  const book = seenBook(records);
  return outcomesOf(book, matchSeen(book));
}

describe('typed references', () => {
  const names = (number: string) => [mentions('shopify:order', number), mentions('woocommerce:order', number)];

  test('one names the id of the other: joined', () => {
    expect(outcomes(shop('1042', ana), erp('7', { refs: names('1042') }))).toEqual(['7+1042 joined']);
  });

  test('the same number in two shops: the facts decide, and without facts nobody does', () => {
    const here = shop('1042', { account: 'us', ...ana });
    const there = shop('1042b', {
      account: 'eu',
      name: 'bo berg',
      amount: 900,
      placed: '2026-05-01T09:00',
      refs: [own('shopify:order', '1042')],
    });
    expect(outcomes(here, there, erp('7', { ...ana, refs: names('1042') }))).toEqual(['7+1042 joined']);
    expect(outcomes(here, there, erp('7', { refs: names('1042') }))).toEqual(['7+1042b proposed (tie)', '7+1042 proposed (tie)']);
  });

  test('one number in two systems is two different orders', () => {
    const woo: SeenRecord = {
      ...ana,
      system: 'woocommerce',
      nativeId: 'w1042',
      name: 'bo berg',
      email: 'bo@berg.example',
      amount: 900,
      refs: [own('woocommerce:order', '1042')],
    };
    expect(outcomes(shop('1042', ana), woo, erp('7', { ...ana, refs: names('1042') }))).toEqual(['7+1042 joined']);
  });

  test('a reference that everything else contradicts is a question', () => {
    const corrected = erp('7', { name: 'ana lima', amount: 900, placed: '2026-01-01', refs: names('1042') });
    expect(outcomes(shop('1042', ana), corrected)).toEqual(['7+1042 proposed (contradicted)']);
    const reused = erp('7', { name: 'bo berg', amount: 900, placed: '2024-01-01', refs: names('1042') });
    expect(outcomes(shop('1042', ana), reused)).toEqual([]);
  });

  test('the number of a replaced order in a note does not outweigh the number of the order itself', () => {
    const first = shop('1042', ana);
    const second = shop('1050', { ...ana, placed: '2026-03-06T10:00' });
    const copy = erp('7', { ...ana, placed: '2026-03-06', refs: [...names('1050'), free('shopify:order', '1042')] });
    expect(outcomes(first, second, copy)).toEqual(['7+1050 joined']);
  });

  test('a copy that names another order of the book is not this one, however alike', () => {
    const copy = erp('7', { ...ana, refs: names('1043') });
    expect(outcomes(shop('1042', ana), copy, shop('1043', { amount: 5, name: 'bo berg' })).join()).not.toContain('7+1042 joined');
  });
});

describe('comparison', () => {
  test('client, total and day agree: joined without a reference', () => {
    expect(outcomes(shop('1042', ana), erp('7', { ...ana, placed: '2026-03-04' }))).toEqual(['7+1042 joined']);
  });

  test('a repeat purchase of the same amount is never joined to the copy of the other', () => {
    const second = shop('1050', { ...ana, placed: '2026-03-07T16:00' });
    const copies = [erp('7', { ...ana, placed: '2026-03-04' }), erp('8', { ...ana, placed: '2026-03-07' })];
    expect(outcomes(shop('1042', ana), second, ...copies)).toEqual([
      '7+1042 joined',
      '7+1050 apart (better_answer)',
      '8+1042 apart (better_answer)',
      '8+1050 joined',
    ]);
    expect(outcomes(shop('1042', ana), erp('8', { ...ana, placed: '2026-03-10' })).join()).not.toContain('joined');
  });

  test('of two purchases within days, a copy is asked about, whichever day it bears', () => {
    const second = shop('1050', { ...ana, placed: '2026-03-05T16:00' });
    expect(outcomes(shop('1042', ana), second, erp('7', { ...ana, placed: '2026-03-06' }))).toEqual([
      '7+1042 proposed (tie)',
      '7+1050 proposed (tie)',
    ]);
    // Two copies, of which either may be of either sale.
    const copies = [erp('7', { ...ana, placed: '2026-03-06' }), erp('8', { ...ana, placed: '2026-03-05' })];
    expect(outcomes(shop('1042', ana), second, ...copies).filter((outcome) => outcome.includes('joined'))).toEqual([]);
  });

  test('what could be of either of two sales is joined to neither through a third record', () => {
    const second = shop('1050', { ...ana, placed: '2026-03-05T16:00' });
    const found = outcomes(
      shop('1042', ana),
      second,
      crm('d1', { ...ana, placed: '2026-03-05T09:00' }),
      erp('7', { ...ana, placed: '2026-03-06' }),
    );
    expect(found).toContain('d1+7 proposed (tie)');
    expect(found.join()).not.toContain('joined');
  });

  test('who has a sale is not joined to a copy that is better at home with another', () => {
    const second = shop('1050', { ...ana, placed: '2026-03-07T16:00' });
    const deal = crm('d1', { name: 'ana lima', amount: 132_743, placed: '2026-03-07T16:00', title: 'lamps' });
    const copy = erp('7', { ...ana, placed: '2026-03-05', title: 'lamps' });
    const found = outcomes(shop('1042', ana), second, deal, copy);
    expect(found).toContain('7+1042 joined');
    expect(found).toContain('d1+1050 joined');
    expect(found).toContain('d1+7 proposed (tie)');
  });

  test('two equally good answers are one question, never a pick', () => {
    const book = seenBook([
      shop('1042', ana),
      shop('1050', { ...ana, placed: '2026-03-04T15:00' }),
      erp('7', { ...ana, placed: '2026-03-04' }),
    ]);
    const result = matchSeen(book);
    expect(outcomesOf(book, result)).toEqual(['7+1042 proposed (tie)', '7+1050 proposed (tie)']);
    expect(questionsOf(book, result)).toEqual([['7', '1042', '1050']]);
  });

  test('the same digits in another currency are not compared into a pair', () => {
    expect(outcomes(shop('1042', ana), erp('7', { ...ana, currency: 'EUR' }))).toEqual([]);
  });

  test('a reference across currencies is a question that nobody may merge', () => {
    const copy = erp('7', { ...ana, currency: 'EUR', refs: [mentions('shopify:order', '1042')] });
    expect(outcomes(shop('1042', ana), copy)).toEqual(['7+1042 proposed (currency)']);
  });

  test('two ids of one system, seconds apart, are an API retry: proposed, and above a sure copy', () => {
    const book = seenBook([
      shop('1042', { ...ana, items: 'x' }),
      shop('1043', { ...ana, items: 'x' }),
      crm('9', { name: 'bo berg', email: 'bo@berg.example', amount: 88_123, placed: '2026-03-04' }),
      erp('7', { name: 'bo berg', email: 'bo@berg.example', amount: 88_123, placed: '2026-03-04' }),
    ]);
    const result = matchSeen(book);
    expect(outcomesOf(book, result)).toEqual(['9+7 joined', '1042+1043 proposed (same_source)']);
    expect(result.pairs.score[1]).toBeGreaterThan(result.pairs.score[0] ?? 0);
  });

  test('the same client an hour later in the same shop is no retry', () => {
    expect(outcomes(shop('1042', ana), shop('1043', { ...ana, placed: '2026-03-04T11:00' }))).toEqual([]);
  });

  test('a campaign is joined to the only sale that its title speaks for, and to none of two', () => {
    const campaign: SeenRecord = {
      system: 'google_ads',
      type: 'campaign',
      nativeId: 'c1',
      title: 'harbor pine spring launch',
      name: 'harbor pine',
      placed: '2026-03-05',
    };
    const deal = crm('9', { title: 'harbor pine spring launch', name: 'harbor pine', amount: 4_000_000, placed: '2026-03-03' });
    expect(outcomes(campaign, deal)).toEqual(['c1+9 joined']);
    expect(outcomes(campaign, deal, { ...deal, nativeId: '10', placed: '2026-03-08' })).toEqual([
      'c1+10 proposed (tie)',
      'c1+9 proposed (tie)',
    ]);
    expect(outcomes({ ...campaign, title: 'winter sale' }, deal)).toEqual(['c1+9 proposed (context)']);
  });

  test('work that one sale answers better is not joined to the copy of another', () => {
    const client = { name: 'harbor pine', email: 'ap@harborpine.example' };
    const title = 'spring media plan';
    const task: SeenRecord = {
      system: 'asana',
      type: 'project',
      nativeId: 't1',
      title: `harbor pine ${title}`,
      placed: '2026-03-05',
    };
    const deal = crm('9', { ...client, title: `harbor pine ${title}`, amount: 4_000_000, placed: '2026-03-03' });
    const other = erp('7', { ...client, title: `copy ${title}`, amount: 88_000, placed: '2026-03-20' });
    expect(outcomes(task, deal, other)).toContain('t1+9 joined');
    expect(outcomes(task, deal, other).join()).not.toContain('t1+7 joined');
  });

  test('work whose title speaks for one sale is joined to it, though its client’s name alone would fit the copies of two', () => {
    const client = { name: 'harbor pine', email: 'ap@harborpine.example' };
    const task: SeenRecord = {
      system: 'asana',
      type: 'project',
      nativeId: 't1',
      title: 'harbor pine spring launch',
      placed: '2026-03-06',
    };
    const spring = { ...client, amount: 4_000_000, placed: '2026-03-03' };
    const audit = { ...client, amount: 2_500_000, placed: '2026-03-03' };
    const sales = [
      crm('9', { ...spring, title: 'harbor pine spring launch' }),
      erp('7', spring),
      crm('10', { ...audit, title: 'harbor pine search audit' }),
      erp('8', audit),
    ];
    const book = seenBook([task, ...sales]);
    const result = matchSeen(book);
    expect(outcomesOf(book, result)).toEqual(['t1+9 joined', 't1+7 proposed (one_sale)', '10+8 joined', '9+7 joined']);
    expect(questionsOf(book, result)).toEqual([]);
    // Where nothing but the name speaks, it does so for both sales and for their copies.
    const unknown = outcomes({ ...task, title: 'harbor pine' }, ...sales).filter((outcome) => outcome.startsWith('t1+'));
    expect(unknown.toSorted()).toEqual(['10', '7', '8', '9'].map((sale) => `t1+${sale} proposed (tie)`));
  });

  test('a month-end copy with tax and a colleague of the client is asked about, never joined', () => {
    const signed = { name: 'harbor pine', email: 'mika@harborpine.example', firm: 'harborpine.example', amount: 4_000_000 };
    const deal = crm('9', { ...signed, placed: '2026-03-03' });
    const copy = { ...signed, email: 'ap@harborpine.example', amount: 4_240_000, placed: '2026-03-31' };
    expect(outcomes(deal, erp('7', { ...copy, tax: 240_000 }))).toEqual(['9+7 proposed']);
    expect(outcomes(deal, erp('7', copy))).toEqual(['9+7 proposed']);
    expect(outcomes(deal, erp('7', { ...copy, tax: 240_000, firm: 'elsewhere.example' }))).toEqual(['9+7 proposed']);
  });

  test('a shared mailbox does not make two colleagues one client', () => {
    const one = { ...ana, email: 'info@lima.example' };
    const other = { ...one, name: 'bo berg', placed: '2026-03-04T12:00' };
    expect(outcomes(shop('1042', one), erp('8', other)).join()).not.toContain('joined');
  });
});

describe('people', () => {
  const records = [shop('1042', ana), erp('7', { ...ana, placed: '2026-03-04' }), crm('9', { ...ana, placed: '2026-03-04' })];
  const book = seenBook(records);
  const [deal, copy, order] = ['9', '7', '1042'].map((id) => book.ids.indexOf(id)) as [number, number, number];
  const run = (people: Partial<Parameters<typeof matchSeen>[1]>) =>
    outcomesOf(book, matchSeen(book, { together: [], apart: [], parted: [], ...people }));

  test('apart is kept, also through a third record', () => {
    const found = run({ apart: [[[order], [copy]]] });
    expect(found).toContain('7+1042 apart (person)');
    expect(found.filter((line) => line.endsWith(' joined'))).toHaveLength(1);
  });

  test('a merge that was taken back is proposed, not joined again', () => {
    expect(run({ parted: [[copy, order]] })).toContain('7+1042 proposed (parted)');
  });

  test('what a person joined is no question any more, and not a join of the machine', () => {
    expect(run({ together: [[deal, copy, order]] })).toEqual([
      '9+7 proposed (one_sale)',
      '9+1042 proposed (one_sale)',
      '7+1042 proposed (one_sale)',
    ]);
  });

  test('an answer that a person gave settles the tie', () => {
    const tied = seenBook([...records, erp('8', { ...ana, placed: '2026-03-04' })]);
    const [first, second] = [tied.ids.indexOf('7'), tied.ids.indexOf('8')];
    const target = tied.ids.indexOf('1042');
    const found = outcomesOf(tied, matchSeen(tied, { together: [[first, target]], apart: [], parted: [] }));
    expect(found).toContain('8+1042 apart (better_answer)');
    expect(second).toBeGreaterThan(-1);
  });
});

test('the order in which records were stored never matters', () => {
  const person = fc.constantFrom(...['ana lima', 'a lima', 'bo berg', 'harbor pine', 'harborpine']);
  const record = fc.record({
    system: fc.constantFrom('shopify' as const, 'netsuite' as const, 'hubspot' as const),
    nativeId: fc.stringMatching(/^[0-9]{1,3}$/),
    amount: fc.constantFrom(999, 132_743, 88_100),
    placed: fc.constantFrom('2026-03-04T10:00', '2026-03-04T10:01', '2026-03-05', '2026-03-20'),
    name: person,
    email: fc.option(fc.constantFrom('ana@lima.example', 'info@lima.example'), { nil: undefined }),
    currency: fc.constantFrom('USD', 'EUR'),
    refs: fc.array(
      fc
        .tuple(fc.constantFrom(own, mentions, free), fc.constantFrom('1', '2'))
        .map(([make, value]) => make('shopify:order', value)),
      { maxLength: 2 },
    ),
  });
  const records = fc.uniqueArray(record, { selector: ({ system, nativeId }) => `${system} ${nativeId}`, maxLength: 14 });
  fc.assert(
    fc.property(records, fc.nat(), (list, turn) => {
      const at = list.length === 0 ? 0 : turn % list.length;
      const [one, other] = [list, [...list.slice(at), ...list.slice(0, at)].reverse()].map((each) => {
        const book = seenBook(each);
        const result = matchSeen(book);
        return {
          outcomes: outcomesOf(book, result),
          questions: questionsOf(book, result),
          scores: [...result.pairs.score.slice(0, result.pairs.length)],
        };
      });
      expect(other).toEqual(one);
    }),
    { numRuns: 200 },
  );
});
