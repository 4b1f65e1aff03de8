import { join } from 'node:path';
import { expect, it } from 'vitest';
import { foldersOf } from './folders.ts';

it.each<[string, NodeJS.Platform, Record<string, string>, string]>([
  ['Linux', 'linux', {}, join('/home/ana', '.local', 'share', 'Onefold')],
  ['Linux with XDG_DATA_HOME', 'linux', { XDG_DATA_HOME: '/data' }, join('/data', 'Onefold')],
  ['macOS', 'darwin', { XDG_DATA_HOME: '/data' }, join('/home/ana', 'Library', 'Application Support', 'Onefold')],
  ['Windows', 'win32', { APPDATA: '/roaming' }, join('/roaming', 'Onefold')],
  ['Windows without APPDATA', 'win32', {}, join('/home/ana', 'AppData', 'Roaming', 'Onefold')],
])('keeps to the convention of %s, and books out of synced folders', (_name, platform, environment, dataDir) => {
  expect(foldersOf(environment, platform, '/home/ana')).toEqual({ dataDir, booksDir: join('/home/ana', 'Onefold') });
});

it('takes both folders from ONEFOLD_DATA_DIR', () => {
  expect(foldersOf({ ONEFOLD_DATA_DIR: '/portable' }, 'linux', '/home/ana')).toEqual({
    dataDir: '/portable',
    booksDir: join('/portable', 'books'),
  });
});
