/** Records that name goods by SKU beside orders: settlement lines of marketplaces, invoices. */
import { typeCode } from '#shared/domain/systems.ts';
import type { ReadableDb } from '../database.ts';

const TYPES = (['settlement_line', 'invoice', 'booking'] as const).map((type) => typeCode(type)).join(', ');

/** Ids of live records, ascending. Sources that have no such records cost nothing. */
export function recordsWithGoods(db: ReadableDb): number[] {
  return db
    .prepare<[], number>(
      `SELECT DISTINCT r.id FROM sources s CROSS JOIN source_records r ON r.source_id = s.id AND r.type_code IN (${TYPES})
       CROSS JOIN record_versions v ON v.record_id = r.id
       WHERE r.home_batch_id IN (SELECT id FROM import_batches WHERE state = 'published') AND instr(v.facts, '"sku":"') > 0
       ORDER BY r.id`,
    )
    .pluck()
    .all();
}

/** Fields of a canonical order of several records (JSON), or null: those of its only record stand. */
export function readOrderFields(db: ReadableDb, headId: number): string | null {
  return db.prepare<[number], string | null>('SELECT fields FROM orders WHERE record_id = ?').pluck().get(headId) ?? null;
}
