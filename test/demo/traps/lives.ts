import { DAY, HOUR, MINUTE } from '../base/calendar.ts';
import { singleLineBasket } from '../world/baskets.ts';
import type { CopyPlan, SalePlan } from '../world/model.ts';
import { byCard, type Scene, sameGoods, through, turnOf } from './scene.ts';

/** Recipes for single sales with an awkward life: how they are collected, returned, copied or named. */

export function collectedInParts(scene: Scene): void {
  scene.seller.sell({ ...byCard(scene), plan: { captures: scene.random.between(2, 3), refunds: 'none' } });
}

export function refundedSale(scene: Scene): void {
  const refunds = scene.turn % 12 === 0 ? 'over' : turnOf(['part', 'parts', 'early', 'full'] as const, scene.turn);
  scene.seller.sell({ ...byCard(scene), plan: { captures: 1, refunds } });
}

/** Test orders, free orders, gift cards sold and used, store credit; an agency has tests and favours. */
export function moneylessSale(scene: Scene): void {
  const { world, seller, random, shop, turn } = scene;
  const variant = turnOf(
    shop ? (['test', 'free', 'gift sold', 'gift used', 'credit'] as const) : (['test', 'free'] as const),
    turn,
  );
  const request = { ...through(scene, 'us'), copies: [] };
  const basket = singleLineBasket('Trail cap', 'TC-CAP-1', 2800 * random.between(2, 6));
  const credit = (kind: 'Gift Card' | 'Store Credit', minor: number): SalePlan['credit'] => ({ kind, minor });
  world.meetTrap(6);
  switch (variant) {
    case 'test':
      return void seller.sell({ ...request, gateway: 'none', plan: { state: 'test', captures: 0, refunds: 'none' } });
    case 'free':
      return void seller.sell({ ...request, gateway: 'none', totalMinor: 0, plan: { captures: 0, refunds: 'none' } });
    case 'gift sold': {
      const card = singleLineBasket('Gift card', 'GIFT-CARD', 2500 * random.between(1, 6));
      return void seller.sell({ ...request, gateway: 'shopify_payments', basket: card, plan: { refunds: 'none' } });
    }
    case 'gift used':
      return void seller.sell({
        ...request,
        gateway: 'shopify_payments',
        basket,
        plan: { credit: credit('Gift Card', 2500), refunds: 'none' },
      });
    case 'credit': {
      const plan = { credit: credit('Store Credit', basket.totalMinor), captures: 0, refunds: 'none' } as const;
      return void seller.sell({ ...request, gateway: 'none', basket, plan });
    }
  }
}

/** Yen, Kuwaiti dinars and pounds, charged abroad and settled in dollars (by PayPal with two conversion rows); some copies are one minor unit off. */
export function foreignSale(scene: Scene): void {
  const { world, seller, turn } = scene;
  const copies = [seller.copy({ withId: true, amount: turn % 2 === 0 ? 'total' : 'one_off' })];
  const currency = turnOf(['JPY', 'KWD', 'GBP', 'GBP'], turn);
  const gateway = scene.shop && turn % 4 === 3 ? 'paypal' : 'stripe';
  seller.sell({ ...through(scene, 'trade'), currency, gateway, copies, plan: { captures: 1, refunds: 'none' } });
  world.meetTrap(7);
}

/** Sold at half past eleven at night, UTC; the copy bears the next day. */
export function lateEveningSale(scene: Scene): void {
  const { world, seller, random } = scene;
  const at = Math.floor(world.moment(random) / DAY) * DAY + 23 * HOUR + random.between(10, 50) * MINUTE;
  seller.sell({ ...through(scene, 'us'), customer: seller.firm(), at, copies: [seller.copy({ dated: 'next_day' })] });
  world.meetTrap(8);
}

/** Nobody left a name; the copy knows the number and little else. */
export function anonymousBuyer(scene: Scene): void {
  const { world, seller, shop } = scene;
  const request = shop ? ({ channel: 'us', gateway: 'shopify_payments' } as const) : {};
  seller.sell({ ...request, copies: [seller.copy({ withId: true, email: 'none' })], plan: { anonymous: true } });
  world.meetTrap(10);
}

/** A true copy without an id, under a name in other words or cut in mid-word. */
export function firmInOtherWords(scene: Scene): void {
  const { world, seller, turn } = scene;
  const name = turnOf(['suffix', 'trading_name', 'cut'] as const, turn);
  seller.sell({ ...through(scene, 'trade'), customer: seller.firm(), copies: [seller.copy({ name })] });
  world.meetTrap(12);
}

/** A true copy without an id, in which the name lost its accents, changed its script or hides look-alike letters. */
export function otherScripts(scene: Scene): void {
  const { world, seller } = scene;
  const { customer, copiedName } = seller.scripted();
  seller.sell({ ...through(scene, 'us'), customer, copies: [seller.copy({ name: { text: copiedName } })] });
  world.meetTrap(16);
}

export function paidTwice(scene: Scene): void {
  scene.seller.sell({ ...byCard(scene), plan: { captures: 1, paidTwice: true, refunds: 'none' } });
}

/**
 * Card networks decide within about three months, and not every file tells how: at the end of the year a lost dispute is of its first
 * seven months, one that is still open of November.
 */
export function disputedSale(scene: Scene): void {
  const { seller, world, random, turn } = scene;
  const dispute = turnOf(['open', 'won', 'lost'] as const, turn);
  const day = { open: random.between(304, 330), won: random.between(0, 330), lost: random.between(0, 200) }[dispute];
  const at = world.start + day * DAY + random.below(DAY);
  seller.sell({ ...byCard(scene), at, plan: { captures: 1, dispute, refunds: 'none' } });
}

/** Two equal sales of one buyer on one day, and month-end copies that bear neither an id nor the hour. */
export function tiedCopies(scene: Scene): void {
  const { seller, random, shop, world } = scene;
  const at = Math.floor(world.moment(random) / DAY) * DAY + random.between(9, 18) * HOUR;
  const systems: CopyPlan['into'][] = shop ? ['netsuite'] : ['netsuite', 'google_ads', 'asana'];
  const copies = (): CopyPlan[] => systems.map((into) => seller.copy({ into, dated: 'month_end', tied: true, email: 'none' }));
  const plan = { captures: 1, refunds: 'none' } as const;
  const first = seller.sell({ ...through(scene, 'trade'), customer: seller.firm(), at, copies: copies(), plan });
  const second = seller.sell({ ...sameGoods(first), at: at + 2 * HOUR, title: first.title, copies: copies(), plan });
  world.keepApart(15, first.owner, second.owner);
  world.afterCopies.push(() => {
    for (const sale of [first, second]) {
      for (const record of sale.members.slice(1)) {
        world.ties.push({ record, candidates: [first.owner, second.owner], truth: sale.owner });
        world.meetTrap(15);
      }
    }
  });
}

/** The shop's API answered late and was asked again: two orders three seconds apart, with one charge or with two. */
export function apiRetry(scene: Scene): void {
  const { seller, shop, turn } = scene;
  const retry = turn % 2 === 0 ? 'one_charge' : 'two_charges';
  const request = shop ? ({ channel: 'us', gateway: 'shopify_payments' } as const) : ({ gateway: 'stripe' } as const);
  seller.sell({ ...request, copies: [], plan: { captures: 1, retry, refunds: 'none' } });
}

/** States that must be found, rather than traps: cancelled and kept, sent and unpaid, half paid, refunds that name nothing. */
export function cancelledAndKept(scene: Scene): void {
  scene.seller.sell({ ...byCard(scene), plan: { captures: 1, state: 'cancelled_unrefunded', refunds: 'none' } });
}

export function sentUnpaid(scene: Scene): void {
  scene.seller.sell({ ...byCard(scene), plan: { captures: 0, state: 'fulfilled_unpaid', refunds: 'none' } });
}

export function halfPaid(scene: Scene): void {
  scene.seller.sell({ ...byCard(scene), plan: { captures: 2, state: 'underpaid', refunds: 'none' } });
}

export function refundThatNamesNothing(scene: Scene): void {
  scene.seller.sell({ ...through(scene, 'eu'), gateway: 'stripe', plan: { captures: 1, refunds: 'orphan' } });
}
