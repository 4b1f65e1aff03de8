/** What this machine remembers beside the books: which were opened, and who sits at the keyboard. Small JSON files in the data folder. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const KEPT = 12;

const remembered = z.array(z.object({ path: z.string(), name: z.string(), isDemo: z.boolean(), openedAt: z.int() }));
export type RememberedBook = z.infer<typeof remembered>[number];

/** Newest first. A file that cannot be read counts as empty: it is a convenience, not a record. */
export function recentBooks(dataDir: string): (RememberedBook & { readonly exists: boolean })[] {
  return readRecent(dataDir).map((book) => ({ ...book, exists: existsSync(book.path) }));
}

export function rememberBook(dataDir: string, book: RememberedBook): void {
  const others = readRecent(dataDir).filter(({ path }) => path !== book.path);
  writeJson(dataDir, 'recent.json', [book, ...others].slice(0, KEPT));
}

function readRecent(dataDir: string): RememberedBook[] {
  const parsed = remembered.safeParse(readJson(dataDir, 'recent.json'));
  return parsed.success ? parsed.data : [];
}

const profileShape = z.object({ name: z.string().trim().min(1).max(60) });

/** Name under which decisions are made: as set, else the name of the user of this machine. */
export function readProfileName(dataDir: string): string {
  const parsed = profileShape.safeParse(readJson(dataDir, 'profile.json'));
  return parsed.success ? parsed.data.name : machineUser();
}

export function writeProfileName(dataDir: string, name: string): void {
  writeJson(dataDir, 'profile.json', { name });
}

function machineUser(): string {
  try {
    return userInfo().username || 'User';
  } catch {
    return 'User'; // a user id without an entry in the user database, as containers have
  }
}

function readJson(dataDir: string, name: string): unknown {
  try {
    return JSON.parse(readFileSync(join(dataDir, name), 'utf8'));
  } catch {
    return null;
  }
}

/** Replaced whole, so that a crash leaves the old file or the new one. */
function writeJson(dataDir: string, name: string, value: unknown): void {
  mkdirSync(dataDir, { recursive: true });
  const path = join(dataDir, name);
  writeFileSync(`${path}.partial`, `${JSON.stringify(value, null, 2)}\n`);
  renameSync(`${path}.partial`, path);
}
