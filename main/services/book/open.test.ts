import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nodePorts } from '#main/app/node-ports.ts';
import { MIGRATIONS, type Migration, SCHEMA_VERSION } from '#store/migrate.ts';
import { readLogHead } from '#store/queries/change-log.ts';
import { readSetting, writeSetting } from '#store/queries/settings.ts';
import { ProblemError } from '../context.ts';
import { backUpAtOnce, backupsOf } from './backup-files.ts';
import { createBook, freeBookPath, type NewBook, type OpenedBook, openBook } from './open.ts';

let folder: string;
let path: string;
let opened: OpenedBook[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onefold-book-'));
  path = join(folder, 'Northwind.onefold');
});

afterEach(() => {
  for (const book of opened) if (book.db.open) book.close();
  opened = [];
  rmSync(folder, { recursive: true });
});

const northwind = (): NewBook => ({
  path,
  name: 'Northwind',
  baseCurrency: 'EUR',
  timeZone: 'Europe/Berlin',
  isDemo: false,
  actor: 'person:Ana',
});

async function create(): Promise<OpenedBook> {
  const book = await createBook(northwind(), { ports: nodePorts });
  opened.push(book);
  return book;
}

async function open(at = path, migrations?: readonly Migration[]): Promise<OpenedBook> {
  const book = await openBook(at, migrations === undefined ? { ports: nodePorts } : { ports: nodePorts, migrations });
  opened.push(book);
  return book;
}

async function refusal(at: string): Promise<string> {
  const before = statSync(at, { throwIfNoEntry: false })?.isFile() === true ? readFileSync(at) : null;
  try {
    await open(at);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    if (before !== null) expect(readFileSync(at).equals(before)).toBe(true);
    for (const part of [error.problem.what, error.problem.safe, error.problem.todo]) expect(part.length).toBeGreaterThan(10);
    return error.problem.code;
  }
  return 'opened';
}

describe('making and opening', () => {
  test('a new book carries its settings and the first entry of its log', async () => {
    const book = await create();
    expect(readSetting(book.db, 'baseCurrency')).toBe('EUR');
    expect(readSetting(book.db, 'timeZone')).toBe('Europe/Berlin');
    expect(readLogHead(book.db, nodePorts.sha256).seq).toBe(1);
    expect(book.uncleanEnd).toBe(false);
    book.close();
    expect(readdirSync(folder)).toEqual(['Northwind.onefold']);
  });

  test('a book is never made over another file', async () => {
    (await create()).close();
    await expect(create()).rejects.toMatchObject({ problem: { code: 'bookExists' } });
    expect(freeBookPath(folder, 'Northwind')).toBe(join(folder, 'Northwind 2.onefold'));
    expect(freeBookPath(folder, '../a/b: "c"')).toBe(join(folder, 'a b c.onefold'));
  });

  test('an end without closing is noticed, and the book is whole', async () => {
    const book = await create();
    writeSetting(book.db, 'name', 'Renamed');
    const copy = join(folder, 'Crashed.onefold');
    for (const suffix of ['', '-wal', '-shm']) copyFileSync(path + suffix, copy + suffix);
    const crashed = await open(copy);
    expect(crashed.uncleanEnd).toBe(true);
    expect(readSetting(crashed.db, 'name')).toBe('Renamed');
    crashed.close();
    expect((await open(copy)).uncleanEnd).toBe(false);
  });
});

describe('refusals leave the file as it was and say what to do', () => {
  test('another writer holds it, also under another name', async () => {
    await create();
    await expect(open()).rejects.toMatchObject({ problem: { code: 'bookInUse' } });
    const alias = join(folder, 'Alias.onefold');
    symlinkSync(path, alias);
    await expect(open(alias)).rejects.toMatchObject({ problem: { code: 'bookInUse' } });
  });

  test('missing, other files, other databases', async () => {
    expect(await refusal(path)).toBe('bookMissing');
    expect(await refusal(folder)).toBe('notABook');
    writeFileSync(path, '');
    expect(await refusal(path)).toBe('notABook');
    writeFileSync(path, 'Name,Email\n'.repeat(50));
    expect(await refusal(path)).toBe('notABook');
    const other = join(folder, 'Other.onefold');
    new BetterSqlite3(other).exec('CREATE TABLE t (x)').close();
    expect(await refusal(other)).toBe('notABook');
  });

  test('a network or synced folder', async () => {
    (await create()).close();
    const mounts = `nas:/x ${folder} nfs rw 0 0`;
    const network = { platform: 'linux' as const, mounts, exists: () => false };
    await expect(openBook(path, { ports: nodePorts, place: network })).rejects.toMatchObject({
      problem: { code: 'bookOnNetwork' },
    });
    const synced = { platform: 'linux' as const, mounts: null, exists: (at: string) => at === join(folder, '.stfolder') };
    await expect(openBook(path, { ports: nodePorts, place: synced })).rejects.toMatchObject({ problem: { code: 'bookInCloud' } });
    await expect(
      createBook({ ...northwind(), path: join(folder, 'B.onefold') }, { ports: nodePorts, place: synced }),
    ).rejects.toMatchObject({
      problem: { code: 'bookInCloud' },
    });
    expect(readdirSync(folder)).toEqual(['Northwind.onefold']);
  });

  test('a book from the future', async () => {
    const book = await create();
    book.db.pragma(`user_version = ${SCHEMA_VERSION + 1}`);
    book.close();
    expect(await refusal(path)).toBe('bookFromFuture');
  });

  test('a damaged header, a cut-off file, a page overwritten after an unclean end', async () => {
    const book = await create();
    const backup = await backUpAtOnce(book.db, path, nodePorts, 'backup');
    book.close();
    const whole = readFileSync(path);

    writeFileSync(path, Buffer.concat([Buffer.from('garbage!'), whole.subarray(8)]));
    expect(await refusal(path)).toBe('bookDamaged');

    writeFileSync(path, whole);
    truncateSync(path, whole.byteLength - 4096);
    await expect(open()).rejects.toMatchObject({
      problem: { code: 'bookDamaged', what: expect.stringContaining('4096'), todo: expect.stringContaining('backup') },
    });

    writeFileSync(path, whole);
    const unclean = await open();
    unclean.db.prepare("UPDATE settings SET value = '0' WHERE key = 'cleanEnd'").run();
    unclean.db.pragma('wal_checkpoint(TRUNCATE)');
    const bytes = readFileSync(path);
    const root = unclean.db.prepare<[], number>("SELECT rootpage FROM sqlite_schema WHERE name = 'change_log'").pluck().get() ?? 0;
    unclean.close();
    bytes.fill(0xff, (root - 1) * 4096, root * 4096);
    writeFileSync(path, bytes);
    expect(await refusal(path)).toBe('bookDamaged');
    expect((await open(backup.path)).uncleanEnd).toBe(false);
  });
});

describe('backups', () => {
  test('a backup is one plain file that opens as a book and has the same log', async () => {
    const book = await create();
    const backup = await backUpAtOnce(book.db, path, nodePorts, 'backup');
    expect(backup.head).toBe(readLogHead(book.db, nodePorts.sha256).hashHex);
    expect(backupsOf(path)).toEqual([backup.path]);
    const copy = await open(backup.path);
    expect(readLogHead(copy.db, nodePorts.sha256).hashHex).toBe(backup.head);
  });

  test('an older book is backed up before it gets a new shape', async () => {
    (await create()).close();
    const next: Migration = {
      version: SCHEMA_VERSION + 1,
      name: 'next',
      up: (db) => void db.exec('CREATE TABLE later (x TEXT) STRICT'),
    };
    const updated = await open(path, [...MIGRATIONS, next]);
    expect(updated.db.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION + 1);
    const [backup] = backupsOf(path);
    expect(backup).toContain(`before update ${SCHEMA_VERSION}`);
    expect((await open(backup)).db.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION);
  });

  test('a step that fails leaves the shape before it', async () => {
    (await create()).close();
    const broken: Migration = {
      version: SCHEMA_VERSION + 1,
      name: 'broken',
      up(db) {
        db.exec('CREATE TABLE later (x TEXT) STRICT');
        throw new Error('power cut');
      },
    };
    await expect(open(path, [...MIGRATIONS, broken])).rejects.toThrow();
    const book = await open();
    expect(book.db.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION);
    expect(book.db.prepare("SELECT name FROM sqlite_schema WHERE name = 'later'").all()).toEqual([]);
  });
});
