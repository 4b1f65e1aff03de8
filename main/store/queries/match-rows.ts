/** What matching knows of each record: one narrow row of integers. */
import type { ReadableDb, WritableDb } from '../database.ts';
import { ManyRows } from '../many-rows.ts';
import type { StringTable } from './strings.ts';

export interface MatchRowData {
  readonly recordId: number;
  readonly sourceId: number;
  readonly typeCode: number;
  /** Minor units of `currency`. */
  readonly amountMinor: number | null;
  /** The same before tax. */
  readonly netMinor: number | null;
  readonly currency: string | null;
  /** Minutes since 1970 UTC. */
  readonly placedMinute: number | null;
  readonly dayOnly: boolean;
  readonly name: string | null;
  readonly email: string | null;
  readonly firm: string | null;
  readonly phone: string | null;
  readonly place: string | null;
  readonly items: string | null;
  readonly title: string | null;
  /** Packed references, nine bytes each. */
  readonly refs: Uint8Array;
}

export class MatchRowWriter {
  readonly #rows: ManyRows;
  readonly #strings: StringTable;

  constructor(db: WritableDb, strings: StringTable) {
    this.#strings = strings;
    this.#rows = new ManyRows(db, 'INSERT OR REPLACE INTO match_rows', [
      ...['record_id', 'source_id', 'type_code', 'amount_minor', 'net_minor', 'currency_id', 'placed_minute', 'day_only'],
      ...['name_id', 'email_id', 'firm_id', 'phone_id', 'place_id', 'items_id', 'title_id', 'refs'],
    ]);
  }

  /** Gathers a row; `flush` puts it into the book. */
  add(row: MatchRowData): void {
    const strings = this.#strings;
    this.#rows.add(
      row.recordId,
      row.sourceId,
      row.typeCode,
      row.amountMinor,
      row.netMinor,
      strings.intern(row.currency),
      row.placedMinute,
      row.dayOnly ? 1 : 0,
      strings.intern(row.name),
      strings.intern(row.email),
      strings.intern(row.firm),
      strings.intern(row.phone),
      strings.intern(row.place),
      strings.intern(row.items),
      strings.intern(row.title),
      row.refs,
    );
  }

  flush(): void {
    this.#rows.flush();
  }
}

interface StoredMatchRow extends Omit<MatchRowData, 'dayOnly' | 'refs'> {
  readonly dayOnly: 0 | 1;
  readonly refs: Buffer;
}

/** Rows as they are stored, with the texts behind the numbers, by record. For comparing, not for matching. */
export function readMatchRows(db: ReadableDb, recordIds: readonly number[]): Map<number, MatchRowData> {
  const text = (column: string) => `(SELECT text FROM strings WHERE id = m.${column}_id) AS ${column}`;
  const rows = db
    .prepare<[string], StoredMatchRow>(
      `SELECT m.record_id AS recordId, m.source_id AS sourceId, m.type_code AS typeCode, m.amount_minor AS amountMinor,
         m.net_minor AS netMinor, m.placed_minute AS placedMinute, m.day_only AS dayOnly, m.refs,
         ${['currency', 'name', 'email', 'firm', 'phone', 'place', 'items', 'title'].map(text).join(', ')}
       FROM match_rows m WHERE m.record_id IN (SELECT value FROM json_each(?))`,
    )
    .all(JSON.stringify(recordIds));
  return new Map(rows.map((row) => [row.recordId, { ...row, dayOnly: row.dayOnly === 1 }]));
}

/** The next records that live, by id, after this one. */
export function nextLiveRecords(db: ReadableDb, after: number, limit: number): number[] {
  return db
    .prepare<[number, number], number>(
      `SELECT r.id FROM source_records r JOIN import_batches b ON b.id = r.home_batch_id
       WHERE r.id > ? AND b.state = 'published' ORDER BY r.id LIMIT ?`,
    )
    .pluck()
    .all(after, limit);
}
