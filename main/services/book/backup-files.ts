/** Names and places of backups: those that were asked for lie beside the book, the daily ones in a folder of their own. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Ports } from '#main/app/ports.ts';
import { type VerifiedBackup, writeVerifiedBackup } from '#store/backup.ts';
import type { WritableDb } from '#store/database.ts';
import { backupFailed } from './problems.ts';

export const BOOK_EXTENSION = '.onefold';

/** `daily` copies are the app's own and are removed again by its rule; nobody else's ever are. */
export type BackupLabel = 'backup' | 'daily' | `before update ${number}`;

const DAILY_FOLDER = 'Backups';
const NAME = / \((backup|daily|before update \d+) (\d{4}-\d{2}-\d{2} \d{2}\.\d{2}\.\d{2})\)\.onefold$/;
const DAYS_KEPT = 7;
const MONTHS_KEPT = 12;

/** `Shop (backup 2026-10-20 14.03.22).onefold`, UTC; a daily one in `Backups/`. */
export function backupPath(bookPath: string, label: BackupLabel, atMs: number): string {
  const at = new Date(atMs).toISOString();
  const stamp = `${at.slice(0, 10)} ${at.slice(11, 19).replaceAll(':', '.')}`;
  const folder = label === 'daily' ? dailyFolder(bookPath) : dirname(bookPath);
  return join(folder, `${stemOf(bookPath)}(${label} ${stamp})${BOOK_EXTENSION}`);
}

export function dailyFolder(bookPath: string): string {
  return join(dirname(bookPath), DAILY_FOLDER);
}

/** All backups of a book that lie where the app puts them, newest first; absolute paths. */
export function backupsOf(bookPath: string): string[] {
  return [dirname(bookPath), dailyFolder(bookPath)]
    .flatMap((folder) => (existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []))
    .filter((path) => basename(path).startsWith(stemOf(bookPath)) && NAME.test(path))
    .sort((a, b) => stampOf(b).localeCompare(stampOf(a)));
}

/** Daily backups that may go: of all but the newest seven, those that are not the last of one of the latest twelve months. */
export function spentDailies(bookPath: string): string[] {
  const dailies = backupsOf(bookPath).filter((path) => NAME.exec(path)?.[1] === 'daily');
  const lastOfMonth = new Map<string, string>();
  for (const path of dailies) {
    const month = stampOf(path).slice(0, 7);
    if (!lastOfMonth.has(month)) lastOfMonth.set(month, path);
  }
  const kept = new Set([...dailies.slice(0, DAYS_KEPT), ...[...lastOfMonth.values()].slice(0, MONTHS_KEPT)]);
  return dailies.filter((path) => !kept.has(path));
}

/** A checked copy on the thread that opens the book, before anything else works on it. Throws a `ProblemError` when it cannot be had. */
export async function backUpAtOnce(db: WritableDb, bookPath: string, ports: Ports, label: BackupLabel): Promise<VerifiedBackup> {
  const path = backupPath(bookPath, label, ports.clock.nowMs());
  try {
    return await writeVerifiedBackup(db, path);
  } catch (error) {
    throw backupFailed(path, error instanceof Error ? error.message : String(error));
  }
}

function stemOf(bookPath: string): string {
  return `${basename(bookPath, BOOK_EXTENSION)} `;
}

function stampOf(path: string): string {
  return NAME.exec(path)?.[2] ?? '';
}
