import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const PROBE_TIMEOUT_MS = 3_000;
const STALLED_AFTER_MS = 30_000;
/** A window that opened stays longer than this; one that ends sooner with an error never opened. */
const FAILED_START_WITHIN_MS = 10_000;

const require = createRequire(import.meta.url);

function packageFolder(): string {
  return dirname(require.resolve('electron/package.json'));
}

/** The Electron version this app is pinned to. */
export function electronVersion(): string {
  const { version } = require('electron/package.json') as { version: string };
  return version;
}

/** Path of the Electron executable that is already on this machine, or null. Never downloads. */
export function electronRuntime(): string | null {
  const folder = packageFolder();
  const pathFile = join(folder, 'path.txt');
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override === undefined && !existsSync(pathFile)) return null;
  const executable = join(override ?? join(folder, 'dist'), existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron');
  return existsSync(executable) ? executable : null;
}

/** Whether anything answers where Electron is downloaded from, within three seconds. Any answer counts. */
export async function isDownloadReachable(): Promise<boolean> {
  const mirror =
    process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror ?? 'https://github.com/electron/electron/releases/';
  try {
    await fetch(mirror, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    return true;
  } catch {
    return false;
  }
}

export interface NoRuntime {
  readonly kind: 'failed' | 'declined';
  /** For the user. */
  readonly message: string;
}

/**
 * Downloads the pinned runtime, checked against the checksums in its npm package, with a progress line on `out`. Ctrl-C, and
 * half a minute without a byte, end it. When it worked `electronRuntime` finds the result; what is returned says why it may not.
 */
export async function downloadElectron(version: string, out: NodeJS.WriteStream): Promise<NoRuntime> {
  const declined = Promise.withResolvers<NoRuntime>();
  const abandon = new AbortController();
  const decline = (): void => declined.resolve({ kind: 'declined', message: 'The download was stopped.' });
  process.once('SIGINT', decline);
  out.write(`Downloading Electron ${version}. Press Ctrl-C to go on without it.\n`);
  try {
    return await Promise.race([declined.promise, fetchAndInstall(version, out, abandon.signal)]);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: 'failed', message: `Electron ${version} could not be downloaded (${reason}).` };
  } finally {
    abandon.abort();
    process.removeListener('SIGINT', decline);
  }
}

async function fetchAndInstall(version: string, out: NodeJS.WriteStream, signal: AbortSignal): Promise<NoRuntime> {
  const fromElectron = createRequire(join(packageFolder(), 'package.json'));
  const get = (await import(pathToFileURL(fromElectron.resolve('@electron/get')).href)) as typeof import('@electron/get');
  const stalled = Promise.withResolvers<never>();
  const stall = (): void => stalled.reject(new Error('nothing came for half a minute'));
  let timer = setTimeout(stall, STALLED_AFTER_MS);
  try {
    // Fills Electron's download cache; its own installer then unpacks from there.
    const download = get.downloadArtifact({
      version,
      artifactName: 'electron',
      platform: process.platform,
      arch: process.arch,
      checksums: fromElectron('./checksums.json'),
      downloadOptions: {
        quiet: true,
        signal,
        getProgressCallback: async ({ percent, transferred }: { percent: number; transferred: number }) => {
          clearTimeout(timer);
          timer = setTimeout(stall, STALLED_AFTER_MS);
          if (out.isTTY) out.write(`\r${Math.round(percent * 100)} %  ${Math.round(transferred / 1_000_000)} MB `);
        },
      },
    });
    await Promise.race([download, stalled.promise]);
  } finally {
    clearTimeout(timer);
    if (out.isTTY) out.write('\n');
  }
  const code = await exitCode(process.execPath, [join(packageFolder(), 'install.js')]);
  return { kind: 'failed', message: `Electron ${version} was downloaded but could not be unpacked (exit ${code}).` };
}

/** Runs the app in Electron until it ends. Null when that went well; else why no window came up, for the user. */
export async function runElectron(executable: string, root: string, args: readonly string[]): Promise<string | null> {
  const { ELECTRON_RUN_AS_NODE: _, ...environment } = process.env;
  const rootFlags = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const startedAtMs = performance.now();
  const child = spawn(executable, [...rootFlags, root, ...args], { stdio: 'inherit', env: environment });
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
  process.on('SIGTERM', forward).on('SIGINT', forward);
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(126));
    child.once('exit', resolve);
  });
  process.off('SIGTERM', forward).off('SIGINT', forward);
  if (code === 0 || code === null || performance.now() - startedAtMs > FAILED_START_WITHIN_MS) {
    process.exitCode = code ?? 0;
    return null;
  }
  return `Electron ended before its window opened (exit ${code}). Opening in a local Chromium window instead.`;
}

function exitCode(command: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    child.once('error', () => resolve(126));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
