/** The figures of a whole book after a change of a part: what they were, less what the part gave, and what it gives now. */
import { REASON_CODES } from '#core/exceptions/reasons.ts';
import { rollForwardOf } from '#core/ledger/roll-forward.ts';
import { sortedLeaks } from '#core/reconciliation/leaks.ts';
import type { Leak, ReconcileOutput, RollCells } from '#core/reconciliation/outputs.ts';

export type WholeFigures = Pick<ReconcileOutput, 'counts' | 'rollForward' | 'leaks' | 'waiting'>;

export function addUp(whole: ReconcileOutput, before: ReconcileOutput, after: ReconcileOutput): WholeFigures {
  return {
    counts: countsOf(whole.counts, before.counts, after.counts),
    rollForward: rollForwardOf(cellsOf(whole.cells, before.cells, after.cells)),
    leaks: leaksOf(whole.leaks, before.leaks, after.leaks),
    // Payouts are in every part.
    waiting: after.waiting,
  };
}

type Counts = ReconcileOutput['counts'];

/** In the order in which a run over the whole book has them; a reason that nothing has is left out. */
function countsOf(whole: Counts, before: Counts, after: Counts): Counts {
  const reasons: ReadonlySet<string> = new Set(REASON_CODES);
  const names = Object.keys(whole).filter((name) => !reasons.has(name));
  const last = names.indexOf('transfers');
  return Object.fromEntries(
    [...names.slice(0, last), ...REASON_CODES, ...names.slice(last)].flatMap((name) => {
      const count = (whole[name] ?? 0) - (before[name] ?? 0) + (after[name] ?? 0);
      return count === 0 && reasons.has(name) ? [] : [[name, count]];
    }),
  );
}

function cellsOf(whole: RollCells, before: RollCells, after: RollCells): RollCells {
  const cells = new Map(whole);
  for (const [sign, some] of [[-1, before] as const, [1, after] as const]) {
    for (const [key, { minor, postings }] of some) {
      const known = cells.get(key) ?? { minor: 0, postings: 0 };
      cells.set(key, { minor: known.minor + sign * minor, postings: known.postings + sign * postings });
    }
  }
  return new Map([...cells].filter(([, { postings }]) => postings !== 0));
}

function leaksOf(whole: readonly Leak[], before: readonly Leak[], after: readonly Leak[]): Leak[] {
  const leaks = new Map<string, Leak>();
  for (const [sign, some] of [[1, whole] as const, [-1, before] as const, [1, after] as const]) {
    for (const leak of some) {
      const key = `${leak.kind} ${leak.currency} ${leak.month}`;
      const known = leaks.get(key);
      leaks.set(key, {
        ...leak,
        foundMinor: (known?.foundMinor ?? 0) + sign * leak.foundMinor,
        recoveredMinor: (known?.recoveredMinor ?? 0) + sign * leak.recoveredMinor,
        count: (known?.count ?? 0) + sign * leak.count,
      });
    }
  }
  return sortedLeaks([...leaks.values()].filter(({ count }) => count !== 0));
}
