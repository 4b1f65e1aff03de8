import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What the build is made of, and what shows that it was made. */
const SOURCES = ['shared', 'main', 'preload', 'renderer', 'package.json', 'package-lock.json', 'vite.config.ts'];
const RESULTS = ['out/renderer/index.html', 'out/main/loopback.js', 'out/main/app.worker.js', 'out/preload/index.cjs'];

/** Builds `out/` when it is missing or older than a source. Null when it is there; else why it is not, for the user. */
export function buildIfNeeded(root: string): string | null {
  if (!isBuildStale(root)) return null;
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  if (!existsSync(vite)) return 'Onefold is not installed yet: run "npm ci" in this folder, then "npm start" again.';
  process.stderr.write('Building Onefold (a few seconds, only after changes)…\n');
  const built = spawnSync(process.execPath, [vite, 'build', '--app', '--logLevel', 'warn'], { cwd: root, stdio: ['ignore', 2, 2] });
  return built.status === 0
    ? null
    : 'Onefold could not be built; the reason is above. No book was touched. Run "npm ci" and try again.';
}

/** True when a result is missing, or a source file was written after the oldest result. Tests do not count as sources. */
export function isBuildStale(root: string): boolean {
  const builtAtMs = Math.min(...RESULTS.map((path) => modifiedAtMs(join(root, path)) ?? Number.NEGATIVE_INFINITY));
  return SOURCES.some((path) => newestMs(join(root, path)) > builtAtMs);
}

function newestMs(path: string): number {
  if (!existsSync(path)) return Number.NEGATIVE_INFINITY;
  if (!statSync(path).isDirectory()) return modifiedAtMs(path) ?? Number.NEGATIVE_INFINITY;
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => !/\.test\.tsx?$/.test(name));
  return Math.max(modifiedAtMs(path) ?? 0, ...names.map((name) => modifiedAtMs(join(path, name)) ?? 0));
}

function modifiedAtMs(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
}
