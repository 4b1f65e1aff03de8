import { expect, test } from 'vitest';
import { mentions, own, type SeenRecord, seenBook } from '#test/factories/match-columns.ts';
import { packRefs, refersTo } from '../refs.ts';
import { namedOrders } from './link-references.ts';
import { TokenIndex } from './references.ts';

const shop = (nativeId: string, ...refs: SeenRecord['refs'] & object): SeenRecord => ({ system: 'shopify', nativeId, refs });

function ordersNamed(
  records: readonly SeenRecord[],
  refs: NonNullable<SeenRecord['refs']>,
  together: readonly string[] = [],
): string[] {
  const book = seenBook(records);
  const first = book.ids.findIndex((id) => together.includes(id));
  const clusterOf = (row: number): number => (together.includes(book.ids[row] ?? '') ? first : row);
  return namedOrders(packRefs(refs), book.columns, new TokenIndex(book.columns), clusterOf).map((row) => book.ids[row] ?? '');
}

test('a payment leads to the order that mentions it, and a refund to the order it mentions', () => {
  const records = [
    shop('1042', own('shopify:order', '1042'), mentions('charge', 'CH_1')),
    shop('1043', own('shopify:order', '1043')),
  ];
  expect(ordersNamed(records, [own('charge', 'CH_1')])).toEqual(['1042']);
  expect(ordersNamed(records, [mentions('shopify:order', '1043')])).toEqual(['1043']);
  expect(ordersNamed(records, [own('charge', 'CH_2')])).toEqual([]);
});

test('records of one order are one answer', () => {
  const deal: SeenRecord = {
    system: 'hubspot',
    type: 'deal',
    nativeId: 'd9',
    refs: [own('hubspot:deal', 'd9'), mentions('charge', 'CH_1')],
  };
  const records = [shop('1042', mentions('charge', 'CH_1')), deal];
  expect(ordersNamed(records, [own('charge', 'CH_1')])).toEqual(['d9', '1042']);
  expect(ordersNamed(records, [own('charge', 'CH_1')], ['d9', '1042'])).toEqual(['d9']);
});

test('a number used twice does not hide the id used once', () => {
  const records = [
    shop('first', own('shopify:order', '1060'), own('shopify:id', '5424')),
    shop('second', own('shopify:order', '1060'), own('shopify:id', '8963')),
  ];
  expect(ordersNamed(records, [mentions('shopify:order', '1060')])).toEqual(['first', 'second']);
  expect(ordersNamed(records, [mentions('shopify:order', '1060'), mentions('shopify:id', '8963')])).toEqual(['second']);
});

test('what both merely mention counts only while nobody owns anything named', () => {
  const records = [shop('1042', mentions('payment_intent', 'PI_1')), shop('1043', own('shopify:order', '1043'))];
  const payment = [own('charge', 'CH_9'), mentions('payment_intent', 'PI_1')];
  expect(ordersNamed(records, payment)).toEqual(['1042']);
  expect(ordersNamed(records, [...payment, mentions('shopify:order', '1043')])).toEqual(['1043']);
});

test('a campaign is never what money is for, and a crowd is no answer', () => {
  const campaign: SeenRecord = { system: 'google_ads', type: 'campaign', nativeId: 'c1', refs: [mentions('charge', 'CH_1')] };
  expect(ordersNamed([campaign], [own('charge', 'CH_1')])).toEqual([]);
  const crowd = Array.from({ length: 7 }, (_, i) => shop(`o${i}`, mentions('charge', 'CH_1')));
  expect(ordersNamed(crowd, [own('charge', 'CH_1')])).toEqual([]);
});

test('the namespace of a packed reference can be asked for', () => {
  const refs = packRefs([own('balance_transaction', 'TXN_1'), mentions('dispute', 'DP_1')]);
  expect([refersTo(refs, 'dispute'), refersTo(refs, 'refund')]).toEqual([true, false]);
});
