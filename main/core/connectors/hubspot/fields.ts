/**
 * Columns of HubSpot's deals export. Users choose the columns; only the id, the name and the stage are always there. The close date
 * is when a deal is (or is planned to be) won, so it stands for the date of the sale; without it the creation date does.
 */
import type { MappingTemplate } from '../mapped/templates.ts';

export const HUBSPOT_DEALS: MappingTemplate = {
  id: 'hubspot.deals',
  label: 'HubSpot deals CSV',
  system: 'hubspot',
  type: 'deal',
  signature: [['Record ID', 'Deal ID'], ['Deal Name'], ['Deal Stage', 'Pipeline', 'Amount', 'Close Date']],
  fields: {
    nativeId: ['Record ID', 'Deal ID'],
    title: ['Deal Name'],
    status: ['Deal Stage'],
    category: ['Pipeline'],
    total: ['Amount', 'Deal Amount'],
    currency: ['Currency', 'Deal Currency', 'Deal Currency Code'],
    placedAt: ['Close Date', 'Closed Won Date', 'Create Date'],
    createdAt: ['Create Date', 'Created Date'],
    updatedAt: ['Last Modified Date', 'Last Modified', 'Last Activity Date'],
    owner: ['Deal owner', 'Deal Owner Name'],
    company: ['Associated Company', 'Associated Company (Primary)', 'Company Name', 'Company'],
    clientName: ['Associated Contact', 'Contact', 'Contact Name', 'Primary Contact'],
    email: ['Contact Email', 'Associated Contact Email', 'Email'],
    phone: ['Contact Phone', 'Phone Number', 'Phone'],
    reference: [
      'Order Number',
      'Order ID',
      'Shop Order',
      'Shop Order Number',
      'Shopify Order',
      'Order Reference',
      'Order Ref',
      'Reference',
      'External ID',
    ],
    poNumber: ['PO Number', 'Purchase Order', 'PO'],
    invoiceNumber: ['Invoice Number', 'Invoice'],
    paymentReferences: ['Payment ID', 'Stripe Payment ID', 'Payment Intent'],
    description: ['Deal Description', 'Description'],
    notes: ['Notes', 'Next Step'],
    tags: ['Deal Type', 'Tags'],
  },
};
