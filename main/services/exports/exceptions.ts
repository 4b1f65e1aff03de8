/**
 * What does not hold, as far as it can be told without the ledger: duplicates and ties, members that disagree, campaigns and projects
 * that no order holds (bookings are not looked at before they are matched), rows that could not be read. A function of the book, so that two exports of one state are the same.
 */
import type { ReasonCode } from '#core/exceptions/reasons.ts';
import { type ExceptionResult, exceptionLine, resultRecord } from '#core/exports/result-lines.ts';
import { saysTied } from '#core/matching/orders/reason.ts';
import { beyondRounding } from '#core/survivorship/standing.ts';
import type { IsHoliday } from '#shared/domain/clock.ts';
import { fieldSpec } from '#shared/domain/fields.ts';
import type { Sha256 } from '#shared/domain/ids.ts';
import type { Policy } from '#shared/domain/policy.ts';
import { roleOf, typeFromCode } from '#shared/domain/systems.ts';
import type { ReadableDb } from '#store/database.ts';
import {
  type ExportOrder,
  type ExportRecord,
  exportOrders,
  exportProposals,
  exportRejectedRows,
  hasTwoAnswers,
  latestPlaced,
  readExportRecords,
  recordsInQuestion,
  repeatedRecords,
  type SaleTotal,
  salesAmong,
  severalVersioned,
} from '#store/queries/exports.ts';
import { readPolicy } from '#store/queries/money-decisions.ts';
import { NO_HOLIDAYS } from '../money/calendar.ts';
import { answersOf, statesOf } from '../money/run/answers.ts';
import { readFolded } from '../records.ts';
import { type BookException, type Found, judged, ofNobody } from './book-exception.ts';
import { namedRecord } from './tables.ts';

/** The words of an order's conflict, and the reason they stand for. */
export const CONFLICT_REASONS: Readonly<Record<string, ReasonCode>> = {
  'Totals differ': 'amount_mismatch',
  'Joined by a person, but currencies differ': 'currency_mismatch',
  'One decision joins it, another keeps it apart': 'ambiguous_match',
  'Two versions of one moment differ': 'silent_overwrite',
};

/** Everything, as result lines; answers of people are applied. */
export function* exceptionLines(db: ReadableDb, sha256: Sha256, isHoliday: IsHoliday = NO_HOLIDAYS): Generator<string> {
  const answers = answersOf(db);
  const { policy } = readPolicy(db);
  for (const one of everything(db, policy)) {
    const { result } = judged(one, policy, isHoliday, sha256);
    const given = answers.get(result.id);
    yield exceptionLine(given === undefined ? result : withAnswers(result, given));
  }
}

/**
 * What the inbox shows of it: no questions about duplicates, which have a queue of their own, and nothing that settled itself. `tiesOf`:
 * versions of one moment that disagree are looked for among these records alone.
 */
export function* openBookExceptions(
  db: ReadableDb,
  sha256: Sha256,
  isHoliday: IsHoliday,
  tiesOf: readonly number[] | null = null,
): Generator<BookException> {
  const { policy } = readPolicy(db);
  const found = [troubles(db, policy), ofTies(db, tiesOf), ofRows(db)].flatMap((some) => [...some].filter(isOpen));
  const questions = hasOwnerless(policy) ? ofQuestions(db) : [];
  for (const one of [...found, ...ofNobody([...found, ...questions], policy)]) yield judged(one, policy, isHoliday, sha256);
}

function* everything(db: ReadableDb, policy: Policy): Generator<Found> {
  const asked = contextAsked(db, policy);
  const nobodys: Found[] = [];
  function* noted(found: Iterable<Found>): Generator<Found> {
    for (const one of found) {
      if (isOpen(one) && policy.owners[one.reason] === null) nobodys.push(one);
      yield one;
    }
  }
  for (const order of exportOrders(db)) yield* noted(ofOrder(order, asked));
  for (const found of [ofTies(db), ofQuestions(db), ofRows(db)]) yield* noted(found);
  yield* ofRepeats(db);
  yield* ofNobody(nobodys, policy);
}

function isOpen({ state }: Found): boolean {
  return state === 'open';
}

function hasOwnerless({ owners }: Policy): boolean {
  return Object.values(owners).includes(null);
}

function* troubles(db: ReadableDb, policy: Policy): Generator<Found> {
  const asked = contextAsked(db, policy);
  for (const order of exportOrders(db, null, true)) yield* ofOrder(order, asked);
}

/** Records of which an open question asks where they belong; null where the policy does not want context to belong anywhere. */
function contextAsked(db: ReadableDb, { needsOrder }: Policy): ReadonlySet<number> | null {
  return needsOrder.includes('context') ? recordsInQuestion(db) : null;
}

function withAnswers(result: ExceptionResult, given: Parameters<typeof statesOf>[1]): ExceptionResult {
  const { state, owner } = statesOf(result, given);
  return { ...result, state: state as ExceptionResult['state'], owner };
}

function* ofQuestions(db: ReadableDb): Generator<Found> {
  for (const proposal of exportProposals(db)) {
    const records = [...readExportRecords(db, proposal.memberIds).values()];
    const sales = salesAmong(db, proposal.memberIds);
    // Some other of its pairs may be tied: that is doubt only where both answers stand in the question.
    const tied = proposal.blocking.includes('tie') && (saysTied(proposal.reason) || hasTwoAnswers(db, proposal.memberIds));
    // Where a campaign belongs is a question, but no sale is counted twice by it.
    if (records.length < 2 || (!tied && sales.length < 2)) continue;
    const about = {
      state: 'open' as const,
      subjects: records.map(namedRecord),
      recordIds: records.map(({ recordId }) => recordId),
      eventMs: latestPlaced(db, proposal.memberIds),
      amountMinor: proposal.amountMinor,
      currency: proposal.currency,
    };
    if (tied) yield { ...about, reason: 'ambiguous_match', bestGuess: proposal.reason };
    // Which of the answers is right is open; that a sale stands there twice is not.
    if (sales.length > 1) yield { ...about, reason: 'duplicate_order', bestGuess: proposal.reason };
    if (proposal.scoreMillibits >= 0 && disagree(sales.filter(({ totalMinor }) => totalMinor !== null))) {
      const words = 'If they are one sale, as is likely, its records do not agree on what it is worth';
      yield { ...about, ...onlySales(records), reason: 'amount_mismatch', bestGuess: words };
    }
  }
}

/**
 * Sales of one source of which none is worth what any sale of another source is: whichever of them are one, its records do not agree.
 * Two sales that both hold an order of one shop are two by themselves.
 */
function disagree(sales: readonly SaleTotal[]): boolean {
  return sales.some((one) => {
    const comparable = sales.filter(({ currency }) => currency === one.currency);
    const isLike = ({ kinds }: SaleTotal): boolean => kinds.some((kind) => one.kinds.includes(kind));
    const own = amountsOf(comparable.filter(isLike));
    const others = amountsOf(comparable.filter((sale) => !isLike(sale)));
    return others.length > 0 && !own.some((a) => others.some((b) => !beyondRounding([a, b])));
  });
}

/** What they are worth; of those that state nothing, nothing can be said. */
function amountsOf(sales: readonly SaleTotal[]): number[] {
  return sales.flatMap(({ totalMinor }) => totalMinor ?? []);
}

function onlySales(records: readonly ExportRecord[]): Pick<Found, 'subjects' | 'recordIds'> {
  const sales = records.filter(({ key }) => roleOf(key.type) === 'order');
  return { subjects: sales.map(namedRecord), recordIds: sales.map(({ recordId }) => recordId) };
}

function* ofRows(db: ReadableDb): Generator<Found> {
  for (const row of exportRejectedRows(db)) {
    const type = row.typeCode === null ? 'order' : typeFromCode(row.typeCode);
    yield {
      ...NOTHING,
      reason: row.code === 'unknown_value' ? 'unknown_value' : 'unreadable_row',
      state: row.state === 'open' ? 'open' : 'resolved',
      subjects: [resultRecord({ system: row.system, account: row.account, type, nativeId: row.place }, row.place, [])],
      recordIds: [],
      bestGuess: row.cause,
    };
  }
}

const NOTHING = { eventMs: null, amountMinor: null, currency: null, bestGuess: null };

function* ofOrder(order: ExportOrder, asked: ReadonlySet<number> | null): Generator<Found> {
  const about = {
    subjects: order.members.map(({ record }) => namedRecord(record)),
    recordIds: order.members.map(({ record }) => record.recordId),
    eventMs: order.placedMs,
    amountMinor: order.totalMinor,
    currency: order.currency,
    bestGuess: null,
  };
  if (!order.isSale) {
    // Where it belongs may be a question that waits for an answer: then no order misses it yet.
    if (asked !== null && !order.members.some(({ record }) => asked.has(record.recordId)))
      yield { ...about, reason: 'missing_canonical_id', state: 'open' };
    return;
  }
  const reason = order.conflict === null ? undefined : CONFLICT_REASONS[order.conflict];
  // Ties are told record by record, money records too.
  if (reason !== undefined && reason !== 'silent_overwrite') yield { ...about, reason, state: 'open', bestGuess: order.conflict };
  const sales = order.members.filter(({ record }) => roleOf(record.key.type) === 'order');
  if (sales.length > 1) yield { ...about, reason: 'duplicate_order', state: 'resolved', bestGuess: 'merged' };
}

const AT_ONCE = 500;

/** Records whose newest versions are of one moment and disagree. */
function* ofTies(db: ReadableDb, only: readonly number[] | null = null): Generator<Found> {
  const ids = severalVersioned(db, only);
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const tied = readFolded(db, ids.slice(at, at + AT_ONCE)).filter(({ folded }) => folded.tied.length > 0);
    const records = readExportRecords(
      db,
      tied.map(({ recordId }) => recordId),
    );
    for (const { recordId, folded } of tied) {
      const record = records.get(recordId);
      if (record === undefined) continue;
      const { placedAt, total, amount, currency } = folded.facts;
      yield {
        reason: 'silent_overwrite',
        state: 'open',
        subjects: [namedRecord(record)],
        recordIds: [recordId],
        eventMs: placedAt?.ms ?? null,
        amountMinor: total ?? amount ?? null,
        currency: currency ?? null,
        bestGuess: `Two versions of one moment differ in ${folded.tied.map((field) => fieldSpec(field).label.toLowerCase()).join(', ')}`,
      };
    }
  }
}

/**
 * The same event twice in one file or one pull: it counts once, so it is closed by itself. That files overlap is normal, and no event of
 * theirs is told.
 */
function* ofRepeats(db: ReadableDb): Generator<Found> {
  const repeats = repeatedRecords(db);
  const records = readExportRecords(
    db,
    repeats.map(({ recordId }) => recordId),
  );
  for (const { recordId, fileName, times } of repeats) {
    const record = records.get(recordId);
    if (record === undefined) continue;
    yield {
      ...NOTHING,
      reason: 'duplicate_event',
      state: 'resolved',
      subjects: [namedRecord(record)],
      recordIds: [recordId],
      bestGuess: `Stands ${times} times in ${fileName}; it counts once`,
    };
  }
}
