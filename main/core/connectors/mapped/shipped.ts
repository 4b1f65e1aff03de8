/** The shipped mappings, one table a layout. */
import { HUBSPOT_DEALS } from '../hubspot/fields.ts';
import type { MappingTemplate } from './templates.ts';

/** Saved searches of NetSuite have headers of the account's own choosing; these are the names its standard fields carry. */
const NETSUITE_SAVED_SEARCH: MappingTemplate = {
  id: 'netsuite.saved-search',
  label: 'NetSuite saved search CSV',
  system: 'netsuite',
  type: 'sales_order',
  signature: [
    ['Internal ID'],
    ['Document Number', 'Tran ID', 'Transaction Number'],
    ['Date', 'Transaction Date'],
    ['Amount', 'Amount (Foreign Currency)', 'Total'],
  ],
  fields: {
    nativeId: ['Internal ID'],
    orderNumber: ['Document Number', 'Tran ID', 'Transaction Number'],
    placedAt: ['Date', 'Transaction Date'],
    clientName: ['Name', 'Customer', 'Entity', 'Customer/Project'],
    company: ['Company Name', 'Company'],
    email: ['Email', 'E-mail'],
    phone: ['Phone'],
    notes: ['Memo', 'Memo (Main)'],
    poNumber: ['PO/Check Number', 'PO Number', 'P.O. No.', 'PO #'],
    reference: ['Other Ref Num', 'Order Reference', 'Web Order Number'],
    total: ['Amount (Foreign Currency)', 'Amount', 'Total'],
    tax: ['Amount (Tax)', 'Tax Total', 'Tax Amount'],
    shipping: ['Shipping Cost', 'Shipping'],
    currency: ['Currency'],
    status: ['Status'],
    owner: ['Sales Rep'],
    paymentTerms: ['Terms'],
    dueAt: ['Due Date', 'Due Date/Receive By'],
    updatedAt: ['Last Modified', 'Last Modified Date', 'Date Last Modified'],
  },
  aliases: ['External ID'],
};

/** NetSuite's analytics tables (`transaction`): bookings of every kind, without amounts. Currency holds an internal number there. */
const NETSUITE_TRANSACTIONS: MappingTemplate = {
  id: 'netsuite.transactions',
  label: 'NetSuite transactions table',
  system: 'netsuite',
  type: 'booking',
  signature: [
    ['transaction_id', 'id'],
    ['trandate', 'transaction_date'],
    ['transaction_type', 'type'],
    ['status'],
    ['postingperiod', 'accounting_period_id'],
  ],
  fields: {
    nativeId: ['transaction_id', 'id'],
    placedAt: ['trandate', 'transaction_date'],
    category: ['transaction_type', 'type'],
    status: ['status'],
    notes: ['memo'],
    dueAt: ['duedate', 'due_date'],
    orderNumber: ['tranid', 'transactionnumber'],
  },
  aliases: ['externalid'],
};

const GOOGLE_ADS_CAMPAIGNS: MappingTemplate = {
  id: 'google_ads.campaigns',
  label: 'Google Ads campaigns CSV',
  system: 'google_ads',
  type: 'campaign',
  signature: [['Campaign ID'], ['Campaign', 'Campaign name'], ['Cost', 'Budget', 'Start date', 'Campaign start date']],
  without: [['Ad set name'], ['Day']],
  fields: {
    nativeId: ['Campaign ID'],
    title: ['Campaign', 'Campaign name'],
    company: ['Account name', 'Account', 'Client name', 'Customer'],
    startsAt: ['Start date', 'Campaign start date'],
    endsAt: ['End date', 'Campaign end date'],
    amount: ['Cost', 'Amount spent'],
    total: ['Budget', 'Total budget', 'Campaign budget', 'Campaign total budget'],
    currency: ['Currency code', 'Currency'],
    status: ['Campaign status', 'Campaign state', 'Status'],
    category: ['Campaign type'],
    tags: ['Labels', 'Labels on Campaign'],
    updatedAt: ['Last modified', 'Updated'],
  },
};

/** The interface's report names no id: a campaign is its name then. */
const GOOGLE_ADS_REPORT: MappingTemplate = {
  ...GOOGLE_ADS_CAMPAIGNS,
  id: 'google_ads.report',
  label: 'Google Ads campaign report CSV',
  signature: [['Campaign'], ['Cost'], ['CTR', 'Clicks', 'Interactions', 'Impr.', 'Avg. CPM', 'Avg. CPC', 'Currency code']],
  without: [['Campaign ID'], ['Ad set name']],
  identity: ['Account name', 'Account', 'Campaign', 'Day', 'Week', 'Month', 'Start date', 'Campaign start date', 'End date'],
};

/** Google Ads campaigns as warehouses copy them: one row per change of a campaign, in order of `updated_at`. */
const GOOGLE_ADS_HISTORY: MappingTemplate = {
  id: 'google_ads.history',
  label: 'Google Ads campaign history table',
  system: 'google_ads',
  type: 'campaign',
  signature: [['id'], ['customer_id'], ['name'], ['start_date'], ['advertising_channel_type']],
  fields: {
    nativeId: ['id'],
    title: ['name'],
    startsAt: ['start_date'],
    endsAt: ['end_date'],
    status: ['status'],
    category: ['advertising_channel_type'],
    account: ['customer_id'],
    updatedAt: ['updated_at'],
  },
};

/** Meta reports name their currency in the header (`Amount spent (USD)`) and have an id only where the user adds one. */
const META_ADS: MappingTemplate = {
  id: 'meta_ads.campaigns',
  label: 'Meta Ads report CSV',
  system: 'meta_ads',
  type: 'campaign',
  signature: [['Campaign name'], ['Impressions', 'Reach', 'Link clicks', 'Results', 'Reporting starts']],
  fields: {
    nativeId: ['Campaign ID'],
    title: ['Campaign name'],
    company: ['Account name'],
    amount: ['Amount spent', 'Amount spent (…'],
    total: ['Campaign budget', 'Budget', 'Lifetime budget (…'],
    startsAt: ['Starts', 'Reporting starts', 'Day'],
    endsAt: ['Ends', 'Reporting ends'],
    status: ['Campaign delivery', 'Delivery'],
    description: ['Ad set name'],
  },
  identity: ['Account name', 'Campaign name', 'Ad set name', 'Ad name', 'Day', 'Reporting starts', 'Reporting ends'],
};

const ASANA_TASKS: MappingTemplate = {
  id: 'asana.tasks',
  label: 'Asana tasks CSV',
  system: 'asana',
  type: 'project',
  signature: [['Task ID'], ['Created At'], ['Name'], ['Last Modified', 'Section/Column', 'Projects']],
  fields: {
    nativeId: ['Task ID'],
    title: ['Name'],
    placedAt: ['Created At'],
    fulfilledAt: ['Completed At'],
    updatedAt: ['Last Modified'],
    startsAt: ['Start Date'],
    dueAt: ['Due Date'],
    status: ['Section/Column'],
    owner: ['Assignee'],
    tags: ['Tags'],
    notes: ['Notes'],
    category: ['Projects'],
    company: ['Client', 'Customer', 'Company'],
    total: ['Budget', 'Contract value', 'Amount'],
    currency: ['Currency'],
    reference: ['Order', 'Order number', 'Order ref', 'Deal', 'Deal ID'],
    poNumber: ['PO', 'PO number'],
  },
};

const ASANA_PROJECTS: MappingTemplate = {
  ...ASANA_TASKS,
  id: 'asana.projects',
  label: 'Asana projects CSV',
  signature: [['Project ID'], ['Name', 'Project name', 'Project'], ['Owner', 'Due Date', 'Created At', 'Last Modified']],
  fields: {
    ...ASANA_TASKS.fields,
    nativeId: ['Project ID'],
    title: ['Name', 'Project name', 'Project'],
    status: ['Status'],
    owner: ['Owner'],
    category: ['Team'],
  },
};

const WOOCOMMERCE_CSV: MappingTemplate = {
  id: 'woocommerce.orders-csv',
  label: 'WooCommerce orders CSV',
  system: 'woocommerce',
  type: 'order',
  signature: [['Order Number', 'Order ID'], ['Order Status'], ['Order Date'], ['Order Total Amount', 'Order Total']],
  fields: {
    nativeId: ['Order ID', 'Order Number'],
    orderNumber: ['Order Number'],
    status: ['Order Status'],
    placedAt: ['Order Date'],
    paidAt: ['Paid Date'],
    total: ['Order Total Amount', 'Order Total'],
    tax: ['Order Total Tax Amount', 'Order Tax'],
    subtotal: ['Order Subtotal Amount', 'Order Subtotal'],
    shipping: ['Order Shipping Amount', 'Order Shipping'],
    discount: ['Cart Discount Amount', 'Discount Amount'],
    refunded: ['Order Refund Amount', 'Refund Amount'],
    currency: ['Order Currency', 'Currency'],
    clientName: ['Full Name (Billing)', 'Billing Name', 'Customer Name'],
    company: ['Company (Billing)', 'Billing Company'],
    email: ['Email (Billing)', 'Billing Email', 'Customer Email'],
    phone: ['Phone (Billing)', 'Billing Phone'],
    shipCountry: ['Country Code (Shipping)', 'Shipping Country'],
    shipCity: ['City (Shipping)', 'Shipping City'],
    shipZip: ['Postcode (Shipping)', 'Shipping Postcode'],
    paymentMethod: ['Payment Method Title', 'Payment Method'],
    paymentReferences: ['Transaction ID'],
    notes: ['Customer Note'],
  },
};

const ORDERS_TABLE: MappingTemplate = {
  id: 'csv.orders',
  label: 'Orders table',
  system: 'csv',
  type: 'order',
  signature: [
    ['Order ID', 'Order Number', 'Order No', 'Order No.', 'Order #'],
    ['Order Date', 'Date', 'Created', 'Created at', 'Placed'],
    ['Total', 'Order Total', 'Amount', 'Total Amount', 'Grand Total'],
  ],
  without: [['Lineitem name'], ['Settlement ID'], ['Transaction Date']],
  fields: {
    nativeId: ['Order ID', 'Order Number', 'Order No', 'Order No.', 'Order #'],
    orderNumber: ['Order Number', 'Order No', 'Order No.', 'Order #'],
    placedAt: ['Order Date', 'Placed', 'Created at', 'Created', 'Date'],
    total: ['Grand Total', 'Order Total', 'Total Amount', 'Total', 'Amount'],
    subtotal: ['Subtotal'],
    tax: ['Tax', 'Taxes', 'VAT'],
    shipping: ['Shipping'],
    discount: ['Discount'],
    currency: ['Currency'],
    status: ['Status', 'Order Status'],
    clientName: ['Customer', 'Customer Name', 'Client', 'Name'],
    company: ['Company'],
    email: ['Email', 'Customer Email', 'E-mail'],
    phone: ['Phone'],
    poNumber: ['PO Number', 'PO'],
    reference: ['Reference', 'Order Reference', 'Ref'],
    invoiceNumber: ['Invoice Number', 'Invoice No', 'Invoice'],
    notes: ['Notes', 'Memo', 'Comment'],
    updatedAt: ['Updated', 'Updated at', 'Last Modified'],
  },
  aliases: ['External ID'],
};

export const SHIPPED_MAPPINGS: readonly MappingTemplate[] = [
  HUBSPOT_DEALS,
  NETSUITE_SAVED_SEARCH,
  NETSUITE_TRANSACTIONS,
  GOOGLE_ADS_CAMPAIGNS,
  GOOGLE_ADS_REPORT,
  GOOGLE_ADS_HISTORY,
  META_ADS,
  ASANA_TASKS,
  ASANA_PROJECTS,
  WOOCOMMERCE_CSV,
  ORDERS_TABLE,
];
