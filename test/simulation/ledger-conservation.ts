/**
 * Nothing is made, nothing is lost: a small world of orders and money is imported, undone, imported again, merged, parted, linked by
 * hand and taken back at random. After each step every transfer is zero in each currency; the running balances, kept by reversing what
 * changed, are at the end those of a rebuild, whatever the order of the records. `node test/simulation/ledger-conservation.ts 2000 500`
 */

import type { AccountKind, Cause, LedgerSink, Transfer } from '#core/ledger/accounts.ts';
import { Balances, ZeroCheck } from '#core/ledger/balances.ts';
import { postAll } from '#core/ledger/post-all.ts';
import { paymentRef } from '#core/normalise/references.ts';
import { findAll } from '#core/reconciliation/find-all.ts';
import type { LinkDecision, ReconcileInput } from '#core/reconciliation/inputs.ts';
import { linkAll } from '#core/reconciliation/reconcile.ts';
import { keyText } from '#shared/domain/source-record.ts';
import { Random } from '#test/demo/base/prng.ts';
import { type HandMoney, type HandOrder, moneyInput, type SeenInput } from '#test/factories/money-input.ts';
import { at, bankLine, booking, charge, movement, order, payout, refund } from '#test/factories/money-records.ts';

interface Batch {
  readonly money: readonly HandMoney[];
  readonly orders: readonly HandOrder[];
  live: boolean;
}

interface Verdict {
  readonly kind: string;
  readonly from: string;
  readonly to: string;
  readonly verdict: 'linked' | 'apart';
}

/** Transfers by cause, as text: what a step changed is what differs. */
type Posted = Map<string, readonly (readonly [AccountKind, string, string, number])[]>;

const DAYS = ['02', '03', '04', '05', '06', '09', '10'];
const CURRENCIES = ['USD', 'USD', 'USD', 'EUR'];

export class LedgerSimulation {
  steps = 0;
  transfers = 0;
  readonly #random: Random;
  readonly #batches: Batch[] = [];
  /** Order numbers merged into one, by the first. */
  readonly #merged: [string, string][] = [];
  readonly #verdicts: Verdict[] = [];
  readonly #running = new Map<string, number>();
  #posted: Posted = new Map();

  constructor(seed: number) {
    this.#random = new Random(seed, 'conservation');
    for (let number = 1; number <= 6; number++) this.#batches.push(this.#story(number));
    this.#batches.push(this.#bank());
  }

  run(steps: number): void {
    for (let step = 0; step < steps; step++) {
      this.#step();
      this.#keepBooks(this.#seen());
      this.steps += 1;
    }
    this.#compareWithRebuild();
  }

  #step(): void {
    const random = this.#random;
    const batch = random.pick(this.#batches);
    switch (random.below(8)) {
      case 0:
      case 1:
        batch.live = true;
        return;
      case 2:
        batch.live = false;
        return;
      case 3:
        // The same file again: its records are known, nothing may change.
        this.#keepBooks(this.#seen([...this.#live(), ...this.#live()]));
        return;
      case 4:
        this.#merged.push([String(random.between(1, 6)), String(random.between(1, 6))]);
        return;
      case 5:
        this.#merged.splice(random.below(this.#merged.length + 1), 1);
        return;
      case 6:
        this.#verdicts.push({
          kind: random.pick(['payment-order', 'refund-order']),
          from: `txn_${random.pick(['c', 'd', 'r'])}${random.between(1, 6)}`,
          to: String(random.between(1, 6)),
          verdict: random.chance(700) ? 'linked' : 'apart',
        });
        return;
      default:
        this.#verdicts.splice(random.below(this.#verdicts.length + 1), 1);
    }
  }

  /** An order with whatever may happen to it. */
  #story(number: number): Batch {
    const random = this.#random;
    const id = String(number);
    const total = random.between(500, 90_000);
    const currency = random.pick(CURRENCIES);
    const day = `2026-03-${random.pick(DAYS)}`;
    const sent = `po_batch00${random.between(1, 3)}`;
    const fee = Math.floor(total / 40) + 30;
    const abroad = random.chance(200) ? { buyerAmount: (total / 100).toFixed(2), buyerCurrency: 'GBP' } : {};
    const common = { currency, on: `${day}T10:00`, payout: sent };
    const money: HandMoney[] = [charge(`c${id}`, { ...common, amount: total, fee, facts: abroad })];
    if (random.chance(200)) money.push(charge(`d${id}`, { ...common, amount: random.between(100, total), fee: 30 }));
    if (random.chance(500)) {
      const names = random.chance(700) ? `c${id}` : null;
      money.push(refund(`r${id}`, names, { ...common, on: '2026-03-11T10:00', amount: -random.between(1, total) }));
    }
    const about = [paymentRef(`ch_c${id}`, 'mentions')];
    if (random.chance(250)) money.push(movement(`txn_x${id}`, 'dispute', { ...common, amount: -total, fee: 1500, refs: about }));
    if (random.chance(120))
      money.push(movement(`txn_y${id}`, 'dispute_reversal', { ...common, amount: total, fee: -1500, refs: about }));
    if (random.chance(200)) money.push(movement(`txn_h${id}`, 'reserve_held', { ...common, amount: -Math.floor(total / 10) }));
    if (random.chance(200)) money.push(movement(`txn_a${id}`, 'adjustment', { ...common, amount: random.between(-500, 500) }));
    if (random.chance(200)) money.push(movement(`txn_v${id}`, 'conversion', { ...common, amount: -total }));
    if (random.chance(300)) money.push(booking(`INV-${id}`, 'Invoice', total, day));
    const facts = {
      currency: abroad.buyerCurrency ?? currency,
      placedAt: at(`${day}T09:00`),
      ...(random.chance(500) ? { subtotal: total - 300, shipping: 200, tax: 100 } : {}),
      ...(random.chance(200) ? { refunded: random.between(0, total) } : {}),
      ...(random.chance(100) ? { cancelledAt: at('2026-03-12') } : {}),
      ...(random.chance(150) ? { paymentMethod: 'gift card + stripe' } : {}),
    };
    return { money, orders: [order(id, total, [`c${id}`, `d${id}`], facts)], live: random.chance(500) };
  }

  #bank(): Batch {
    const random = this.#random;
    const money: HandMoney[] = [];
    for (let i = 1; i <= 3; i++) {
      const amount = random.between(1000, 200_000);
      const facts = random.chance(200) ? { payoutStatus: 'failed' } : {};
      money.push(payout(`po_batch00${i}`, amount, `2026-03-1${i}`, { facts }));
      if (random.chance(700)) money.push(bankLine(`b${i}`, amount, `2026-03-1${i + 2}`, 'STRIPE PAYMENTS'));
    }
    money.push(bankLine('rent', -4000, '2026-03-11', 'RENT'));
    return { money, orders: [], live: true };
  }

  #live(): Batch[] {
    return this.#batches.filter(({ live }) => live);
  }

  #seen(batches: readonly Batch[] = this.#live(), shuffled = false): { readonly seen: SeenInput; readonly input: ReconcileInput } {
    const money = new Map(batches.flatMap((batch) => batch.money.map((record) => [keyText(record.key), record])));
    const orders = new Map(batches.flatMap((batch) => batch.orders.map((members) => [members[0]?.key.nativeId ?? '', members])));
    for (const [into, other] of this.#merged) {
      const [kept, gone] = [orders.get(into), orders.get(other)];
      if (kept === undefined || gone === undefined || into === other || kept[0]?.facts.currency !== gone[0]?.facts.currency)
        continue;
      orders.set(into, [...kept, ...gone]);
      orders.delete(other);
    }
    const rows = [...money.values()];
    const seen = moneyInput({
      money: shuffled ? rows.toReversed() : rows,
      orders: shuffled ? [...orders.values()].toReversed() : [...orders.values()],
      asOf: '2026-05-01T00:00:00Z',
    });
    return { seen, input: { ...seen.input, decisions: this.#decisions(seen) } };
  }

  #decisions(seen: SeenInput): LinkDecision[] {
    return this.#verdicts.flatMap(({ kind, from, to, verdict }): LinkDecision[] => {
      const row = seen.rowOf(from);
      const target = seen.orders.findIndex((members) => members.some(({ key }) => key.nativeId === to));
      if (row === -1 || target === -1) return [];
      return [{ kind, from: { of: 'row', row }, to: { of: 'order', order: target }, verdict }];
    });
  }

  /** Posts what changed: the old transfer reversed, the new one posted, on the first open day. */
  #keepBooks({ seen, input }: { readonly seen: SeenInput; readonly input: ReconcileInput }): void {
    const posted = this.#post(seen, input);
    for (const [cause, postings] of this.#posted) if (!same(posted.get(cause), postings)) this.#apply(postings, -1);
    for (const [cause, postings] of posted) if (!same(this.#posted.get(cause), postings)) this.#apply(postings, 1);
    this.#posted = posted;
    const sums = new Map<string, number>();
    for (const [account, minor] of this.#running) {
      const currency = account.slice(account.lastIndexOf(' ') + 1);
      sums.set(currency, (sums.get(currency) ?? 0) + minor);
    }
    for (const [currency, sum] of sums)
      if (sum !== 0) throw new Error(`the ledger is off by ${sum} ${currency} after step ${this.steps}`);
  }

  #apply(postings: readonly (readonly [AccountKind, string, string, number])[], sign: 1 | -1): void {
    for (const [kind, owner, currency, minor] of postings) {
      const name = `${kind} ${owner} ${currency}`;
      const left = (this.#running.get(name) ?? 0) + sign * minor;
      if (left === 0) this.#running.delete(name);
      else this.#running.set(name, left);
    }
  }

  /** Transfers under names that do not depend on row numbers. */
  #post(seen: SeenInput, input: ReconcileInput): Posted {
    const world = linkAll(input);
    findAll(world);
    const posted: Posted = new Map();
    let open: [AccountKind, string, string, number][] = [];
    let name = '';
    const rowName = (row: number): string => seen.rows[row]?.key.nativeId ?? '';
    const payoutName = (index: number): string => {
      const draft = world.paidOut.payouts[index];
      return draft === undefined ? '' : `${input.text(draft.id)} ${draft.source}`;
    };
    const orderName = (index: number): string => seen.orders[index]?.[0]?.key.nativeId ?? '';
    const ownerName = (kind: AccountKind, owner: number): string =>
      kind === 'in_transit'
        ? payoutName(owner)
        : kind === 'receivable' || kind === 'refunds_payable' || (kind === 'disputes_contested' && owner >= 0)
          ? orderName(owner)
          : (input.sources[owner < 0 ? -1 - owner : owner]?.system ?? '');
    const sink: LedgerSink = {
      begin: (what: Transfer, cause: Cause, id: number) => {
        name = `${what} ${cause} ${cause === 'order' ? orderName(id) : cause === 'payout' ? payoutName(id) : rowName(id)}`;
        open = [];
      },
      post: (kind, owner, currency, minor) => {
        if (minor !== 0) open.push([kind, ownerName(kind, owner), input.currencies[currency] ?? '', minor]);
      },
      end: () => posted.set(name, [...(posted.get(name) ?? []), ...open]),
    };
    const check = new ZeroCheck(sink);
    postAll(world, check);
    this.transfers += check.transfers;
    return posted;
  }

  #compareWithRebuild(): void {
    const { seen, input } = this.#seen(this.#live(), true);
    const rebuilt = new Map<string, number>();
    for (const postings of this.#post(seen, input).values()) {
      for (const [kind, owner, currency, minor] of postings) {
        const account = `${kind} ${owner} ${currency}`;
        rebuilt.set(account, (rebuilt.get(account) ?? 0) + minor);
      }
    }
    const [running, again] = [this.#running, rebuilt].map((map) =>
      JSON.stringify([...map].filter(([, minor]) => minor !== 0).sort(([a], [b]) => (a < b ? -1 : 1))),
    );
    if (running !== again) throw new Error(`kept and rebuilt balances differ:\n${running}\n${again}`);
  }
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Balances from scratch, for tests that look at single accounts. */
export function balancesOf(input: ReconcileInput): Balances {
  const balances = new Balances();
  postAll(linkAll(input), new ZeroCheck(balances));
  return balances;
}

if (process.argv[1]?.endsWith('ledger-conservation.ts') === true) {
  // The third number is the first seed, so that a long run can be made in pieces.
  const [seeds = 2000, steps = 500, first = 1] = process.argv.slice(2).map(Number);
  const started = performance.now();
  let transfers = 0;
  for (let seed = first; seed < first + seeds; seed++) {
    const simulation = new LedgerSimulation(seed);
    simulation.run(steps);
    transfers += simulation.transfers;
    if (seed % 100 === 0) console.error(`${seed} seeds, ${Math.round((performance.now() - started) / 1000)} s`);
  }
  console.log(
    `${seeds} seeds from ${first} on × ${steps} steps: ${transfers} transfers, every one zero; rebuilt balances equal at each end`,
  );
}
