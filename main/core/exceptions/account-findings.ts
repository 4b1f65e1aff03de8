/** What does not meet on accounts: statements with a gap between them, reserves that are carried over otherwise, conversions with one leg. */
import { dayFromCivil } from '#shared/domain/instant.ts';
import { MONEY_KINDS } from '#shared/domain/money-events.ts';
import { netOf } from '../reconciliation/events.ts';
import { NO_MINUTE, type StatementRow } from '../reconciliation/inputs.ts';
import { CONVERSION } from '../reconciliation/money-kinds.ts';
import type { Payout, Subject } from '../reconciliation/outputs.ts';
import type { World } from '../reconciliation/world.ts';
import { type Findings, payout as payoutSubject, row as rowSubject } from './findings.ts';

/** Legs of one conversion stand at most this far apart, minutes. */
const CONVERSION_SPAN = 5;

export function findAccounts(world: World, payouts: readonly Payout[], findings: Findings): void {
  findGaps(world, findings);
  findTotals(world, findings);
  findReserves(world, payouts, findings);
  findConversions(world, findings);
}

/** Statements of one account whose closing is not the next one's opening: something between them is missing. */
function findGaps({ input }: World, findings: Findings): void {
  const byAccount = Map.groupBy(input.statements, ({ source, account, currency }) => `${source}|${account}|${currency}`);
  for (const list of byAccount.values()) {
    const sorted = list
      .filter(({ fromDay, openingMinor, closingMinor }) => fromDay !== null && openingMinor !== null && closingMinor !== null)
      .toSorted((a, b) => textOrder(a.fromDay, b.fromDay) || textOrder(a.toDay, b.toDay));
    for (const [i, next] of sorted.entries()) {
      const before = sorted[i - 1];
      if (before === undefined || overlaps(before, next) || before.closingMinor === next.openingMinor) continue;
      const difference = (next.openingMinor ?? 0) - (before.closingMinor ?? 0);
      const source: Subject = { of: 'source', source: next.source, account: 0 };
      findings.raise({
        reason: 'source_gap',
        subjects: [source],
        minute: minuteOf(next.fromDay),
        minor: difference,
        currency: Math.max(0, input.currencies.indexOf(next.currency)),
        evidence: [
          { label: 'Account', text: next.account },
          { label: `Closing ${before.toDay ?? ''}`, minor: before.closingMinor ?? 0 },
          { label: `Opening ${next.fromDay ?? ''}`, minor: next.openingMinor ?? 0 },
        ],
      });
    }
  }
}

/**
 * Files whose own lines do not make what they state: the opening balance and the lines are not the closing one, or the lines are not the
 * total. A settlement's total is its payout's, and is told there.
 */
function findTotals({ input }: World, findings: Findings): void {
  for (const {
    source,
    account,
    currency,
    fromDay,
    toDay,
    openingMinor,
    closingMinor,
    statedMinor,
    linesMinor,
  } of input.statements) {
    if (linesMinor === null || input.sources[source]?.system === 'amazon') continue;
    const moved = openingMinor === null || closingMinor === null ? null : closingMinor - openingMinor;
    const stated = moved ?? statedMinor;
    if (stated === null || stated === linesMinor) continue;
    findings.raise({
      reason: 'source_gap',
      subjects: [{ of: 'source', source, account: 0 }],
      minute: minuteOf(toDay ?? fromDay),
      minor: stated - linesMinor,
      currency: Math.max(0, input.currencies.indexOf(currency)),
      evidence: [
        { label: 'Account', text: account },
        { label: moved === null ? 'Stated total' : 'Closing less opening', minor: stated },
        { label: 'Lines', minor: linesMinor },
      ],
    });
  }
}

/** Files of overlapping spans do not follow each other. */
function overlaps(before: StatementRow, next: StatementRow): boolean {
  return before.toDay !== null && next.fromDay !== null && before.toDay > next.fromDay;
}

function textOrder(a: string | null, b: string | null): number {
  return (a ?? '') < (b ?? '') ? -1 : (a ?? '') > (b ?? '') ? 1 : 0;
}

function minuteOf(iso: string | null): number {
  const parts = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso ?? '');
  const day = parts === null ? null : dayFromCivil(Number(parts[1]), Number(parts[2]), Number(parts[3]));
  return day === null ? NO_MINUTE : day * 1440;
}

/** What a settlement carries over must be what the next one begins with; a settlement that was never imported shows here. */
function findReserves(world: World, payouts: readonly Payout[], findings: Findings): void {
  const { input, paidOut, events } = world;
  const { money, sources } = input;
  const held = new Float64Array(payouts.length);
  const released = new Float64Array(payouts.length);
  for (let row = 0; row < money.size; row++) {
    const payout = paidOut.payoutOf[row] as number;
    if (payout === -1 || events.moves[row] !== 1) continue;
    const kind = MONEY_KINDS[money.kind[row] as number];
    if (kind === 'reserve_held') held[payout] = (held[payout] as number) - netOf(money, row);
    if (kind === 'reserve_released') released[payout] = (released[payout] as number) + netOf(money, row);
  }
  for (const [payout, outside] of paidOut.outside) {
    held[payout] = (held[payout] as number) + outside.held;
    released[payout] = (released[payout] as number) + outside.released;
  }
  const settlements = [...payouts.entries()].filter(([, { source }]) => sources[source]?.system === 'amazon');
  for (const list of Map.groupBy(settlements, ([, { source, currency }]) => `${source} ${currency}`).values()) {
    const sorted = list.toSorted(([, a], [, b]) => a.minute - b.minute);
    for (const [i, [index, settlement]] of sorted.entries()) {
      const before = sorted[i - 1];
      if (before === undefined || held[before[0]] === released[index]) continue;
      findings.raise({
        reason: 'reserve_mismatch',
        subjects: [payoutSubject(index), payoutSubject(before[0])],
        minute: settlement.minute,
        minor: (released[index] as number) - (held[before[0]] as number),
        currency: settlement.currency,
        evidence: [
          { label: 'Carried over before', minor: held[before[0]] as number },
          { label: 'Brought forward', minor: released[index] as number },
        ],
      });
    }
  }
}

/** A conversion takes from one currency and gives to another: a leg without its other half is missing money, or a missing row. */
function findConversions(world: World, findings: Findings): void {
  const { input, events, answered } = world;
  const { money } = input;
  const rows: number[] = [];
  for (let row = 0; row < money.size; row++) if (money.kind[row] === CONVERSION && events.moves[row] === 1) rows.push(row);
  const byParent = Map.groupBy(
    rows.filter((row) => answered.parentOf[row] !== -1),
    (row) => `${answered.parentOf[row]}`,
  );
  const loose = rows
    .filter((row) => answered.parentOf[row] === -1)
    .sort(
      (a, b) =>
        (money.source[a] as number) - (money.source[b] as number) ||
        (money.minute[a] as number) - (money.minute[b] as number) ||
        a - b,
    );
  let last = -1;
  let key = '';
  for (const row of loose) {
    const far =
      last === -1 ||
      money.source[last] !== money.source[row] ||
      (money.minute[row] as number) - (money.minute[last] as number) > CONVERSION_SPAN;
    if (far) key = `loose ${row}`;
    byParent.set(key, [...(far ? [] : (byParent.get(key) ?? [])), row]);
    last = row;
  }
  for (const legs of byParent.values()) {
    const [first] = legs;
    const currencies = new Set(legs.map((row) => money.currency[row]));
    const gives = legs.some((row) => netOf(money, row) > 0);
    const takes = legs.some((row) => netOf(money, row) < 0);
    if (first === undefined || (currencies.size > 1 && gives && takes)) continue;
    findings.raise({
      reason: 'conversion_mismatch',
      subjects: legs.map(rowSubject),
      minute: money.minute[first] as number,
      minor: netOf(money, first),
      currency: money.currency[first] as number,
      evidence: [{ label: 'Legs', text: String(legs.length) }],
    });
  }
}
