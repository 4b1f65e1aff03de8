/** Exceptions in words: what each is about, its client, its source. */
import type { ExceptionSummary } from '#shared/contract/money.ts';
import type { RecordBadge } from '#shared/contract/procedure.ts';
import type { StoredGuess, StoredSubject } from '#shared/domain/exception-view.ts';
import { REASON_TITLES } from '#shared/domain/money-words.ts';
import { SYSTEM_LABELS, type System } from '#shared/domain/systems.ts';
import type { ReadableDb } from '#store/database.ts';
import { readLinkedOrders, readOrderNames, readPayoutNames } from '#store/queries/inbox.ts';
import type { ExceptionData } from '#store/queries/money-found.ts';
import { readKeys } from '#store/queries/money-views.ts';
import { badgeOf } from '../../records.ts';

export interface SubjectView {
  readonly of: StoredSubject['of'];
  readonly label: string;
  readonly record: RecordBadge | null;
  readonly orderId: string | null;
  readonly payoutId: string | null;
}

export interface ReadException {
  readonly row: ExceptionData;
  readonly subjects: readonly StoredSubject[];
  readonly held: readonly StoredSubject[];
  readonly guess: StoredGuess | null;
}

export function parsed(row: ExceptionData): ReadException {
  return {
    row,
    subjects: JSON.parse(row.subjects) as StoredSubject[],
    held: JSON.parse(row.held) as StoredSubject[],
    guess: row.guess === null ? null : (JSON.parse(row.guess) as StoredGuess),
  };
}

/** Names of all that some exceptions speak of, read at once. */
export class SubjectNames {
  readonly #keys;
  readonly #orders;
  readonly #payouts;
  readonly #linked;

  constructor(db: ReadableDb, exceptions: readonly ReadException[]) {
    const subjects = exceptions.flatMap(({ subjects: about, held, guess }) => [
      ...about,
      ...held,
      ...(guess === null || guess.subject === null ? [] : [guess.subject]),
    ]);
    const ids = [...new Set(subjects.flatMap(({ recordId }) => (recordId === null ? [] : [recordId])))];
    this.#keys = readKeys(db, ids);
    this.#linked = readLinkedOrders(db, ids);
    this.#orders = readOrderNames(db, [...new Set([...ids, ...this.#linked.values()])]);
    this.#payouts = readPayoutNames(db, ids);
  }

  view({ of, recordId, source }: StoredSubject): SubjectView {
    const nothing = { record: null, orderId: null, payoutId: null };
    if (recordId === null) {
      const [system = '', account = '', inside = ''] = source ?? [];
      return { of, label: `${systemName(system)} ${inside || account}`.trim(), ...nothing };
    }
    const key = this.#keys.get(recordId);
    const record = key === undefined ? null : badgeOf(recordId, key);
    const order = this.#orders.get(recordId) ?? null;
    const payout = this.#payouts.get(recordId) ?? null;
    if (of === 'order')
      return { of, label: `Order ${order?.number ?? ''}`.trim(), record, orderId: order?.orderId ?? null, payoutId: null };
    if (of === 'payout') {
      const label = `${systemName(key?.system ?? '')} payout ${payout?.reference ?? ''}`.trim();
      return { of, label, record, orderId: null, payoutId: payout?.payoutId ?? null };
    }
    const label = key === undefined ? '' : `${systemName(key.system)} ${key.type.replaceAll('_', ' ')} ${key.nativeId}`;
    return { of, label, record, orderId: order?.orderId ?? null, payoutId: null };
  }

  /** Of the order that it is about, itself or through a link. */
  client({ subjects }: ReadException): string {
    for (const { recordId } of subjects) {
      if (recordId === null) continue;
      const client = this.#orders.get(this.#linked.get(recordId) ?? recordId)?.client;
      if (client !== undefined && client !== '') return client;
    }
    return '';
  }

  system({ subjects }: ReadException): System | null {
    for (const { recordId, source } of subjects) {
      const system = recordId === null ? source?.[0] : this.#keys.get(recordId)?.system;
      if (system !== undefined) return system as System;
    }
    return null;
  }
}

function systemName(system: string): string {
  return system in SYSTEM_LABELS ? SYSTEM_LABELS[system as System].name : system;
}

export function summaryOf(exception: ReadException, names: SubjectNames): ExceptionSummary {
  const { row, guess, subjects } = exception;
  const [first] = subjects;
  return {
    exceptionId: row.id,
    reason: row.reason,
    title: REASON_TITLES[row.reason] ?? row.reason,
    severity: row.severity as ExceptionSummary['severity'],
    owner: row.owner,
    dueAt: row.dueMs,
    state: row.state as ExceptionSummary['state'],
    amountMinor: row.amountMinor,
    currency: row.currency,
    subject: first === undefined ? '' : names.view(first).label,
    bestGuess: guess === null ? null : guessText(guess, names),
    probability: guess?.probability ?? null,
  };
}

/** "Order #10482, 97 %: same customer, equals one line". */
export function guessText({ text, probability, subject }: StoredGuess, names: SubjectNames): string {
  const share = probability === null ? '' : `, ${Math.floor(probability * 100)} %`;
  return subject === null ? text : `${names.view(subject).label}${share}: ${text}`;
}

export function summariesOf(db: ReadableDb, rows: readonly ExceptionData[]): ExceptionSummary[] {
  const exceptions = rows.map(parsed);
  const names = new SubjectNames(db, exceptions);
  return exceptions.map((exception) => summaryOf(exception, names));
}
