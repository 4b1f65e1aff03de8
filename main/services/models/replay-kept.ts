/** A replay as it is kept: counts to read at once, and rows as text, made in the thread that found them. */
import type { Difference, Replay } from './replay.ts';
import type { CurrencyMove } from './replay-money.ts';
import type { Disagreement } from './replay-verdicts.ts';

type Lists = Pick<Replay, 'joined' | 'parted' | 'disagreements'>;

export interface ReplayCounts extends Omit<Replay, keyof Lists | 'money'> {
  /** Minor units as text: sums may pass 2^53. */
  readonly money: readonly { readonly currency: string; readonly nowMinor: string; readonly thenMinor: string }[];
}

export interface KeptReplay {
  readonly counts: ReplayCounts;
  /** JSON, lists by name. */
  readonly rows: string;
}

export function packReplay({ joined, parted, disagreements, money, ...counts }: Replay): KeptReplay {
  return { counts: { ...counts, money: money.map(moved) }, rows: JSON.stringify({ joined, parted, disagreements }) };
}

function moved({ currency, now, after }: CurrencyMove): ReplayCounts['money'][number] {
  return { currency, nowMinor: String(now), thenMinor: String(after) };
}

/** Lists by name. */
export function unpackRows(rows: string): { readonly [list in keyof Lists]: readonly (Difference | Disagreement)[] } {
  return JSON.parse(rows) as Lists;
}
