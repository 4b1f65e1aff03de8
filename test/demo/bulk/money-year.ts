import { join } from 'node:path';
import { DAY } from '../base/calendar.ts';
import { Random } from '../base/prng.ts';
import { ChunkWriter } from './chunk-writer.ts';
import { QuickClock, quickAmount, quickPerson, stripeId } from './quick.ts';

const BALANCE =
  'balance_transaction_id,created_utc,available_on_utc,currency,gross,fee,net,reporting_category,source_id,description,automatic_payout_id,automatic_payout_effective_at_utc,payment_intent_id,payment_metadata[order_id]\n';
const PAYMENTS =
  'id,Description,Created (UTC),Amount,Amount Refunded,Currency,Fee,Mode,Status,Customer Email,Captured,Card Name,PaymentIntent ID,order_id (metadata)\n';
const ORDERS =
  'Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Billing Name,Payment Method,Payment Reference,Refunded Amount,Id\n';
const BANK = 'Date,Description,Amount,Currency,Balance,Account,Reference\n';

export interface MoneyYear {
  readonly orders: number;
  /** Rows of Stripe's two reports and of the bank. */
  readonly events: number;
  /** In the order in which they are imported. */
  readonly files: readonly string[];
}

/**
 * A year of one shop for benches: orders, each paid through Stripe (in both of its reports), one in 25 refunded, paid out once a day and
 * received by the bank two days later. `days` may be 1: one more payout, for a book that holds the others.
 */
export function writeMoneyYear(
  folder: string,
  orders: number,
  options: { seed: number; firstDay?: number; days?: number; from?: number },
): MoneyYear {
  const { seed, firstDay = Date.UTC(2025, 0, 1), days = 364, from = 1001 } = options;
  const random = new Random(seed, 'bulk money');
  const clock = new QuickClock();
  const tag = `${from}`;
  const names = [`shopify-${tag}.csv`, `stripe-balance-${tag}.csv`, `stripe-payments-${tag}.csv`, `bank-${tag}.csv`];
  const [shop, balance, payments, bank] = names.map((name) => new ChunkWriter(join(folder, name))) as [
    ChunkWriter,
    ChunkWriter,
    ChunkWriter,
    ChunkWriter,
  ];
  shop.write(ORDERS);
  balance.write(BALANCE);
  payments.write(PAYMENTS);
  bank.write(BANK);
  let events = 0;
  let balanceMinor = 10_000_000;
  for (let day = 0, at = 0; day < days; day++) {
    const midnight = firstDay + day * DAY;
    const until = Math.round((orders * (day + 1)) / days);
    const count = until - at;
    const payoutAt = midnight + DAY + 6 * 3_600_000;
    const payoutId = stripeId(random, 'po_1', payoutAt);
    const payoutText = clock.stamp(payoutAt);
    let sweep = 0;
    for (let i = 0; at < until; at++, i++) {
      const number = from + at;
      const placed = midnight + Math.floor((i * (DAY - 60_000)) / Math.max(1, count));
      const person = quickPerson(number % 7919);
      const gross = 500 + random.below(40_000);
      const fee = Math.floor((gross * 29 + 500) / 1000) + 30;
      const refunded = number % 25 === 0 ? gross : 0;
      const [text, stamp, paid] = [quickAmount(gross), clock.stamp(placed), clock.stamp(placed + 1000)];
      const [charge, intent] = [stripeId(random, 'ch_3', placed), stripeId(random, 'pi_3', placed)];
      const status = refunded > 0 ? 'refunded' : 'paid';
      shop.write(
        `#${number},${person.email},${status},${paid} +0000,fulfilled,USD,${text},0.00,0.00,${text},${stamp} +0000,1,Trail cap,${text},${person.name},Stripe,${intent},${quickAmount(refunded)},${6_000_000_000 + number}\n`,
      );
      const place = `${payoutId},${payoutText}`;
      balance.write(
        `${stripeId(random, 'txn_3', placed)},${paid},${clock.stamp(placed + 2 * DAY)},usd,${text},${quickAmount(fee)},${quickAmount(gross - fee)},charge,${charge},,${place},${intent},#${number}\n`,
      );
      payments.write(
        `${charge},,${paid},${text},${quickAmount(refunded)},usd,${quickAmount(fee)},Live,Paid,${person.email},true,${person.name},${intent},#${number}\n`,
      );
      sweep += gross - fee;
      events += 2;
      if (refunded === 0) continue;
      balance.write(
        `${stripeId(random, 'txn_3', placed)},${clock.stamp(placed + 3000)},${clock.stamp(placed + 2 * DAY)},usd,-${text},0.00,-${text},refund,${stripeId(random, 're_3', placed)},,${place},${intent},#${number}\n`,
      );
      sweep -= gross;
      events++;
    }
    balance.write(
      `${stripeId(random, 'txn_1', payoutAt)},${payoutText},${payoutText},usd,-${quickAmount(sweep)},0.00,-${quickAmount(sweep)},payout,${payoutId},STRIPE PAYOUT,${payoutId},${payoutText},,\n`,
    );
    balanceMinor += sweep;
    bank.write(
      `${clock.day(payoutAt + 2 * DAY)},STRIPE PAYMENTS ${payoutId.slice(-10).toUpperCase()},${quickAmount(sweep)},USD,${quickAmount(balanceMinor)},checking,BK${from}${day}\n`,
    );
    events += 2;
  }
  for (const file of [shop, balance, payments, bank]) file.close();
  return { orders, events, files: names };
}
