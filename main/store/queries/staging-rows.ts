/** What a file says for the first time, many records at a time: records, their versions, where they stood, orders that stand alone. */
import type { Statement } from 'better-sqlite3';
import type { WritableDb } from '../database.ts';
import { ManyRows } from '../many-rows.ts';
import type { SightingData, VersionData } from './staging.ts';

export interface NewOrder {
  readonly recordId: number;
  readonly canonicalId: string;
  readonly homeBatchId: number;
  readonly isSale: boolean;
  readonly number: string;
  readonly client: string;
  readonly totalMinor: number | null;
  readonly currency: string | null;
  readonly placedMs: number | null;
  readonly placedDayOnly: boolean;
  readonly status: string;
  readonly figures: string;
  readonly systemMask: number;
}

/** Key of a record within its source. */
export interface NewKey {
  readonly typeCode: number;
  readonly nativeId: string;
}

export class StagingRows {
  readonly #records: ManyRows;
  readonly #versions: ManyRows;
  readonly #sightings: ManyRows;
  readonly #orders: ManyRows;
  readonly #lastRecord: Statement<[], number>;
  readonly #lastVersion: Statement<[], number>;
  readonly #find: Statement<[number, number, string], number>;
  /** Id of the latest version that was gathered; 0: to be asked for. */
  #versionId = 0;

  constructor(db: WritableDb) {
    const records = ['source_id', 'type_code', 'native_id', 'home_batch_id'];
    this.#records = new ManyRows(db, 'INSERT INTO source_records', records, 'ON CONFLICT DO NOTHING');
    const versions = ['id', 'record_id', 'payload_hash', 'version_ms', 'facts', 'aliases', 'refs'];
    this.#versions = new ManyRows(db, 'INSERT INTO record_versions', versions);
    const sightings = ['version_id', 'batch_id', 'line', 'byte_offset', 'byte_length', 'pointer'];
    this.#sightings = new ManyRows(db, 'INSERT INTO sightings', sightings);
    this.#orders = new ManyRows(db, 'INSERT INTO orders', [
      ...['record_id', 'head_id', 'canonical_id', 'home_batch_id', 'is_sale', 'number', 'client', 'total_minor', 'currency'],
      ...['placed_ms', 'placed_day_only', 'status', 'system_mask', 'figures', 'member_count', 'joined_by'],
    ]);
    this.#lastRecord = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM source_records').pluck();
    this.#lastVersion = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM record_versions').pluck();
    this.#find = db
      .prepare<[number, number, string], number>(
        'SELECT id FROM source_records WHERE source_id = ? AND type_code = ? AND native_id = ?',
      )
      .pluck();
  }

  /**
   * Makes a record of each key that is new, at once, with this batch as its home. Ids in the order of the keys; null where there is a
   * record of that key, be it the one that an earlier key has just made. The batch's home count is the caller's.
   */
  addRecords(sourceId: number, batchId: number, keys: readonly NewKey[]): (number | null)[] {
    const last = this.#lastRecord.get() ?? 0;
    for (const { typeCode, nativeId } of keys) this.#records.add(sourceId, typeCode, nativeId, batchId);
    if (this.#records.flush() === keys.length) return keys.map((_, i) => last + 1 + i);
    const made = new Set<number>();
    return keys.map(({ typeCode, nativeId }) => {
      const id = this.#find.get(sourceId, typeCode, nativeId) ?? 0;
      if (id <= last || made.has(id)) return null;
      made.add(id);
      return id;
    });
  }

  /** Gathers the first version of a new record and where it stood. */
  add(version: Omit<VersionData, 'decisionId'>, sighting: Omit<SightingData, 'versionId'>): void {
    if (this.#versionId === 0) this.#versionId = this.#lastVersion.get() ?? 0;
    const id = ++this.#versionId;
    const { recordId, payloadHash, versionMs, facts, aliases, refs } = version;
    this.#versions.add(id, recordId, payloadHash, versionMs, facts, aliases, refs);
    const { batchId, line, byteOffset, byteLength, pointer } = sighting;
    this.#sightings.add(id, batchId, line, byteOffset, byteLength, pointer);
  }

  /** Gathers the row of an order that stands alone. Orders that hang together with others are derived. */
  addOrder(order: NewOrder): void {
    const { recordId, canonicalId, homeBatchId, isSale, number, client, totalMinor, currency, placedMs, status, systemMask } =
      order;
    const sale = isSale ? 1 : 0;
    const dayOnly = order.placedDayOnly ? 1 : 0;
    this.#orders.add(recordId, recordId, canonicalId, homeBatchId, sale, number, client, totalMinor, currency);
    this.#orders.add(placedMs, dayOnly, status, systemMask, order.figures, 1, 'single');
  }

  /** Puts what was gathered into the book. To be called before anything else is written or asked, and before the transaction ends. */
  flush(): void {
    this.#versions.flush();
    this.#sightings.flush();
    this.#orders.flush();
    this.#versionId = 0;
  }
}
