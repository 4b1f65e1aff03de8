import { DAY, HOUR, isoDate } from '../base/calendar.ts';
import { DIGITS, type Random, UPPERCASE } from '../base/prng.ts';
import { bankName } from './customers.ts';
import { type BankLine, newRecord, type Payout, type Sale } from './model.ts';
import { arrivalOf } from './payouts.ts';
import type { World } from './world.ts';

/** The bank account that receives a currency. */
export type BankAccounts = Readonly<Record<string, string>>;

/** The bank's view: payouts as they arrive (some together, some in two lines, some never), wires, and everyday lines. */
export function bankTheMoney(world: World, accounts: BankAccounts): void {
  const random = world.random.fork('bank');
  const banker = new Banker(world, accounts, random);
  const payouts = world.payouts.toSorted((a, b) => a.at - b.at || (a.record.nativeId < b.record.nativeId ? -1 : 1));
  banker.receive(payouts);
  banker.receiveEarly(payouts);
  for (const sale of world.sales) if (sale.gateway === 'wire') banker.receiveWire(sale);
  banker.everyday();
  world.bankLines.sort((a, b) => a.at - b.at || (a.record.nativeId < b.record.nativeId ? -1 : 1));
}

class Banker {
  readonly #world: World;
  readonly #accounts: BankAccounts;
  readonly #random: Random;
  #number = 0;

  constructor(world: World, accounts: BankAccounts, random: Random) {
    this.#world = world;
    this.#accounts = accounts;
    this.#random = random;
  }

  receive(payouts: readonly Payout[]): void {
    // Faults lie well before the end of the year, so that every clock has run out when the files end.
    const settled = payouts.filter((payout) => payout.at < Date.UTC(this.#world.options.year, 10, 15) && payout.totalMinor > 1000);
    const missing = new Set(settled.filter((_, i) => i % 90 === 17));
    const together = new Map<string, BankLine>();
    for (const payout of payouts) {
      if (missing.has(payout)) {
        const { record, totalMinor, currency } = payout;
        this.#world.exceptions.push({ reason: 'payout_missing_in_bank', subjects: [record], amountMinor: totalMinor, currency });
        continue;
      }
      const at = arrivalOf(payout, payout.rail === 'paypal' || payout.rail === 'amazon' ? 2 : 1);
      if (this.#random.chance(15) && payout.totalMinor > 10_000) this.#inTwoLines(payout, at);
      else this.#inOneLine(payout, at, together);
    }
    for (const payout of settled.filter((_, i) => i % 120 === 31)) this.#unexplained(payout);
  }

  /** Two payouts of one rail that arrive on one day are sometimes booked by the bank as one line. */
  #inOneLine(payout: Payout, at: number, together: Map<string, BankLine>): void {
    const key = `${payout.record.system} ${payout.record.account} ${payout.currency} ${at}`;
    const earlier = together.get(key);
    if (!earlier) {
      const line = this.#line(at, payout.currency, payout.totalMinor, descriptorOf(payout));
      payout.bankLines.push(line);
      if (this.#random.chance(400)) together.set(key, line);
      return;
    }
    earlier.amountMinor += payout.totalMinor;
    payout.bankLines.push(earlier);
  }

  #inTwoLines(payout: Payout, at: number): void {
    const first = Math.floor(payout.totalMinor / 3);
    payout.bankLines.push(this.#line(at, payout.currency, first, descriptorOf(payout)));
    payout.bankLines.push(this.#line(at + DAY, payout.currency, payout.totalMinor - first, descriptorOf(payout)));
  }

  /** A receipt that looks like a rail's, for which no payout exists. */
  #unexplained(payout: Payout): void {
    const amountMinor = this.#random.between(5000, 90_000);
    const line = this.#line(
      arrivalOf(payout, 2),
      payout.currency,
      amountMinor,
      descriptorOf({ ...payout, bankReference: this.#random.text(UPPERCASE, 10) }),
    );
    this.#world.exceptions.push({
      reason: 'bank_line_unexplained',
      subjects: [line.record],
      amountMinor,
      currency: payout.currency,
    });
  }

  /** The very amount of a payout, some days before it was sent: money cannot arrive before it leaves. */
  receiveEarly(payouts: readonly Payout[]): void {
    const wanted = Math.max(2, Math.ceil((25 * this.#world.options.orders) / 10_000));
    const step = Math.max(1, Math.floor(payouts.length / wanted));
    for (const payout of payouts.filter((_, i) => i % step === 0)) {
      const line = this.#line(payout.at - 3 * DAY, payout.currency, payout.totalMinor, 'COUNTER DEPOSIT');
      this.#world.keepApart(8, payout.record, line.record);
    }
  }

  /** A client pays by wire: the line bears the cut name, and the reference of every other one. */
  receiveWire(sale: Sale): void {
    if (sale.plan.captures === 0 || sale.plan.state !== 'normal') return;
    const quoted = this.#random.chance(500) ? ` ${sale.reference}` : '';
    const at = arrivalOf({ at: sale.at + 9 * DAY, currency: sale.currency }, 0);
    const line = this.#line(
      at,
      sale.currency,
      sale.basket.totalMinor,
      `WIRE ${bankName(sale.customer.company || sale.customer.name)}${quoted}`,
    );
    this.#world.optionalLinks.push({
      kind: 'payment-order',
      from: line.record,
      to: sale.owner,
      amountMinor: sale.basket.totalMinor,
    });
    this.#world.meetTrap(12);
  }

  /** Rent, wages and the like, which no rail explains and none should. */
  everyday(): void {
    const currencies = Object.keys(this.#accounts);
    for (let month = 0; month < 12; month++) {
      const first = Date.UTC(this.#world.options.year, month, 3);
      for (const currency of currencies) {
        this.#line(first, currency, -320_000, 'RENT GRANARY COURT');
        this.#line(first + 24 * DAY, currency, -this.#random.between(900_000, 1_400_000), 'PAYROLL');
        this.#line(
          first + this.#random.between(5, 15) * DAY,
          currency,
          -this.#random.between(4000, 90_000),
          'CARD OFFICE SUPPLIES',
        );
      }
    }
  }

  #line(at: number, currency: string, amountMinor: number, description: string): BankLine & { amountMinor: number } {
    const account = this.#accounts[currency];
    if (account === undefined) throw new RangeError(`no bank account in ${currency}`);
    this.#number += 1;
    const id = `BK${isoDate(at).slice(2).replaceAll('-', '')}${String(this.#number).padStart(6, '0')}${this.#random.text(DIGITS, 2)}`;
    const line = { record: newRecord('bank', account, 'bank_line', id), at: at + 6 * HOUR, description, amountMinor, currency };
    this.#world.bankLines.push(line);
    return line;
  }
}

function descriptorOf(payout: Pick<Payout, 'rail' | 'bankReference'>): string {
  const { rail, bankReference } = payout;
  const names = {
    stripe: `STRIPE PAYMENTS ST-${bankReference}`,
    shopify: `SHOPIFY PAYMENTS ${bankReference}`,
    paypal: `PAYPAL TRANSFER ${bankReference}`,
    amazon: `AMZN MKTPLACE PMTS ${bankReference}`,
  };
  return names[rail];
}
