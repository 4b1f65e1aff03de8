import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { foldersOf } from '../folders.ts';
import { buildIfNeeded } from './build.ts';
import { downloadElectron, electronRuntime, electronVersion, isDownloadReachable, runElectron } from './electron.ts';
import { forgetFailedTry, isTryDue, rememberFailedTry } from './failed-try.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

/**
 * `npm start [-- BOOK] [-- --loopback | --electron]`: builds what is not built, then opens the Electron window where its runtime is
 * there. Where it is not: tries to fetch it once a day, and opens a local Chromium window (the loopback host) when that cannot be.
 * `--loopback` never asks for Electron; `--electron` tries the download again before the day is over. Other arguments go to the host.
 */
export async function start(args: readonly string[]): Promise<void> {
  const forHost = args.filter((arg) => arg !== '--loopback' && arg !== '--electron');
  const problem = buildIfNeeded(ROOT);
  if (problem !== null) {
    say(problem);
    process.exitCode = 1;
    return;
  }
  const runtime = args.includes('--loopback') ? null : (electronRuntime() ?? (await fetchRuntime(args.includes('--electron'))));
  if (runtime !== null) {
    const failure = await runElectron(runtime, ROOT, forHost);
    if (failure === null) return;
    say(failure);
  }
  await runLoopback(forHost);
}

/** The runtime after a download, or null. Says in one line why there is none. */
async function fetchRuntime(evenIfTried: boolean): Promise<string | null> {
  const { dataDir } = foldersOf(process.env);
  const version = electronVersion();
  const instead = 'Opening in a local Chromium window instead.';
  if (!evenIfTried && !isTryDue(dataDir, version, Date.now())) {
    say(`Electron ${version} is not on this machine and could not be fetched earlier today. ${instead}`);
    return null;
  }
  if (!(await isDownloadReachable())) {
    rememberFailedTry(dataDir, version, Date.now());
    say(`Electron ${version} is not on this machine and its download host cannot be reached. ${instead}`);
    return null;
  }
  const failure = await downloadElectron(version, process.stderr);
  const runtime = electronRuntime();
  if (runtime !== null) {
    forgetFailedTry(dataDir);
    return runtime;
  }
  // Ctrl-C is a wish for today's window, not a failure to remember.
  if (failure.kind === 'failed') rememberFailedTry(dataDir, version, Date.now());
  say(`${failure.message} ${instead}`);
  return null;
}

/** In this very process: no second start-up, and signals arrive where they belong. */
async function runLoopback(args: readonly string[]): Promise<void> {
  const entry = join(ROOT, 'out', 'main', 'loopback.js');
  process.argv = [process.execPath, entry, ...args];
  await import(pathToFileURL(entry).href);
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
