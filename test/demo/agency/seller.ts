import { exponentOf } from '../base/money.ts';
import type { Random } from '../base/prng.ts';
import { PLAN_SEASONS, PLANS } from '../base/words.ts';
import { priceBasket, singleLineBasket } from '../world/baskets.ts';
import { type Customer, Customers } from '../world/customers.ts';
import { type Basket, type CopyPlan, type Line, newRecord, type Sale } from '../world/model.ts';
import { ORDINARY, type SaleRequest, type Seller, type World } from '../world/world.ts';

export const AGENCY = 'northlight';

/** Sells for Northlight, the demo agency: plans agreed in the CRM, copied into the ERP, run as campaigns and projects. */
export class AgencySeller implements Seller {
  readonly #world: World;
  readonly #random: Random;
  readonly #customers: Customers;
  readonly #clients: Customer[] = [];
  readonly #titles = new Map<string, number>();

  constructor(world: World) {
    this.#world = world;
    this.#random = world.random.fork('agency');
    this.#customers = new Customers(world.random.fork('clients'));
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
    const customer = request.customer ?? this.#client();
    const [kind, parts] = random.pick(PLANS);
    const title = request.title ?? this.#ownTitle(customer, `${random.pick(PLAN_SEASONS)} ${kind}`);
    const currency = request.currency ?? 'USD';
    const index = this.#world.sales.length;
    const sale: Sale = {
      index,
      channel: 'agency',
      at: request.at ?? this.#world.moment(random),
      customer,
      currency,
      basket: request.basket ?? this.#basket(title, parts, currency, request.totalMinor),
      gateway: request.gateway ?? (random.chance(40) ? 'wire' : 'stripe'),
      title,
      reference: request.reference ?? `${initials(customer)}-${title.split(' ')[0]?.toUpperCase() ?? ''}-${1001 + index}`,
      plan: {
        ...ORDINARY,
        captures: random.weighted([
          [1, 42],
          [2, 46],
          [3, 12],
        ]),
        refunds: random.chance(15) ? 'part' : 'none',
        ...request.plan,
        copies: request.copies ?? this.#copies(),
      },
      owner: newRecord('hubspot', AGENCY, 'deal'),
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
      into: 'netsuite',
      withId: false,
      idStyle: 'same',
      dated: 'next_day',
      name: 'same',
      amount: 'total',
      email: 'same',
      tied: false,
      ...wish,
    };
  }

  #client(): Customer {
    const wanted = Math.max(12, Math.floor(this.#world.options.orders / 5));
    if (this.#clients.length < wanted && this.#random.chance(420)) {
      const client = this.#customers.firm('US');
      this.#clients.push(client);
      return client;
    }
    return this.#clients.length > 0 ? this.#random.pick(this.#clients) : this.#client();
  }

  /** A client never buys two plans of one title, unless a trap says so: `Spring media plan 2`. */
  #ownTitle(customer: Customer, title: string): string {
    const key = `${customer.key} ${title}`;
    const times = (this.#titles.get(key) ?? 0) + 1;
    this.#titles.set(key, times);
    return times === 1 ? title : `${title} ${times}`;
  }

  #basket(title: string, parts: readonly string[], currency: string, totalMinor: number | undefined): Basket {
    const random = this.#random;
    if (totalMinor !== undefined) return singleLineBasket(title, 'PLAN', totalMinor);
    const step = 25 * 10 ** exponentOf(currency) * (currency === 'JPY' ? 100 : 1);
    const lines = parts.map((part): Line => ({ sku: '', name: part, quantity: 1, unitMinor: random.between(16, 640) * step }));
    return priceBasket(lines, {
      taxBasisPoints: random.chance(50) ? 600 : 0,
      taxIncluded: false,
      shippingMinor: 0,
      discountPercent: 0,
    });
  }

  #copies(): CopyPlan[] {
    const random = this.#random;
    const plans: CopyPlan[] = [];
    if (random.chance(850)) {
      const withId = random.chance(580);
      plans.push(
        this.copy({
          withId,
          idStyle: random.chance(120) ? 'so' : 'same',
          dated: random.weighted<CopyPlan['dated']>([
            ['month_end', 60],
            ['next_day', 25],
            ['same_day', 15],
          ]),
          name: random.weighted<CopyPlan['name']>([
            ['same', 45],
            ['suffix', 30],
            ['upper', 10],
            ['trading_name', 5],
            ['cut', 10],
          ]),
          amount: random.weighted<CopyPlan['amount']>([
            ['total', 96],
            ['one_off', 4],
          ]),
          email: random.chance(550) ? 'same' : 'none',
        }),
      );
    }
    for (const [into, perMille] of [
      ['google_ads', 330],
      ['meta_ads', 200],
      ['asana', 550],
    ] as const) {
      if (random.chance(perMille))
        plans.push(this.copy({ into, withId: random.chance(450), name: random.chance(500) ? 'joined' : 'same' }));
    }
    return plans;
  }
}

/** `Harbor & Pine Co.` → `HP`. */
function initials(customer: Customer): string {
  return (
    (customer.company || customer.name)
      .split(' ')
      .filter((word) => /^[A-Z]/.test(word))
      .slice(0, 2)
      .map((word) => word.slice(0, 1))
      .join('') || 'XX'
  );
}
