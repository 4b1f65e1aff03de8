import { addBankingDays, DAY } from '../base/calendar.ts';
import { share } from '../base/money.ts';
import { ALPHANUMERIC, DIGITS } from '../base/prng.ts';
import { STAFF } from '../base/words.ts';
import { type MoneyRow, newRecord } from './model.ts';
import type { Seller, World } from './world.ts';

/** Faults that belong to no sale. Each goes on record as the exception it must raise. */

const perTenThousand = (world: World, count: number): number => Math.max(1, Math.ceil((count * world.options.orders) / 10_000));

/** Captures for orders that no file of the shop holds. */
export function chargeForNobody(world: World, account: string, currency: string, describe: (number: string) => string): void {
  const random = world.random.fork('stray charges');
  for (let i = perTenThousand(world, 25); i > 0; i--) {
    const at = world.moment(random);
    const grossMinor = random.between(1500, 60_000);
    const feeMinor = share(grossMinor, 290, 10_000) + 30;
    const ids = { charge: `ch_3${random.text(ALPHANUMERIC, 23)}`, intent: `pi_3${random.text(ALPHANUMERIC, 23)}` };
    const record = newRecord('stripe', account, 'charge', `txn_3${random.text(ALPHANUMERIC, 23)}`);
    record.aliases.push(ids.charge, ids.intent);
    const row: MoneyRow = {
      record,
      kind: 'charge',
      at,
      availableAt: addBankingDays(at, 2, currency === 'EUR' ? 'EU' : 'US'),
      currency,
      grossMinor,
      feeMinor,
      netMinor: grossMinor - feeMinor,
      buyerMinor: grossMinor,
      buyerCurrency: currency,
      sale: null,
      parent: null,
      text: describe(`99${random.text(DIGITS, 3)}`),
      ids: { ...ids, source: ids.charge },
      payout: null,
    };
    world.rows.push(row);
    world.exceptions.push({ reason: 'payment_without_order', subjects: [record], amountMinor: grossMinor, currency });
  }
}

/** Deals whose amount was typed with a letter O: unreadable, and to be named with file and line. */
export function typeBadly(world: World, account: string, seller: Seller): void {
  const random = world.random.fork('typing');
  for (let i = perTenThousand(world, 10); i > 0; i--) {
    const closedAt = world.moment(random);
    const company = seller.firm().company;
    const record = newRecord('hubspot', account, 'deal');
    const what = {
      name: `${company} - Renewal`,
      company,
      contact: '',
      email: '',
      amountMinor: 0,
      currency: 'USD',
      stage: 'closedwon',
      orderNumber: '',
    };
    world.deals.push({
      record,
      ...what,
      closedAt,
      createdAt: closedAt - 3 * DAY,
      owner: random.pick(STAFF),
      brokenAmount: '12O0.00',
    });
    world.exceptions.push({ reason: 'unreadable_row', subjects: [record], amountMinor: 0, currency: 'USD' });
  }
}

/** Campaigns and projects that serve no order of the CRM. */
export function runForNobody(world: World, account: string, seller: Seller): void {
  const random = world.random.fork('stray contexts');
  for (let i = perTenThousand(world, 15); i > 0; i--) {
    const at = world.moment(random);
    const client = seller.firm().company;
    const campaign = newRecord('google_ads', account, 'campaign', `7${random.text(DIGITS, 9)}`);
    const spendMinor = random.between(50_000, 700_000);
    const flight = {
      startsAt: at,
      endsAt: at + 40 * DAY,
      budgetMinor: spendMinor,
      spendMinor,
      currency: 'USD',
      clicks: random.between(100, 9000),
    };
    world.googleCampaigns.push({ record: campaign, name: `${client} | Spec pitch | Search`, ...flight });
    world.exceptions.push({ reason: 'missing_canonical_id', subjects: [campaign], amountMinor: spendMinor, currency: 'USD' });
    const project = newRecord('asana', account, 'project', `13${random.text(DIGITS, 14)}`);
    const dates = { createdAt: at, startsAt: at, dueAt: at + 30 * DAY };
    world.projects.push({ record: project, name: `${client} / Spec pitch`, ...dates, assignee: random.pick(STAFF), notes: '' });
    world.exceptions.push({ reason: 'missing_canonical_id', subjects: [project], amountMinor: 0, currency: 'USD' });
  }
}

/** Payouts of the store's own gateway from which something was kept back that no transaction shows. */
export function keepBackFromPayouts(world: World): void {
  const random = world.random.fork('kept back');
  const payouts = world.payouts.filter((payout) => payout.rail === 'shopify' && payout.totalMinor > 20_000);
  for (const payout of payouts.filter((_, i) => i % 40 === 19)) {
    const minor = random.between(500, 9000);
    payout.unexplainedMinor = -minor;
    payout.totalMinor -= minor;
    world.exceptions.push({
      reason: 'payout_sum_mismatch',
      subjects: [payout.record],
      amountMinor: minor,
      currency: payout.currency,
    });
  }
}
