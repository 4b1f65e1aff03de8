/** How much of a bank line is which payout's. */
import { type BankLine, sentOf } from './bank-links.ts';
import type { World } from './world.ts';

/** The whole payout where the line holds more, else the whole line. Minor units, signed. */
export function portionOf({ paidOut }: Pick<World, 'paidOut'>, payout: number, line: BankLine): number {
  const draft = paidOut.payouts[payout];
  const sent = draft === undefined ? 0 : sentOf(draft);
  return Math.abs(sent) < Math.abs(line.minor) ? sent : line.minor;
}

/** Lines whose words name no rail are none of this book's business, by the policy's rule. */
export function isBankOutside(line: BankLine): boolean {
  return line.rails.length === 0;
}
