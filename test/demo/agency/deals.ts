import { DAY, SECOND } from '../base/calendar.ts';
import { share, toUsd } from '../base/money.ts';
import { DIGITS, type Random } from '../base/prng.ts';
import { STAFF } from '../base/words.ts';
import { copyIntoOffice, copyName, idInCopy, ownerTotal } from '../world/copies.ts';
import { type Campaign, type CopyPlan, newRecord, type Sale } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { AGENCY } from './seller.ts';

/** Opens the CRM deal of every sale, its retried twin where there is one, and the copies in ERP, ad platforms and project tool. */
export function openDeals(world: World): void {
  const random = world.random.fork('deals');
  for (const sale of world.sales) {
    openDeal(world, sale, random);
    for (const plan of sale.plan.copies) {
      if (plan.into === 'hubspot' || plan.into === 'netsuite') copyIntoOffice(world, AGENCY, sale, plan, random);
      else if (plan.into === 'asana') openProject(world, sale, plan, random);
      else openCampaign(world, sale, plan, random);
    }
  }
  numberContexts(world, random);
}

function openDeal(world: World, sale: Sale, random: Random): void {
  const { customer, plan } = sale;
  const client = plan.anonymous ? '' : customer.company || customer.name;
  const test = plan.state === 'test' ? 'TEST do not use - ' : '';
  const note = plan.replaces ? ` (replaces ${plan.replaces.reference})` : '';
  sale.owner.aliases.push(sale.reference);
  const deal = {
    record: sale.owner,
    name: `${test}${client ? `${client} - ` : ''}${sale.title}${note}`,
    company: plan.anonymous ? '' : customer.company,
    contact: plan.anonymous ? '' : customer.name,
    email: plan.anonymous ? '' : customer.email,
    amountMinor: ownerTotal(sale),
    currency: sale.currency,
    closedAt: sale.at,
    createdAt: sale.at - random.between(2, 40) * DAY,
    owner: random.pick(STAFF),
    orderNumber: sale.reference,
    stage: 'closedwon',
    brokenAmount: '',
  };
  world.deals.push(deal);
  if (plan.retry === 'none') return;
  const record = newRecord('hubspot', AGENCY, 'deal');
  record.aliases.push(sale.reference);
  record.refs.push(sale.reference);
  world.deals.push({ ...deal, record, createdAt: deal.createdAt + 3 * SECOND });
  sale.members.push(record);
}

function openProject(world: World, sale: Sale, plan: CopyPlan, random: Random): void {
  const record = newRecord('asana', AGENCY, 'project');
  const number = plan.withId ? idInCopy(sale, plan) : '';
  if (number) record.refs.push(number);
  world.projects.push({
    record,
    name: `${clientName(sale, plan)} / ${sale.title}`,
    createdAt: plan.tied ? sale.at + DAY : sale.at + random.between(1, 5) * DAY,
    startsAt: sale.at + 7 * DAY,
    dueAt: sale.at + 60 * DAY,
    assignee: random.pick(STAFF),
    notes: number ? `Order ${number}` : 'Kick-off after signature',
  });
  sale.members.push(record);
}

function openCampaign(world: World, sale: Sale, plan: CopyPlan, random: Random): void {
  const google = plan.into === 'google_ads';
  const record = newRecord(plan.into, AGENCY, 'campaign');
  const number = plan.withId ? idInCopy(sale, plan) : '';
  if (number) record.refs.push(number);
  const parts = [clientName(sale, plan), sale.title, number, google ? 'Search' : 'Social'].filter((part) => part !== '');
  const spendShare = plan.tied ? 300 : random.between(200, 700);
  const campaign: Campaign = {
    record,
    name: parts.join(google ? ' | ' : ' - '),
    startsAt: sale.at + 7 * DAY,
    endsAt: sale.at + (plan.tied ? 60 : random.between(40, 80)) * DAY,
    budgetMinor: toUsd(ownerTotal(sale), sale.currency),
    spendMinor: share(toUsd(sale.basket.totalMinor, sale.currency), spendShare, 1000),
    currency: 'USD',
    clicks: random.between(200, 90_000),
  };
  (google ? world.googleCampaigns : world.metaCampaigns).push(campaign);
  sale.members.push(record);
}

function clientName(sale: Sale, plan: CopyPlan): string {
  return sale.plan.anonymous ? 'Client' : copyName(sale.customer, plan);
}

/** Ids of the ad platforms and the project tool; the social export names none, so its rows go by file and line. */
function numberContexts(world: World, random: Random): void {
  for (const { record } of world.googleCampaigns) record.nativeId = `${random.between(1, 9)}${random.text(DIGITS, 9)}`;
  for (const { record } of world.projects) record.nativeId = `12${random.text(DIGITS, 14)}`;
}
