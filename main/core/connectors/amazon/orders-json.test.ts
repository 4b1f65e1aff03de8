import { expect, it } from 'vitest';
import { bytesOf, detect, readBytes, readFixture, shownFacts, shownRefs } from '#test/factories/read-file.ts';

it('reads orders with the total that Amazon states, and none of an unknown status', () => {
  const { records, rejected, rowCount } = readFixture('amazon/orders.json');
  expect(records.map(({ nativeId, aliases, facts }) => [nativeId, aliases, facts.total, facts.currency, facts.status])).toEqual([
    ['701-0000001-0000001', ['SO-1001'], 14_999, 'EUR', 'Shipped'],
    ['701-0000002-0000002', [], null, 'USD', 'Pending'],
  ]);
  expect(shownFacts(records[0])).toMatchObject({ placedAt: '2026-03-02T14:22:33Z', shipCity: 'Köln', category: 'Amazon.de' });
  expect(shownRefs(records[0]?.refs)).toContain('amazon:order 701-0000001-0000001 own');
  expect(rejected).toMatchObject([{ code: 'unknown_value', text: 'Teleported', span: { pointer: '/payload/Orders/2' } }]);
  expect(rowCount).toBe(3);
});

it('reads a single order, and no answer about its items', () => {
  const one = { payload: { AmazonOrderId: '701-0000001-0000001', PurchaseDate: '2026-03-02T14:22:33Z', OrderStatus: 'Shipped' } };
  expect(readBytes(bytesOf(JSON.stringify(one))).records).toHaveLength(1);
  expect(() => detect(JSON.stringify({ payload: { AmazonOrderId: '701-0000001-0000001', OrderItems: [] } }))).toThrow(
    'other than orders',
  );
});

it('a list that says nothing of sales is named, and nothing is asked for', () => {
  expect(() => detect('[{"slug": "processing", "name": "Processing"}]')).toThrow('states nothing that was sold or paid');
});
