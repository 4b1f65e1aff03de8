/**
 * Small export files for tests, in the systems' own layouts: the columns a layout needs to be told apart, and those the test speaks of.
 * What a column holds is written as the system writes it, so that a test reads like the file it drops.
 */

/** A file on its way into the window. */
export interface Dropped {
  readonly name: string;
  readonly text: string;
}

export function csv(name: string, header: readonly string[], rows: readonly (readonly string[])[]): Dropped {
  return { name, text: `${[header, ...rows].map((cells) => cells.map(cell).join(',')).join('\n')}\n` };
}

function cell(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The file with one text in it replaced: a later export in which the source changed its mind. */
export function edited({ name, text }: Dropped, before: string, after: string): Dropped {
  if (!text.includes(before)) throw new Error(`${name} does not say ${before}`);
  return { name, text: text.replace(before, after) };
}

export interface ShopOrder {
  readonly name: string;
  readonly client: string;
  readonly email?: string;
  readonly total: string;
  /** `2026-03-02 09:30:58 -0500`. */
  readonly at: string;
  readonly status?: string;
  readonly item?: string;
  readonly notes?: string;
}

const SHOPIFY_COLUMNS = [
  'Name',
  'Email',
  'Financial Status',
  'Currency',
  'Subtotal',
  'Shipping',
  'Taxes',
  'Total',
  'Created at',
  'Lineitem quantity',
  'Lineitem name',
  'Lineitem price',
  'Billing Name',
  'Notes',
  'Id',
];

export function shopifyOrders(fileName: string, orders: readonly ShopOrder[]): Dropped {
  return csv(
    fileName,
    SHOPIFY_COLUMNS,
    orders.map(({ name, client, email = '', total, at, status = 'paid', item = 'Stoneware bowl', notes = '' }) => [
      name,
      email,
      status,
      'USD',
      total,
      '0.00',
      '0.00',
      total,
      at,
      '1',
      item,
      total,
      client,
      notes,
      `600100000${name.replace('#', '')}`,
    ]),
  );
}

export interface Deal {
  readonly id: string;
  readonly name: string;
  readonly amount: string;
  /** `2026-03-03`. */
  readonly closed: string;
  readonly company?: string;
  readonly contact?: string;
  readonly email?: string;
  readonly order?: string;
}

export function hubspotDeals(fileName: string, deals: readonly Deal[]): Dropped {
  return csv(
    fileName,
    [
      'Record ID',
      'Deal Name',
      'Deal Stage',
      'Pipeline',
      'Amount',
      'Currency',
      'Close Date',
      'Associated Company',
      'Associated Contact',
      'Contact Email',
      'Order Number',
    ],
    deals.map(({ id, name, amount, closed, company = '', contact = '', email = '', order = '' }) => [
      id,
      name,
      'closedwon',
      'Sales',
      amount,
      'USD',
      closed,
      company,
      contact,
      email,
      order,
    ]),
  );
}

export interface SalesOrder {
  readonly id: string;
  readonly document: string;
  /** As the account writes dates: `3/31/2026`. */
  readonly date: string;
  readonly client: string;
  readonly email?: string;
  readonly memo?: string;
  readonly po?: string;
  readonly amount: string;
  /** Of the versions of a record the last modified is the current one. */
  readonly modified?: string;
}

export function netsuiteOrders(fileName: string, orders: readonly SalesOrder[]): Dropped {
  return csv(
    fileName,
    [
      'Internal ID',
      'Document Number',
      'Date',
      'Name',
      'Email',
      'Memo',
      'PO/Check Number',
      'Amount',
      'Currency',
      'Status',
      'Last Modified',
    ],
    orders.map(({ id, document, date, client, email = '', memo = '', po = '', amount, modified = '2026-03-20 09:00' }) => [
      id,
      document,
      date,
      client,
      email,
      memo,
      po,
      amount,
      'USD',
      'Billed',
      modified,
    ]),
  );
}

/** A demo scenario's files, as a person drops them. */
export function droppedFrom(demo: { readonly files: readonly { readonly name: string; chunks(): Iterable<string> }[] }): Dropped[] {
  return demo.files.map(({ name, chunks }) => ({ name, text: [...chunks()].join('') }));
}
