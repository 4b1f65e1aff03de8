/** What the accounts of a journal are called in the books that its entries go to: by the policy, else as shipped. */
import { type JournalAccount, SHIPPED_JOURNAL_NAMES } from '#shared/domain/journal-accounts.ts';
import type { JournalName } from '#shared/domain/policy.ts';
import { SYSTEM_LABELS } from '#shared/domain/systems.ts';

export type { JournalAccount } from '#shared/domain/journal-accounts.ts';

/** A name as QuickBooks and NetSuite want it, or a code as Xero does. */
type Wanted = 'name' | 'code';

/** Looks an account up for the entries of one system, by the system's label ("Stripe"). */
export type AccountNames = (account: JournalAccount, system: string, wanted?: Wanted) => string;

/** A line of the policy for the system goes first, then the one for all systems, then the shipped name; a code that is missing is the name. */
export function accountNames(lines: readonly JournalName[] = []): AccountNames {
  const known = new Map(
    lines.map((line) => [`${line.account} ${line.system === null ? '' : SYSTEM_LABELS[line.system].name}`, line]),
  );
  return (account, system, wanted = 'name') => {
    const own = known.get(`${account} ${system}`);
    const all = known.get(`${account} `);
    const code = wanted === 'code' ? (own?.code ?? all?.code ?? null) : null;
    return code ?? (own?.name ?? all?.name ?? SHIPPED_JOURNAL_NAMES[account]).replaceAll('{system}', system);
  };
}
