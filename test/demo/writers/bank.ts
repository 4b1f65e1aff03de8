import { isoDate } from '../base/calendar.ts';
import { csvLines, type Row } from '../base/delimited.ts';
import { amountText } from '../base/money.ts';
import type { BankLine } from '../world/model.ts';
import { type DemoFile, demoFile } from './file.ts';

const COLUMNS = ['Date', 'Description', 'Amount', 'Currency', 'Balance', 'Account', 'Reference'] as const;

/** One bank account's statement as CSV: signed amounts, running balance, the bank's own reference per line. */
export function bankFile(lines: readonly BankLine[], account: string): DemoFile {
  const own = lines.filter((line) => line.record.account === account);
  return demoFile(`bank-${account}.csv`, { system: 'bank', account }, 'statement', () => csvLines(COLUMNS, rowsOf(own, account)));
}

function* rowsOf(lines: readonly BankLine[], account: string): Generator<Row<(typeof COLUMNS)[number]>> {
  let balance = 25_000_000;
  for (const line of lines) {
    balance += line.amountMinor;
    yield {
      Date: isoDate(line.at),
      Description: line.description,
      Amount: amountText(line.amountMinor, line.currency),
      Currency: line.currency,
      Balance: amountText(balance, line.currency),
      Account: account,
      Reference: line.record.nativeId,
    };
  }
}
