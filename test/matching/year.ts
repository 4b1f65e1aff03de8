/** A demo year as matching sees it: its files through the connectors, its truth in rows. Without a book, so that it takes seconds. */
import { detectFile, isUnreadable, openParser } from '#core/connectors/registry.ts';
import { matchFacts } from '#core/normalise/match-facts.ts';
import { keyText, type RecordDraft, type RecordKey } from '#shared/domain/source-record.ts';
import { isOrderLike, type RecordType, type System } from '#shared/domain/systems.ts';
import { type Demo, type DemoFile, generate, type Profile } from '#test/demo/generate.ts';
import { type SeenBook, type SeenRecord, seenBook } from '#test/factories/match-columns.ts';

export interface Year {
  readonly book: SeenBook;
  /** By row. */
  readonly records: readonly SeenRecord[];
  /** Row of a record of the truth, or undefined when no file that is read here shows it. */
  readonly rowOf: (record: TrueRecord) => number | undefined;
  readonly sales: readonly { readonly members: readonly TrueRecord[] }[];
  readonly apart: readonly { readonly trap: number; readonly a: TrueRecord; readonly b: TrueRecord }[];
  readonly ties: readonly { readonly record: TrueRecord; readonly candidates: readonly TrueRecord[] }[];
}

interface TrueRecord {
  readonly system: System;
  readonly account: string;
  readonly type: RecordType;
  readonly nativeId: string;
}

const ORDER_KINDS = /order|deal|campaign|project|task/;

export function readYear(profile: Profile, orders: number, seed = 7): Year {
  const demo = generate({ profile, orders, seed, year: 2025 });
  const records = new Map<string, SeenRecord>();
  const byLine = new Map<string, string>();
  for (const file of demo.files) if (ORDER_KINDS.test(`${file.name} ${file.kind}`)) readOrders(file, records, byLine);
  const book = seenBook([...records.values()]);
  const rows = new Map([...records.keys()].sort().map((key, row) => [key, row]));
  return {
    book,
    records: [...records.keys()].sort().flatMap((key) => records.get(key) ?? []),
    rowOf: ({ system, account, type, nativeId }) => rows.get(byLine.get(nativeId) ?? keyText({ system, account, type, nativeId })),
    sales: truth(demo, 'orders.jsonl'),
    apart: truth(demo, 'apart.jsonl'),
    ties: truth(demo, 'ties.jsonl'),
  };
}

function truth<T>(demo: Demo, name: string): T[] {
  const text = [...(demo.truth.find((file) => file.name === name)?.chunks() ?? [])].join('');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

/** Adds the order-like records of one file, the last version of each. Rows without an id are known by their place in it. */
function readOrders(file: DemoFile, records: Map<string, SeenRecord>, byLine: Map<string, string>): void {
  const bytes = Buffer.from([...file.chunks()].join('')).toString('latin1');
  const defaults = { zone: 'UTC', currency: 'USD', dateOrder: null, decimalMark: null };
  const found = detectFile({ name: file.name, head: bytes, complete: true, mappings: [], defaults });
  if (isUnreadable(found) || found.layoutId === null) throw new Error(`${file.name} is not read`);
  const parser = openParser(found.options, found, {
    record(draft) {
      if (!isOrderLike(draft.type)) return;
      const key: RecordKey = { system: found.system, account: file.account, type: draft.type, nativeId: draft.nativeId };
      records.set(keyText(key), seenRecord(key, draft));
      byLine.set(`${file.name}:${draft.span.line}`, keyText(key));
    },
    rejected: () => undefined,
  });
  parser.push(bytes);
  parser.end();
}

function seenRecord(key: RecordKey, { facts, type, refs }: RecordDraft): SeenRecord {
  const { amountMinor, netMinor, currency, placedMinute, dayOnly, ...texts } = matchFacts(facts, type);
  const tax = amountMinor === null || netMinor === null ? null : amountMinor - netMinor;
  const placed = placedMinute === null ? null : new Date(placedMinute * 60_000).toISOString().slice(0, dayOnly ? 10 : 16);
  const seen = { ...key, amount: amountMinor, tax, currency, placed, ...texts, refs };
  return Object.fromEntries(Object.entries(seen).filter(([, value]) => value !== null)) as unknown as SeenRecord;
}
