/** Sinks of the ledger: balances of accounts, and the proof that nothing was made or lost. */
import { ACCOUNT, ACCOUNT_KINDS, type AccountKind, type Cause, type LedgerSink, type Transfer } from './accounts.ts';

/** Owners are shifted so that a dispute without an order (negative) has a place. */
const OWNER_SPAN = 2 ** 33;
const OWNER_ZERO = 2 ** 32;
const CURRENCIES = 256;

/** Balance of every account, in memory proportional to their number. */
export class Balances implements LedgerSink {
  readonly #minor = new Map<number, number>();

  begin(): void {}

  post(kind: AccountKind, owner: number, currency: number, minor: number): void {
    if (minor === 0) return;
    const key = keyOf(kind, owner, currency);
    this.#minor.set(key, (this.#minor.get(key) ?? 0) + minor);
  }

  end(): void {}

  /** Debit positive, minor units. */
  of(kind: AccountKind, owner: number, currency: number): number {
    return this.#minor.get(keyOf(kind, owner, currency)) ?? 0;
  }

  /** Accounts that are not zero, in an order that does not depend on that of the postings. */
  list(): { readonly kind: AccountKind; readonly owner: number; readonly currency: number; readonly minor: number }[] {
    return [...this.#minor]
      .filter(([, minor]) => minor !== 0)
      .sort(([a], [b]) => a - b)
      .map(([key, minor]) => {
        const currency = key % CURRENCIES;
        const rest = Math.floor(key / CURRENCIES);
        const kind = ACCOUNT_KINDS[Math.floor(rest / OWNER_SPAN)] ?? 'adjustments';
        return { kind, owner: (rest % OWNER_SPAN) - OWNER_ZERO, currency, minor };
      });
  }
}

function keyOf(kind: AccountKind, owner: number, currency: number): number {
  return (ACCOUNT[kind] * OWNER_SPAN + owner + OWNER_ZERO) * CURRENCIES + currency;
}

/** Asserts that every transfer is zero in each currency, and so the whole. Passes everything on. */
export class ZeroCheck implements LedgerSink {
  transfers = 0;
  postings = 0;
  readonly #next: LedgerSink | null;
  readonly #sums = new Float64Array(CURRENCIES);
  readonly #touched: number[] = [];
  #what = '';

  constructor(next: LedgerSink | null = null) {
    this.#next = next;
  }

  begin(what: Transfer, cause: Cause, id: number, minute: number): void {
    this.transfers += 1;
    this.#what = `${what} of ${cause} ${id}`;
    this.#next?.begin(what, cause, id, minute);
  }

  post(kind: AccountKind, owner: number, currency: number, minor: number): void {
    if (minor === 0) return;
    if (!Number.isSafeInteger(minor)) throw new Error(`${this.#what} posts ${minor}, which is no whole number of minor units`);
    this.postings += 1;
    if (this.#sums[currency] === 0) this.#touched.push(currency);
    this.#sums[currency] = (this.#sums[currency] as number) + minor;
    this.#next?.post(kind, owner, currency, minor);
  }

  end(): void {
    for (const currency of this.#touched) {
      if (this.#sums[currency] !== 0) throw new Error(`${this.#what} is off by ${this.#sums[currency]} in currency ${currency}`);
    }
    this.#touched.length = 0;
    this.#next?.end();
  }
}

/** Sends postings to several sinks. */
export function both(...sinks: readonly LedgerSink[]): LedgerSink {
  return {
    begin: (what, cause, id, minute) => {
      for (const sink of sinks) sink.begin(what, cause, id, minute);
    },
    post: (kind, owner, currency, minor) => {
      for (const sink of sinks) sink.post(kind, owner, currency, minor);
    },
    end: () => {
      for (const sink of sinks) sink.end();
    },
  };
}
