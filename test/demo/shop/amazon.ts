import { DAY, HOUR, MINUTE } from '../base/calendar.ts';
import { share } from '../base/money.ts';
import { DIGITS, type Random, UPPERCASE } from '../base/prng.ts';
import { type Line, type MoneyKind, type MoneyRow, newRecord, type Payout, type Sale } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { STORES } from './accounts.ts';

/** A row of a settlement: its triple says what it is. `ids` holds transaction, type, description, order, shipment, sku, quantity. */
const PERIOD = 14 * DAY;
const RESERVE_PER_MILLE = 60;

/**
 * Amazon's settlements: every 14 days, rows by order and shipment, a reserve that is carried over, and a summary
 * total. The payment of an order is the set of its ItemPrice rows; the tax is withheld again in full.
 */
export function settleAmazon(world: World): void {
  const random = world.random.fork('amazon');
  const rows = world.sales
    .filter((sale) => sale.channel === 'amazon')
    .flatMap((sale, turn) => shipAndSettle(world, sale, turn, random));
  rows.sort((a, b) => a.at - b.at);
  let reserve = 0;
  let next = 0;
  for (let start = world.start - DAY; next < rows.length; start += PERIOD) {
    const inPeriod: MoneyRow[] = [];
    for (let row = rows[next]; row && row.at < start + PERIOD; row = rows[next]) {
      inPeriod.push(row);
      next += 1;
    }
    if (inPeriod.length > 0) reserve = closeSettlement(world, start, inPeriod, reserve, random);
  }
}

/** Of every sixtieth order the first item is settled under another SKU, of every sixtieth one more of it than was ordered. */
function settledGoods({ sku, quantity }: Line, turn: number, isFirst: boolean): { sku: string; quantity: string; fault: string } {
  if (isFirst && turn % 60 === 11) return { sku: `${sku}-OLD`, quantity: String(quantity), fault: 'sku_unknown' };
  if (isFirst && turn % 60 === 41) return { sku, quantity: String(quantity + 1), fault: 'inventory_mismatch' };
  return { sku, quantity: String(quantity), fault: '' };
}

/** Ships a sale in one or two parcels, and settles it: prices, commission, fulfilment, withheld tax, refund. */
function shipAndSettle(world: World, sale: Sale, turn: number, random: Random): MoneyRow[] {
  const { basket } = sale;
  const parcels = basket.lines.length > 1 && random.chance(300) ? 2 : 1;
  const shipments = Array.from({ length: parcels }, () => `D${random.text(UPPERCASE, 8)}`);
  const rows: MoneyRow[] = [];
  let goods = 0;
  for (const [i, line] of basket.lines.entries()) {
    const at = sale.at + random.between(20, 60) * HOUR + i * MINUTE;
    const principal = line.quantity * line.unitMinor;
    goods += principal;
    const { fault, ...settled } = settledGoods(line, turn, i === 0);
    const ids = {
      order: sale.owner.nativeId,
      shipment: shipments[i % parcels] ?? '',
      ...settled,
      item: random.text(DIGITS, 11),
    };
    const last = i === basket.lines.length - 1;
    // The tax of a line is the difference of the running order tax, so that the lines sum to the order's.
    const tax =
      share(basket.taxMinor, goods, basket.subtotalMinor || 1) -
      share(basket.taxMinor, goods - principal, basket.subtotalMinor || 1);
    const charge = settlementRow(sale, 'charge', at, principal, 'Order|ItemPrice|Principal', ids, null);
    rows.push(charge);
    if (fault !== '') world.exceptions.push({ reason: fault, subjects: [charge.record], amountMinor: 0, currency: 'USD' });
    if (tax > 0) rows.push(settlementRow(sale, 'charge', at, tax, 'Order|ItemPrice|Tax', ids, null));
    if (last && basket.shippingMinor > 0)
      rows.push(settlementRow(sale, 'charge', at, basket.shippingMinor, 'Order|ItemPrice|Shipping', ids, null));
    if (tax > 0)
      rows.push(settlementRow(sale, 'tax', at, -tax, 'Order|ItemWithheldTax|MarketplaceFacilitatorTax-Principal', ids, charge));
    const commission = share(principal, 15, 100);
    rows.push(settlementRow(sale, 'fee', at, -commission, 'Order|ItemFees|Commission', ids, charge));
    rows.push(settlementRow(sale, 'fee', at, -322 * line.quantity, 'Order|ItemFees|FBAPerUnitFulfillmentFee', ids, charge));
    if (last && sale.plan.refunds !== 'none') rows.push(...refundRows(sale, charge, principal, commission, ids, random));
  }
  sale.rows.push(...rows);
  return rows;
}

/** Principal goes back; of the commission a fifth, at most 5.00, is kept as administration fee. */
function refundRows(
  sale: Sale,
  charge: MoneyRow,
  principal: number,
  commission: number,
  ids: Record<string, string>,
  random: Random,
): MoneyRow[] {
  const at = charge.at + random.between(5, 20) * DAY;
  const kept = Math.min(500, share(commission, 20, 100));
  return [
    settlementRow(sale, 'refund', at, -principal, 'Refund|ItemPrice|Principal', ids, charge),
    settlementRow(sale, 'fee', at, commission, 'Refund|ItemFees|Commission', ids, charge),
    settlementRow(sale, 'fee', at, -kept, 'Refund|ItemFees|RefundCommission', ids, charge),
  ];
}

function settlementRow(
  sale: Sale | null,
  kind: MoneyKind,
  at: number,
  minor: number,
  text: string,
  ids: Record<string, string>,
  parent: MoneyRow | null,
): MoneyRow {
  const record = newRecord('amazon', STORES.amazon.account, 'settlement_line');
  if (ids.order) record.aliases.push(ids.order);
  const money = { currency: 'USD', grossMinor: minor, feeMinor: 0, netMinor: minor, buyerMinor: minor, buyerCurrency: 'USD' };
  return { record, kind, at, availableAt: at, ...money, sale, parent, text, ids, payout: null };
}

/** Adds the account's own rows (storage fee, reserves) and makes the settlement; returns the reserve carried over. */
function closeSettlement(world: World, start: number, rows: MoneyRow[], previousReserve: number, random: Random): number {
  const end = start + PERIOD - 1000;
  rows.push(
    settlementRow(null, 'fee', end - HOUR, -random.between(900, 6000), 'ServiceFee|other-transaction|Storage Fee', {}, null),
  );
  if (previousReserve > 0)
    rows.push(
      settlementRow(
        null,
        'reserve',
        start,
        previousReserve,
        'Transfer|other-transaction|Previous Reserve Amount Balance',
        {},
        null,
      ),
    );
  const balance = rows.reduce((sum, row) => sum + row.netMinor, 0);
  const reserve = Math.max(0, share(balance, RESERVE_PER_MILLE, 1000));
  if (reserve > 0)
    rows.push(settlementRow(null, 'reserve', end, -reserve, 'Transfer|other-transaction|Current Reserve Amount', {}, null));
  world.meetTrap(14, (previousReserve > 0 ? 1 : 0) + (reserve > 0 ? 1 : 0));
  const settlement: Payout = {
    record: newRecord('amazon', STORES.amazon.account, 'settlement', `2${random.text(DIGITS, 10)}`),
    rail: 'amazon',
    at: end,
    currency: 'USD',
    rows,
    totalMinor: rows.reduce((sum, row) => sum + row.netMinor, 0),
    unexplainedMinor: 0,
    bankReference: random.text(UPPERCASE, 12),
    bankLines: [],
  };
  for (const row of rows) row.payout = settlement;
  world.rows.push(...rows);
  world.payouts.push(settlement);
  return reserve;
}
