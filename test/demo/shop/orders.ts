import { MINUTE, SECOND } from '../base/calendar.ts';
import { ALPHANUMERIC, DIGITS, type Random } from '../base/prng.ts';
import { copyEmail } from '../world/copies.ts';
import { type CopyPlan, newRecord, type OrderDoc, type Sale } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { STORES, storeOf } from './accounts.ts';

/** Opens every order document of the stores and the marketplace, mirrors and retried twins included, and numbers them. */
export function openOrders(world: World, firstNumber = 1001): void {
  const random = world.random.fork('orders');
  for (const sale of world.sales) {
    openOwn(world, sale);
    for (const plan of sale.plan.copies) if (plan.into === 'shopify') openMirror(world, sale, plan, random);
  }
  world.orders.sort((a, b) => a.at - b.at || a.sale.index - b.sale.index);
  const accounts = Map.groupBy(world.orders, (order) => `${order.record.system} ${order.record.account}`);
  for (const orders of accounts.values()) {
    const system = orders[0]?.record.system;
    if (system === 'shopify') numberShopify(orders, random, firstNumber);
    else if (system === 'woocommerce') numberWooCommerce(world, orders, random);
    else for (const order of orders) numberAmazon(order, random);
  }
  for (const order of world.orders)
    if (order.role === 'mirror' && order.plan?.withId) order.record.refs.push(mirroredNumber(order.sale));
  recordEqualNumbers(world);
}

function openOwn(world: World, sale: Sale): void {
  const own: OrderDoc = {
    record: sale.owner,
    sale,
    at: sale.at,
    customer: sale.customer,
    role: 'own',
    plan: null,
    number: '',
    id: '',
  };
  world.orders.push(own);
  if (sale.plan.retry === 'none') return;
  const record = newRecord(sale.owner.system, sale.owner.account, 'order');
  world.orders.push({ ...own, record, at: sale.at + 3 * SECOND, role: 'retry' });
  sale.members.push(record);
}

/** A channel app copies marketplace orders into the US store and trade orders into the EU store, some minutes later. */
function openMirror(world: World, sale: Sale, plan: CopyPlan, random: Random): void {
  const into = sale.channel === 'amazon' ? STORES.us : STORES.eu;
  const record = newRecord('shopify', into.account, 'order');
  const customer = { ...sale.customer, email: copyEmail(sale.customer, plan, random) };
  world.orders.push({
    record,
    sale,
    at: sale.at + random.between(3, 40) * MINUTE,
    customer,
    role: 'mirror',
    plan,
    number: '',
    id: '',
  });
  sale.members.push(record);
  if (plan.email === 'relay') world.meetTrap(9);
}

function numberShopify(orders: readonly OrderDoc[], random: Random, firstNumber: number): void {
  let id = 5_200_000_000_000 + random.below(1_000_000);
  for (const [i, order] of orders.entries()) {
    id += random.between(1000, 90_000);
    order.number = `#${firstNumber + i}`;
    order.id = String(id);
    order.record.nativeId = order.number;
    order.record.aliases.push(order.id);
  }
}

/** The trade site's number plugin pads to five digits and was reset on 1 July: numbers return, ids do not. */
function numberWooCommerce(world: World, orders: readonly OrderDoc[], random: Random): void {
  const reset = Date.UTC(world.options.year, 6, 1);
  let id = 5200;
  let number = 1000;
  let before = true;
  for (const order of orders) {
    if (before && order.at >= reset) {
      before = false;
      number = 1000;
    }
    id += random.between(1, 7);
    number += 1;
    order.id = String(id);
    order.number = String(number).padStart(5, '0');
    order.record.nativeId = order.id;
    order.record.aliases.push(order.number, `wc_order_${random.text(ALPHANUMERIC, 13)}`);
  }
}

function numberAmazon(order: OrderDoc, random: Random): void {
  order.id = `${random.between(111, 114)}-${random.text(DIGITS, 7)}-${random.text(DIGITS, 7)}`;
  order.number = order.id;
  order.record.nativeId = order.id;
}

/** The number under which a mirror quotes its original. */
export function mirroredNumber(sale: Sale): string {
  return sale.channel === 'amazon' ? sale.owner.nativeId : (sale.owner.aliases[0] ?? '');
}

/** Equal order numbers of two stores, and numbers used again after the reset, are different sales. */
function recordEqualNumbers(world: World): void {
  const numbered = world.orders.filter((order) => order.record.system !== 'amazon' && order.role !== 'retry');
  for (const group of Map.groupBy(numbered, (order) => order.number.replace(/^#|^0+/, '')).values()) {
    for (const [i, a] of group.entries()) {
      for (const b of group.slice(i + 1)) if (a.sale !== b.sale) world.keepApart(4, a.record, b.record);
    }
  }
}

/** The zone of the store that shows the document. */
export function zoneOfOrder(order: OrderDoc): (typeof STORES)['us']['zone'] {
  if (order.role !== 'mirror') return storeOf(order.sale.channel).zone;
  return order.record.account === STORES.us.account ? STORES.us.zone : STORES.eu.zone;
}
