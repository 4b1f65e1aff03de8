import { exponentOf, share, toUsd } from '../base/money.ts';
import type { Random } from '../base/prng.ts';
import { drawLines, priceBasket, singleLineBasket } from '../world/baskets.ts';
import { type Customer, Customers, type Region } from '../world/customers.ts';
import { type Basket, type Channel, type CopyPlan, type Gateway, newRecord, type Sale } from '../world/model.ts';
import { ORDINARY, type SaleRequest, type Seller, type World } from '../world/world.ts';
import { storeOf } from './accounts.ts';

/** Sells for the demo shop: who buys, through which channel, what, and which other systems will hold a copy. */
export class ShopSeller implements Seller {
  readonly #world: World;
  readonly #random: Random;
  readonly #customers: Customers;
  readonly #regulars = new Map<Channel, Customer[]>();

  constructor(world: World) {
    this.#world = world;
    this.#random = world.random.fork('shop');
    this.#customers = new Customers(world.random.fork('customers'));
  }

  person(): Customer {
    return this.#customers.person('US');
  }

  firm(): Customer {
    return this.#customers.firm('US');
  }

  scripted(): { readonly customer: Customer; readonly copiedName: string } {
    return this.#customers.scripted('US');
  }

  sell(request: SaleRequest): Sale {
    const random = this.#random;
    const channel =
      request.channel ??
      random.weighted<Channel>([
        ['us', 45],
        ['eu', 20],
        ['trade', 15],
        ['amazon', 20],
      ]);
    const store = storeOf(channel);
    const customer = request.customer ?? this.#buyer(channel);
    const currency = request.currency ?? store.currency;
    const basket = request.basket ?? this.#basket(channel, customer, currency, request.totalMinor);
    const sale: Sale = {
      index: this.#world.sales.length,
      channel,
      at: request.at ?? this.#world.moment(random),
      customer,
      currency,
      basket,
      gateway: request.gateway ?? this.#gateway(channel, currency),
      title: '',
      reference: '',
      plan: {
        ...ORDINARY,
        refunds: random.chance(30) ? 'part' : 'none',
        ...request.plan,
        copies: request.copies ?? this.#copies(channel, customer),
      },
      owner: newRecord(store.system, store.account, 'order'),
      members: [],
      held: [],
      rows: [],
    };
    sale.members.push(sale.owner);
    this.#world.sales.push(sale);
    return sale;
  }

  copy(wish: Partial<CopyPlan> = {}): CopyPlan {
    return {
      into: this.#random.chance(550) ? 'hubspot' : 'netsuite',
      withId: false,
      idStyle: 'same',
      dated: 'same_day',
      name: 'same',
      amount: 'total',
      email: 'same',
      tied: false,
      ...wish,
    };
  }

  /** Regulars come back; private people and firms in the proportions of the channel. */
  #buyer(channel: Channel): Customer {
    const random = this.#random;
    const regulars = this.#regulars.get(channel) ?? [];
    this.#regulars.set(channel, regulars);
    if (regulars.length > 0 && random.chance(400)) return random.pick(regulars);
    const region: Region = channel === 'eu' ? 'EU' : 'US';
    const firmShare = channel === 'trade' ? 850 : channel === 'amazon' ? 0 : 110;
    const customer = random.chance(firmShare) ? this.#customers.firm(region) : this.#customers.person(region);
    regulars.push(customer);
    return customer;
  }

  #basket(channel: Channel, customer: Customer, currency: string, totalMinor: number | undefined): Basket {
    const random = this.#random;
    if (totalMinor !== undefined) return singleLineBasket('Made to order', 'MTO-1', totalMinor);
    const scale = catalogueScale(currency);
    const lines = drawLines(random, channel === 'trade', scale);
    const european = channel === 'eu';
    return priceBasket(lines, {
      taxBasisPoints: channel === 'trade' ? 0 : customer.place.taxBasisPoints,
      taxIncluded: european,
      shippingMinor:
        channel === 'trade'
          ? 0
          : scale(
              random.weighted([
                [0, 30],
                [595, 50],
                [1295, 20],
              ]),
            ),
      discountPercent: channel !== 'amazon' && random.chance(80) ? 10 : 0,
    });
  }

  #gateway(channel: Channel, currency: string): Gateway {
    const random = this.#random;
    if (channel === 'amazon') return 'amazon';
    if (channel === 'trade') return 'stripe';
    if (channel === 'eu') return random.chance(780) ? 'stripe' : 'paypal';
    return currency === 'USD' && random.chance(760) ? 'shopify_payments' : 'paypal';
  }

  /** Copies of everyday sales: firms' orders in the CRM and the ERP, marketplace orders mirrored into the store. */
  #copies(channel: Channel, customer: Customer): CopyPlan[] {
    const random = this.#random;
    const plans: CopyPlan[] = [];
    if (channel === 'amazon') {
      if (random.chance(350)) plans.push(this.#everydayCopy('shopify'));
      return plans;
    }
    if (customer.company === '') return plans;
    if (random.chance(600)) plans.push(this.#everydayCopy('hubspot'));
    if (random.chance(420)) plans.push(this.#everydayCopy('netsuite'));
    if (channel === 'trade' && random.chance(120)) plans.push(this.#everydayCopy('shopify'));
    return plans;
  }

  #everydayCopy(into: CopyPlan['into']): CopyPlan {
    const random = this.#random;
    const withId = random.chance(560);
    const mirror = into === 'shopify';
    return this.copy({
      into,
      withId,
      idStyle: random.weighted<CopyPlan['idStyle']>([
        ['same', 60],
        ['bare', 25],
        ['so', 10],
        ['padded', 5],
      ]),
      dated: mirror
        ? 'same_day'
        : random.weighted<CopyPlan['dated']>([
            ['same_day', 72],
            ['next_day', 22],
            ['month_end', withId ? 6 : 0],
          ]),
      name: mirror
        ? 'same'
        : random.weighted<CopyPlan['name']>([
            ['same', 58],
            ['initial', 8],
            ['upper', 10],
            ['suffix', 14],
            ['joined', 4],
            ['cut', 6],
          ]),
      amount: mirror
        ? 'total'
        : random.weighted<CopyPlan['amount']>([
            ['total', 84],
            ['before_tax', 12],
            ['one_off', 4],
          ]),
      email: mirror
        ? 'relay'
        : random.weighted<CopyPlan['email']>([
            ['same', 74],
            ['none', 18],
            ['plus', 8],
          ]),
    });
  }
}

/** The price list in another currency: converted once, rounded to what shops charge there. */
function catalogueScale(currency: string): (catalogueMinor: number) => number {
  if (currency === 'USD' || currency === 'EUR') return (minor) => minor;
  const thousand = 1000 * 10 ** exponentOf(currency);
  const inCents = toUsd(thousand, currency);
  return (minor) => Math.max(1, share(minor, thousand, inCents));
}
