/** How far each payout has come: on its way, waiting for a file, arrived, or broken. A late event moves it back. */
import { RAIL_CLOCKS, railOf } from '#shared/domain/clock.ts';
import { latestArrival, sentOf } from './bank-links.ts';
import { dayOf } from './bookings.ts';
import { addWorkingDays } from './calendar.ts';
import type { Coverage } from './coverage.ts';
import { NO_MINUTE } from './inputs.ts';
import { BANK_LINE } from './money-kinds.ts';
import type { Payout, PayoutState } from './outputs.ts';
import type { PayoutDraft } from './payouts.ts';
import type { World } from './world.ts';

export function payoutsOf(world: World, coverage: Coverage): Payout[] {
  const banks = new Banks(world);
  return world.paidOut.payouts.map((draft, index) => {
    const sent = sentOf(draft);
    const banked = world.banked.banked[index] ?? 0;
    const dueMinute = draft.minute === NO_MINUTE ? NO_MINUTE : latestArrival(world.input, draft);
    return {
      source: draft.source,
      id: draft.id,
      rows: draft.rows,
      currency: draft.currency,
      minute: draft.minute,
      sent,
      lines: draft.lines,
      lineSum: draft.lineSum,
      banked,
      state: stateOf(world, coverage, banks, draft, index, dueMinute),
      holds: draft.lines > 0 && draft.lineSum === sent + draft.fee && banked === sent,
      dueMinute,
    };
  });
}

function stateOf(
  world: World,
  coverage: Coverage,
  banks: Banks,
  draft: PayoutDraft,
  index: number,
  dueMinute: number,
): PayoutState {
  const { policy, asOfMs } = world.input;
  const sent = sentOf(draft);
  if (draft.failed) return 'failed';
  const rows = world.banked.rowsOf.get(index);
  if (rows !== undefined) return (world.banked.banked[index] ?? 0) === sent ? 'arrived' : 'broken';
  // A balance that is owed to the marketplace is carried over, not collected.
  if (sent === 0 || (sent < 0 && world.input.sources[draft.source]?.system === 'amazon')) return 'arrived';
  if (draft.minute === NO_MINUTE) return 'waiting';
  if (policy.bookStartMs !== null && draft.minute * 60_000 < policy.bookStartMs) return 'before';
  if (asOfMs <= dueMinute * 60_000 || draft.pending) return 'expected';
  // Two lines would do, or one line for two: the money is there, the answer is not.
  if (world.banked.proposedPayouts.has(index)) return 'waiting';
  const receiving = banks.of(draft);
  const covered = receiving.some((source) => coverage.coversSpan(source, dayOf(draft.minute), dayOf(dueMinute)));
  return covered ? 'broken' : 'waiting';
}

/** Which banks a balance is paid out to: those that hold its linked lines, else any that has lines of its currency. */
export class Banks {
  readonly #linked = new Map<string, Set<number>>();
  readonly #byCurrency = new Map<number, Set<number>>();

  constructor({ input, paidOut, banked }: World) {
    const { money } = input;
    for (const { row, currency } of banked.lines) add(this.#byCurrency, currency, money.source[row] as number);
    for (const [index, rows] of banked.rowsOf) {
      const draft = paidOut.payouts[index];
      if (draft === undefined) continue;
      for (const row of rows) if (money.type[row] === BANK_LINE) add(this.#linked, keyOf(draft), money.source[row] as number);
    }
  }

  of(draft: Pick<PayoutDraft, 'source' | 'currency'>): readonly number[] {
    return [...(this.#linked.get(keyOf(draft)) ?? this.#byCurrency.get(draft.currency) ?? [])];
  }
}

function keyOf({ source, currency }: Pick<PayoutDraft, 'source' | 'currency'>): string {
  return `${source} ${currency}`;
}

function add<K>(map: Map<K, Set<number>>, key: K, value: number): void {
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([value]));
  else set.add(value);
}

/** Tells the last minute by which a payment must lie in a payout; each day of an account is worked out once. */
export function latestPayouts({ input }: World): (row: number) => number {
  const { money, sources, currencies, isHoliday } = input;
  const known = new Map<number, number>();
  return (row) => {
    const available = money.available[row] as number;
    const day = dayOf(available === NO_MINUTE ? (money.minute[row] as number) : available);
    const key = ((money.source[row] as number) * 1024 + (money.currency[row] as number)) * 1_000_000 + day;
    const found = known.get(key);
    if (found !== undefined) return found;
    const system = sources[money.source[row] as number]?.system;
    const clock = RAIL_CLOCKS[system === undefined ? 'bank' : railOf(system)];
    const country = clock.countries[currencies[money.currency[row] as number] ?? ''] ?? null;
    const latest = addWorkingDays(day, clock.payoutDays, country, isHoliday) * 1440 + 1439;
    known.set(key, latest);
    return latest;
  };
}
