/** What does not hold, as it is found in the book, and as the policy in force judges it. */
import { judge, ownerless, type ReasonCode } from '#core/exceptions/reasons.ts';
import { type ExceptionResult, type ResultRecord, sortRecords } from '#core/exports/result-lines.ts';
import type { IsHoliday } from '#shared/domain/clock.ts';
import { base32, type Sha256 } from '#shared/domain/ids.ts';
import { isoUtc } from '#shared/domain/instant.ts';
import { REASON_TITLES } from '#shared/domain/money-words.ts';
import type { Policy } from '#shared/domain/policy.ts';

export interface Found {
  readonly reason: ReasonCode;
  readonly state: 'open' | 'resolved';
  readonly subjects: readonly ResultRecord[];
  readonly recordIds: readonly number[];
  /** UTC ms; null where nothing tells. */
  readonly eventMs: number | null;
  /** Minor units. */
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly bestGuess: string | null;
}

/** What does not hold, with the records that it speaks of. */
export interface BookException {
  readonly result: ExceptionResult;
  /** UTC ms; null where nothing tells. */
  readonly eventMs: number | null;
  /** In the order of the result's subjects as they were found; empty for a row that could not be read. */
  readonly recordIds: readonly number[];
}

/** Gives what was found its id, owner and due time. */
export function judged(
  { reason, state, subjects, recordIds, eventMs, amountMinor, currency, bestGuess }: Found,
  policy: Policy,
  isHoliday: IsHoliday,
  sha256: Sha256,
): BookException {
  const inBaseCurrency = currency !== null && currency === policy.baseCurrency;
  const { severity, owner, dueMs } = judge({ reason, amountMinor, inBaseCurrency, eventMs }, policy, isHoliday);
  const keys = sortRecords(subjects).map(({ system, account, type, nativeId }) => [system, account, type, nativeId]);
  const result: ExceptionResult = {
    id: `exc_${base32(sha256(JSON.stringify([reason, ...keys])), 16)}`,
    reason,
    severity,
    owner,
    dueAt: dueMs === null ? null : isoUtc(dueMs),
    state,
    subjects,
    amountMinor: amountMinor === null ? null : Math.abs(amountMinor),
    currency,
    bestGuess,
  };
  return { result, eventMs, recordIds };
}

/** Of each reason that the policy leaves to nobody: all that nobody would have looked at, told once. */
export function* ofNobody(found: readonly Found[], policy: Policy): Generator<Found> {
  for (const [reason, list] of ownerless(found, policy)) {
    const times = list.flatMap(({ eventMs }) => eventMs ?? []);
    yield {
      reason: 'owner_missing',
      state: 'open',
      subjects: list.flatMap(({ subjects }) => subjects),
      recordIds: list.flatMap(({ recordIds }) => recordIds),
      eventMs: times.length === 0 ? null : times.reduce((a, b) => Math.min(a, b)),
      amountMinor: null,
      currency: null,
      bestGuess: `${REASON_TITLES[reason] ?? reason}: ${list.length}`,
    };
  }
}
