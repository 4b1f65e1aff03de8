/**
 * Result files: one JSON object a line, keys in the order of the published format, no spaces. Money that is not worked out yet is 0,
 * never left out: the shape of a line does not change once it is.
 */
import type { RecordKey } from '#shared/domain/source-record.ts';

export interface ResultRecord {
  readonly system: string;
  readonly account: string;
  readonly type: string;
  readonly nativeId: string;
  readonly aliases: readonly string[];
}

/** A record as result files name it. `nativeId` of a row without an id is `file:line` of its first sighting. */
export function resultRecord(key: RecordKey, nativeId: string, aliases: readonly string[]): ResultRecord {
  const others = [...new Set(aliases)].filter((alias) => alias !== nativeId && alias !== '').sort();
  return { system: key.system, account: key.account, type: key.type, nativeId, aliases: others };
}

/** Same order everywhere: by system, account, type, native id, as JSON text. */
export function sortRecords(records: readonly ResultRecord[]): ResultRecord[] {
  return [...records].sort((a, b) => compare(JSON.stringify(a), JSON.stringify(b)));
}

export type OrderState = 'open' | 'reconciled' | 'exception' | 'cancelled';

export interface OrderResult {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly totalMinor: number | null;
  readonly currency: string | null;
  readonly state: OrderState;
  readonly members: readonly ResultRecord[];
  /** Null until its money is reconciled: then only what was ordered is known. */
  readonly position: PositionResult | null;
  readonly byCurrency: Readonly<Record<string, PositionResult>>;
}

/** Minor units of the order's currency. */
export interface PositionResult {
  readonly orderedMinor: number;
  readonly paidMinor: number;
  readonly creditMinor: number;
  readonly refundedMinor: number;
  readonly disputedMinor: number;
  readonly feesMinor: number;
  readonly settledMinor: number;
  readonly bankedMinor: number;
  readonly bookedMinor: number;
}

const NO_MONEY: Omit<PositionResult, 'orderedMinor'> = {
  paidMinor: 0,
  creditMinor: 0,
  refundedMinor: 0,
  disputedMinor: 0,
  feesMinor: 0,
  settledMinor: 0,
  bankedMinor: 0,
  bookedMinor: 0,
};

export function orderLine({ id, aliases, totalMinor, currency, state, members, position, byCurrency }: OrderResult): string {
  const others = Object.entries(byCurrency).sort(([a], [b]) => compare(a, b));
  return JSON.stringify({
    id,
    aliases: [...aliases].sort(),
    totalMinor,
    currency,
    state,
    members: sortRecords(members),
    position: inOrder(position ?? { orderedMinor: totalMinor ?? 0, ...NO_MONEY }),
    byCurrency: Object.fromEntries(others.map(([code, figures]) => [code, inOrder(figures)])),
  });
}

/** Figures with their keys in the order of the published format. */
function inOrder(figures: PositionResult): PositionResult {
  const { orderedMinor, paidMinor, creditMinor, refundedMinor, disputedMinor, feesMinor, settledMinor, bankedMinor, bookedMinor } =
    figures;
  return { orderedMinor, paidMinor, creditMinor, refundedMinor, disputedMinor, feesMinor, settledMinor, bankedMinor, bookedMinor };
}

/** An order with a conflict that needs a look is an exception; one that its source cancelled is cancelled. */
export function orderState(status: string, conflict: string | null): OrderState {
  if (status === 'cancelled') return 'cancelled';
  return conflict === null ? 'open' : 'exception';
}

export interface ProposalResult {
  readonly members: readonly ResultRecord[];
  /** 0 … 1 */
  readonly probability: number;
  readonly reasons: readonly string[];
}

export function proposalLine({ members, probability, reasons }: ProposalResult): string {
  return JSON.stringify({ members: sortRecords(members), probability: rounded(probability), reasons });
}

export interface LinkResult {
  readonly kind: string;
  readonly from: ResultRecord;
  readonly to: ResultRecord;
  /** Id of the order (or payout) that holds `to`. */
  readonly toId: string | null;
  readonly state: 'linked' | 'proposed';
  readonly probability: number;
  readonly decidedBy: string;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly groupId: string | null;
}

export function linkLine(link: LinkResult): string {
  const { kind, from, to, toId, state, probability, decidedBy, amountMinor, currency, groupId } = link;
  return JSON.stringify({
    kind,
    from,
    to,
    toId,
    state,
    probability: rounded(probability),
    decidedBy,
    amountMinor,
    currency,
    groupId,
  });
}

export interface ExceptionResult {
  readonly id: string;
  readonly reason: string;
  readonly severity: string;
  readonly owner: string;
  /** ISO 8601 UTC, or null where the event has no time. */
  readonly dueAt: string | null;
  readonly state: 'open' | 'pending' | 'resolved' | 'waived';
  readonly subjects: readonly ResultRecord[];
  /** Absolute. */
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly bestGuess: string | null;
}

export function exceptionLine(exception: ExceptionResult): string {
  const { id, reason, severity, owner, dueAt, state, subjects, amountMinor, currency, bestGuess } = exception;
  const named = sortRecords(subjects);
  return JSON.stringify({ id, reason, severity, owner, dueAt, state, subjects: named, amountMinor, currency, bestGuess });
}

/** Six decimals: the same text on every machine. */
function rounded(probability: number): number {
  return Number(probability.toFixed(6));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
