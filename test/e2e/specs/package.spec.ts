import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const bin = (name: string): string => join(ROOT, 'node_modules', ...name.split('/'));

let folder: string;
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'onefold-package-'));
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Something with the outline of an Electron download, so that packing needs no network. */
function standInRuntime(): string {
  const runtime = join(folder, 'electron');
  mkdirSync(join(runtime, 'resources'), { recursive: true });
  mkdirSync(join(runtime, 'locales'));
  copyFileSync('/bin/true', join(runtime, 'electron'));
  chmodSync(join(runtime, 'electron'), 0o755);
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'resources.pak', 'version', 'locales/en-US.pak'])
    writeFileSync(join(runtime, name), '');
  return runtime;
}

/** The shipped configuration with one change, as a file for electron-builder. */
function configuration(name: string, change: (yaml: string) => string): string {
  const path = join(folder, `${name}.yml`);
  writeFileSync(path, change(readFileSync(join(ROOT, 'electron-builder.yml'), 'utf8')));
  return path;
}

function build(config: string, runtime: string) {
  return spawnSync(
    process.execPath,
    [
      bin('electron-builder/cli.js'),
      '--dir',
      '--linux',
      '-c',
      config,
      `-c.electronDist=${runtime}`,
      `-c.directories.output=${join(folder, 'dist')}`,
    ],
    { cwd: ROOT, encoding: 'utf8', timeout: 60_000, env: { ...process.env, NO_COLOR: '1' } },
  );
}

test('packs the bundle, the manifest, the licence and one native module, and nothing else', () => {
  test.skip(process.platform !== 'linux', 'the stand-in runtime has the outline of a Linux one');
  // Fuses are flipped inside the real binary, which the stand-in is not; the next test reads them.
  const packed = build(
    configuration('without-fuses', (yaml) => yaml.replace(/^electronFuses:\n(?: {2}.*\n)+/m, '')),
    standInRuntime(),
  );
  expect(packed.status, packed.stderr).toBe(0);
  const asar = join(folder, 'dist', 'linux-unpacked', 'resources', 'app.asar');
  const listed = execFileSync(process.execPath, [bin('@electron/asar/bin/asar.js'), 'list', asar], { encoding: 'utf8' });
  const files = listed.split('\n').filter((path) => /\.[a-z0-9]+$|\/LICENSE$/i.test(path));
  const native = files.filter((path) => path.endsWith('.node'));
  expect(native).toEqual([`/node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`]);
  const modules = new Set(files.flatMap((path) => /^\/node_modules\/([^/]+)/.exec(path)?.[1] ?? []));
  expect([...modules]).toEqual(['better-sqlite3']);
  const ours = files.filter((path) => !path.startsWith('/node_modules/'));
  expect(ours.filter((path) => !path.startsWith('/out/')).toSorted()).toEqual(['/LICENSE', '/package.json']);
  for (const path of [
    '/out/main/electron.js',
    '/out/main/app.worker.js',
    '/out/main/reader.worker.js',
    '/out/preload/index.cjs',
    '/out/renderer/index.html',
  ]) {
    expect(ours).toContain(path);
  }
  expect(ours.filter((path) => /\.test\.|\.map$|\/test\//.test(path))).toEqual([]);
  const { main } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { main: string };
  expect(ours).toContain(`/${main}`);
});

test('knows every key of the configuration, and would refuse one that it does not', () => {
  const wrong = build(
    configuration('with-a-wrong-key', (yaml) => `${yaml}\nnoSuchKey: true\n`),
    join(folder, 'electron'),
  );
  expect(wrong.status).toBe(1);
  expect(wrong.stderr + wrong.stdout).toMatch(/unknown property 'noSuchKey'/);
});

test('names the installers, the book file and every fuse', () => {
  const yaml = readFileSync(join(ROOT, 'electron-builder.yml'), 'utf8');
  const lines = yaml.split('\n').map((line) => line.trim());
  for (const line of [
    'target: [dmg]',
    'target: [nsis]',
    'target: [AppImage, deb]',
    '- ext: onefold',
    'npmRebuild: false',
    'runAsNode: false',
    'enableCookieEncryption: true',
    'enableNodeOptionsEnvironmentVariable: false',
    'enableNodeCliInspectArguments: false',
    'enableEmbeddedAsarIntegrityValidation: true',
    'onlyLoadAppFromAsar: true',
    'grantFileProtocolExtraPrivileges: false',
  ]) {
    expect(lines).toContain(line);
  }
});
