import { DAY, HOUR, MINUTE } from '../base/calendar.ts';
import { type Customer, PLACEHOLDER_PHONE } from '../world/customers.ts';
import { type Scene, sameGoods, through, turnOf } from './scene.ts';

/** Recipes for sales that look alike and are not: each pair goes on record as *must stay apart*. */

/** Subscriptions and re-orders: one, two or three more of the same within the week. Their copies carry ids. */
export function repeatPurchases({ world, seller, random }: Scene): void {
  let last = seller.sell({ copies: [seller.copy({ withId: true })], plan: { captures: 1 } });
  const more = random.weighted([
    [1, 60],
    [2, 30],
    [3, 10],
  ]);
  for (let left = more; left > 0; left--) {
    const at = last.at + random.between(1, 6) * DAY + random.below(HOUR);
    const next = seller.sell({ ...sameGoods(last), at, copies: [], title: last.title, plan: { captures: 1 } });
    world.keepApart(1, last.owner, next.owner);
    last = next;
  }
}

/** Decorated numbers in copies (true ones); for an agency also one reference given to two clients. */
export function numberedAlike(scene: Scene): void {
  const { world, seller, shop, turn } = scene;
  const idStyle = turnOf(['so', 'padded', 'bare'] as const, turn);
  const first = seller.sell({ ...through(scene, 'us'), customer: seller.firm(), copies: [seller.copy({ withId: true, idStyle })] });
  world.meetTrap(4);
  if (shop) return;
  const second = seller.sell({ reference: first.reference, copies: [] });
  world.keepApart(4, first.owner, second.owner);
}

/** The same goods again for a return: the shop's note, or the ERP's `1042-R1`, names the first order. */
export function replacementOrder(scene: Scene): void {
  const { world, seller, random, shop, turn } = scene;
  const request = shop ? ({ channel: 'us', gateway: 'shopify_payments' } as const) : ({ gateway: 'stripe' } as const);
  const first = seller.sell({ ...request, customer: seller.firm(), copies: [], plan: { captures: 1, refunds: 'full' } });
  const at = first.at + random.between(15, 25) * DAY;
  const copies = turn % 2 === 0 ? [seller.copy({ into: 'netsuite', withId: true, idStyle: 'revision' })] : [];
  const second = seller.sell({ ...sameGoods(first), at, copies, plan: { captures: 1, replaces: first, refunds: 'none' } });
  world.afterCopies.push(() => {
    for (const record of second.members) world.keepApart(5, first.owner, record);
  });
}

/** The same digits in dollars and in euros, on one day, by one buyer. */
export function currencyTwins(scene: Scene): void {
  const { world, seller, random, shop } = scene;
  const customer = shop ? seller.person() : seller.firm();
  const totalMinor = random.between(2000, 90_000);
  const request = { customer, totalMinor, copies: [], plan: { captures: 1 } };
  const dollars = seller.sell({ ...through(scene, 'us'), ...request });
  const euros = seller.sell({ ...(shop ? { channel: 'eu' } : { currency: 'EUR' }), ...request, at: dollars.at + 40 * MINUTE });
  world.keepApart(7, dollars.owner, euros.owner);
}

/** Two colleagues behind one mailbox, same amount and day; or one buyer whose copy bears a plus address. */
export function sharedMailbox(scene: Scene): void {
  const { world, seller, random, turn } = scene;
  const firm = seller.firm();
  if (turn % 2 === 1) {
    seller.sell({ ...through(scene, 'us'), customer: firm, copies: [seller.copy({ email: 'plus' })] });
    world.meetTrap(9);
    return;
  }
  const email = `info@${firm.email.split('@')[1] ?? 'post.example'}`;
  const one: Customer = { ...firm, key: `${firm.key}a`, company: '', email, phone: PLACEHOLDER_PHONE };
  const colleague: Customer = { ...one, key: `${firm.key}b`, name: seller.person().name };
  const first = seller.sell({ ...through(scene, 'us'), customer: one, copies: [], plan: { captures: 1 } });
  const at = first.at + random.between(10, 300) * MINUTE;
  const second = seller.sell({ ...sameGoods(first), customer: colleague, at, copies: [], plan: { captures: 1 } });
  world.keepApart(9, first.owner, second.owner);
}

export function household(scene: Scene): void {
  const { world, seller, random } = scene;
  const one = seller.person();
  const relative = seller.person();
  const [given = ''] = relative.name.split(' ');
  const other: Customer = { ...one, key: `${one.key}h`, name: `${given} ${one.name.split(' ')[1] ?? ''}`, email: relative.email };
  const first = seller.sell({ ...through(scene, 'us'), customer: one, copies: [], plan: { captures: 1 } });
  const at = first.at + random.between(5, 600) * MINUTE;
  const second = seller.sell({ ...sameGoods(first), customer: other, at, copies: [], plan: { captures: 1 } });
  world.keepApart(11, first.owner, second.owner);
}

/** 145.23 and 154.23, on one day, by firms whose names begin alike: two sales, each with a copy of its own. */
export function transposedAmounts(scene: Scene): void {
  const { world, seller, random } = scene;
  const firm = seller.firm();
  const neighbour = seller.firm();
  const [sharedWord = ''] = firm.company.split(' ');
  const alike: Customer = { ...neighbour, company: [sharedWord, ...neighbour.company.split(' ').slice(1)].join(' ') };
  const [low, high] = [random.between(1, 4), random.between(5, 9)];
  const amount = (hundreds: number, tens: number): number => 10_000 + hundreds * 1000 + tens * 100 + 23;
  const request = { ...through(scene, 'trade'), plan: { captures: 1, refunds: 'none' } as const };
  const first = seller.sell({ ...request, customer: firm, totalMinor: amount(low, high), copies: [seller.copy()] });
  const at = first.at + 90 * MINUTE;
  const second = seller.sell({ ...request, customer: alike, totalMinor: amount(high, low), at, copies: [seller.copy()] });
  world.keepApart(12, first.owner, second.owner);
}

/** One till customer with very many orders at a few price points; the pairs of a week are found afterwards. */
export function guestOrder(scene: Scene): void {
  const { world, seller, random, shop } = scene;
  const guest: Customer = {
    ...seller.person(),
    key: GUEST_KEY,
    name: 'Guest Checkout',
    email: 'guest@checkout.example',
    phone: PLACEHOLDER_PHONE,
  };
  const totalMinor = random.pick([1290, 1890, 2490, 4990]) * (shop ? 1 : 100);
  const request = shop
    ? ({ channel: 'us', gateway: 'shopify_payments' } as const)
    : ({ gateway: 'stripe', title: 'Quick job' } as const);
  seller.sell({ ...request, customer: guest, totalMinor, copies: [], plan: { captures: 1, refunds: 'none' } });
  world.meetTrap(17);
}

export const GUEST_KEY = 'guest';

/** Two sales of one firm on one day, a little apart in amount, each with a copy that names no id. */
export function weakBridge(scene: Scene): void {
  const { world, seller, random } = scene;
  const totalMinor = random.between(20_000, 400_000);
  const request = { ...through(scene, 'trade'), customer: seller.firm(), plan: { captures: 1, refunds: 'none' } as const };
  const first = seller.sell({ ...request, totalMinor, copies: [seller.copy({ into: 'netsuite' })] });
  const nearby = totalMinor + random.between(150, 900);
  const second = seller.sell({
    ...request,
    totalMinor: nearby,
    at: first.at + 3 * MINUTE,
    copies: [seller.copy({ into: 'netsuite' })],
  });
  world.afterCopies.push(() => {
    for (const a of first.members) for (const b of second.members) world.keepApart(18, a, b);
  });
}

/** Two buyers, one instant, one amount: nothing but the buyer tells them apart, and no order of files may matter. */
export function sameInstant(scene: Scene): void {
  const { world, seller } = scene;
  const first = seller.sell({ ...through(scene, 'us'), customer: seller.person(), copies: [], plan: { captures: 1 } });
  const second = seller.sell({ ...sameGoods(first), customer: seller.person(), at: first.at, copies: [], plan: { captures: 1 } });
  world.keepApart(20, first.owner, second.owner);
}

/** After all sales: equal amounts of one buyer within a week, whether a recipe meant them or chance made them. */
export function recordChanceRepeats(scene: Pick<Scene, 'world'>): void {
  const { world } = scene;
  const groups = Map.groupBy(world.sales, (sale) => `${sale.customer.key} ${sale.currency} ${sale.basket.totalMinor}`);
  for (const group of groups.values()) {
    const inTime = group.toSorted((a, b) => a.at - b.at || a.index - b.index);
    for (const [i, later] of inTime.entries()) {
      for (let k = i - 1; k >= 0; k--) {
        const earlier = inTime[k];
        if (!earlier || later.at - earlier.at > 7 * DAY) break;
        world.keepApart(later.customer.key === GUEST_KEY ? 17 : 1, earlier.owner, later.owner);
      }
    }
  }
}
