/**
 * Payouts that no line names: a sweep of a balance takes all that came in since the last one, so its lines are a run of neighbours in
 * time whose sum is the payout. Several runs of one sum are no answer.
 */
import { type Events, netOf } from './events.ts';
import { NO_MINUTE, type ReconcileInput } from './inputs.ts';
import type { PayoutDraft } from './payouts.ts';

export interface PayoutRun {
  readonly draft: PayoutDraft;
  readonly lines: readonly number[];
}

export function runsOf(
  input: ReconcileInput,
  events: Events,
  drafts: readonly PayoutDraft[],
  lineDraft: readonly (PayoutDraft | undefined)[],
): PayoutRun[] {
  const { money } = input;
  const open = drafts.filter(
    (draft) => draft.lines === 0 && !draft.failed && !Number.isNaN(draft.stated) && draft.minute !== NO_MINUTE,
  );
  if (open.length === 0) return [];
  const wanted = new Map<string, PayoutDraft[]>();
  for (const draft of open.toSorted((a, b) => a.minute - b.minute || (a.rows[0] ?? 0) - (b.rows[0] ?? 0))) {
    const key = `${draft.source} ${draft.currency}`;
    const list = wanted.get(key);
    if (list === undefined) wanted.set(key, [draft]);
    else list.push(draft);
  }
  const rowsOf = new Map<string, number[]>();
  for (let row = 0; row < money.size; row++) {
    if (events.moves[row] !== 1 || lineDraft[row] !== undefined || money.minute[row] === NO_MINUTE) continue;
    const key = `${money.source[row]} ${money.currency[row]}`;
    if (!wanted.has(key)) continue;
    const list = rowsOf.get(key);
    if (list === undefined) rowsOf.set(key, [row]);
    else list.push(row);
  }
  const found: PayoutRun[] = [];
  for (const [key, payouts] of wanted) {
    const rows = (rowsOf.get(key) ?? []).sort((a, b) => (money.minute[a] as number) - (money.minute[b] as number) || a - b);
    found.push(...sweeps(input, payouts, rows));
  }
  return found;
}

/** Rows of one balance in the order of time, and the payouts out of it. */
function sweeps(input: ReconcileInput, payouts: readonly PayoutDraft[], rows: readonly number[]): PayoutRun[] {
  const { money } = input;
  const sums = new Float64Array(rows.length + 1);
  for (const [i, row] of rows.entries()) sums[i + 1] = (sums[i] as number) + netOf(money, row);
  const found: PayoutRun[] = [];
  let start = 0;
  for (const draft of payouts) {
    const dayOnly = draft.rows.some((row) => money.dayOnly[row] === 1);
    const until = draft.minute + (dayOnly ? 1439 : 0);
    let end = start;
    while (end < rows.length && (money.minute[rows[end] ?? 0] as number) <= until) end++;
    const run = runFrom(sums, start, end, draft.stated + draft.fee) ?? onlyRun(sums, start, end, draft.stated + draft.fee);
    if (run === null) continue;
    found.push({ draft, lines: rows.slice(run[0], run[1]) });
    start = run[1];
  }
  return found;
}

/** The longest run from `start` on that sums to the payout: all that was there is what a sweep takes. */
function runFrom(sums: Float64Array, start: number, end: number, target: number): readonly [number, number] | null {
  for (let to = end; to > start; to--) if ((sums[to] as number) - (sums[start] as number) === target) return [start, to];
  return null;
}

/** The only run anywhere between that sums to it; null when there are none or several. */
function onlyRun(sums: Float64Array, start: number, end: number, target: number): readonly [number, number] | null {
  const first = new Map<number, number>();
  const again = new Set<number>();
  let found: readonly [number, number] | null = null;
  for (let to = start; to <= end; to++) {
    const sum = sums[to] as number;
    const from = first.get(sum - target);
    if (from !== undefined) {
      if (found !== null || again.has(sum - target)) return null;
      found = [from, to];
    }
    if (first.has(sum)) again.add(sum);
    else first.set(sum, to);
  }
  return found;
}
