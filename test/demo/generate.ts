import { AGENCY } from './agency/seller.ts';
import { inChunks } from './base/delimited.ts';
import { SHOP, STORES } from './shop/accounts.ts';
import { buildWorld } from './world/build.ts';
import { truthFiles } from './world/truth.ts';
import type { DemoOptions, World } from './world/world.ts';
import { amazonOrdersFile, settlementFile } from './writers/amazon.ts';
import { bankFile } from './writers/bank.ts';
import { quickBooksFile, xeroFile } from './writers/books.ts';
import type { DemoFile } from './writers/file.ts';
import { asanaFile, googleAdsFile, hubspotFile, metaAdsFile, netsuiteFile } from './writers/office.ts';
import { paypalFile } from './writers/paypal.ts';
import { shopifyOrdersFile } from './writers/shopify-orders.ts';
import { shopifyPaymentsFiles } from './writers/shopify-payments.ts';
import { stripeFiles } from './writers/stripe.ts';
import { wooCommerceFile } from './writers/woocommerce.ts';

export type { DemoOptions, Profile } from './world/world.ts';
export type { DemoFile } from './writers/file.ts';

/** A demo year: the export files of every system, and what is true about them (RESULTS.md's formats). */
export interface Demo {
  readonly files: readonly DemoFile[];
  readonly truth: readonly { readonly name: string; readonly chunks: () => Iterable<string> }[];
}

/**
 * Makes a year of a shop or of an agency. Pure and deterministic: the same options give the same bytes.
 * `orders` counts sales; below about 150 the traps alone make more. Text comes in chunks of about 64 kB.
 */
export function generate(options: DemoOptions): Demo {
  const world = buildWorld(options);
  const files = options.profile === 'shop' ? shopFiles(world) : agencyFiles(world);
  return { files, truth: truthFiles(world).map(({ name, lines }) => ({ name, chunks: () => inChunks(lines()) })) };
}

function shopFiles(world: World): DemoFile[] {
  const { orders, rows, payouts, bankLines } = world;
  return [
    shopifyOrdersFile(orders, STORES.us.account),
    shopifyOrdersFile(orders, STORES.eu.account),
    wooCommerceFile(orders),
    amazonOrdersFile(orders),
    hubspotFile(world.deals, SHOP),
    netsuiteFile(world.erpOrders, SHOP),
    ...shopifyPaymentsFiles(rows, payouts, orders),
    ...stripeFiles(rows, STORES.eu.stripe),
    ...stripeFiles(rows, STORES.trade.stripe),
    paypalFile(rows, payouts),
    ...payouts.filter((payout) => payout.rail === 'amazon').map(settlementFile),
    xeroFile(world.bookings, SHOP),
    bankFile(bankLines, 'kestrel-usd'),
    bankFile(bankLines, 'kestrel-eur'),
  ];
}

function agencyFiles(world: World): DemoFile[] {
  return [
    hubspotFile(world.deals, AGENCY),
    netsuiteFile(world.erpOrders, AGENCY),
    googleAdsFile(world.googleCampaigns, AGENCY),
    metaAdsFile(world.metaCampaigns, AGENCY),
    asanaFile(world.projects, AGENCY),
    quickBooksFile(world.bookings, AGENCY, 'Northlight Agency', world.options.year),
    ...stripeFiles(world.rows, AGENCY),
    bankFile(world.bankLines, 'northlight-usd'),
    bankFile(world.bankLines, 'northlight-eur'),
  ];
}
