import { billTheSales, keepAgencyBooks } from '../agency/books.ts';
import { openDeals } from '../agency/deals.ts';
import { AGENCY, AgencySeller } from '../agency/seller.ts';
import { DAY, HOUR, SECOND } from '../base/calendar.ts';
import { Random } from '../base/prng.ts';
import { SHOP, storeOf } from '../shop/accounts.ts';
import { settleAmazon } from '../shop/amazon.ts';
import { keepShopBooks } from '../shop/books.ts';
import { openOrders } from '../shop/orders.ts';
import { ShopSeller } from '../shop/seller.ts';
import { recordChanceRepeats } from '../traps/lookalikes.ts';
import { playTraps } from '../traps/play.ts';
import { bankTheMoney } from './bank.ts';
import { copyIntoOffice, numberOffice, quotedNumber } from './copies.ts';
import { keepDecidable } from './decidable.ts';
import { chargeForNobody, keepBackFromPayouts, runForNobody, typeBadly } from './faults.ts';
import type { Sale } from './model.ts';
import { collectPayments } from './payments.ts';
import { payOut } from './payouts.ts';
import { type DemoOptions, type Seller, World } from './world.ts';

/** Lets a year happen: sales, their documents in every system, money, bank, books; faults and traps included. */
export function buildWorld(options: DemoOptions): World {
  const world = new World(options, new Random(options.seed, options.profile));
  const seller = options.profile === 'shop' ? new ShopSeller(world) : new AgencySeller(world);
  playTraps(world, seller);
  while (world.sales.length < options.orders) seller.sell({});
  recordChanceRepeats({ world });
  keepDecidable(world);
  if (options.profile === 'shop') runShop(world, seller);
  else runAgency(world, seller);
  return world;
}

function runShop(world: World, seller: Seller): void {
  openOrders(world);
  const random = world.random.fork('copies');
  for (const sale of world.sales) {
    for (const plan of sale.plan.copies) if (plan.into !== 'shopify') copyIntoOffice(world, SHOP, sale, plan, random);
  }
  typeBadly(world, SHOP, seller);
  numberOffice(world);
  finishCopies(world);
  collectPayments(world, {
    stripe: (sale) => ({ account: storeOf(sale.channel).stripe, currency: storeOf(sale.channel).currency }),
    paypalAccount: SHOP,
    describe: (sale) => `Kestrel Goods, order ${quotedNumber(sale)}`,
    paidAt: (sale, part) => sale.at + 20 * SECOND + part * 2 * DAY,
  });
  chargeForNobody(world, storeOf('eu').stripe, 'EUR', (number) => `Kestrel Goods, order #${number}`);
  settleAmazon(world);
  payOut(world);
  keepBackFromPayouts(world);
  bankTheMoney(world, { USD: 'kestrel-usd', EUR: 'kestrel-eur' });
  keepShopBooks(world, seller);
}

function runAgency(world: World, seller: Seller): void {
  openDeals(world);
  runForNobody(world, AGENCY, seller);
  typeBadly(world, AGENCY, seller);
  numberOffice(world);
  finishCopies(world);
  const bills = billTheSales(world, seller);
  const billOf = (sale: Sale, part: number): { readonly number: string; readonly at: number } =>
    bills.get(sale)?.[part] ?? { number: '', at: sale.at };
  collectPayments(world, {
    stripe: () => ({ account: AGENCY, currency: 'USD' }),
    paypalAccount: AGENCY,
    describe: (sale, part) => `Payment for Invoice ${billOf(sale, part).number}`,
    paidAt: (sale, part, random) => billOf(sale, part).at + random.between(2, 13) * DAY + random.below(8 * HOUR),
  });
  chargeForNobody(world, AGENCY, 'USD', (number) => `Payment for Invoice INV-${number}`);
  payOut(world);
  bankTheMoney(world, { USD: 'northlight-usd', EUR: 'northlight-eur' });
  keepAgencyBooks(world);
}

/** What is known only when all copies exist: ties, bridges, ambiguous answers. */
function finishCopies(world: World): void {
  for (const finish of world.afterCopies) finish();
  for (const { record, candidates } of world.ties) {
    world.exceptions.push({ reason: 'ambiguous_match', subjects: [record, ...candidates], amountMinor: 0, currency: 'USD' });
  }
}
