import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { buildIfNeeded, isBuildStale } from './build.ts';

let root: string;

/** Writes a file that was last changed at the given second. */
function file(path: string, second: number): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), '');
  utimesSync(join(root, path), second, second);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'onefold-build-'));
  for (const path of [
    'shared/a.ts',
    'main/core/deep/b.ts',
    'preload/index.ts',
    'renderer/main.tsx',
    'package.json',
    'vite.config.ts',
  ])
    file(path, 100);
  for (const path of ['out/renderer/index.html', 'out/main/loopback.js', 'out/main/app.worker.js', 'out/preload/index.cjs'])
    file(path, 200);
  // Making the files above changed their folders just now.
  for (const path of ['shared', 'main', 'main/core', 'main/core/deep', 'preload', 'renderer'])
    utimesSync(join(root, path), 100, 100);
});

it('is fresh when every source is older than every result', () => {
  expect(isBuildStale(root)).toBe(false);
});

it.each(['shared/a.ts', 'main/core/deep/b.ts', 'package.json', 'vite.config.ts'])('is stale when %s is newer', (path) => {
  file(path, 300);
  expect(isBuildStale(root)).toBe(true);
});

it.each(['out/renderer/index.html', 'out/main/loopback.js', 'out/main/app.worker.js', 'out/preload/index.cjs'])(
  'is stale without %s',
  (path) => {
    rmSync(join(root, path));
    expect(isBuildStale(root)).toBe(true);
  },
);

it('is stale when a source was taken away', () => {
  rmSync(join(root, 'main/core/deep/b.ts'));
  expect(isBuildStale(root)).toBe(true);
});

it('does not mind a test that changed', () => {
  file('shared/a.ts', 100);
  file('renderer/a.test.tsx', 300);
  for (const path of ['shared', 'renderer']) utimesSync(join(root, path), 100, 100);
  expect(isBuildStale(root)).toBe(false);
});

it('says what to do where nothing is installed', () => {
  file('shared/a.ts', 300);
  expect(buildIfNeeded(root)).toBe('Onefold is not installed yet: run "npm ci" in this folder, then "npm start" again.');
});
