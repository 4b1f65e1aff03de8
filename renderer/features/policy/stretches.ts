/** Days that sources tell about, laid out for looking at: accounts, their stretches, and the gaps between them. Pure. */
import type { CoverageDecision, CoverageStretch } from '#shared/contract/policy.ts';

const DAY_MS = 86_400_000;

/** ISO days, both ends. */
export interface Days {
  readonly fromDay: string;
  readonly toDay: string;
}

export interface CoveredAccount {
  readonly key: string;
  readonly at: Pick<CoverageStretch, 'system' | 'account' | 'inside'>;
  readonly stretches: readonly CoverageStretch[];
  readonly gaps: readonly Days[];
  readonly decisions: readonly CoverageDecision[];
}

export function accountKey({ system, account, inside }: CoveredAccount['at']): string {
  return [system, account, inside ?? ''].join('\u0000');
}

/** By system and name; what people said of an account that no file speaks of any more stands with it. */
export function coveredAccounts(stretches: readonly CoverageStretch[], decisions: readonly CoverageDecision[]): CoveredAccount[] {
  const keys = [...new Set([...stretches, ...decisions].map(accountKey))].sort();
  return keys.flatMap((key) => {
    const own = stretches.filter((one) => accountKey(one) === key).sort((a, b) => (a.fromDay < b.fromDay ? -1 : 1));
    const said = decisions.filter((one) => accountKey(one) === key);
    const [first] = [...own, ...said];
    if (first === undefined) return [];
    const { system, account, inside } = first;
    return [{ key, at: { system, account, inside }, stretches: own, gaps: gapsOf(own), decisions: said }];
  });
}

function gapsOf(stretches: readonly Days[]): Days[] {
  return stretches.slice(1).flatMap((next, index) => {
    const before = stretches[index];
    return before === undefined ? [] : [{ fromDay: addDays(before.toDay, 1), toDay: addDays(next.fromDay, -1) }];
  });
}

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

/** Both ends count. */
export function countDays({ fromDay, toDay }: Days): number {
  return Math.round((Date.parse(toDay) - Date.parse(fromDay)) / DAY_MS) + 1;
}

/** From the first day of all to the last; null when there is none. */
export function wholeSpan(accounts: readonly CoveredAccount[]): Days | null {
  const all = accounts.flatMap(({ stretches }) => stretches);
  const [first] = all;
  if (first === undefined) return null;
  return all.reduce<Days>(
    (span, { fromDay, toDay }) => ({
      fromDay: fromDay < span.fromDay ? fromDay : span.fromDay,
      toDay: toDay > span.toDay ? toDay : span.toDay,
    }),
    first,
  );
}

/** Where days lie in a span, as shares of its length: for the bar. */
export function placeIn(span: Days, days: Days): { readonly left: number; readonly width: number } {
  const whole = countDays(span);
  return {
    left: (countDays({ fromDay: span.fromDay, toDay: days.fromDay }) - 1) / whole,
    width: countDays(days) / whole,
  };
}
