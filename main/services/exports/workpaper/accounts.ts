/** The roll-forward of each clearing account: opening, what moved, closing, month by month. */
import type { Content, TableCell } from 'pdfmake/interfaces.js';
import type { ClearingMonth } from '#shared/contract/money.ts';
import { LEDGER_WORDS } from '#shared/domain/money-words.ts';
import { SYSTEM_LABELS } from '#shared/domain/systems.ts';
import { amount, table } from './parts.ts';

/** One page or more for each account and currency. */
export function accountContents(months: readonly ClearingMonth[]): Content[][] {
  const names = (month: ClearingMonth): string =>
    JSON.stringify([month.system, month.systemAccount, month.account, month.currency]);
  const accounts = Map.groupBy(
    months.toSorted((a, b) => compare(names(a), names(b)) || compare(a.month, b.month)),
    names,
  );
  return [...accounts.values()].map((list) => {
    const [first] = list;
    const of =
      first === undefined
        ? ''
        : `${SYSTEM_LABELS[first.system].name} ${first.systemAccount}: ${(LEDGER_WORDS[first.account] ?? first.account).toLowerCase()}`;
    return [
      { text: `Roll-forward of ${of}`, fontSize: 15, bold: true },
      { text: 'Opening and all movements give the closing balance, which opens the next month.', margin: [0, 2, 0, 8] },
      table(['Month', '', `Amount (${first?.currency ?? ''})`], ['auto', '*', 'auto'], list.flatMap(monthRows)),
    ];
  });
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function monthRows({ month, currency, openingMinor, closingMinor, movements }: ClearingMonth): TableCell[][] {
  const sorted = movements.toSorted((a, b) => compare(a.kind, b.kind));
  return [
    [{ text: month, bold: true }, 'Opening', amount(openingMinor, currency)],
    ...sorted.map(({ label, amountMinor }): TableCell[] => ['', label, amount(amountMinor, currency)]),
    ['', { text: 'Closing', bold: true }, amount(closingMinor, currency)],
  ];
}
