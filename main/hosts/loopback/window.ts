import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, browsersOf, type Machine, thisMachine } from './browsers.ts';

/** Nothing that calls home, asks a first-run question, or opens the user's key ring; the profile is thrown away afterwards. */
const CHROMIUM_FLAGS = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--disable-breakpad',
  '--disable-quic',
  '--disable-features=Translate,MediaRouter,OptimizationHints,AutofillServerCommunication',
  '--password-store=basic',
  '--use-mock-keychain',
  '--window-size=1440,900',
];

export interface OpenWindow {
  /** Resolves when the window's own process has ended. Never resolves for the default browser, which is not ours. */
  readonly closed: Promise<void>;
  /** Ends the window's process, if it is ours, and removes its profile. */
  close(): Promise<void>;
}

export interface WindowWatch {
  /** Resolves when a window has connected. */
  readonly connected: Promise<void>;
  /** Aborts when the host is ending. */
  readonly ending: AbortSignal;
}

/**
 * Opens `address` with the first browser that works, in the order of `browsersOf`. A browser counts as working once a window
 * connects; one whose process ends before that is passed over. Null when none worked, or when the host ends meanwhile.
 */
export async function openWindow(address: string, watch: WindowWatch, machine: Machine = thisMachine): Promise<OpenWindow | null> {
  const ending = new Promise<false>((resolve) => watch.ending.addEventListener('abort', () => resolve(false), { once: true }));
  for (const browser of browsersOf(machine)) {
    if (watch.ending.aborted) return null;
    const attempt = browser.kind === 'app-window' ? await openAppWindow(browser, address) : openDefaultBrowser(browser, address);
    if (await Promise.race([watch.connected.then(() => true), attempt.settled, ending])) return attempt.window;
    await attempt.window.close();
  }
  return null;
}

interface Attempt {
  readonly window: OpenWindow;
  /** False when the process ended without a window; true when it handed the address on and may end. */
  readonly settled: Promise<boolean>;
}

async function openAppWindow(browser: Browser, address: string): Promise<Attempt> {
  // A profile of its own: in a shared one Chromium would hand the address to a running instance and end.
  const profile = await mkdtemp(join(tmpdir(), 'onefold-window-'));
  const rootFlags = process.getuid?.() === 0 ? ['--no-sandbox', '--test-type'] : [];
  const child = spawn(browser.command, [...CHROMIUM_FLAGS, ...rootFlags, `--user-data-dir=${profile}`, `--app=${address}`], {
    stdio: 'ignore',
  });
  const closed = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  return {
    settled: closed.then(() => false),
    window: {
      closed,
      async close() {
        child.kill('SIGTERM');
        await closed;
        // Chromium's helpers may still be writing their last files.
        await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
      },
    },
  };
}

function openDefaultBrowser(browser: Browser, address: string): Attempt {
  const child = spawn(browser.command, [...browser.args, address], { stdio: 'ignore', detached: true });
  child.unref();
  const settled = new Promise<boolean>((resolve) => {
    child.once('exit', (code) => resolve(code === 0));
    child.once('error', () => resolve(false));
  });
  return { settled, window: { closed: new Promise(() => {}), close: async () => {} } };
}
