import { addBankingDays, type Banking, DAY, HOUR, isBankingDay, startOfDay } from '../base/calendar.ts';
import { ALPHANUMERIC, DIGITS, type Random, UPPERCASE } from '../base/prng.ts';
import { type MoneyRow, newRecord, type Payout, type SourceRecord } from './model.ts';
import type { World } from './world.ts';

/** Batches the gateways' rows into payouts: daily for a busy book, weekly for a small one; PayPal is swept on Fridays. */
export function payOut(world: World): void {
  const random = world.random.fork('payouts');
  const daily = world.options.orders >= 4000;
  const balances = Map.groupBy(world.rows, (row) => `${row.record.system} ${row.record.account} ${row.currency}`);
  for (const key of [...balances.keys()].sort()) {
    const rows = (balances.get(key) ?? []).toSorted((a, b) => a.availableAt - b.availableAt || a.at - b.at);
    const [first] = rows;
    if (!first || first.record.system === 'amazon') continue;
    const paypal = first.record.system === 'paypal';
    batch(world, rows, random, (day) => (daily && !paypal ? isBankingDay(day, regionOf(first)) : new Date(day).getUTCDay() === 5));
  }
}

export function regionOf(row: { readonly currency: string }): Banking {
  return row.currency === 'EUR' ? 'EU' : 'US';
}

/** Everything available by a payout day goes out with it, unless it sums to nothing or less: then it waits. */
function batch(world: World, rows: readonly MoneyRow[], random: Random, isPayoutDay: (day: number) => boolean): void {
  const [first] = rows;
  const last = rows.at(-1);
  if (!first || !last) return;
  let next = 0;
  let waiting: MoneyRow[] = [];
  for (let day = startOfDay(first.availableAt); day <= startOfDay(last.availableAt) + 8 * DAY; day += DAY) {
    const cutOff = first.record.system === 'paypal' ? day + 18 * HOUR : day;
    if (!isPayoutDay(day)) continue;
    for (let row = rows[next]; row && row.availableAt <= cutOff; row = rows[next]) {
      waiting.push(row);
      next += 1;
    }
    const total = waiting.reduce((sum, row) => sum + row.netMinor, 0);
    if (total <= 0) continue;
    world.payouts.push(newPayout(first, cutOff, total, waiting, random));
    waiting = [];
  }
}

function newPayout(first: MoneyRow, at: number, totalMinor: number, rows: readonly MoneyRow[], random: Random): Payout {
  const { system, account } = first.record;
  const rail = system === 'stripe' || system === 'paypal' ? system : 'shopify';
  const payout: Payout = {
    record: payoutRecord(rail, account, random),
    rail,
    at,
    currency: first.currency,
    rows,
    totalMinor,
    unexplainedMinor: 0,
    bankReference: random.text(UPPERCASE, 10),
    bankLines: [],
  };
  if (rail === 'shopify') payout.record.aliases.push(payout.bankReference);
  for (const row of rows) row.payout = payout;
  return payout;
}

function payoutRecord(rail: 'stripe' | 'paypal' | 'shopify', account: string, random: Random): SourceRecord {
  const id = {
    stripe: () => `po_1${random.text(ALPHANUMERIC, 23)}`,
    paypal: () => random.text(UPPERCASE, 17),
    shopify: () => `9${random.text(DIGITS, 10)}`,
  };
  return newRecord(rail, account, 'payout', id[rail]());
}

/** The banking day on which a payout reaches the account. */
export function arrivalOf(payout: Pick<Payout, 'at' | 'currency'>, days: number): number {
  return addBankingDays(payout.at, days, regionOf(payout));
}
