import { expect, test } from 'vitest';
import { packRefs } from '#core/matching/refs.ts';
import { paymentRef } from '#core/normalise/references.ts';
import { type HandBook, moneyInput } from '#test/factories/money-input.ts';
import { bankLine, charge, order, payout, refund } from '#test/factories/money-records.ts';
import { linkAll } from './reconcile.ts';
import { NotLocal } from './rest.ts';
import { Neighbourhood, StandingBook } from './standing-book.ts';
import { word } from './token-table.ts';

/** Two sales and their refund in one payout, a sale in another, and a capture that only its buyer's address could tell. */
const BOOK: HandBook = {
  orders: [
    order('1', 10_000, ['a']),
    order('2', 4000, ['b']),
    order('3', 9000, ['c']),
    order('4', 700, [], { email: 'ada@example.com' }),
  ],
  money: [
    charge('a', { amount: 10_000, payout: 'po_one' }),
    charge('b', { amount: 4000, payout: 'po_one' }),
    charge('c', { amount: 9000, payout: 'po_two' }),
    refund('r', 'a', { amount: -2500, payout: 'po_two' }),
    charge('d', { amount: 700, facts: { email: 'ada@example.com' } }),
    payout('po_one', 14_000, '2026-03-04'),
    payout('po_two', 6500, '2026-03-05'),
    bankLine('1', 14_000, '2026-03-05', 'STRIPE PAYMENTS'),
  ],
};

function around(from: (neighbourhood: Neighbourhood, rowOf: (id: string) => number) => void, most = 100): string[] {
  const seen = moneyInput(BOOK);
  const standing = new StandingBook(linkAll(seen.input));
  const neighbourhood = new Neighbourhood(standing, most);
  from(neighbourhood, seen.rowOf);
  neighbourhood.close();
  const rows = [...neighbourhood.rows].filter((row) => !standing.always.includes(row));
  return [
    ...rows.map((row) => seen.rows[row]?.key.nativeId ?? ''),
    ...[...neighbourhood.orders].map((at) => `order ${seen.orders[at]?.[0]?.key.nativeId}`),
  ].sort();
}

test('a sale answers to its captures and their refunds, and not to what lies in the same payout', () => {
  expect(around((neighbourhood, rowOf) => neighbourhood.addRow(rowOf('txn_a')))).toEqual(['order 1', 'txn_a', 'txn_r']);
  expect(around((neighbourhood, rowOf) => neighbourhood.addRow(rowOf('txn_r')))).toEqual(['order 1', 'txn_a', 'txn_r']);
  expect(around((neighbourhood) => neighbourhood.addOrder(1))).toEqual(['order 2', 'txn_b']);
});

test('a payout that is looked at itself brings none of its lines', () => {
  expect(around((neighbourhood, rowOf) => neighbourhood.addRow(rowOf('po_one')))).toEqual([]);
});

test('what a new end refers to answers to it', () => {
  const packed = packRefs([paymentRef('pi_c', 'mentions')]);
  const token = [word(packed, 1), word(packed, 5)] as const;
  expect(around((neighbourhood) => neighbourhood.addToken(...token, false))).toEqual(['order 3', 'txn_c']);
});

test('a capture that asks by its buyer answers to the orders of that address, and they to it', () => {
  expect(around((neighbourhood, rowOf) => neighbourhood.addRow(rowOf('txn_d')))).toEqual(['order 4', 'txn_d']);
  expect(around((neighbourhood) => neighbourhood.addOrder(3))).toEqual(['order 4', 'txn_d']);
});

test('more than a small change is none', () => {
  expect(() => around((neighbourhood, rowOf) => neighbourhood.addRow(rowOf('txn_a')), 2)).toThrow(NotLocal);
});
