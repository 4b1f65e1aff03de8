/** What is missing only because a file ends: one line for each source, not one for each payout. */

import type { Coverage } from './coverage.ts';
import { NO_TEXT } from './inputs.ts';
import type { Payout, Waiting } from './outputs.ts';
import { Banks } from './payout-states.ts';
import type { World } from './world.ts';

/** Source number of "a bank whose file was never imported". */
export const NO_SOURCE = 0xffff;

export function waitingOf(world: World, payouts: readonly Payout[], coverage: Coverage): Waiting[] {
  const banks = new Banks(world);
  const lines = new Map<string, Waiting>();
  for (const payout of payouts) {
    if (payout.state !== 'waiting') continue;
    const [bank = NO_SOURCE] = banks.of(payout);
    const key = `${bank} ${payout.currency}`;
    const known = lines.get(key);
    lines.set(key, {
      source: bank,
      account: NO_TEXT,
      afterDay: bank === NO_SOURCE ? null : coverage.lastDay(bank),
      items: (known?.items ?? 0) + 1,
      currency: payout.currency,
      minor: (known?.minor ?? 0) + payout.sent,
    });
  }
  return [...lines.values()].sort((a, b) => a.source - b.source || a.currency - b.currency);
}
