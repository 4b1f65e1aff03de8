/** What reconciling found besides links: payouts, positions, exceptions, and the run itself. */
import type { Statement } from 'better-sqlite3';
import type { ReadableDb, WritableDb } from '../database.ts';

export interface PayoutData {
  readonly headId: number;
  readonly payoutId: string;
  /** 1: the head is a record of the payout itself. */
  readonly own: 0 | 1;
  readonly sourceId: number;
  readonly reference: string;
  readonly currency: string;
  /** Minutes since 1970 UTC. */
  readonly atMinute: number | null;
  readonly sentMinor: number;
  readonly lineCount: number;
  readonly lineSumMinor: number;
  readonly bankedMinor: number;
  readonly state: string;
  readonly holds: 0 | 1;
  readonly dueMinute: number | null;
}

export interface PositionData {
  readonly headId: number;
  readonly state: string;
  readonly orderedMinor: number;
  readonly paidMinor: number;
  readonly creditMinor: number;
  readonly refundedMinor: number;
  readonly disputedMinor: number;
  readonly feesMinor: number;
  readonly settledMinor: number;
  readonly bankedMinor: number;
  readonly bookedMinor: number;
  /** JSON, figures by currency; null: none in another currency. */
  readonly others: string | null;
}

export interface ExceptionData {
  readonly id: string;
  readonly reason: string;
  readonly severity: string;
  readonly owner: string;
  readonly state: string;
  /** 1: settled by rule, not by a person. */
  readonly byItself: 0 | 1;
  /** As reconciling left it, before people's answers. */
  readonly foundState: string;
  readonly foundOwner: string;
  readonly eventMs: number | null;
  readonly dueMs: number | null;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  /** JSON texts. */
  readonly subjects: string;
  readonly guess: string | null;
  readonly held: string;
  readonly evidence: string;
  readonly assignee: string | null;
  readonly snoozedUntilMs: number | null;
}

/** A derived table whose rows are compared and written by their key. */
export interface FoundTable<R> {
  readonly table: string;
  readonly key: keyof R & string;
  readonly columns: { readonly [C in keyof R & string]: string };
}

export const PAYOUTS: FoundTable<PayoutData> = {
  table: 'payouts',
  key: 'headId',
  columns: {
    headId: 'head_id',
    payoutId: 'payout_id',
    own: 'own',
    sourceId: 'source_id',
    reference: 'reference',
    currency: 'currency',
    atMinute: 'at_minute',
    sentMinor: 'sent_minor',
    lineCount: 'line_count',
    lineSumMinor: 'line_sum_minor',
    bankedMinor: 'banked_minor',
    state: 'state',
    holds: 'holds',
    dueMinute: 'due_minute',
  },
};

export const POSITIONS: FoundTable<PositionData> = {
  table: 'positions',
  key: 'headId',
  columns: {
    headId: 'head_id',
    state: 'state',
    orderedMinor: 'ordered_minor',
    paidMinor: 'paid_minor',
    creditMinor: 'credit_minor',
    refundedMinor: 'refunded_minor',
    disputedMinor: 'disputed_minor',
    feesMinor: 'fees_minor',
    settledMinor: 'settled_minor',
    bankedMinor: 'banked_minor',
    bookedMinor: 'booked_minor',
    others: 'others',
  },
};

export const EXCEPTIONS: FoundTable<ExceptionData> = {
  table: 'exceptions',
  key: 'id',
  columns: {
    id: 'id',
    reason: 'reason',
    severity: 'severity',
    owner: 'owner',
    state: 'state',
    byItself: 'by_itself',
    foundState: 'found_state',
    foundOwner: 'found_owner',
    eventMs: 'event_ms',
    dueMs: 'due_ms',
    amountMinor: 'amount_minor',
    currency: 'currency',
    subjects: 'subjects',
    guess: 'guess',
    held: 'held',
    evidence: 'evidence',
    assignee: 'assignee',
    snoozedUntilMs: 'snoozed_until_ms',
  },
};

/** Rows in the order of their key. */
export function storedRows<R>(db: ReadableDb, { table, key, columns }: FoundTable<R>): IterableIterator<R> {
  const names = Object.entries<string>(columns).map(([name, column]) => `${column} AS "${name}"`);
  return db.prepare<[], R>(`SELECT ${names.join(', ')} FROM ${table} ORDER BY ${columns[key]}`).iterate();
}

export interface FoundWriter<R> {
  write(row: R): void;
  /** Rows `from` … `to` − 1 of `valuesOf` one behind the other. */
  writeValues(values: readonly FoundValue[], from: number, to: number): void;
  remove(key: number | string): void;
}

export type FoundValue = string | number | null;

/** A row as its values, in the order of the table's columns. */
export function valuesOf<R extends object>({ columns }: FoundTable<R>, row: R): FoundValue[] {
  return (Object.keys(columns) as (keyof R & string)[]).map((name) => row[name] as FoundValue);
}

/** Rows of one statement. */
const AT_ONCE = 40;

export function foundWriter<R extends object>(db: WritableDb, found: FoundTable<R>): FoundWriter<R> {
  const { table, key, columns } = found;
  const names = Object.values<string>(columns);
  const row = `(${names.map(() => '?').join(', ')})`;
  const insert = (rows: number): Statement<FoundValue[]> =>
    db.prepare(`INSERT OR REPLACE INTO ${table} (${names.join(', ')}) VALUES ${new Array(rows).fill(row).join(', ')}`);
  const [one, many] = [insert(1), insert(AT_ONCE)];
  const remove = db.prepare<[number | string]>(`DELETE FROM ${table} WHERE ${columns[key]} = ?`);
  return {
    write: (of) => void one.run(...valuesOf(found, of)),
    writeValues(values, from, to) {
      const width = names.length;
      let at = from;
      for (; at + AT_ONCE <= to; at += AT_ONCE) many.run(...values.slice(at * width, (at + AT_ONCE) * width));
      for (; at < to; at++) one.run(...values.slice(at * width, (at + 1) * width));
    },
    remove: (of) => void remove.run(of),
  };
}

/** Which exceptions speak of a record, or of the head of an order or payout. */
export interface SubjectWriter {
  replace(exceptionId: string, recordIds: readonly number[]): void;
  remove(exceptionId: string): void;
}

export function subjectWriter(db: WritableDb): SubjectWriter {
  const insert = db.prepare<[number, string]>('INSERT OR IGNORE INTO exception_subjects (record_id, exception_id) VALUES (?, ?)');
  const old = db.prepare<[string], string>('SELECT subjects || char(10) || held FROM exceptions WHERE id = ?').pluck();
  const remove = db.prepare<[number, string]>('DELETE FROM exception_subjects WHERE record_id = ? AND exception_id = ?');
  const clear = (exceptionId: string): void => {
    for (const text of (old.get(exceptionId) ?? '').split('\n')) {
      if (text === '') continue;
      for (const { recordId } of JSON.parse(text) as { recordId: number | null }[])
        if (recordId !== null) remove.run(recordId, exceptionId);
    }
  };
  return {
    replace(exceptionId, recordIds) {
      clear(exceptionId);
      for (const recordId of recordIds) insert.run(recordId, exceptionId);
    },
    remove: clear,
  };
}

export interface MoneyRunData {
  readonly policyVersion: string;
  readonly asOfMs: number;
  readonly inputVersion: string;
  /** JSON. */
  readonly counts: string;
  readonly linksRoot: Buffer;
  /** JSON. */
  readonly report: string;
  readonly atMs: number;
}

export function insertMoneyRun(db: WritableDb, run: MoneyRunData): number {
  return Number(
    db
      .prepare<[MoneyRunData]>(
        `INSERT INTO money_runs (policy_version, as_of_ms, input_version, counts, links_root, report, at_ms)
         VALUES (@policyVersion, @asOfMs, @inputVersion, @counts, @linksRoot, @report, @atMs)`,
      )
      .run(run).lastInsertRowid,
  );
}

export function readLatestMoneyRun(db: ReadableDb): (MoneyRunData & { readonly id: number }) | null {
  return (
    db
      .prepare<[], MoneyRunData & { id: number }>(
        `SELECT id, policy_version AS policyVersion, as_of_ms AS asOfMs, input_version AS inputVersion, counts,
           links_root AS linksRoot, report, at_ms AS atMs FROM money_runs ORDER BY id DESC LIMIT 1`,
      )
      .get() ?? null
  );
}

/** A run that would find the same again rests on a later state of the book. */
export function restMoneyRunOn(db: WritableDb, runId: number, inputVersion: string): void {
  db.prepare<[string, number]>('UPDATE money_runs SET input_version = ? WHERE id = ?').run(inputVersion, runId);
}

export interface PositionReader {
  /** Null for an order that was not reconciled. */
  read(headId: number): PositionData | null;
}

/** Prepared once for many orders. */
export function positionReader(db: ReadableDb): PositionReader {
  const names = Object.entries<string>(POSITIONS.columns).map(([name, column]) => `${column} AS "${name}"`);
  const read = db.prepare<[number], PositionData>(`SELECT ${names.join(', ')} FROM positions WHERE head_id = ?`);
  return { read: (headId) => read.get(headId) ?? null };
}

/** Every payout, by head: how exports and screens name it. */
export function readPayouts(db: ReadableDb): Map<number, PayoutData> {
  return new Map(Array.from(storedRows(db, PAYOUTS), (payout) => [payout.headId, payout]));
}
