/** Big files for benches: written in chunks, the same for the same seed. */
export { type FiveSystems, writeFiveSystems } from './five-systems.ts';
export { type MoneyYear, writeMoneyYear } from './money-year.ts';
export { writeShopifyOrders } from './shopify-orders.ts';
export { writeStripeRows } from './stripe-rows.ts';
