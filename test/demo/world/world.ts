import { DAY } from '../base/calendar.ts';
import type { Random } from '../base/prng.ts';
import type { Customer } from './customers.ts';
import type {
  BankLine,
  Basket,
  Booking,
  Campaign,
  Channel,
  CopyPlan,
  Deal,
  ErpOrder,
  Gateway,
  MoneyRow,
  OrderDoc,
  Payout,
  ProjectTask,
  Sale,
  SalePlan,
  SourceRecord,
} from './model.ts';

export type Profile = 'shop' | 'agency';

export interface DemoOptions {
  readonly seed: number;
  /** Number of sales (canonical orders), not of records. */
  readonly orders: number;
  readonly profile: Profile;
  readonly year: number;
}

/** What a trap or a story asks of a sale; whatever is left out is drawn as for any other sale of the profile. */
export interface SaleRequest {
  readonly at?: number;
  readonly channel?: Channel;
  readonly customer?: Customer;
  readonly currency?: string;
  /** The very basket of another sale (same goods, same amounts). */
  readonly basket?: Basket;
  /** A basket of one line with this total. */
  readonly totalMinor?: number;
  readonly gateway?: Gateway;
  readonly title?: string;
  readonly reference?: string;
  readonly copies?: CopyPlan[];
  readonly plan?: Partial<SalePlan>;
}

/** Sells in the way of one profile. */
export interface Seller {
  sell(request: SaleRequest): Sale;
  /** A copy into the system where this profile usually copies its sales, without an id unless asked. */
  copy(wish?: Partial<CopyPlan>): CopyPlan;
  person(): Customer;
  firm(): Customer;
  /** Somebody whose name other systems spell differently, and how they do. */
  scripted(): { readonly customer: Customer; readonly copiedName: string };
}

export interface TruthException {
  readonly reason: string;
  readonly subjects: readonly SourceRecord[];
  readonly amountMinor: number;
  readonly currency: string;
  readonly bestGuess?: SourceRecord;
}

export interface ApartPair {
  readonly trap: number;
  readonly a: SourceRecord;
  readonly b: SourceRecord;
}

/** A record with several equally good answers: the machine must propose, never take one. */
export interface Tie {
  readonly record: SourceRecord;
  readonly candidates: readonly SourceRecord[];
  readonly truth: SourceRecord;
}

/** Everything that happened in the year, and what is true about it. Filled step by step, read by the writers. */
export class World {
  readonly sales: Sale[] = [];
  readonly orders: OrderDoc[] = [];
  readonly deals: Deal[] = [];
  readonly erpOrders: ErpOrder[] = [];
  readonly googleCampaigns: Campaign[] = [];
  readonly metaCampaigns: Campaign[] = [];
  readonly projects: ProjectTask[] = [];
  readonly bookings: Booking[] = [];
  readonly rows: MoneyRow[] = [];
  readonly payouts: Payout[] = [];
  readonly bankLines: BankLine[] = [];

  readonly apart: ApartPair[] = [];
  readonly ties: Tie[] = [];
  readonly exceptions: TruthException[] = [];
  /** Links that a machine may or may not make: a wire to its order, for example. */
  readonly optionalLinks: {
    readonly kind: string;
    readonly from: SourceRecord;
    readonly to: SourceRecord;
    readonly amountMinor: number;
  }[] = [];
  /** To do once the copies are written down. */
  readonly afterCopies: (() => void)[] = [];
  readonly #traps = new Map<number, number>();
  readonly #pairs = new Set<string>();
  readonly #numbers = new Map<SourceRecord, number>();

  readonly options: DemoOptions;
  readonly random: Random;
  readonly start: number;

  constructor(options: DemoOptions, random: Random) {
    this.options = options;
    this.random = random;
    this.start = Date.UTC(options.year, 0, 2);
  }

  /** A moment of the selling year: 2 January to 22 December, so that everything is settled soon after its end. */
  moment(random: Random): number {
    return this.start + random.below(354 * DAY);
  }

  meetTrap(trap: number, times = 1): void {
    this.#traps.set(trap, (this.#traps.get(trap) ?? 0) + times);
  }

  trapCounts(): ReadonlyMap<number, number> {
    return this.#traps;
  }

  /** Two records that are different sales although much speaks for one. A pair is kept once, under its first trap. */
  keepApart(trap: number, a: SourceRecord, b: SourceRecord): void {
    const [first, second] = [this.#numberOf(a), this.#numberOf(b)].sort((x, y) => x - y);
    const key = `${first}:${second}`;
    if (this.#pairs.has(key)) return;
    this.#pairs.add(key);
    this.apart.push({ trap, a, b });
    this.meetTrap(trap);
  }

  #numberOf(record: SourceRecord): number {
    const known = this.#numbers.get(record);
    if (known !== undefined) return known;
    const next = this.#numbers.size;
    this.#numbers.set(record, next);
    return next;
  }
}

export const ORDINARY: SalePlan = {
  copies: [],
  captures: 1,
  paidTwice: false,
  refunds: 'none',
  dispute: 'none',
  credit: null,
  state: 'normal',
  retry: 'none',
  replaces: null,
  anonymous: false,
};
