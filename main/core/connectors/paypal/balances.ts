/**
 * The running balance that PayPal prints beside every row, per currency: it proves that nothing is missing between two rows, and gives
 * the balances before the first and after the last. Files are written oldest or newest first.
 */
import { DAY_MS, isoDay } from '#shared/domain/instant.ts';
import type { StatementDraft } from '#shared/domain/money-events.ts';

interface Chain {
  readonly line: number;
  readonly first: { readonly net: number; readonly balance: number };
  last: { readonly net: number; readonly balance: number };
  /** Steps from row to row that fit a file written oldest first, and newest first. */
  rising: number;
  falling: number;
  sum: number;
  fromMs: number;
  toMs: number;
}

export class RunningBalances {
  readonly #chains = new Map<string, Chain>();

  /** Whether a row takes part in the balance, as far as the row above it tells; null where there is none. */
  moves(currency: string, net: number, balance: number): boolean | null {
    const chain = this.#chains.get(currency);
    return chain === undefined ? null : chain.last.balance + net === balance;
  }

  /** A row that moved the balance. @param dayMs UTC midnight of its written day. */
  add(currency: string, net: number, balance: number, dayMs: number, line: number): void {
    const row = { net, balance };
    const chain = this.#chains.get(currency);
    if (chain === undefined) {
      this.#chains.set(currency, { line, first: row, last: row, rising: 0, falling: 0, sum: net, fromMs: dayMs, toMs: dayMs });
      return;
    }
    if (chain.last.balance + net === balance) chain.rising++;
    if (chain.last.balance - chain.last.net === balance) chain.falling++;
    chain.last = row;
    chain.sum += net;
    chain.fromMs = Math.min(chain.fromMs, dayMs);
    chain.toMs = Math.max(chain.toMs, dayMs);
  }

  /** One statement a currency: between its first and last row the file tells everything. */
  statements(): readonly StatementDraft[] {
    return [...this.#chains].map(([currency, chain]) => {
      const { first, last } = chain;
      const rising = chain.rising >= chain.falling;
      const openingMinor = rising ? first.balance - first.net : last.balance - last.net;
      const closingMinor = rising ? last.balance : first.balance;
      return {
        account: 'PayPal balance',
        currency,
        fromDay: isoDay(Math.floor(chain.fromMs / DAY_MS)),
        toDay: isoDay(Math.floor(chain.toMs / DAY_MS)),
        openingMinor,
        closingMinor,
        statedMinor: closingMinor - openingMinor,
        linesMinor: chain.sum,
        line: chain.line,
      };
    });
  }
}
