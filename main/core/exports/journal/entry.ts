/** Journal entries: what is posted, under which key, and the proof that it balances. Amounts are minor units, debits positive. */
import { assert } from '#shared/domain/assert.ts';
import { base32, type Sha256 } from '#shared/domain/ids.ts';
import type { JournalAccount } from './accounts.ts';

export interface JournalLine {
  readonly account: JournalAccount;
  /** Minor units of the entry's currency: debit positive, credit negative. Never zero. */
  readonly minor: number;
  readonly memo: string;
  /** Client or bank, where the books want a name on the line. */
  readonly name: string | null;
}

export interface JournalEntry {
  /** The same whenever the same fact is exported again, so that posting twice shows. 16 characters, fits every number field. */
  readonly key: string;
  readonly kind: 'sale' | 'payout' | 'receipt' | 'correction';
  /** Of the order or payout, as the app shows it: `ord_…`, `pyo_…`. */
  readonly subject: string;
  /** "Stripe": for the names of the accounts. */
  readonly system: string;
  /** ISO date in the book's zone. */
  readonly day: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly memo: string;
  readonly lines: readonly JournalLine[];
}

/** Length of a key after its prefix: QuickBooks keeps 21 characters of a number, IIF 11 are safe only in its memo. */
const KEY_CHARACTERS = 13;

/**
 * Key of an entry: `OF-` and 13 base-32 characters of SHA-256 over kind and subject. It does not hold the amounts: a second
 * export of a changed payout meets the first one in the books instead of standing beside it.
 */
export function entryKey(kind: JournalEntry['kind'], subject: string, currency: string, sha256: Sha256): string {
  return `OF-${base32(sha256(JSON.stringify(['journal', kind, subject, currency])), KEY_CHARACTERS).toUpperCase()}`;
}

/** An entry whose debits and credits meet; anything else is a defect of ours and never leaves the app. */
export function balanced(entry: JournalEntry): JournalEntry {
  let sum = 0;
  for (const { minor } of entry.lines) {
    assert(Number.isSafeInteger(minor) && minor !== 0, `a line of ${entry.key} is ${minor}`);
    sum += minor;
  }
  assert(sum === 0, `${entry.key} is out of balance by ${sum} minor units`);
  assert(entry.lines.length >= 2, `${entry.key} has ${entry.lines.length} lines`);
  return entry;
}

/** Sums movements by account, name and memo; what nets to zero is left out. In the order in which accounts first occur. */
export class LineSums {
  readonly #sums = new Map<string, { account: JournalAccount; minor: number; memo: string; name: string | null }>();

  add(account: JournalAccount, minor: number, memo: string, name: string | null = null): void {
    const at = JSON.stringify([account, memo, name]);
    const sum = this.#sums.get(at);
    if (sum === undefined) this.#sums.set(at, { account, minor, memo, name });
    else sum.minor += minor;
  }

  lines(): JournalLine[] {
    return [...this.#sums.values()].filter(({ minor }) => minor !== 0);
  }
}
