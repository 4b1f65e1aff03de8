/** Balances of a statement as CSV: rows in the order of time or against it, each with the balance after it. */
import type { SourceInstant } from '#shared/domain/instant.ts';
import type { StatementDraft } from '#shared/domain/money-events.ts';
import { OpenStatement } from './statement.ts';

interface Run {
  readonly statement: OpenStatement;
  readonly firstAmount: number;
  readonly firstBalance: number | null;
  lastAmount: number;
  lastBalance: number | null;
  /** Whether each balance follows from the one above it, or from the one below. */
  forward: boolean;
  backward: boolean;
}

/** One run an account and currency: some files hold several. */
export class CsvBalances {
  readonly #runs = new Map<string, Run>();

  add(
    account: string | null,
    currency: string,
    amountMinor: number,
    balanceMinor: number | null,
    bookedAt: SourceInstant,
    line: number,
  ): void {
    const key = `${currency}\n${account ?? ''}`;
    let run = this.#runs.get(key);
    if (run === undefined) {
      const statement = new OpenStatement(line);
      statement.account = account;
      statement.currency = currency;
      const known = balanceMinor !== null;
      run = {
        statement,
        firstAmount: amountMinor,
        firstBalance: balanceMinor,
        lastAmount: amountMinor,
        lastBalance: balanceMinor,
        forward: known,
        backward: known,
      };
      this.#runs.set(key, run);
    } else {
      const { lastBalance, lastAmount } = run;
      run.forward &&= balanceMinor !== null && lastBalance !== null && lastBalance + amountMinor === balanceMinor;
      run.backward &&= balanceMinor !== null && lastBalance !== null && lastBalance - lastAmount === balanceMinor;
      run.lastAmount = amountMinor;
      run.lastBalance = balanceMinor;
    }
    run.statement.add(amountMinor, bookedAt);
  }

  /** A row was left out: no balance follows from the one before any more. */
  doubt(): void {
    for (const { statement } of this.#runs.values()) statement.doubt();
  }

  /** Only where every balance follows from its neighbour: else the file is cut, filtered or sorted, and tells nothing as a whole. */
  *drafts(): Generator<StatementDraft> {
    for (const run of this.#runs.values()) {
      const { statement, forward, backward, firstAmount, firstBalance, lastAmount, lastBalance } = run;
      if ((!forward && !backward) || firstBalance === null || lastBalance === null) continue;
      statement.openingMinor = forward ? firstBalance - firstAmount : lastBalance - lastAmount;
      statement.closingMinor = forward ? lastBalance : firstBalance;
      const draft = statement.draft();
      if (draft !== null) yield draft;
    }
  }
}
