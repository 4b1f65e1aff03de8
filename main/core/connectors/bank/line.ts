/** One line of a bank statement, as every format of statements makes one. */
import { DAY_MS, dayFromCivil, dayNumber, type SourceInstant } from '#shared/domain/instant.ts';
import type { RecordDraft, Span, TypedRef } from '#shared/domain/source-record.ts';
import { paymentRef, ref, refsInText, spaceOfId, uniqueRefs } from '../../normalise/references.ts';
import { BadValue } from '../cells.ts';
import type { FactDraft } from '../facts.ts';
import { givenId, type LineIds } from './ids.ts';

export interface BankLine {
  /** IBAN or number of the account as the file names it; null where it names none. */
  readonly account: string | null;
  readonly currency: string;
  /** Into the account positive, minor units. */
  readonly amountMinor: number;
  readonly bookedAt: SourceInstant;
  readonly valueAt?: SourceInstant | null;
  /** The bank's own id of the line. */
  readonly id: string | null;
  /** Ids that parties of the payment gave it (end-to-end id, creditor reference, cheque number), the most telling first. */
  readonly references: readonly (string | null)[];
  /** Numbers of the invoices that it says it pays. */
  readonly invoices?: readonly string[];
  readonly counterparty?: string | null;
  readonly counterAccount?: string | null;
  readonly description: string | null;
  /** The bank's code of the kind of transaction. */
  readonly category?: string | null;
  readonly balanceMinor?: number | null;
  /** Pending: the bank expects it. Test: the bank tries its own files out. In both nothing moved. Absent: booked. */
  readonly state?: 'pending' | 'test';
  /** Where the file says when it was made, which orders what is pending and what is booked of it. Absent: the booking day. */
  readonly versionMs?: number | null;
  readonly span: Span;
}

export function bankDraft(line: BankLine, ids: LineIds): RecordDraft {
  const { account, currency, bookedAt, description, counterparty } = line;
  // Minus nothing is nothing.
  const amountMinor = line.amountMinor + 0;
  const references = [...new Set(line.references.map(givenId).filter((id) => id !== null))];
  const { nativeId, aliases } = ids.next(line.id, {
    account: account ?? '',
    currency,
    day: dayNumber(bookedAt.ms),
    amountMinor,
    content: [line.category, line.counterAccount, counterparty, description, ...references].map((part) => part ?? '').join('\n'),
  });
  const facts: FactDraft = {
    currency,
    moneyKind: line.state === undefined ? 'bank' : 'nothing',
    amount: amountMinor,
    placedAt: bookedAt,
    account,
    description,
    reference: references[0] ?? null,
    status: line.state ?? 'booked',
  };
  // What a format has no place for stays unsaid; blank is something else.
  if (line.valueAt !== undefined) facts.availableAt = line.valueAt;
  if (counterparty !== undefined) facts.clientName = counterparty;
  if (line.counterAccount !== undefined) facts.counterAccount = line.counterAccount;
  if (line.invoices !== undefined) facts.invoiceNumber = line.invoices[0] ?? null;
  if (line.category !== undefined) facts.category = line.category;
  if (line.balanceMinor !== undefined) facts.balance = line.balanceMinor;
  return {
    type: 'bank_line',
    nativeId,
    aliases,
    facts,
    refs: refsOf(line, references),
    span: line.span,
    versionMs: line.versionMs ?? bookedAt.ms,
  };
}

/** A short reference (a cheque's number, “1”) is anybody's; a long one is a sentence (ISO 20022 allows 35 characters, a UETR has 36). */
const SHORT = 8;
const LONG = 36;

function refsOf({ id, description, counterparty, invoices }: BankLine, references: readonly string[]): readonly TypedRef[] {
  const own = givenId(id);
  const refs: TypedRef[] = own === null ? [] : [ref('bank:line', own, 'own')];
  for (const reference of references) {
    // What stands in a field for references is one, if it is long enough to name something.
    const telling = spaceOfId(reference) !== null || (reference.length >= SHORT && reference.length <= LONG);
    refs.push(paymentRef(reference, telling ? 'mentions' : 'free'), ...refsInText(reference, 'bank'));
  }
  for (const invoice of invoices ?? []) refs.push(ref('invoice', invoice, 'mentions'));
  for (const text of [description, counterparty]) if (text) refs.push(...refsInText(text, 'bank'));
  return uniqueRefs(refs);
}

/**
 * The day on which a bank booked something. Times beside it are mostly made up (noon, midnight of another zone), and a bank's day is a
 * day of its calendar: so the day counts as written.
 */
export function bankDay(year: number, month: number, dayOfMonth: number, text: string, column: string): SourceInstant {
  const day = year < 1900 ? null : dayFromCivil(year, month, dayOfMonth);
  if (day === null) throw new BadValue('bad_date', column, text, `“${text}” is not a date.`);
  return { ms: day * DAY_MS, text, precision: 'day' };
}
