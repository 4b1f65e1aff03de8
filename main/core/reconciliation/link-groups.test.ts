import { expect, test } from 'vitest';
import { ref } from '#core/normalise/references.ts';
import { moneyInput } from '#test/factories/money-input.ts';
import { charge, movement, order } from '#test/factories/money-records.ts';
import { reconcile } from './reconcile.ts';

function groups(money: ReturnType<typeof charge>[], orders: ReturnType<typeof order>[]): number[] {
  const { links } = reconcile(moneyInput({ money, orders }).input);
  return [...links.group].filter((group) => group !== 0);
}

test('each question has a number of its own, its alternatives share it', () => {
  const stores = ['storeA', 'storeB'].flatMap((account) =>
    ['7', '8'].map((number) => order(number, 5000).map((record) => ({ ...record, key: { ...record.key, account } }))),
  );
  const paid = ['7', '8'].map((number) => charge(number, { amount: 5000, refs: [ref('shopify:order', number, 'mentions')] }));
  const found = groups(paid, stores);
  expect(found).toHaveLength(4);
  expect(new Set(found).size).toBe(2);
});

test('rows of one parcel of a marketplace are one payment', () => {
  const line = (id: string, parcel: string, category: string) =>
    movement(id, 'charge', {
      amount: 500,
      system: 'amazon',
      payout: '20000001',
      facts: { category },
      refs: [ref('shopify:order', '7', 'mentions'), ref('amazon:shipment', parcel, 'mentions')],
    });
  const found = groups([line('a', 'D1', 'Principal'), line('b', 'D1', 'Tax'), line('c', 'D2', 'Principal')], [order('7', 1500)]);
  expect(found).toHaveLength(3);
  expect(new Set(found).size).toBe(2);
});
