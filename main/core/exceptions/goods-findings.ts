/**
 * Goods against orders: what was settled or billed under a SKU that its order does not have, and more of it than was ordered. Codes of a
 * source whose codes are usually not those of the orders (items of the books) say nothing.
 */
import { type GoodsRow, quantityText } from '../reconciliation/goods.ts';
import { typeSet } from '../reconciliation/money-kinds.ts';
import type { World } from '../reconciliation/world.ts';
import { type Findings, order as orderSubject, row as rowSubject } from './findings.ts';
import { Shares } from './shares.ts';

const BOOKED = typeSet('invoice', 'booking');

export function findGoods(world: World, findings: Findings): void {
  const { goods, money } = world.input;
  if (goods === undefined || goods.rows.length === 0) return;
  const byOrder = new Map<string, { readonly order: number; readonly rows: GoodsRow[] }>();
  const usual = new Shares();
  const orderOf = ordersOfRows(world);
  for (const found of goods.rows) {
    const order = orderOf(found.row);
    const ordered = order === -1 ? null : goods.ofOrder(order);
    // An order that names no SKU can be asked for none.
    if (ordered === null || ordered.size === 0) continue;
    const source = money.source[found.row] as number;
    for (const sku of found.goods.keys()) usual.add(source, ordered.has(sku));
    const key = `${source} ${order}`;
    const known = byOrder.get(key);
    if (known === undefined) byOrder.set(key, { order, rows: [found] });
    else known.rows.push(found);
  }
  for (const { order, rows } of byOrder.values()) {
    if (!usual.isUsual(money.source[rows[0]?.row ?? 0] as number)) continue;
    findUnknown(world, order, rows, findings);
    findTooMany(world, order, rows, findings);
  }
}

/** The order of a row: what its booking bills, or what its payment pays; −1: none. */
function ordersOfRows({ input: { money }, bookings, booked, paid }: World): (row: number) => number {
  const billed = new Map<number, number>();
  for (const [index, { rows, kind }] of bookings.entries())
    if (kind === 'invoice' || kind === 'receipt') for (const row of rows) billed.set(row, booked.orderOf[index] ?? -1);
  return (row) => (BOOKED[money.type[row] as number] === 1 ? (billed.get(row) ?? -1) : (paid.orderOf[row] as number));
}

function findUnknown({ input }: World, order: number, rows: readonly GoodsRow[], findings: Findings): void {
  const { money, goods } = input;
  for (const { row, goods: moved } of rows) {
    const unknown = [...moved.keys()].filter((sku) => goods?.ofOrder(order).has(sku) !== true);
    if (unknown.length === 0) continue;
    findings.raise({
      reason: 'sku_unknown',
      subjects: [rowSubject(row), orderSubject(order)],
      minute: money.minute[row] as number,
      minor: null,
      currency: money.currency[row] as number,
      heldBack: [rowSubject(row)],
      evidence: unknown.map((sku) => ({ label: 'SKU', text: sku })),
    });
  }
}

function findTooMany({ input }: World, order: number, rows: readonly GoodsRow[], findings: Findings): void {
  const { money, goods } = input;
  const moved = new Map<string, number>();
  for (const { goods: some } of rows) for (const [sku, count] of some) moved.set(sku, (moved.get(sku) ?? 0) + count);
  const excess = [...moved].flatMap(([sku, count]) => {
    const ordered = goods?.ofOrder(order).get(sku);
    return ordered === undefined || count <= ordered ? [] : [{ sku, ordered, count }];
  });
  const at = rows.filter(({ goods: some }) => excess.some(({ sku }) => some.has(sku))).map(({ row }) => row);
  const [first] = at;
  if (first === undefined) return;
  findings.raise({
    reason: 'inventory_mismatch',
    subjects: [orderSubject(order), ...at.map(rowSubject)],
    minute: money.minute[at.at(-1) ?? first] as number,
    minor: null,
    currency: money.currency[first] as number,
    evidence: excess.flatMap(({ sku, ordered, count }) => [
      { label: `${sku} ordered`, text: quantityText(ordered) },
      { label: `${sku} moved`, text: quantityText(count) },
    ]),
  });
}
