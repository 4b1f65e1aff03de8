/** Reasons about goods, with what raises each and what must not. */
import { describe, expect, it } from 'vitest';
import { ref } from '#core/normalise/references.ts';
import { quantitiesOf, quantityText } from '#core/reconciliation/goods.ts';
import { reconcile } from '#core/reconciliation/reconcile.ts';
import type { LineItem } from '#shared/domain/fields.ts';
import { type HandMoney, type HandOrder, moneyInput } from '#test/factories/money-input.ts';
import { booking, movement, order } from '#test/factories/money-records.ts';

const item = (sku: string | null, quantity: string): LineItem => ({
  name: 'Teapot',
  sku,
  quantity,
  unitPriceMinor: null,
  totalMinor: null,
});

const ordered = (number: string, ...lineItems: LineItem[]): HandOrder => order(number, 1000, [], { lineItems });

/** The price of an item in a settlement of the shop's order. */
const settled = (number: string, sku: string, quantity: string, id = `${number}-${sku}-${quantity}`): HandMoney =>
  movement(id, 'charge', {
    amount: 1000,
    system: 'amazon',
    refs: [ref('shopify:order', number, 'mentions')],
    facts: { category: 'Principal', lineItems: [item(sku, quantity)] },
  });

/** Six orders as they should be: the codes of this marketplace are those of the shop. */
const NUMBERS = ['1', '2', '3', '4', '5', '6'];
const usual = {
  orders: NUMBERS.map((number) => ordered(number, item('MUG', '1'))),
  money: NUMBERS.map((number) => settled(number, 'mug ', '1')),
};

function raised(money: readonly HandMoney[], orders: readonly HandOrder[] = []) {
  const { input } = moneyInput({ money: [...usual.money, ...money], orders: [...usual.orders, ...orders] });
  return reconcile(input)
    .findings.filter(({ reason }) => reason === 'sku_unknown' || reason === 'inventory_mismatch')
    .map(({ reason, severity, owner, evidence }) => [
      reason,
      severity,
      owner,
      evidence.map(({ label, text }) => `${label} ${text}`).join(', '),
    ]);
}

describe('sku_unknown', () => {
  it('is raised for a settled item whose SKU its order does not have', () => {
    expect(raised([settled('7', 'TEA-9', '1')], [ordered('7', item('TEA-1', '1'))])).toEqual([
      ['sku_unknown', 'S3', 'operations', 'SKU TEA-9'],
    ]);
  });

  it('is raised for an item of an invoice, held against the order that it bills', () => {
    const bills = [...NUMBERS, '7'].map((number) => ({
      ...booking(`INV-${number}`, 'Invoice', 1000, '2026-03-03', { lineItems: [item(number === '7' ? 'CUP' : 'MUG', '1')] }),
      refs: [ref('shopify:order', number, 'mentions')],
    }));
    expect(raised(bills, [ordered('7', item('MUG', '1'))])).toEqual([['sku_unknown', 'S3', 'operations', 'SKU CUP']]);
  });

  it('is not for an order that names no SKU, a line without one, or books whose codes are not those of the orders', () => {
    expect(raised([], [])).toEqual([]);
    expect(raised([settled('7', 'TEA-9', '1')], [ordered('7', item(null, '1'))])).toEqual([]);
    const codes = NUMBERS.map((number) => ({
      ...booking(`INV-${number}`, 'Invoice', 1000, '2026-03-03', { lineItems: [item('SALES', '1')] }),
      refs: [ref('shopify:order', number, 'mentions')],
    }));
    expect(raised(codes)).toEqual([]);
  });
});

describe('inventory_mismatch', () => {
  it('is raised when more was settled than ordered, in one line or over several', () => {
    const two = ordered('7', item('TEA-1', '2'));
    expect(raised([settled('7', 'TEA-1', '3')], [two])).toEqual([
      ['inventory_mismatch', 'S3', 'operations', 'TEA-1 ordered 2, TEA-1 moved 3'],
    ]);
    expect(raised([settled('7', 'TEA-1', '2'), settled('7', 'TEA-1', '1')], [two])).toHaveLength(1);
  });

  it('is not for parcels that together make the order, for a part of it, or for lines of one SKU', () => {
    const three = ordered('7', item('TEA-1', '1'), item('TEA-1', '2'));
    expect(raised([settled('7', 'TEA-1', '2'), settled('7', 'TEA-1', '1')], [three])).toEqual([]);
    expect(raised([settled('7', 'TEA-1', '1')], [three])).toEqual([]);
  });
});

it('quantities may have decimals, and are counted in thousandths', () => {
  expect([...quantitiesOf([item('a', '1.5'), item('A ', '0,25'), item('b', 'two'), item('', '1')])]).toEqual([['A', 1750]]);
  expect([1750, 2000, 10_000, 5].map(quantityText)).toEqual(['1.75', '2', '10', '0.005']);
});
