/** What matching knows of each record: one narrow row of integers. */
import type { Statement } from 'better-sqlite3';
import type { WritableDb } from '../database.ts';
import type { StringTable } from './strings.ts';

export interface MatchRowData {
  readonly recordId: number;
  readonly sourceId: number;
  readonly typeCode: number;
  /** Minor units of `currency`. */
  readonly amountMinor: number | null;
  readonly currency: string | null;
  /** Minutes since 1970 UTC. */
  readonly placedMinute: number | null;
  readonly dayOnly: boolean;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly place: string | null;
  readonly items: string | null;
  readonly title: string | null;
  /** Packed references, nine bytes each. */
  readonly refs: Uint8Array;
}

export class MatchRowWriter {
  readonly #upsert: Statement;
  readonly #strings: StringTable;

  constructor(db: WritableDb, strings: StringTable) {
    this.#strings = strings;
    this.#upsert = db.prepare(
      `INSERT OR REPLACE INTO match_rows (record_id, source_id, type_code, amount_minor, currency_id, placed_minute, day_only,
         name_id, email_id, phone_id, place_id, items_id, title_id, refs) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
  }

  write(row: MatchRowData): void {
    const strings = this.#strings;
    this.#upsert.run(
      row.recordId,
      row.sourceId,
      row.typeCode,
      row.amountMinor,
      strings.intern(row.currency),
      row.placedMinute,
      row.dayOnly ? 1 : 0,
      strings.intern(row.name),
      strings.intern(row.email),
      strings.intern(row.phone),
      strings.intern(row.place),
      strings.intern(row.items),
      strings.intern(row.title),
      row.refs,
    );
  }
}
