/** Settings of a book, by name. Values are text. */
import type { ReadableDb, WritableDb } from '../database.ts';
import { preparedPluck } from '../prepared.ts';

export type SettingKey =
  | 'bookId'
  | 'name'
  | 'baseCurrency'
  | 'timeZone'
  | 'isDemo'
  | 'demoReady'
  | 'demoRequest'
  | 'createdMs'
  | 'dataVersion'
  | 'cleanEnd'
  /** Rises with every change that may make the preview of an import stale. */
  | 'importsVersion'
  /** When the file was last looked through in the background, UTC ms. */
  | 'lastCheckMs'
  /** 1 while a matching run is being stored, or was cut off there. */
  | 'matchUnfinished'
  /** 1 while a reconciliation is being stored, or was cut off there. */
  | 'moneyUnfinished'
  /** 1 where the last reconciliation left out what is dated after its instant. */
  | 'moneyOnlyUntil'
  /** The last backup of the day, as JSON. */
  | 'dailyBackup'
  | 'verified';

export function readSetting(db: ReadableDb, key: SettingKey): string | null {
  return preparedPluck<[string], string>(db, 'SELECT value FROM settings WHERE key = ?').get(key) ?? null;
}

export function writeSetting(db: WritableDb, key: SettingKey, value: string): void {
  db.prepare('INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value').run(
    key,
    value,
  );
}

export function readDataVersion(db: ReadableDb): number {
  return Number(readSetting(db, 'dataVersion') ?? '0');
}

/** Called once in every transaction that changes what screens show. */
export function bumpDataVersion(db: WritableDb): number {
  const next = readDataVersion(db) + 1;
  writeSetting(db, 'dataVersion', String(next));
  return next;
}

/** Stands still while no batch, home or correction changes: a preview that was counted at this version still holds. */
export function readImportsVersion(db: ReadableDb): number {
  return Number(readSetting(db, 'importsVersion') ?? '0');
}

export function bumpImportsVersion(db: WritableDb): void {
  writeSetting(db, 'importsVersion', String(readImportsVersion(db) + 1));
}

/** Outcome of the last verification of the chain. Broken stays broken until a verification says otherwise. */
export interface Verified {
  readonly state: 'consistent' | 'broken';
  /** UTC ms. */
  readonly atMs: number;
  /** Hash of the last entry that was verified, hex. */
  readonly head: string;
}

export function readVerified(db: ReadableDb): Verified | null {
  const text = readSetting(db, 'verified');
  return text === null ? null : (JSON.parse(text) as Verified);
}

export function writeVerified(db: WritableDb, verified: Verified): void {
  writeSetting(db, 'verified', JSON.stringify(verified));
}

/** The last backup that the app made by itself. */
export interface DailyBackup {
  /** UTC ms. */
  readonly atMs: number;
  /** Hash of the last entry of its log, hex. */
  readonly head: string;
}

export function readDailyBackup(db: ReadableDb): DailyBackup | null {
  const text = readSetting(db, 'dailyBackup');
  return text === null ? null : (JSON.parse(text) as DailyBackup);
}

export function writeDailyBackup(db: WritableDb, backup: DailyBackup): void {
  writeSetting(db, 'dailyBackup', JSON.stringify(backup));
}
