import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DAY, HOUR, MINUTE, usDate } from '../base/calendar.ts';
import { Random } from '../base/prng.ts';
import { FIRM_FIRST, FIRM_SECOND } from '../base/words.ts';
import { SHOPIFY_ORDER_COLUMNS } from '../writers/shopify-orders.ts';
import { ChunkWriter } from './chunk-writer.ts';
import { QuickClock, type QuickPerson, quickAmount, quickPerson } from './quick.ts';
import { ShopifyLine, shopifyOrderLines } from './shopify-orders.ts';

/** What was written: records per system, sales, and copies that quote no id. */
export interface FiveSystems {
  readonly records: number;
  readonly sales: number;
  readonly copies: number;
  readonly copiesWithoutId: number;
}

type System = 'shopify' | 'woocommerce' | 'amazon' | 'hubspot' | 'netsuite';

const AMAZON_HEADER =
  'amazon-order-id\tmerchant-order-id\tpurchase-date\tlast-updated-date\torder-status\tfulfillment-channel\tsales-channel\torder-channel\turl\tship-service-level\tproduct-name\tsku\tasin\titem-status\tquantity\tcurrency\titem-price\titem-tax\tshipping-price\tshipping-tax\tgift-wrap-price\tgift-wrap-tax\titem-promotion-discount\tship-promotion-discount\tship-city\tship-state\tship-postal-code\tship-country\tpromotion-ids\n';
const HUBSPOT_HEADER =
  'Record ID,Deal Name,Deal Stage,Pipeline,Amount,Currency,Deal owner,Close Date,Create Date,Last Activity Date,Associated Company,Associated Contact,Contact Email,Order Number\n';
const NETSUITE_HEADER =
  'Internal ID,Document Number,Date,Name,Email,Memo,PO/Check Number,Amount,Amount (Tax),Currency,Status,External ID\n';
const FLAT_HEADER = 'unique_id,system,native_id,name,email,city,zip,amount_minor,currency,day,reference,cluster\n';

/**
 * A book of about `n` order records of five systems (the last sale may add a few), as the export files of each and as
 * one flat table for peers that know no layouts, with `truth/orders.jsonl` and `truth/apart.jsonl` for the scorer.
 * Two in five copies quote no id; one sale in eighteen is repeated by its buyer within the week, for the same amount;
 * one in fifty is a guest's.
 */
export function writeFiveSystems(folder: string, n: number, seed: number): FiveSystems {
  mkdirSync(join(folder, 'truth'), { recursive: true });
  const writer = new FiveSystemsWriter(folder, n, seed);
  return writer.run();
}

interface Sale {
  readonly number: number;
  readonly at: number;
  readonly person: QuickPerson;
  readonly company: string;
  readonly totalMinor: number;
}

const ACCOUNT = 'bulk';

class FiveSystemsWriter {
  readonly #random: Random;
  readonly #n: number;
  readonly #files: Readonly<Record<System | 'flat' | 'truth' | 'apart', ChunkWriter>>;
  readonly #clock = new QuickClock();
  readonly #copyClock = new QuickClock();
  readonly #line = new ShopifyLine();
  #records = 0;
  #sales = 0;
  #copies = 0;
  #copiesWithoutId = 0;
  #shopifyNumber = 1000;
  #members: string[] = [];

  constructor(folder: string, n: number, seed: number) {
    this.#random = new Random(seed, 'five systems');
    this.#n = n;
    const open = (name: string): ChunkWriter => new ChunkWriter(join(folder, name));
    this.#files = {
      shopify: open('shopify-bulk-orders.csv'),
      woocommerce: open('woocommerce-bulk-orders.json'),
      amazon: open('amazon-bulk-orders.txt'),
      hubspot: open('hubspot-bulk-deals.csv'),
      netsuite: open('netsuite-bulk-sales-orders.csv'),
      flat: open('flat.csv'),
      truth: open(join('truth', 'orders.jsonl')),
      apart: open(join('truth', 'apart.jsonl')),
    };
  }

  run(): FiveSystems {
    const { shopify, woocommerce, amazon, hubspot, netsuite, flat } = this.#files;
    shopify.write(`${SHOPIFY_ORDER_COLUMNS.join(',')}\n`);
    woocommerce.write('[');
    amazon.write(AMAZON_HEADER);
    hubspot.write(HUBSPOT_HEADER);
    netsuite.write(NETSUITE_HEADER);
    flat.write(FLAT_HEADER);
    const step = (358 * DAY) / this.#n;
    const people = Math.max(10, Math.floor(this.#n / 3));
    while (this.#records < this.#n) {
      const at = Date.UTC(2025, 0, 1) + Math.floor(this.#records * step) + this.#random.below(MINUTE);
      const guest = this.#random.chance(20);
      const number = guest ? 0 : 1 + this.#random.below(people);
      const person = guest
        ? { ...quickPerson(0), name: 'Guest Checkout', email: 'guest@checkout.example', phone: '0000000000' }
        : quickPerson(number);
      const totalMinor = guest ? this.#random.pick([1290, 1890, 2490, 4990]) : 1200 + this.#random.below(90_000);
      const firm = !guest && number % 5 === 0;
      const company = firm
        ? `${FIRM_FIRST[number % FIRM_FIRST.length]} & ${FIRM_SECOND[number % FIRM_SECOND.length]} ${number} Ltd`
        : '';
      this.#sell({ number: this.#sales, at, person, company, totalMinor }, guest);
    }
    woocommerce.write('\n]\n');
    for (const file of Object.values(this.#files)) file.close();
    return { records: this.#records, sales: this.#sales, copies: this.#copies, copiesWithoutId: this.#copiesWithoutId };
  }

  #sell(sale: Sale, guest: boolean): void {
    const owner = guest
      ? 'shopify'
      : this.#random.weighted<System>([
          ['shopify', 48],
          ['woocommerce', 12],
          ['amazon', 16],
          ['hubspot', 24],
        ]);
    const first = this.#writeSale(owner, sale, !guest);
    if (guest || !this.#random.chance(55)) return;
    const again = this.#writeSale(owner, { ...sale, number: this.#sales, at: sale.at + this.#random.between(1, 6) * DAY }, false);
    this.#files.apart.write(`{"a":${first},"b":${again},"trap":1}\n`);
  }

  /** Writes a sale and its copies; returns the name of its own record, as JSON. */
  #writeSale(owner: System, sale: Sale, copied: boolean): string {
    this.#members = [];
    this.#sales += 1;
    const id = this.#write(owner, sale, '', false);
    if (copied) {
      for (const into of this.#copiesOf(owner, sale)) {
        const withId = this.#random.chance(600);
        this.#copies += 1;
        if (!withId) this.#copiesWithoutId += 1;
        this.#write(into, sale, withId ? id : '', true);
      }
    }
    const members = this.#members;
    this.#files.truth.write(
      `{"currency":"USD","id":"sale-${sale.number}","members":[${members.join(',')}],"totalMinor":${sale.totalMinor}}\n`,
    );
    return members[0] ?? '';
  }

  #copiesOf(owner: System, sale: Sale): System[] {
    const random = this.#random;
    if (owner === 'amazon') return random.chance(400) ? ['shopify'] : [];
    if (owner === 'hubspot') return random.chance(850) ? ['netsuite'] : [];
    const into: System[] = [];
    if (sale.company !== '' && random.chance(600)) into.push('hubspot');
    if (random.chance(sale.company === '' ? 120 : 450)) into.push('netsuite');
    return into;
  }

  /** Writes one record; returns the number under which copies quote it. */
  #write(system: System, sale: Sale, reference: string, copy: boolean): string {
    const serial = ++this.#records;
    const { person, company } = sale;
    // A copy shows the buyer a little differently two times in five, and often without the mailbox.
    const name = copy && this.#random.chance(400) ? (company || person.name).toUpperCase() : company || person.name;
    const email = copy && this.#random.chance(300) ? '' : person.email;
    const at = copy ? sale.at + this.#random.pick([20 * MINUTE, 2 * HOUR, DAY]) : sale.at;
    const amount = quickAmount(sale.totalMinor);
    const shown = this.#layOut(system, sale, { serial, name, email, at, amount, reference });
    this.#files.flat.write(
      `${serial},${system},${shown.nativeId},${name},${shown.email},${person.place.city},${person.zip},${sale.totalMinor},USD,${this.#copyClock.day(at)},${reference},${sale.number}\n`,
    );
    const type = system === 'hubspot' ? 'deal' : system === 'netsuite' ? 'sales_order' : 'order';
    const aliases = shown.alias === '' ? '' : `"${shown.alias}"`;
    this.#members.push(
      `{"account":"${ACCOUNT}","aliases":[${aliases}],"nativeId":"${shown.nativeId}","system":"${system}","type":"${type}"}`,
    );
    return shown.quoted;
  }

  #layOut(
    system: System,
    sale: Sale,
    row: {
      readonly serial: number;
      readonly name: string;
      readonly email: string;
      readonly at: number;
      readonly amount: string;
      readonly reference: string;
    },
  ): { readonly nativeId: string; readonly alias: string; readonly quoted: string; readonly email: string } {
    const { person, company, totalMinor } = sale;
    const { serial, name, email, at, amount, reference } = row;
    switch (system) {
      case 'shopify': {
        const number = ++this.#shopifyNumber;
        const id = 5_200_000_000_000 + serial * 37_001;
        const order = {
          number,
          id,
          stamp: this.#copyClock.stamp(at),
          totalMinor,
          person,
          email,
          method: reference ? 'Amazon Marketplace' : 'Shopify Payments',
        };
        const secondItemMinor = serial % 10 === 0 ? Math.floor(totalMinor / 3) : 0;
        this.#files.shopify.write(
          shopifyOrderLines(this.#line, {
            ...order,
            noteAttribute: reference ? `amazon-order-id: ${reference}` : '',
            secondItemMinor,
          }),
        );
        return { nativeId: `#${number}`, alias: String(id), quoted: `#${number}`, email };
      }
      case 'woocommerce': {
        const id = String(700_000 + serial);
        this.#files.woocommerce.write(
          `${this.#isFirstWoo() ? '\n' : ',\n'}${wooOrder(id, sale, this.#clock.stamp(at).replace(' ', 'T'), amount, email)}`,
        );
        return { nativeId: id, alias: '', quoted: id, email };
      }
      case 'amazon': {
        const id = `${111 + (serial % 4)}-${String(1_000_000 + (serial % 8_999_999))}-${String(1_000_000 + this.#random.below(8_999_999))}`;
        const stamp = `${this.#clock.stamp(at).replace(' ', 'T')}+00:00`;
        const place = `${person.place.city}\t${person.place.province}\t${person.zip}\t${person.place.countryCode}`;
        this.#files.amazon.write(
          `${id}\t\t${stamp}\t${stamp}\tShipped\tAmazon\tAmazon.com\t\t\tStandard\tTrail cap\tTC-CAP-1\tB0TCCAP1XX\tShipped\t1\tUSD\t${amount}\t0.00\t0.00\t0.00\t\t\t0.00\t0.00\t${place}\t\n`,
        );
        return { nativeId: id, alias: '', quoted: id, email: '' };
      }
      case 'hubspot': {
        const id = String(8_000_000 + serial);
        const day = this.#copyClock.day(at);
        this.#files.hubspot.write(
          `${id},${name} - Order,closedwon,Sales,${amount},USD,A. Reyes,${day},${day},${day},${company === '' ? '' : name},${person.name},${email},${reference}\n`,
        );
        return { nativeId: id, alias: reference, quoted: id, email };
      }
      case 'netsuite': {
        const id = String(400_000 + serial);
        const document = `SO-${20_000 + serial}`;
        this.#files.netsuite.write(
          `${id},${document},${usDate(at, 'UTC')},${name},${email},Web order,${reference},${amount},0.00,USD,Billed,\n`,
        );
        return { nativeId: id, alias: document, quoted: document, email };
      }
    }
  }

  #wooWritten = false;

  #isFirstWoo(): boolean {
    const first = !this.#wooWritten;
    this.#wooWritten = true;
    return first;
  }
}

/** A WooCommerce order with the fields that matching reads; times are UTC, as the site's zone is. */
function wooOrder(id: string, sale: Sale, stamp: string, total: string, email: string): string {
  const { person, company } = sale;
  const [first = '', last = ''] = person.name.split(' ');
  const address = {
    first_name: first,
    last_name: last,
    company,
    address_1: person.street,
    address_2: '',
    city: person.place.city,
    state: person.place.province,
    postcode: person.zip,
    country: person.place.countryCode,
  };
  return JSON.stringify({
    id: Number(id),
    parent_id: 0,
    number: id,
    status: 'completed',
    currency: 'USD',
    date_created: stamp,
    date_created_gmt: stamp,
    date_modified_gmt: stamp,
    discount_total: '0.00',
    shipping_total: '0.00',
    total,
    total_tax: '0.00',
    prices_include_tax: false,
    billing: { ...address, email, phone: person.phone },
    shipping: address,
    payment_method: 'stripe',
    payment_method_title: 'Credit Card (Stripe)',
    transaction_id: '',
    date_paid_gmt: stamp,
    line_items: [
      {
        id: Number(id) * 10,
        name: 'Trail cap',
        product_id: 1,
        quantity: 1,
        subtotal: total,
        subtotal_tax: '0.00',
        total,
        total_tax: '0.00',
        sku: 'TC-CAP-1',
        price: Number(total),
      },
    ],
    refunds: [],
  });
}
