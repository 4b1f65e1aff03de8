import { type Json, jsonLine } from '../base/json.ts';
import { TRAPS } from '../traps/table.ts';
import { bookedOf } from './books.ts';
import { ownerTotal } from './copies.ts';
import type { MoneyRow, Sale, SourceRecord } from './model.ts';
import { isPositionAsked, positionJson, positionsOf } from './positions.ts';
import { Undecided } from './undecided.ts';
import type { World } from './world.ts';

/** What is true about the year, in the formats of RESULTS.md, as sorted JSON lines. Call it after the files are laid out. */
export interface TruthLines {
  readonly name: string;
  readonly lines: () => Iterable<string>;
}

export function truthFiles(world: World): TruthLines[] {
  const sorted = (make: () => Iterable<Json>) => (): string[] => [...make()].map(jsonLine).sort();
  return [
    { name: 'orders.jsonl', lines: sorted(() => orderLines(world)) },
    { name: 'links.jsonl', lines: sorted(() => linkLines(world)) },
    { name: 'exceptions.jsonl', lines: sorted(() => exceptionLines(world)) },
    { name: 'apart.jsonl', lines: sorted(() => world.apart.map(({ trap, a, b }) => ({ trap, a: nameOf(a), b: nameOf(b) }))) },
    {
      name: 'ties.jsonl',
      lines: sorted(() =>
        world.ties.map((tie) => ({ record: nameOf(tie.record), candidates: tie.candidates.map(nameOf), truth: nameOf(tie.truth) })),
      ),
    },
    { name: 'verdicts.jsonl', lines: sorted(() => verdictLines(world)) },
    { name: 'traps.jsonl', lines: sorted(() => trapLines(world)) },
  ];
}

export function nameOf(record: SourceRecord): Json {
  const { system, account, type, nativeId, aliases } = record;
  return {
    system,
    account,
    type,
    nativeId,
    aliases: [...new Set(aliases)].filter((alias) => alias !== '' && alias !== nativeId).sort(),
  };
}

function* orderLines(world: World): Generator<Json> {
  const booked = bookedOf(world);
  const undecided = new Undecided(world);
  const troubled = new Set(world.exceptions.flatMap((exception) => exception.subjects));
  for (const sale of world.sales) {
    const { owner, currency, members, held, plan } = sale;
    const positions = positionsOf(sale, booked.get(sale) ?? 0);
    const own = positions.get(currency);
    const others = [...positions]
      .filter(([other]) => other !== currency)
      .map(([other, position]) => [other, positionJson(position)] as const);
    const trouble = [...members, ...held, ...sale.rows.map((row) => row.record)].some((record) => troubled.has(record));
    yield {
      id: `sale-${String(sale.index + 1).padStart(7, '0')}`,
      aliases: [],
      members: members.map(nameOf),
      held: held.map(nameOf),
      copies: members
        .filter((record) => record.system !== owner.system || record.account !== owner.account)
        .map((record) => ({ system: record.system, nativeId: record.nativeId, refs: record.refs })),
      customer: sale.customer.key,
      placedAt: new Date(sale.at).toISOString(),
      totalMinor: ownerTotal(sale),
      currency,
      state:
        plan.state === 'test' || plan.state === 'cancelled_unrefunded'
          ? 'cancelled'
          : trouble
            ? 'exception'
            : isSettled(sale)
              ? 'reconciled'
              : 'open',
      position: own ? positionJson(own) : null,
      byCurrency: Object.fromEntries(others),
      positionAsked: isPositionAsked(sale) && !undecided.sale(sale),
    };
  }
}

function isSettled(sale: Sale): boolean {
  return sale.rows.length > 0 && sale.rows.every((row) => row.kind === 'conversion' || row.payout !== null);
}

interface TrueLink {
  readonly kind: string;
  readonly from: SourceRecord;
  readonly to: SourceRecord;
  readonly amountMinor: number;
  readonly currency: string;
  readonly groupId?: string;
  /** Several answers are equally good: propose, take none. */
  readonly ambiguous?: boolean;
  /** May be made or not. */
  readonly optional?: boolean;
}

function* linkLines(world: World): Generator<Json> {
  for (const link of trueLinks(world)) {
    const { from, to, ...rest } = link;
    yield { ...rest, from: nameOf(from), to: nameOf(to), state: 'linked' };
  }
}

/** Every link that the year's facts call for. */
export function* trueLinks(world: World): Generator<TrueLink> {
  const undecided = new Undecided(world);
  for (const row of world.rows) yield* linksOfRow(row, undecided);
  for (const payout of world.payouts) {
    for (const line of payout.bankLines) {
      const amountMinor = Math.min(line.amountMinor, payout.totalMinor);
      yield { kind: 'payout-bank', from: payout.record, to: line.record, amountMinor, currency: payout.currency };
    }
  }
  for (const booking of world.bookings) {
    const { record, kind, sale, payout, totalMinor, currency } = booking;
    if (payout) yield { kind: 'booking-payout', from: record, to: payout.record, amountMinor: totalMinor, currency };
    if (sale)
      yield {
        kind: kind === 'Invoice' ? 'invoice-order' : 'booking-order',
        from: record,
        to: sale.owner,
        amountMinor: totalMinor,
        currency,
        ...(undecided.invoice(booking) ? { ambiguous: true } : {}),
      };
  }
  for (const { kind, from, to, amountMinor } of world.optionalLinks)
    yield { kind, from, to, amountMinor, currency: 'USD', optional: true };
}

function* linksOfRow(row: MoneyRow, undecided: Undecided): Generator<TrueLink> {
  const { record: from, sale, parent, payout, currency } = row;
  const amountMinor = Math.abs(row.grossMinor);
  const common = { from, amountMinor, currency };
  const shipment = row.ids.shipment && payout ? { groupId: `${payout.record.nativeId}:${row.ids.order}:${row.ids.shipment}` } : {};
  const ambiguous = (charge: MoneyRow | null) => (charge !== null && undecided.payment(charge) ? { ambiguous: true } : {});
  if (row.kind === 'charge' && sale) yield { kind: 'payment-order', ...common, to: sale.owner, ...shipment, ...ambiguous(row) };
  if (row.kind === 'refund' && sale) yield { kind: 'refund-order', ...common, to: sale.owner, ...ambiguous(parent) };
  if (row.kind === 'refund' && parent) yield { kind: 'refund-payment', ...common, to: parent.record };
  if (row.kind === 'dispute' && parent) yield { kind: 'dispute-payment', ...common, to: parent.record };
  if (row.kind === 'fee' && parent) yield { kind: 'fee-payment', ...common, to: parent.record };
  if (row.kind === 'charge' && row.feeMinor > 0) yield { kind: 'fee-payment', from, to: from, amountMinor: row.feeMinor, currency };
  if (payout) yield { kind: 'payout-line', from, to: payout.record, amountMinor: row.netMinor, currency };
}

function* exceptionLines(world: World): Generator<Json> {
  const line = (
    reason: string,
    subjects: readonly SourceRecord[],
    amountMinor: number,
    currency: string,
    bestGuess?: SourceRecord,
  ): Json => ({
    reason,
    subjects: subjects.map(nameOf),
    amountMinor,
    currency,
    state: 'open',
    bestGuess: bestGuess ? nameOf(bestGuess) : null,
  });
  for (const { reason, subjects, amountMinor, currency, bestGuess } of world.exceptions)
    yield line(reason, subjects, amountMinor, currency, bestGuess);
  for (const sale of world.sales) {
    const orders = sale.members.filter((record) => record.type !== 'campaign' && record.type !== 'project');
    if (orders.length > 1) yield line('duplicate_order', orders, ownerTotal(sale), sale.currency);
  }
}

/** Verdicts that people might give: on retries, and on the nearest pairs of every kind that must stay apart. */
function* verdictLines(world: World): Generator<Json> {
  const perTrap = new Map<number, number>();
  for (const { trap, a, b } of world.apart) {
    const given = perTrap.get(trap) ?? 0;
    if (given >= 5) continue;
    perTrap.set(trap, given + 1);
    yield { verdict: 'apart', a: nameOf(a), b: nameOf(b) };
  }
  for (const sale of world.sales) {
    const [, twin] = sale.members;
    if (sale.plan.retry !== 'none' && twin) yield { verdict: 'together', a: nameOf(sale.owner), b: nameOf(twin) };
  }
}

function* trapLines(world: World): Generator<Json> {
  const counts = new Map(world.trapCounts());
  counts.set(19, [...verdictLines(world)].length);
  counts.set(21, world.sales.filter((sale) => sale.members.length > 2).length);
  for (const [trap, title] of TRAPS) yield { trap, title, count: counts.get(trap) ?? 0 };
}
