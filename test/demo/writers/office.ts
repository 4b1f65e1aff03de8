import { isoDate, usDate } from '../base/calendar.ts';
import { csvLines, type Row } from '../base/delimited.ts';
import { amountText, groupedAmountText } from '../base/money.ts';
import type { Campaign, Deal, ErpOrder, ProjectTask } from '../world/model.ts';
import { type DemoFile, demoFile, nameByLine } from './file.ts';

const ZONE = 'America/New_York';

const DEAL_COLUMNS = [
  'Record ID',
  'Deal Name',
  'Deal Stage',
  'Pipeline',
  'Amount',
  'Currency',
  'Deal owner',
  'Close Date',
  'Create Date',
  'Last Activity Date',
  'Associated Company',
  'Associated Contact',
  'Contact Email',
  'Order Number',
] as const;

/** HubSpot's deals export with the columns this company chose. */
export function hubspotFile(deals: readonly Deal[], account: string): DemoFile {
  const name = `hubspot-${account}-deals.csv`;
  const sorted = deals.toSorted((a, b) => Number(a.record.nativeId) - Number(b.record.nativeId));
  for (const [i, deal] of sorted.entries()) if (deal.brokenAmount) deal.record.aliases.push(`${name}:${i + 2}`);
  return demoFile(name, { system: 'hubspot', account }, 'deals', () => csvLines(DEAL_COLUMNS, sorted.map(dealRow)));
}

function dealRow(deal: Deal): Row<(typeof DEAL_COLUMNS)[number]> {
  return {
    'Record ID': deal.record.nativeId,
    'Deal Name': deal.name,
    'Deal Stage': deal.stage,
    Pipeline: 'Sales',
    Amount: deal.brokenAmount || amountText(deal.amountMinor, deal.currency),
    Currency: deal.currency,
    'Deal owner': deal.owner,
    'Close Date': isoDate(deal.closedAt, ZONE),
    'Create Date': `${isoDate(deal.createdAt, ZONE)}`,
    'Last Activity Date': isoDate(deal.closedAt, ZONE),
    'Associated Company': deal.company,
    'Associated Contact': deal.contact,
    'Contact Email': deal.email,
    'Order Number': deal.orderNumber,
  };
}

const ERP_COLUMNS = [
  'Internal ID',
  'Document Number',
  'Date',
  'Name',
  'Email',
  'Memo',
  'PO/Check Number',
  'Amount',
  'Amount (Tax)',
  'Currency',
  'Status',
  'External ID',
] as const;

/** A saved search of NetSuite sales orders. */
export function netsuiteFile(orders: readonly ErpOrder[], account: string): DemoFile {
  const sorted = orders.toSorted((a, b) => Number(a.record.nativeId) - Number(b.record.nativeId));
  return demoFile(`netsuite-${account}-sales-orders.csv`, { system: 'netsuite', account }, 'sales orders', () =>
    csvLines(ERP_COLUMNS, sorted.map(erpRow)),
  );
}

function erpRow(order: ErpOrder): Row<(typeof ERP_COLUMNS)[number]> {
  return {
    'Internal ID': order.record.nativeId,
    'Document Number': order.documentNumber,
    Date: usDate(order.at, ZONE),
    Name: order.name,
    Email: order.email,
    Memo: order.memo,
    'PO/Check Number': order.poNumber,
    Amount: amountText(order.amountMinor, order.currency),
    'Amount (Tax)': amountText(order.taxMinor, order.currency),
    Currency: order.currency,
    Status: 'Billed',
    'External ID': order.externalId,
  };
}

const GOOGLE_COLUMNS = [
  'Campaign ID',
  'Campaign',
  'Campaign status',
  'Campaign type',
  'Start date',
  'End date',
  'Currency code',
  'Budget',
  'Cost',
  'Clicks',
] as const;

export function googleAdsFile(campaigns: readonly Campaign[], account: string): DemoFile {
  const sorted = campaigns.toSorted((a, b) => a.startsAt - b.startsAt);
  const row = (campaign: Campaign): Row<(typeof GOOGLE_COLUMNS)[number]> => ({
    'Campaign ID': campaign.record.nativeId,
    Campaign: campaign.name,
    'Campaign status': 'Enabled',
    'Campaign type': 'Search',
    'Start date': isoDate(campaign.startsAt),
    'End date': isoDate(campaign.endsAt),
    'Currency code': campaign.currency,
    Budget: amountText(campaign.budgetMinor, campaign.currency),
    Cost: amountText(campaign.spendMinor, campaign.currency),
    Clicks: String(campaign.clicks),
  });
  return demoFile(`google-ads-${account}-campaigns.csv`, { system: 'google_ads', account }, 'campaigns', () =>
    csvLines(GOOGLE_COLUMNS, sorted.map(row)),
  );
}

const META_COLUMNS = [
  'Campaign name',
  'Ad set name',
  'Amount spent (USD)',
  'Impressions',
  'Link clicks',
  'Reporting starts',
  'Reporting ends',
] as const;

/** Meta's export names no campaign id, and bears the currency in a header. */
export function metaAdsFile(campaigns: readonly Campaign[], account: string): DemoFile {
  const name = `meta-ads-${account}-campaigns.csv`;
  const sorted = campaigns.toSorted((a, b) => a.startsAt - b.startsAt);
  nameByLine(
    name,
    sorted.map((campaign) => campaign.record),
  );
  const row = (campaign: Campaign): Row<(typeof META_COLUMNS)[number]> => ({
    'Campaign name': campaign.name,
    'Ad set name': 'Broad',
    'Amount spent (USD)': groupedAmountText(campaign.spendMinor, 'USD'),
    Impressions: groupedAmountText(campaign.clicks * 40, 'JPY'),
    'Link clicks': String(campaign.clicks),
    'Reporting starts': isoDate(campaign.startsAt),
    'Reporting ends': isoDate(campaign.endsAt),
  });
  return demoFile(name, { system: 'meta_ads', account }, 'campaigns', () => csvLines(META_COLUMNS, sorted.map(row)));
}

const ASANA_COLUMNS = [
  'Task ID',
  'Created At',
  'Completed At',
  'Last Modified',
  'Name',
  'Section/Column',
  'Assignee',
  'Assignee Email',
  'Start Date',
  'Due Date',
  'Tags',
  'Notes',
  'Projects',
  'Parent task',
] as const;

export function asanaFile(projects: readonly ProjectTask[], account: string): DemoFile {
  const sorted = projects.toSorted((a, b) => a.createdAt - b.createdAt);
  const row = (project: ProjectTask): Row<(typeof ASANA_COLUMNS)[number]> => ({
    'Task ID': project.record.nativeId,
    'Created At': isoDate(project.createdAt),
    'Last Modified': isoDate(project.createdAt),
    Name: project.name,
    'Section/Column': 'Running',
    Assignee: project.assignee,
    'Start Date': isoDate(project.startsAt),
    'Due Date': isoDate(project.dueAt),
    Notes: project.notes,
    Projects: 'Client delivery',
  });
  return demoFile(`asana-${account}-projects.csv`, { system: 'asana', account }, 'projects', () =>
    csvLines(ASANA_COLUMNS, sorted.map(row)),
  );
}
