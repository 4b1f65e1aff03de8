import { addBankingDays, DAY, HOUR, MINUTE, SECOND } from '../base/calendar.ts';
import { share, splitAmount, toUsd } from '../base/money.ts';
import { ALPHANUMERIC, type Random, UPPERCASE } from '../base/prng.ts';
import { type MoneyKind, type MoneyRow, newRecord, type Sale, type SourceRecord } from './model.ts';
import type { World } from './world.ts';

/** Where a gateway's rows are kept, and how it charges: percent in basis points plus a fixed part. */
interface Rail {
  readonly system: 'stripe' | 'shopify' | 'paypal';
  readonly account: string;
  /** What the rail settles in; blank: in the currency of the order. */
  readonly currency: string;
  readonly basisPoints: number;
  readonly fixedMinor: number;
}

/** What the profile says about its gateways. */
export interface PaymentSetup {
  /** The Stripe account that serves a sale, and the currency in which it settles. */
  readonly stripe: (sale: Sale) => { readonly account: string; readonly currency: string };
  readonly paypalAccount: string;
  /** Words on the charge: most gateways show the number of the order or the invoice. */
  readonly describe: (sale: Sale, part: number) => string;
  /** When part `part` of the sale is paid. */
  readonly paidAt: (sale: Sale, part: number, random: Random) => number;
  /** What a partial refund gives back; drawn where it is not said. */
  readonly refundMinor?: number;
}

/** Charges, refunds and disputes of every sale that a card gateway or PayPal collects. */
export function collectPayments(world: World, setup: PaymentSetup): void {
  const random = world.random.fork('payments');
  const teller = new Teller(world, setup, random);
  for (const sale of world.sales) {
    if (sale.gateway === 'stripe' || sale.gateway === 'shopify_payments' || sale.gateway === 'paypal') teller.serve(sale);
  }
}

/** The amounts in which a sale is collected: equal shares of what credit leaves. */
export function partsOf(sale: Sale): number[] {
  const due = sale.basket.totalMinor - (sale.plan.credit?.minor ?? 0);
  return sale.plan.captures === 0 ? [] : splitAmount(due, sale.plan.captures);
}

class Teller {
  readonly #world: World;
  readonly #setup: PaymentSetup;
  readonly #random: Random;
  readonly #lastMoment: number;

  constructor(world: World, setup: PaymentSetup, random: Random) {
    this.#world = world;
    this.#setup = setup;
    this.#random = random;
    this.#lastMoment = Date.UTC(world.options.year, 11, 30, 20);
  }

  serve(sale: Sale): void {
    const { plan, owner, currency } = sale;
    const parts = partsOf(sale);
    const paidParts = plan.state === 'underpaid' ? parts.slice(0, -1) : parts;
    const charges = paidParts.map((minor, part) => this.#charge(sale, minor, part, this.#setup.paidAt(sale, part, this.#random)));
    const [first] = charges;
    if (charges.length > 1) this.#world.meetTrap(2);
    const raise = (reason: string, amountMinor: number, subjects: SourceRecord[] = [owner]): void =>
      void this.#world.exceptions.push({ reason, subjects, amountMinor, currency });
    if (plan.state === 'underpaid') raise('underpaid', parts.at(-1) ?? 0);
    if (plan.state === 'fulfilled_unpaid') raise('fulfilled_unpaid', sale.basket.totalMinor);
    if (!first) return;
    if (plan.state === 'cancelled_unrefunded') raise('paid_cancelled_unrefunded', first.buyerMinor);
    if (plan.paidTwice || plan.retry === 'two_charges') {
      this.#charge(sale, first.buyerMinor, 0, first.at + (plan.paidTwice ? this.#random.between(20, 180) : 3) * SECOND);
      raise('overpaid', first.buyerMinor);
      if (plan.paidTwice) this.#world.meetTrap(13);
    }
    this.#refund(sale, first, raise);
    this.#dispute(sale, first, raise);
  }

  #charge(sale: Sale, minor: number, part: number, at: number): MoneyRow {
    const rail = this.#railOf(sale);
    const text = this.#setup.describe(sale, part);
    const ids: Record<string, string> = rail.system === 'stripe' ? { charge: this.#id('ch_3'), intent: this.#id('pi_3') } : {};
    const row = this.#row(sale, rail, { kind: 'charge', at, minor, text, ids, parent: null, sale });
    if (rail.system === 'paypal' && sale.currency === 'GBP') this.#convert(sale, rail, row);
    return row;
  }

  /** PayPal turns pounds into dollars by two more rows that refer to the payment. */
  #convert(sale: Sale, rail: Rail, charge: MoneyRow): void {
    const leg = (currency: string, minor: number): void => {
      const record = newRecord('paypal', rail.account, 'payment', this.#random.text(UPPERCASE, 17));
      record.aliases.push(charge.record.nativeId);
      const text = 'General Currency Conversion';
      const common = {
        kind: 'conversion',
        at: charge.at,
        availableAt: charge.at,
        text,
        ids: { reference: charge.record.nativeId },
        payout: null,
      } as const;
      this.#keep(sale, {
        record,
        ...common,
        currency,
        grossMinor: minor,
        feeMinor: 0,
        netMinor: minor,
        buyerMinor: 0,
        buyerCurrency: currency,
        sale,
        parent: charge,
      });
    };
    leg('GBP', -charge.netMinor);
    leg('USD', toUsd(charge.netMinor, 'GBP'));
  }

  #refund(sale: Sale, charge: MoneyRow, raise: (reason: string, minor: number, subjects?: SourceRecord[]) => void): void {
    const { refunds } = sale.plan;
    if (refunds === 'none') return;
    const whole = charge.buyerMinor;
    const part = this.#setup.refundMinor ?? Math.max(1, share(whole, this.#random.between(15, 60), 100));
    const amounts = {
      part: [part],
      parts: [part, share(whole - part, 1, 2), 1],
      full: [whole],
      early: [part],
      over: [whole, part],
      orphan: [part],
    }[refunds];
    const rail = this.#railOf(sale);
    let at = charge.at;
    for (const [i, minor] of amounts.filter((amount) => amount > 0).entries()) {
      at = refunds === 'early' ? at + 50 * MINUTE : this.#later(at, this.#random.between(2, 20) * DAY);
      const named = refunds !== 'orphan';
      const text = named ? `REFUND FOR CHARGE (${charge.text})` : 'REFUND';
      const ids = named
        ? { ...charge.ids, reference: charge.record.nativeId, refund: this.#id('re_3') }
        : { refund: this.#id('re_3') };
      const row = this.#row(sale, rail, {
        kind: 'refund',
        at,
        minor: -minor,
        text,
        ids,
        parent: named ? charge : null,
        sale: named ? sale : null,
      });
      if (named) this.#world.meetTrap(3);
      if (refunds === 'over' && i === 1) raise('refund_exceeds_payment', minor, [sale.owner, row.record]);
      if (refunds !== 'orphan') continue;
      const guess = { bestGuess: sale.owner };
      this.#world.exceptions.push({
        reason: 'refund_without_order',
        subjects: [row.record],
        amountMinor: minor,
        currency: sale.currency,
        ...guess,
      });
    }
  }

  #dispute(sale: Sale, charge: MoneyRow, raise: (reason: string, minor: number, subjects?: SourceRecord[]) => void): void {
    const { dispute } = sale.plan;
    if (dispute === 'none') return;
    const rail = this.#railOf(sale);
    const at = this.#later(charge.at, this.#random.between(10, 40) * DAY);
    const ids = { ...charge.ids, dispute: this.#id('dp_1') };
    const opened = this.#row(sale, rail, {
      kind: 'dispute',
      at,
      minor: -charge.buyerMinor,
      text: 'Chargeback withdrawal',
      ids,
      parent: charge,
      sale,
    });
    this.#world.meetTrap(14);
    if (dispute === 'won') {
      const wonAt = this.#later(at, this.#random.between(5, 30) * DAY);
      this.#row(sale, rail, {
        kind: 'dispute_reversal',
        at: wonAt,
        minor: charge.buyerMinor,
        text: 'Chargeback reversal',
        ids,
        parent: charge,
        sale,
      });
    } else {
      raise(dispute === 'open' ? 'dispute_open' : 'dispute_lost_unbooked', charge.buyerMinor, [opened.record]);
    }
  }

  #row(
    owner: Sale,
    rail: Rail,
    what: {
      kind: MoneyKind;
      at: number;
      minor: number;
      text: string;
      ids: Record<string, string>;
      parent: MoneyRow | null;
      sale: Sale | null;
    },
  ): MoneyRow {
    const { minor, at, kind, text, parent, sale } = what;
    const currency = rail.currency || owner.currency;
    const foreign = currency !== owner.currency;
    const gross = foreign ? toUsd(minor, owner.currency) : minor;
    const fee = feeOf(rail, kind, gross, foreign);
    const record = newRecord(
      rail.system,
      rail.account,
      kind === 'charge' ? 'charge' : kind === 'refund' ? 'refund' : 'dispute',
      this.#rowId(rail),
    );
    const ids: Record<string, string> = {
      ...what.ids,
      source: what.ids[kind === 'charge' ? 'charge' : kind === 'refund' ? 'refund' : 'dispute'] ?? '',
    };
    const shown = rail.system !== 'stripe' ? [] : kind === 'charge' ? [ids.charge, ids.intent] : [ids.source];
    record.aliases.push(...shown.filter((id): id is string => id !== undefined && id !== ''));
    const availableAt = rail.system === 'paypal' ? at : addBankingDays(at, 2, currency === 'EUR' ? 'EU' : 'US');
    return this.#keep(owner, {
      record,
      kind,
      at,
      availableAt,
      currency,
      grossMinor: gross,
      feeMinor: fee,
      netMinor: gross - fee,
      buyerMinor: minor,
      buyerCurrency: owner.currency,
      sale,
      parent,
      text,
      ids,
      payout: null,
    });
  }

  #keep(sale: Sale, row: MoneyRow): MoneyRow {
    this.#world.rows.push(row);
    if (row.sale) sale.rows.push(row);
    return row;
  }

  #railOf(sale: Sale): Rail {
    switch (sale.gateway) {
      case 'stripe': {
        const european = sale.channel === 'eu';
        return { system: 'stripe', ...this.#setup.stripe(sale), basisPoints: european ? 150 : 290, fixedMinor: european ? 25 : 30 };
      }
      case 'shopify_payments':
        return { system: 'shopify', account: sale.owner.account, currency: '', basisPoints: 240, fixedMinor: 30 };
      case 'paypal':
        return { system: 'paypal', account: this.#setup.paypalAccount, currency: '', basisPoints: 349, fixedMinor: 49 };
      default:
        throw new RangeError(`${sale.gateway} is not a card rail`);
    }
  }

  /** Not after the end of the year, yet always after what it answers to. */
  #later(from: number, span: number): number {
    return Math.max(from + HOUR, Math.min(from + span, this.#lastMoment));
  }

  /** Shopify's rows have no id: file and line name them, once the file is laid out. */
  #rowId(rail: Rail): string {
    if (rail.system === 'stripe') return this.#id('txn_3');
    return rail.system === 'paypal' ? this.#random.text(UPPERCASE, 17) : '';
  }

  #id(prefix: string): string {
    return prefix + this.#random.text(ALPHANUMERIC, 23);
  }
}

/** The original fee is kept on a refund; a chargeback costs 15.00, given back when it is won. */
function feeOf(rail: Rail, kind: MoneyKind, grossMinor: number, foreign: boolean): number {
  if (kind === 'charge') return share(grossMinor, rail.basisPoints + (foreign ? 150 : 0), 10_000) + rail.fixedMinor;
  if (kind === 'dispute') return 1500;
  return kind === 'dispute_reversal' ? -1500 : 0;
}
