/** Links and exceptions that reconciling found, as result lines. */
import { exceptionLine, linkLine, type ResultRecord, resultRecord } from '#core/exports/result-lines.ts';
import { LINK_KINDS, LINK_RULES } from '#core/reconciliation/outputs.ts';
import type { StoredSubject } from '#shared/domain/exception-view.ts';
import { canonicalIdOf, type Sha256 } from '#shared/domain/ids.ts';
import { isoUtc } from '#shared/domain/instant.ts';
import type { System } from '#shared/domain/systems.ts';
import type { ReadableDb } from '#store/database.ts';
import { type ExportRecord, readExportRecords } from '#store/queries/exports.ts';
import { readSources } from '#store/queries/match-rows-reading.ts';
import { EXCEPTIONS, type PayoutData, readPayouts, storedRows } from '#store/queries/money-found.ts';
import { type LinkTuple, storedLinks } from '#store/queries/money-links.ts';
import { readCanonicalIds } from '#store/queries/orders.ts';
import { endOf } from '../money/run/ends.ts';
import { guessText, parsed, type ReadException, SubjectNames } from '../money/views/exceptions.ts';
import { namedRecord } from './tables.ts';

const AT_ONCE = 500;

export function* moneyLinkLines(db: ReadableDb, sha256: Sha256): Generator<string> {
  const names = new Names(db, sha256);
  for (const links of inChunks(storedLinks(db), AT_ONCE)) {
    names.load(links.flatMap(([fromId, , toId]) => [fromId, toId]));
    for (const link of links) {
      const line = lineOf(link, names);
      if (line !== null) yield line;
    }
  }
}

function lineOf(
  [fromId, kindCode, toId, linked, permille, rule, amountMinor, currency, groupId]: LinkTuple,
  names: Names,
): string | null {
  const kind = LINK_KINDS[kindCode];
  if (kind === undefined) return null;
  const end = endOf(kind);
  const from = kind === 'payout-bank' ? names.payout(fromId) : names.record(fromId);
  const to = end === 'payout' ? names.payout(toId) : names.record(toId);
  if (from === null || to === null) return null;
  const by = LINK_RULES[rule] ?? '';
  return linkLine({
    kind,
    from,
    to,
    toId: end === 'order' ? names.orderId(toId) : end === 'payout' ? names.payoutId(toId) : names.ownId(toId),
    state: linked === 1 ? 'linked' : 'proposed',
    probability: permille / 1000,
    decidedBy: by === 'person' ? by : `rule:${by}`,
    amountMinor,
    currency: currency === '' ? null : currency,
    groupId: groupId === 0 ? null : `grp_${groupId.toString(36)}`,
  });
}

/** Names of records, payouts and orders, some hundred at a time. */
class Names {
  readonly #db: ReadableDb;
  readonly #sha256: Sha256;
  readonly #payouts: ReadonlyMap<number, PayoutData>;
  readonly #sources: ReadonlyMap<number, { system: string; account: string }>;
  #records = new Map<number, ExportRecord>();
  #orders = new Map<number, string>();

  constructor(db: ReadableDb, sha256: Sha256) {
    this.#db = db;
    this.#sha256 = sha256;
    this.#payouts = readPayouts(db);
    this.#sources = new Map(readSources(db).map((source) => [source.id, source]));
  }

  load(recordIds: readonly number[]): void {
    const wanted = [...new Set(recordIds)];
    this.#records = readExportRecords(this.#db, wanted);
    this.#orders = readCanonicalIds(this.#db, wanted);
  }

  record(recordId: number): ResultRecord | null {
    const record = this.#records.get(recordId);
    return record === undefined ? null : namedRecord(record);
  }

  /** A payout that is known from its lines alone is named by the id that they bear. */
  payout(headId: number): ResultRecord | null {
    const payout = this.#payouts.get(headId);
    if (payout === undefined || payout.own === 1) return this.record(headId);
    const { system, account } = this.#sources.get(payout.sourceId) ?? { system: '', account: '' };
    const type = system === 'amazon' ? 'settlement' : 'payout';
    return resultRecord({ system: system as System, account, type, nativeId: payout.reference }, payout.reference, []);
  }

  payoutId(headId: number): string | null {
    return this.#payouts.get(headId)?.payoutId ?? null;
  }

  orderId(headId: number): string | null {
    return this.#orders.get(headId) ?? null;
  }

  ownId(recordId: number): string | null {
    const record = this.#records.get(recordId);
    return record === undefined ? null : canonicalIdOf(record.key, this.#sha256);
  }

  subject({ of, recordId, source }: StoredSubject): ResultRecord | null {
    if (recordId !== null) return of === 'payout' ? this.payout(recordId) : this.record(recordId);
    if (source === undefined) return null;
    const [system, account, inside] = source;
    const type = system === 'bank' ? 'bank_line' : 'settlement';
    return resultRecord({ system: system as System, account, type, nativeId: inside || account }, inside || account, []);
  }
}

export function* moneyExceptionLines(db: ReadableDb, sha256: Sha256): Generator<string> {
  const names = new Names(db, sha256);
  for (const rows of inChunks(storedRows(db, EXCEPTIONS), AT_ONCE)) {
    const exceptions = rows.map(parsed);
    names.load(exceptions.flatMap(({ subjects }) => subjects.flatMap(({ recordId }) => (recordId === null ? [] : [recordId]))));
    const words = new SubjectNames(db, exceptions);
    for (const exception of exceptions) yield exceptionText(exception, names, words);
  }
}

function exceptionText({ row, subjects, guess }: ReadException, names: Names, words: SubjectNames): string {
  return exceptionLine({
    id: row.id,
    reason: row.reason,
    severity: row.severity,
    owner: row.owner,
    dueAt: row.dueMs === null ? null : isoUtc(row.dueMs),
    state: row.state as 'open',
    subjects: subjects.flatMap((subject) => names.subject(subject) ?? []),
    amountMinor: row.amountMinor,
    currency: row.currency,
    bestGuess: guess === null ? null : guessText(guess, words),
  });
}

function* inChunks<T>(rows: Iterable<T>, size: number): Generator<T[]> {
  let chunk: T[] = [];
  for (const row of rows) {
    chunk.push(row);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
