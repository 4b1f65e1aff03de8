/** Findings as rows, with what people decided about each. */
import { exceptionId } from '#core/exceptions/exception-id.ts';
import type { ReconcileOutput, Subject } from '#core/reconciliation/outputs.ts';
import type { IsHoliday } from '#shared/domain/clock.ts';
import type { StoredGuess, StoredSubject } from '#shared/domain/exception-view.ts';
import type { Sha256 } from '#shared/domain/ids.ts';
import { keyText } from '#shared/domain/source-record.ts';
import type { ReadableDb } from '#store/database.ts';
import type { ExceptionData } from '#store/queries/money-found.ts';
import type { BookException } from '../../exports/book-exception.ts';
import { openBookExceptions } from '../../exports/exceptions.ts';
import type { LoadedBook } from '../load/index.ts';
import { type Answers, answered } from './answers.ts';
import type { Ends } from './ends.ts';

/** What does not hold of the money (`output`) and before any money is looked at (`others`), by id, as people's answers leave it. */
export function exceptionRows(
  book: LoadedBook,
  output: ReconcileOutput,
  ends: Ends,
  { answers, others, sha256 }: { readonly answers: Answers; readonly others: readonly ExceptionData[]; readonly sha256: Sha256 },
): ExceptionData[] {
  const rows = new Map<string, ExceptionData>();
  for (const finding of output.findings) {
    const id = exceptionId(
      finding.reason,
      finding.subjects.map((subject) => subjectKey(book, ends, subject)),
      sha256,
    );
    const subjects = finding.subjects.map((subject) => storedSubject(book, ends, subject));
    const { guess } = finding;
    const storedGuess: StoredGuess | null =
      guess === null
        ? null
        : {
            text: guess.text,
            probability: guess.probability,
            subject: guess.subject === null ? null : storedSubject(book, ends, guess.subject),
          };
    const row: ExceptionData = {
      id,
      reason: finding.reason,
      severity: finding.severity,
      owner: finding.owner,
      state: finding.state,
      byItself: finding.state === 'resolved' ? 1 : 0,
      foundState: finding.state,
      foundOwner: finding.owner,
      eventMs: finding.eventMs,
      dueMs: finding.dueMs,
      amountMinor: finding.amountMinor,
      currency: book.input.currencies[finding.currency] || null,
      subjects: JSON.stringify(subjects),
      guess: storedGuess === null ? null : JSON.stringify(storedGuess),
      held: JSON.stringify(finding.heldBack.map((subject) => storedSubject(book, ends, subject))),
      evidence: JSON.stringify(finding.evidence),
      assignee: null,
      snoozedUntilMs: null,
    };
    rows.set(id, answered(row, answers.get(id) ?? [], book.input.asOfMs));
  }
  for (const row of others) if (!rows.has(row.id)) rows.set(row.id, answered(row, answers.get(row.id) ?? [], book.input.asOfMs));
  return [...rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/**
 * What does not hold before any money is looked at, before answers. `until`: minute after which nothing counts. `tiesOf`: see
 * `openBookExceptions`.
 */
export function otherExceptions(
  db: ReadableDb,
  { until, isHoliday, sha256 }: { readonly until: number | null; readonly isHoliday: IsHoliday; readonly sha256: Sha256 },
  tiesOf: readonly number[] | null = null,
): ExceptionData[] {
  return [...openBookExceptions(db, sha256, isHoliday, tiesOf)].flatMap((found) =>
    until !== null && found.eventMs !== null && found.eventMs >= (until + 1) * 60_000 ? [] : [bookRow(found)],
  );
}

/** Records that disagree, rows that could not be read. */
function bookRow({ result, eventMs, recordIds }: BookException): ExceptionData {
  const subjects: StoredSubject[] =
    recordIds.length > 0
      ? recordIds.map((recordId) => ({ of: 'record', recordId }))
      : result.subjects.map(({ system, account, nativeId }) => ({
          of: 'source',
          recordId: null,
          source: [system, account, nativeId],
        }));
  const guess: StoredGuess | null = result.bestGuess === null ? null : { text: result.bestGuess, probability: null, subject: null };
  return {
    id: result.id,
    reason: result.reason,
    severity: result.severity,
    owner: result.owner,
    state: result.state,
    byItself: 0,
    foundState: result.state,
    foundOwner: result.owner,
    eventMs,
    dueMs: result.dueAt === null ? null : Date.parse(result.dueAt),
    amountMinor: result.amountMinor,
    currency: result.currency,
    subjects: JSON.stringify(subjects),
    guess: guess === null ? null : JSON.stringify(guess),
    held: '[]',
    evidence: '[]',
    assignee: null,
    snoozedUntilMs: null,
  };
}

/** The text that names a subject for good. */
function subjectKey(book: LoadedBook, ends: Ends, subject: Subject): string {
  switch (subject.of) {
    case 'row':
      return keyText(ends.keyOfRow(subject.row));
    case 'order':
      return keyText(book.orders.keyOf(subject.order));
    case 'payout':
      return keyText(ends.payoutKey(subject.payout));
    case 'source':
      return JSON.stringify(sourceOf(book, subject.source, subject.account));
  }
}

function storedSubject(book: LoadedBook, ends: Ends, subject: Subject): StoredSubject {
  switch (subject.of) {
    case 'row':
      return { of: 'record', recordId: ends.recordOf(subject.row) };
    case 'order':
      return { of: 'order', recordId: ends.orderHead(subject.order) };
    case 'payout':
      return { of: 'payout', recordId: ends.payoutHead(subject.payout) };
    case 'source':
      return { of: 'source', recordId: null, source: sourceOf(book, subject.source, subject.account) };
  }
}

function sourceOf({ sources, texts }: LoadedBook, source: number, account: number): [string, string, string] {
  const named = sources.at(source);
  return [named.system, named.account, texts.text(account)];
}
