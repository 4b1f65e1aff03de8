import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reviewCommands } from '#main/services/review/index.ts';
import type { OrderFilter } from '#shared/contract/orders.ts';
import type { Facts } from '#shared/domain/fields.ts';
import { canonicalIdOf } from '#shared/domain/ids.ts';
import type { RecordKey } from '#shared/domain/source-record.ts';
import { type HandMadeBook, handMadeBook } from '#test/factories/hand-made-book.ts';
import { facets } from './facets.ts';
import { list } from './list.ts';
import { orderPage } from './page.ts';
import { valueOrigin } from './value-origin.ts';

const ALL: OrderFilter = { text: '', systems: [], statuses: [], currencies: [], joins: [], months: [] };
const NEWEST = { by: 'placed', descending: true } as const;

let book: HandMadeBook;
beforeEach(() => {
  book = handMadeBook();
});
afterEach(() => book.dispose());

const shop = (nativeId: string): RecordKey => ({ system: 'shopify', account: 'storeA', type: 'order', nativeId });
const deal = (nativeId: string): RecordKey => ({ system: 'hubspot', account: 'main', type: 'deal', nativeId });

function facts(number: string, client: string, total: number, iso: string, more: Facts = {}): Facts {
  return {
    orderNumber: number,
    clientName: client,
    total,
    currency: 'USD',
    placedAt: { ms: Date.parse(`${iso}T00:00:00Z`), text: iso, precision: 'day' },
    ...more,
  };
}

function fill(): void {
  book.importFile('shop.csv', [
    { key: shop('#1'), facts: facts('#1', 'Ada Lovelace', 1000, '2026-03-01', { status: 'paid' }), aliases: ['5893310447'] },
    { key: shop('#2'), facts: facts('#2', 'Łucja Nowak', 2000, '2026-03-05', { status: 'refunded' }) },
    { key: shop('#3'), facts: facts('#3', 'Grace Hopper', 3000, '2026-04-01', { currency: 'EUR', status: 'paid' }) },
  ]);
  book.importFile('deals.csv', [{ key: deal('D-7'), facts: facts('D-7', 'Ada Lovelace', 1100, '2026-03-02') }]);
  book.importFile('ads.csv', [
    {
      key: { system: 'google_ads', account: 'main', type: 'campaign', nativeId: 'c1' },
      facts: { title: 'Spring', total: 9, currency: 'USD' },
    },
  ]);
}

const numbers = (filter: Partial<OrderFilter>, sort: { by: 'placed' | 'total' | 'client'; descending: boolean } = NEWEST) =>
  list(book.reader, { filter: { ...ALL, ...filter }, sort, offset: 0, limit: 50 }).rows.map(({ number }) => number);

describe('the orders table', () => {
  it('lists live sales and leaves context out, in any order and from any place', () => {
    fill();
    expect(numbers({})).toEqual(['#3', '#2', 'D-7', '#1']);
    expect(numbers({}, { by: 'total', descending: false })).toEqual(['#1', 'D-7', '#2', '#3']);
    expect(numbers({}, { by: 'client', descending: false })).toEqual(['#1', 'D-7', '#3', '#2']);
    expect(list(book.reader, { filter: ALL, sort: NEWEST, offset: 1, limit: 2 })).toMatchObject({
      total: 4,
      rows: [{ number: '#2' }, { number: 'D-7', joinLabel: 'one record', systems: ['hubspot'] }],
    });
  });

  it('gives the same rows however deep the page lies', () => {
    book.importFile(
      'many.csv',
      Array.from({ length: 1300 }, (_, i) => ({
        key: shop(`#${i}`),
        facts: facts(`#${i}`, `Client ${i % 7}`, (i * 7919) % 5000, '2026-03-01'),
      })),
    );
    const sort = { by: 'total', descending: false } as const;
    const page = (offset: number, limit: number) =>
      list(book.reader, { filter: ALL, sort, offset, limit }).rows.map(({ orderId }) => orderId);
    const all = [...page(0, 500), ...page(500, 500), ...page(1000, 500)];
    expect(new Set(all).size).toBe(1300);
    expect(page(990, 20)).toEqual(all.slice(990, 1010));
  });

  it('filters by every facet', () => {
    fill();
    expect(numbers({ systems: ['hubspot'] })).toEqual(['D-7']);
    expect(numbers({ statuses: ['refunded'] })).toEqual(['#2']);
    expect(numbers({ currencies: ['EUR'] })).toEqual(['#3']);
    expect(numbers({ months: ['2026-03'] })).toEqual(['#2', 'D-7', '#1']);
    expect(numbers({ months: ['2026-03'], statuses: ['paid'] })).toEqual(['#1']);
  });

  it('finds words by their beginning, accents or not, and every id of a record', () => {
    fill();
    expect(numbers({ text: 'lovel' })).toEqual(['D-7', '#1']);
    expect(numbers({ text: 'łucja' })).toEqual(['#2']);
    expect(numbers({ text: '5893310447' })).toEqual(['#1']);
    expect(numbers({ text: 'nobody"OR*' })).toEqual([]);
  });

  it('finds a merged order by the ids of all its members, once', () => {
    fill();
    book.join(shop('#1'), deal('D-7'));
    expect(numbers({ text: 'D-7' })).toEqual(['#1']);
    expect(numbers({ joins: ['rule'] })).toEqual(['#1']);
    expect(numbers({ joins: ['conflict'] })).toEqual(['#1']);
    expect(numbers({})).toEqual(['#3', '#2', '#1']);
  });

  it('forgets an order whose import was undone, and has it back with the redo', () => {
    fill();
    const batch = book.importFile('late.csv', [{ key: shop('#9'), facts: facts('#9', 'Late Larry', 5, '2026-05-01') }]);
    book.undo(batch);
    expect(numbers({})).not.toContain('#9');
    expect(numbers({ text: 'larry' })).toEqual([]);
    expect(orderPage(book.reader, { orderId: canonicalIdOf(shop('#9'), book.context.ports.sha256) })).toBeNull();
    book.redo(batch);
    expect(numbers({ text: 'larry' })).toEqual(['#9']);
  });
});

describe('facets', () => {
  it('count under all filters but their own, and sum totals exactly', () => {
    fill();
    const found = facets(book.reader, { filter: { ...ALL, statuses: ['paid'] } });
    expect(found.statuses).toEqual([
      { value: 'paid', label: 'Paid', count: 2 },
      { value: 'refunded', label: 'Refunded', count: 1 },
      { value: 'unknown', label: 'Unknown', count: 1 },
    ]);
    expect(found.currencies.map(({ value, count }) => [value, count])).toEqual([
      ['EUR', 1],
      ['USD', 1],
    ]);
    expect(found.totals).toEqual([
      { currency: 'EUR', totalMinor: '3000' },
      { currency: 'USD', totalMinor: '1000' },
    ]);
    expect(found.months.map(({ value, label, count }) => [value, label, count])).toEqual([
      ['2026-04', 'April 2026', 1],
      ['2026-03', 'March 2026', 1],
    ]);
  });
});

describe('the page of an order', () => {
  it('is found by the id of any member, and says who brought each in', () => {
    fill();
    reviewCommands().together(book.context, {
      commandId: 'together-1',
      members: [shop('#1'), deal('D-7')],
      reasonCode: null,
      reasonText: 'same signature',
    });
    const sha256 = book.context.ports.sha256;
    const [shopId, dealId] = [canonicalIdOf(shop('#1'), sha256), canonicalIdOf(deal('D-7'), sha256)];
    const page = orderPage(book.reader, { orderId: dealId });
    expect(page).toMatchObject({
      orderId: shopId,
      aliases: [dealId],
      head: { number: '#1', joinLabel: 'reviewed by Ana', memberCount: 2, conflict: 'Totals differ' },
      members: [
        { nativeId: '#1', part: 'owns terms', joinedBy: 'reviewed by Ana', aliases: ['5893310447'] },
        { nativeId: 'D-7', part: 'copy', joinedBy: 'reviewed by Ana' },
      ],
      sums: { sources: [{ amountMinor: 2100 }], canonical: { amountMinor: 1000 } },
      decisions: [{ kind: 'together', label: 'merge of 2 records by Ana', reason: 'same signature', withdrawn: false }],
      logCount: 1,
    });
    expect(page?.fields.find(({ field }) => field === 'total')).toMatchObject({
      why: 'Shopify owns the terms',
      disagree: [{ recordId: book.id(deal('D-7')), value: { text: '11.00' } }],
    });
    expect(orderPage(book.reader, { orderId: 'ord_neverwasshown000' })).toBeNull();
  });
});

describe('where a value comes from', () => {
  it('shows the bytes of the record, every value before, and what the others say', () => {
    fill();
    book.join(shop('#1'), deal('D-7'));
    const later = Date.UTC(2026, 5, 1);
    book.importFile('shop2.csv', [
      { key: shop('#1'), versionMs: later, facts: facts('#1', '', 1200, '2026-03-01', { clientName: null }) },
    ]);
    const origin = valueOrigin(book.reader, { recordId: book.id(shop('#1')), field: 'total' });
    expect(origin).toMatchObject({
      label: 'Total',
      value: { text: '12.00', amountMinor: 1200, currency: 'USD' },
      source: { fileName: 'shop2.csv', line: 1 },
      enteredBy: null,
      versions: [{ value: { text: '10.00' } }, { value: { text: '12.00' } }],
      others: [{ badge: { nativeId: 'D-7' }, value: { text: '11.00' } }],
    });
    expect(origin?.source?.recordText).toContain('"total":1200');
    const client = valueOrigin(book.reader, { recordId: book.id(shop('#1')), field: 'clientName' });
    expect(client).toMatchObject({ value: null, versions: [{ cleared: false }, { cleared: true }] });
  });
});
