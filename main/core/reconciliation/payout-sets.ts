/**
 * Payouts that neither an id nor a run explains: a group of rows by a natural key (day, shipment, payment method, client) whose sum it is;
 * last, any set of the few rows that are left, with every solution counted. Where fees are not stated, the learned rate stands for them,
 * and what rests on it is proposed.
 */
import { dayOf } from './bookings.ts';
import { type Events, grossOf, netOf } from './events.ts';
import { feeBy, learnFees } from './fee-model.ts';
import { NO_MINUTE, type ReconcileInput } from './inputs.ts';
import { CHARGE } from './money-kinds.ts';
import type { LinkRule } from './outputs.ts';
import type { PayoutDraft } from './payouts.ts';
import { SUBSET_LIMITS, subsetsOf } from './subset.ts';

/** Days before a payout in which its lines may lie. */
const REACH_DAYS = 45;

export interface PayoutSet {
  readonly draft: PayoutDraft;
  readonly lines: readonly number[];
  readonly rule: LinkRule;
  /** False: one of several answers, or resting on a learned fee. */
  readonly sure: boolean;
}

export function setsOf(
  input: ReconcileInput,
  events: Events,
  drafts: readonly PayoutDraft[],
  lineDraft: readonly (PayoutDraft | undefined)[],
): PayoutSet[] {
  const { money } = input;
  const open = drafts.filter(
    ({ lines, failed, stated, minute }) => lines === 0 && !failed && !Number.isNaN(stated) && minute !== NO_MINUTE,
  );
  if (open.length === 0) return [];
  const rows = new Map<string, number[]>();
  for (let row = 0; row < money.size; row++) {
    if (events.moves[row] !== 1 || money.minute[row] === NO_MINUTE) continue;
    const key = `${money.source[row]} ${money.currency[row]}`;
    const list = rows.get(key);
    if (list === undefined) rows.set(key, [row]);
    else list.push(row);
  }
  for (const list of rows.values()) list.sort((a, b) => (money.minute[a] as number) - (money.minute[b] as number) || a - b);
  const found: PayoutSet[] = [];
  const taken = new Set<number>();
  for (const draft of open.toSorted((a, b) => a.minute - b.minute || (a.rows[0] ?? 0) - (b.rows[0] ?? 0))) {
    const ofAccount = rows.get(`${draft.source} ${draft.currency}`) ?? [];
    const from = firstFrom(ofAccount, money.minute, draft.minute - REACH_DAYS * 1440);
    const until = firstFrom(ofAccount, money.minute, (dayOf(draft.minute) + 1) * 1440);
    const near = ofAccount.slice(from, until).filter((row) => lineDraft[row] === undefined && !taken.has(row));
    const worth = worths(input, events, near, ofAccount);
    const answers = grouped(input, near, worth.of, draft.stated + draft.fee);
    const rule: LinkRule = answers.length > 0 ? 'group@1' : 'subset@1';
    const { solutions, complete } =
      answers.length > 0 ? { solutions: answers, complete: true } : subsetSolutions(near, worth.of, draft.stated + draft.fee);
    const sure = solutions.length === 1 && complete && !worth.learned;
    for (const lines of solutions) {
      found.push({ draft, lines, rule, sure });
      if (sure) for (const row of lines) taken.add(row);
    }
  }
  return found;
}

/** Index of the first of rows in the order of time that is not before a minute. */
function firstFrom(rows: readonly number[], minutes: Int32Array, minute: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((minutes[rows[middle] ?? 0] as number) < minute) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What each row adds to a payout; of payments without a stated fee what the learned rate leaves. */
function worths(
  { money }: ReconcileInput,
  events: Events,
  near: readonly number[],
  all: readonly number[],
): { readonly of: (row: number) => number; readonly learned: boolean } {
  const isOpen = (row: number): boolean =>
    money.kind[row] === CHARGE && Number.isNaN(money.fee[row] as number) && Number.isNaN(money.net[row] as number);
  if (!near.some(isOpen)) return { of: (row) => netOf(money, row), learned: false };
  const known = all.filter((row) => money.kind[row] === CHARGE && events.moves[row] === 1 && (money.fee[row] as number) > 0);
  const model = learnFees(known.map((row) => ({ gross: grossOf(money, row), fee: money.fee[row] as number })));
  if (model === null) return { of: (row) => netOf(money, row), learned: false };
  return {
    of: (row) => (isOpen(row) ? grossOf(money, row) - feeBy(model, grossOf(money, row)) : netOf(money, row)),
    learned: true,
  };
}

/** Groups by one key whose sum is the payout; equal sets by two keys are one answer. */
function grouped({ money }: ReconcileInput, near: readonly number[], worth: (row: number) => number, target: number): number[][] {
  const keys: ((row: number) => number)[] = [
    (row) => dayOf(money.minute[row] as number) + 1,
    (row) => money.group[row] as number,
    (row) => money.method[row] as number,
    (row) => money.name[row] as number,
  ];
  const answers = new Map<string, number[]>();
  for (const keyOf of keys) {
    for (const [key, rows] of Map.groupBy(near, keyOf)) {
      if (key === 0 || rows.length < 2 || rows.reduce((sum, row) => sum + worth(row), 0) !== target) continue;
      answers.set(rows.join(), rows);
    }
  }
  return [...answers.values()];
}

function subsetSolutions(
  near: readonly number[],
  worth: (row: number) => number,
  target: number,
): { solutions: number[][]; complete: boolean } {
  const { solutions, complete } = subsetsOf(near.map(worth), target, 1, SUBSET_LIMITS);
  return { solutions: solutions.map((indexes) => indexes.flatMap((i) => near[i] ?? [])), complete };
}
