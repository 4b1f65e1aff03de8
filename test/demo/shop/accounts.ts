/** The accounts of Kestrel Goods, the demo shop: two Shopify stores, a WooCommerce trade site, Amazon, and what serves them. */
import type { Zone } from '../base/calendar.ts';
import type { Channel } from '../world/model.ts';

export const SHOP = 'kestrel';

export interface Store {
  readonly system: 'shopify' | 'woocommerce' | 'amazon';
  readonly account: string;
  readonly zone: Zone;
  readonly currency: string;
  /** The Stripe account that serves it; blank where another gateway does. */
  readonly stripe: string;
}

export const STORES: Readonly<Record<Exclude<Channel, 'agency'>, Store>> = {
  us: { system: 'shopify', account: 'kestrel-us', zone: 'America/New_York', currency: 'USD', stripe: '' },
  eu: { system: 'shopify', account: 'kestrel-eu', zone: 'Europe/Berlin', currency: 'EUR', stripe: 'kestrel-eu' },
  trade: { system: 'woocommerce', account: 'kestrel-trade', zone: 'America/New_York', currency: 'USD', stripe: 'kestrel-trade' },
  amazon: { system: 'amazon', account: 'kestrel', zone: 'UTC', currency: 'USD', stripe: '' },
};

export function storeOf(channel: Channel): Store {
  if (channel === 'agency') throw new RangeError('an agency has no store');
  return STORES[channel];
}
