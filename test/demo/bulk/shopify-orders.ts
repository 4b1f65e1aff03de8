import { DAY } from '../base/calendar.ts';
import { itemAt, Random } from '../base/prng.ts';
import { PRODUCTS } from '../base/words.ts';
import { SHOPIFY_ORDER_COLUMNS } from '../writers/shopify-orders.ts';
import { ChunkWriter } from './chunk-writer.ts';
import { QuickClock, type QuickPerson, quickAmount, quickPerson } from './quick.ts';

type Column = (typeof SHOPIFY_ORDER_COLUMNS)[number];

const PLACE_OF: ReadonlyMap<Column, number> = new Map(SHOPIFY_ORDER_COLUMNS.map((column, i) => [column, i]));

/** A line of the 79 columns, filled by name into one array that is used again; values hold neither commas nor quotes. */
export class ShopifyLine {
  readonly #cells: string[] = SHOPIFY_ORDER_COLUMNS.map(() => '');

  /** The columns' places, looked up once. */
  static readonly places = (columns: readonly Column[]): readonly number[] => columns.map((column) => PLACE_OF.get(column) ?? -1);

  set(places: readonly number[], values: readonly string[]): void {
    for (let i = 0; i < places.length; i++) this.#cells[places[i] ?? 0] = values[i] ?? '';
  }

  take(): string {
    const line = `${this.#cells.join(',')}\n`;
    this.#cells.fill('');
    return line;
  }
}

const HEAD = ShopifyLine.places([
  'Name',
  'Email',
  'Financial Status',
  'Paid at',
  'Fulfillment Status',
  'Accepts Marketing',
  'Currency',
  'Subtotal',
  'Shipping',
  'Taxes',
  'Total',
  'Created at',
  'Payment Method',
  'Payment Reference',
  'Refunded Amount',
  'Outstanding Balance',
  'Id',
  'Source',
  'Note Attributes',
]);
const ITEM = ShopifyLine.places([
  'Name',
  'Lineitem quantity',
  'Lineitem name',
  'Lineitem price',
  'Lineitem sku',
  'Lineitem taxable',
  'Vendor',
]);
const BILLING = ShopifyLine.places([
  'Billing Name',
  'Billing Street',
  'Billing Address1',
  'Billing City',
  'Billing Zip',
  'Billing Province',
  'Billing Country',
  'Billing Phone',
  'Shipping Name',
  'Shipping Street',
  'Shipping Address1',
  'Shipping City',
  'Shipping Zip',
  'Shipping Province',
  'Shipping Country',
  'Shipping Phone',
]);

export interface QuickOrder {
  readonly number: number;
  readonly id: number;
  readonly stamp: string;
  readonly totalMinor: number;
  readonly person: QuickPerson;
  readonly email: string;
  readonly method: string;
  readonly noteAttribute: string;
  /** A second item, on a continuation row. */
  readonly secondItemMinor: number;
}

/** The lines of one order: untaxed, one item, or two of which the second is a continuation row. */
export function shopifyOrderLines(line: ShopifyLine, order: QuickOrder): string {
  const { person, totalMinor, secondItemMinor, stamp } = order;
  const name = `#${order.number}`;
  const total = quickAmount(totalMinor);
  const address = [
    person.name,
    person.street,
    person.street,
    person.place.city,
    person.zip,
    person.place.province,
    person.place.countryCode,
    person.phone,
  ];
  const product = itemAt(PRODUCTS, order.number % PRODUCTS.length);
  const created = `${stamp} +0000`;
  line.set(HEAD, [
    name,
    order.email,
    'paid',
    created,
    'fulfilled',
    'no',
    'USD',
    total,
    '0.00',
    '0.00',
    total,
    created,
    order.method,
    '',
    '0.00',
    '0.00',
    String(order.id),
    'web',
    order.noteAttribute,
  ]);
  line.set(ITEM, [name, '1', product.name, quickAmount(totalMinor - secondItemMinor), product.sku, 'false', 'Kestrel Goods']);
  line.set(BILLING, [...address, ...address]);
  const first = line.take();
  if (secondItemMinor === 0) return first;
  const second = itemAt(PRODUCTS, (order.number + 7) % PRODUCTS.length);
  line.set(ITEM, [name, '1', second.name, quickAmount(secondItemMinor), second.sku, 'false', 'Kestrel Goods']);
  return first + line.take();
}

/** `n` orders of Shopify's 79-column export over one year, one in ten with a continuation row. */
export function writeShopifyOrders(path: string, n: number, seed: number): void {
  const random = new Random(seed, 'bulk shopify');
  const clock = new QuickClock();
  const line = new ShopifyLine();
  const file = new ChunkWriter(path);
  const step = (365 * DAY) / n;
  const people = Math.max(1, Math.floor(n / 3));
  file.write(`${SHOPIFY_ORDER_COLUMNS.join(',')}\n`);
  for (let i = 0; i < n; i++) {
    const person = quickPerson(random.below(people));
    const totalMinor = 1500 + random.below(60_000);
    file.write(
      shopifyOrderLines(line, {
        number: 1001 + i,
        id: 5_200_000_000_000 + i * 37_001,
        stamp: clock.stamp(Date.UTC(2025, 0, 1) + Math.floor(i * step)),
        totalMinor,
        person,
        email: person.email,
        method: 'Shopify Payments',
        noteAttribute: '',
        secondItemMinor: i % 10 === 9 ? Math.floor(totalMinor / 3) : 0,
      }),
    );
  }
  file.close();
}
