import { DAY } from '../base/calendar.ts';
import type { Booking, MoneyRow, Sale } from './model.ts';
import type { World } from './world.ts';

/**
 * What the files leave open. Two payments quote a number that two invoices bear; two sales of one client, title, amount and day are billed
 * without their numbers. Whoever takes one of the answers guesses, so the truth calls these links ambiguous and asks no figure of the sales.
 */
export class Undecided {
  readonly #lookalikes: ReadonlySet<Sale>;
  readonly #numbers: ReadonlyMap<string, readonly Booking[]>;

  constructor(world: World) {
    const invoices = world.bookings.filter(({ kind }) => kind === 'Invoice');
    this.#numbers = Map.groupBy(invoices, ({ number }) => number);
    const unnamed = new Set(invoices.flatMap(({ sale, reference }) => (sale && reference === '' ? [sale] : [])));
    const alike = Map.groupBy(unnamed, lookOf);
    this.#lookalikes = new Set([...alike.values()].flatMap((group) => (group.length > 1 ? group : [])));
  }

  invoice({ kind, sale, reference }: Booking): boolean {
    return kind === 'Invoice' && sale !== null && reference === '' && this.#lookalikes.has(sale);
  }

  payment({ text }: MoneyRow): boolean {
    const number = /INV-\d+$/.exec(text)?.[0];
    const quoted = number === undefined ? [] : (this.#numbers.get(number) ?? []);
    return quoted.length > 1 || quoted.some((invoice) => this.invoice(invoice));
  }

  /** Some payment of the sale could be another's. */
  sale({ rows }: Sale): boolean {
    return rows.some((row) => row.kind === 'charge' && this.payment(row));
  }
}

/** What a bill without a number shows of its sale. */
function lookOf({ customer, title, currency, basket, at }: Sale): string {
  return [customer.company || customer.name, title, currency, basket.totalMinor, Math.floor(at / DAY)].join('|').toLowerCase();
}
