/** Column mappings that people made, one for each set of header names. */
import type { ReadableDb, WritableDb } from '../database.ts';

export function listMappings(db: ReadableDb): string[] {
  return db.prepare<[], string>('SELECT body FROM mappings ORDER BY name, header_key').pluck().all();
}

/** @param body JSON, ColumnMapping. */
export function saveMapping(db: WritableDb, headerKey: string, name: string, body: string): void {
  db.prepare(
    'INSERT INTO mappings (header_key, name, body) VALUES (?, ?, ?) ON CONFLICT (header_key) DO UPDATE SET name = excluded.name, body = excluded.body',
  ).run(headerKey, name, body);
}

/** JSON of the mapping that was removed, or null when there was none. */
export function deleteMapping(db: WritableDb, headerKey: string): string | null {
  return db.prepare<[string], string>('DELETE FROM mappings WHERE header_key = ? RETURNING body').pluck().get(headerKey) ?? null;
}
