/** Entries of the payouts that the books do not hold, or hold gross of their refunds. */
import type { JournalEntry } from '#core/exports/journal/entry.ts';
import {
  grossCorrection,
  type HeldBack,
  type JournalPayout,
  type PayoutLine,
  payoutEntries,
} from '#core/exports/journal/payout-entry.ts';
import type { Zone } from '#core/survivorship/zone.ts';
import type { Sha256 } from '#shared/domain/ids.ts';
import { dayNumber, isoDay } from '#shared/domain/instant.ts';
import { MONEY_KINDS } from '#shared/domain/money-events.ts';
import type { RecordKey } from '#shared/domain/source-record.ts';
import { SYSTEM_LABELS, type System } from '#shared/domain/systems.ts';
import type { ReadableDb } from '#store/database.ts';
import {
  type JournalReader,
  journalReader,
  readStoredPayouts,
  type StoredLine,
  type StoredPayout,
} from '#store/queries/journal.ts';
import type { Holds } from './holds.ts';

export interface PayoutTools {
  readonly db: ReadableDb;
  readonly sha256: Sha256;
  readonly zone: Zone;
  readonly holds: Holds;
}

export interface Posted {
  readonly entries: readonly JournalEntry[];
  readonly held: readonly HeldBack[];
  /** In the books already: nothing to post. */
  readonly inBooks: boolean;
}

/** Of each payout, by its id. */
export function* postedPayouts(tools: PayoutTools): Generator<Posted> {
  const reader = journalReader(tools.db);
  for (const stored of readStoredPayouts(tools.db)) yield posted(stored, reader, tools);
}

function posted(stored: StoredPayout, reader: JournalReader, tools: PayoutTools): Posted {
  const { payoutId: subject, sentMinor: amountMinor, currency, bookedMinor, headId } = stored;
  const payout = journalPayout(stored, reader, tools);
  const hold = tools.holds.ofPayout(headId);
  const whole = (reason: string): Posted => {
    const label = `${systemName(stored.system)} payout ${stored.reference}`;
    return { entries: [], held: [{ subject, label, amountMinor, currency, reason }], inBooks: false };
  };
  if (payout === null) return whole('Nothing tells when it was sent');
  if (bookedMinor !== null) {
    if (hold === null) return { entries: [], held: [], inBooks: true };
    const correction = hold.reason === 'booked_amount_mismatch' ? grossCorrection(payout, bookedMinor, tools.sha256) : null;
    return correction === null ? whole(hold.text) : { ...correction, inBooks: false };
  }
  if (hold !== null) return whole(hold.text);
  if (stored.state === 'failed') return whole('The payout failed');
  if (stored.lineCount === 0) return whole('No line of it is in the book yet');
  return { ...payoutEntries(payout, tools.sha256), inBooks: false };
}

/** Null for a payout of which neither it nor its lines or arrivals say when it was. */
function journalPayout(stored: StoredPayout, reader: JournalReader, tools: PayoutTools): JournalPayout | null {
  const { payoutId, headId, reference, currency, sentMinor } = stored;
  const lines = reader.lines(headId);
  const arrivals = reader.arrivals(headId);
  const minutes = [...lines, ...arrivals].flatMap(({ atMinute }) => (atMinute === null ? [] : [atMinute]));
  const minute = stored.atMinute ?? (minutes.length === 0 ? null : minutes.reduce((a, b) => Math.max(a, b)));
  if (minute === null) return null;
  const day = bookDay(minute, tools.zone);
  return {
    payoutId,
    reference,
    system: systemName(stored.system),
    day,
    currency,
    sentMinor,
    lines: [...lines.map((line) => payoutLine(line, currency, tools.holds)), ...ownFee(stored)],
    receipts: arrivals
      // What arrived in another currency is no part of an entry in this one; it stays in transit.
      .filter((arrival) => arrival.currency === currency && arrival.minor !== 0)
      .map(({ key, atMinute, minor }) => ({
        day: atMinute === null ? day : bookDay(atMinute, tools.zone),
        minor: sentMinor < 0 ? -minor : minor,
        label: labelOf(key),
      })),
  };
}

function payoutLine(line: StoredLine, currency: string, holds: Holds): PayoutLine {
  const { recordId, key, netMinor, orderHead, orderNumber } = line;
  const kind = line.kind === null ? undefined : MONEY_KINDS[line.kind];
  // A fee in another currency than the payout's is part of what the line moved.
  const feeMinor = line.currency === currency ? line.feeMinor : 0;
  const unknown = kind === undefined ? 'Its source does not say what it is' : null;
  return {
    kind: kind ?? 'adjustment',
    amountMinor: netMinor + feeMinor,
    feeMinor,
    label: labelOf(key),
    order: orderNumber,
    held: unknown ?? holds.ofRecord(recordId) ?? (orderHead === null ? null : holds.ofOrder(orderHead)),
  };
}

/** What sending it cost, where that is why its lines sum to more than was sent. */
function ownFee({ feeMinor, lineSumMinor, sentMinor, system, reference }: StoredPayout): PayoutLine[] {
  if (feeMinor === 0 || lineSumMinor !== sentMinor + feeMinor) return [];
  const label = `${systemName(system)} payout ${reference}`;
  return [{ kind: 'fee', amountMinor: -feeMinor, feeMinor: 0, label, order: null, held: null }];
}

/** ISO date in the book's zone. What is at midnight UTC is a date without a time, which no zone moves. */
export function bookDay(minute: number, zone: Zone): string {
  const ms = minute * 60_000;
  return isoDay(dayNumber(minute % 1440 === 0 ? ms : ms + zone.offsetMinutes(ms) * 60_000));
}

function labelOf(key: RecordKey): string {
  if (key.type === 'bank_line') return `Bank line ${key.nativeId}`;
  return `${systemName(key.system)} ${key.type.replaceAll('_', ' ')} ${key.nativeId}`;
}

export function systemName(system: string): string {
  return system in SYSTEM_LABELS ? SYSTEM_LABELS[system as System].name : system;
}
