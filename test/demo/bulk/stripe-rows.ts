import { DAY } from '../base/calendar.ts';
import { Random } from '../base/prng.ts';
import { ChunkWriter } from './chunk-writer.ts';
import { QuickClock, quickAmount, stripeId } from './quick.ts';

const HEADER =
  'balance_transaction_id,created_utc,available_on_utc,currency,gross,fee,net,reporting_category,source_id,description\n';

/** `n` rows of Stripe's itemised balance report over one year: charges, and one refund in 25. */
export function writeStripeRows(path: string, n: number, seed: number): void {
  const random = new Random(seed, 'bulk stripe');
  const clock = new QuickClock();
  const available = new QuickClock();
  const file = new ChunkWriter(path);
  const start = Date.UTC(2025, 0, 1);
  const step = (365 * DAY) / n;
  file.write(HEADER);
  for (let i = 0; i < n; i++) {
    const at = start + Math.floor(i * step);
    const dates = `${clock.stamp(at)},${available.day(at + 2 * DAY)} 00:00:00`;
    const gross = 500 + random.below(40_000);
    if (i % 25 === 24) {
      const text = quickAmount(gross);
      file.write(
        `${stripeId(random, 'txn_3', at)},${dates},usd,-${text},0.00,-${text},refund,${stripeId(random, 're_3', at)},REFUND FOR CHARGE (order #${1001 + i})\n`,
      );
    } else {
      const fee = Math.floor((gross * 29 + 500) / 1000) + 30;
      const amounts = `${quickAmount(gross)},${quickAmount(fee)},${quickAmount(gross - fee)}`;
      file.write(
        `${stripeId(random, 'txn_3', at)},${dates},usd,${amounts},charge,${stripeId(random, 'ch_3', at)},Kestrel Goods order #${1001 + i}\n`,
      );
    }
  }
  file.close();
}
