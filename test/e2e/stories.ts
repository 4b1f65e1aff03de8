/** Small companies that tests begin with: the files of a few systems, made so that the outcome can be told by looking at them. */
import { type Dropped, hubspotDeals, netsuiteOrders, type ShopOrder, shopifyOrders } from './exports.ts';

export const SHOP_ORDERS: readonly ShopOrder[] = [
  { name: '#2001', client: 'Nora Lindqvist', email: 'nora@fern.example', total: '77.22', at: '2026-03-02 09:30:58 -0500' },
  { name: '#2002', client: 'José Müller', email: 'jose@mueller.example', total: '120.00', at: '2026-03-03 13:59:41 -0500' },
  { name: '#2003', client: 'Ada Brook', email: 'ada@brook.example', total: '58.40', at: '2026-03-05 11:20:04 -0500' },
  { name: '#2004', client: 'Priya Raman', email: 'priya@raman.example', total: '310.75', at: '2026-03-06 08:02:17 -0500' },
];

export const shop = (): Dropped => shopifyOrders('shop-orders.csv', SHOP_ORDERS);

/** Nora's deal names her order, which is proof; Ada's deal names nothing and has another address. */
export const crm = (): Dropped =>
  hubspotDeals('crm-deals.csv', [
    {
      id: '9101',
      name: 'Nora Lindqvist - spring order',
      amount: '77.22',
      closed: '2026-03-02',
      contact: 'Nora Lindqvist',
      email: 'nora@fern.example',
      order: '#2001',
    },
    {
      id: '9102',
      name: 'Ada Brook - order',
      amount: '58.40',
      closed: '2026-03-05',
      contact: 'A. Brook',
      email: 'a.brook@post.example',
    },
  ]);

/**
 * Copies of José's and Priya's orders, one of them with two digits of the amount in the wrong places.
 * @param dates as the account writes them: `3/5/2026` can be read in two ways
 */
export const erp = (dates: readonly [string, string] = ['2026-03-05', '2026-03-06']): Dropped =>
  netsuiteOrders('erp-sales-orders.csv', [
    { id: '410004', document: 'SO-20001', date: dates[0], client: 'Jose Müller', amount: '120.00', memo: 'Web order' },
    { id: '410005', document: 'SO-20002', date: dates[1], client: 'Priya Raman', amount: '301.75', memo: 'Web order' },
  ]);

/** A shop, its CRM and its ERP: three questions wait after matching, about José, Ada and Priya, in this order. */
export function threeSystems(): readonly Dropped[] {
  return [shop(), crm(), erp()];
}

/** As many orders as asked for, each with a copy in the ERP that quotes nothing and bears the end of the month: as many questions, all alike. */
export function manyCopies(count: number): readonly Dropped[] {
  const people = Array.from({ length: count }, (_, i) => `Client ${String.fromCharCode(65 + (i % 26))}${i} Berg`);
  const day = (i: number) => `2026-03-${String(i).padStart(2, '0')}`;
  const total = (i: number) => `${(i * 37) % 900}${i % 10}.${String((i * 13) % 100).padStart(2, '0')}`;
  return [
    shopifyOrders(
      'shop-orders.csv',
      people.map((client, i) => ({ name: `#${3000 + i}`, client, total: total(i), at: `${day((i % 27) + 1)} 10:00:00 +0000` })),
    ),
    netsuiteOrders(
      'erp-sales-orders.csv',
      people.map((client, i) => ({
        id: String(420_000 + i),
        document: `SO-${30_000 + i}`,
        date: day(31),
        client,
        amount: total(i),
      })),
    ),
  ];
}

/** As many orders as asked for, each a deal in the CRM too; the first `linked` deals name their orders. Clients buy again after weeks. */
export function copiedOrders(count: number, linked: number): readonly Dropped[] {
  const sales = Array.from({ length: count }, (_, i) => {
    const client = `Client ${String.fromCharCode(65 + (i % 20))} Berg${i % 20}`;
    const day = new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10);
    const seen = { client, email: `buyer${i % 20}@berg${i % 20}.example`, total: `${120 + ((i * 37) % 60)}.00` };
    return { ...seen, day, order: `#${3000 + i}`, named: i < linked };
  });
  return [
    shopifyOrders(
      'shop-orders.csv',
      sales.map(({ order, client, email, total, day }) => ({ name: order, client, email, total, at: `${day} 10:00:00 +0000` })),
    ),
    hubspotDeals(
      'crm-deals.csv',
      sales.map(({ order, client, email, total, day, named }, i) => ({
        id: String(9_000 + i),
        name: `${client} - order`,
        amount: total,
        closed: day,
        contact: client,
        email,
        ...(named ? { order } : {}),
      })),
    ),
  ];
}
