import { itemAt, type Random } from '../base/prng.ts';
import type { Sale } from '../world/model.ts';
import type { SaleRequest, Seller, World } from '../world/world.ts';

/** What a recipe may use. `turn` counts its plays, so that its variants take turns. */
export interface Scene {
  readonly world: World;
  readonly seller: Seller;
  readonly random: Random;
  readonly shop: boolean;
  readonly turn: number;
}

/** What makes a second sale look like the first: buyer, channel, goods, money. */
export function sameGoods(sale: Sale): Pick<SaleRequest, 'customer' | 'channel' | 'currency' | 'basket' | 'gateway'> {
  return { customer: sale.customer, channel: sale.channel, currency: sale.currency, basket: sale.basket, gateway: sale.gateway };
}

/** A request for one channel of the shop; an agency has only one way of selling. */
export function through(scene: Scene, channel: 'us' | 'eu' | 'trade'): SaleRequest {
  return scene.shop ? { channel } : {};
}

/** A sale paid by card: neither marketplace nor wire, so that charges, refunds and disputes can follow. */
export function byCard(scene: Scene): SaleRequest {
  if (!scene.shop) return { gateway: 'stripe' };
  return scene.random.chance(600) ? { channel: 'us', gateway: 'shopify_payments' } : { channel: 'eu', gateway: 'stripe' };
}

/** The variant whose turn it is. */
export function turnOf<T>(variants: readonly T[], turn: number): T {
  return itemAt(variants, turn % variants.length);
}
