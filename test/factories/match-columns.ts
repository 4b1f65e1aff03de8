/** Hand-made records as matching sees them: columns, texts and keys, built as loading a book builds them. */
import { allocateColumns, type Columns, NO_TIME, type Pace } from '#core/matching/orders/columns.ts';
import type { Texts } from '#core/matching/orders/compare.ts';
import type { RowConstraints } from '#core/matching/orders/decide.ts';
import { numberTotals } from '#core/matching/orders/frequency.ts';
import { engineOf } from '#core/matching/orders/model.ts';
import { type MatchResult, runMatching } from '#core/matching/orders/run.ts';
import { ORDERS_MODEL } from '#core/matching/orders/shipped-model.ts';
import { ORDERS } from '#core/matching/orders/specification.ts';
import { TextTable } from '#core/matching/orders/texts.ts';
import { packRefs, REF_BYTES } from '#core/matching/refs.ts';
import { keyText, type TypedRef } from '#shared/domain/source-record.ts';
import { type RecordType, roleOf, type System } from '#shared/domain/systems.ts';
import { VALUE_COLUMNS } from '#shared/domain/value-columns.ts';

export interface SeenRecord {
  readonly system: System;
  readonly account?: string;
  readonly type?: RecordType;
  readonly nativeId: string;
  readonly amount?: number;
  /** Part of `amount`, where the record states it. */
  readonly tax?: number;
  /** ISO 4217; dollars unless said. */
  readonly currency?: string;
  /** `2026-03-04` or `2026-03-04T10:00` in UTC. */
  readonly placed?: string;
  readonly name?: string;
  readonly email?: string;
  readonly firm?: string;
  readonly phone?: string;
  readonly place?: string;
  readonly items?: string;
  readonly title?: string;
  readonly refs?: readonly TypedRef[];
}

export const ENGINE = engineOf(ORDERS, ORDERS_MODEL);
export const NO_PACE: Pace = { checkpoint: () => undefined };
export const NOBODY: RowConstraints = { together: [], apart: [], parted: [] };

export interface SeenBook {
  readonly columns: Columns;
  readonly texts: Texts;
  /** Native ids by row. */
  readonly ids: readonly string[];
}

export function seenBook(records: readonly SeenRecord[]): SeenBook {
  const sorted = records
    .map((record) => ({ type: 'order' as RecordType, account: 'main', ...record }))
    .sort((a, b) => (keyText(a) < keyText(b) ? -1 : 1));
  const packed = sorted.map(({ refs = [] }) => packRefs(refs));
  const columns = allocateColumns(
    sorted.length,
    packed.reduce((sum, { length }) => sum + length / REF_BYTES, 0),
  );
  const slots = numbering();
  const kinds = numbering();
  const values = Object.fromEntries(VALUE_COLUMNS.map((column) => [column, numbering()]));
  let token = 0;
  for (const [row, record] of sorted.entries()) {
    columns.recordId[row] = 1000 + row;
    columns.slot[row] = slots.of(`${record.system} ${record.account} ${record.type}`);
    columns.kind[row] = kinds.of(`${record.system} ${record.type}`);
    columns.context[row] = roleOf(record.type) === 'context' ? 1 : 0;
    columns.amount[row] = record.amount ?? Number.NaN;
    columns.net[row] = (record.amount ?? Number.NaN) - (record.tax ?? 0);
    columns.minute[row] = record.placed === undefined ? NO_TIME : minuteOf(record.placed);
    columns.dayOnly[row] = record.placed?.includes('T') === false ? 1 : 0;
    for (const column of VALUE_COLUMNS) {
      const text = column === 'currency' ? (record.currency ?? 'USD') : record[column];
      columns[column][row] = text === undefined ? 0 : (values[column]?.of(text) ?? 0);
    }
    columns.refs.start[row] = token;
    const bytes = packed[row] ?? new Uint8Array();
    for (let at = 0; at < bytes.length; at += REF_BYTES, token++) {
      const view = new DataView(bytes.buffer, bytes.byteOffset + at, REF_BYTES);
      columns.refs.role[token] = view.getUint8(0);
      columns.refs.space[token] = view.getUint16(1);
      columns.refs.high[token] = view.getUint16(3);
      columns.refs.low[token] = view.getUint32(5);
    }
  }
  columns.refs.start[sorted.length] = token;
  numberTotals(columns);
  const texts = {
    names: new TextTable(['', ...(values.name?.all() ?? [])]),
    titles: new TextTable(['', ...(values.title?.all() ?? [])]),
  };
  return { columns, texts, ids: sorted.map(({ nativeId }) => nativeId) };
}

export function matchSeen(book: SeenBook, people: RowConstraints = NOBODY): MatchResult {
  return runMatching({ engine: ENGINE, columns: book.columns, texts: book.texts, people, pace: NO_PACE });
}

/** "1042+SO-7 joined", "1042+SO-8 proposed (tie)", in row order: what a test reads. */
export function outcomesOf(book: SeenBook, { pairs, outcomes }: MatchResult): string[] {
  return Array.from({ length: pairs.length }, (_, pair) => {
    const cause = outcomes.cause[pair];
    const ids = [pairs.left[pair], pairs.right[pair]].map((row) => book.ids[row ?? -1]).join('+');
    return `${ids} ${outcomes.state[pair]}${cause == null ? '' : ` (${cause})`}`;
  });
}

export function questionsOf(book: SeenBook, { questions }: MatchResult): string[][] {
  return questions.map(({ members }) => members.map((row) => book.ids[row] ?? ''));
}

export const own = (namespace: string, value: string): TypedRef => ({ namespace, value, role: 'own' });
export const mentions = (namespace: string, value: string): TypedRef => ({ namespace, value, role: 'mentions' });
export const free = (namespace: string, value: string): TypedRef => ({ namespace, value, role: 'free' });

function minuteOf(placed: string): number {
  return Date.parse(placed.includes('T') ? `${placed}Z` : `${placed}T00:00Z`) / 60_000;
}

function numbering(): { of(text: string): number; all(): string[] } {
  const numbers = new Map<string, number>();
  return {
    of(text) {
      const number = numbers.get(text) ?? numbers.size + 1;
      numbers.set(text, number);
      return number;
    },
    all: () => [...numbers.keys()],
  };
}
