import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { HostCapability } from '#shared/contract/app-thread.ts';
import { LAUNCH_FRAGMENT } from '#shared/contract/loopback.ts';
import { startAppThread } from '../app-thread.ts';
import { createAssets } from '../assets.ts';
import { foldersOf } from '../folders.ts';
import { appVersion, RENDERER_DIR } from '../layout.ts';
import { hasDisplay, thisMachine } from './browsers.ts';
import { createFrames } from './frames.ts';
import { claimInstance } from './instance.ts';
import { revealInFolder } from './reveal.ts';
import { startServer } from './server.ts';
import { createSession } from './session.ts';
import { type OpenWindow, openWindow, type WindowWatch } from './window.ts';

/**
 * The loopback host: serves the window to a local browser and carries its frames to the app thread.
 *
 *   loopback.js [BOOK] [--no-window] [--print-url] [--no-demo]
 *
 * `--no-window` serves without opening anything; `--print-url` writes `{"url":…}` (one use) as a second line on standard output;
 * `--no-demo` does not make the demo book. Standard output carries JSON lines only, sentences go to standard error.
 * Ends 0 with its window, on SIGTERM, and when there is no display; 1 when the app thread failed; 2 on bad use.
 */
async function main(args: readonly string[]): Promise<void> {
  const asked = readArguments(args);
  if (asked === null) return exit(2, 'Use: onefold [BOOK] [--no-window] [--print-url] [--no-demo]');
  if (asked.window && !hasDisplay(thisMachine)) {
    return exit(
      0,
      'There is no display here (DISPLAY and WAYLAND_DISPLAY are empty), so no window was opened and nothing is running.',
    );
  }
  const folders = foldersOf(process.env);
  mkdirSync(folders.dataDir, { recursive: true, mode: 0o700 });
  const instance = await claimInstance(folders.dataDir, asked.bookPath, (path) => appThread.openBook(path));
  if (instance === null) return exit(0, 'Onefold is already open on this machine. Use its window, or close it and start again.');

  const lifetime = createLifetime();
  const appThread = startAppThread(
    {
      host: { kind: 'loopback', capabilities: asked.window ? ['revealInFolder'] : [] },
      ...folders,
      bookPath: asked.bookPath,
      openDemo: asked.demo && asked.bookPath === null,
      appVersion: appVersion(),
    },
    { hostCall, title: () => {}, opened: () => {}, failed: (message) => lifetime.end(1, message) },
  );
  const session = createSession();
  const frames = createFrames(session, () => appThread.connect(), lifetime.windows);
  const server = await startServer(createAssets(RENDERER_DIR, appThread), (socket) => frames.accept(socket));
  const address = `${server.origin}/#${LAUNCH_FRAGMENT}=${session.launchToken}`;
  print({ ready: true, port: server.port });
  if (asked.printUrl) print({ url: address });

  const window = asked.window ? await showWindow(address, lifetime) : null;
  const { code, message } = await lifetime.ended;
  frames.end(message ?? 'Onefold was closed.');
  await Promise.all([appThread.stop(), window?.close(), instance.release()]);
  await server.close();
  exit(code, message);
}

interface Lifetime extends WindowWatch {
  readonly ended: Promise<{ readonly code: number; readonly message: string | null }>;
  end(code: number, message: string | null): void;
  readonly windows: (count: 0 | 1) => void;
}

/** Long enough for a reload or a crashed tab, short enough that a closed window does not leave a process behind. */
const RELOAD_GRACE_MS = 8_000;

/** Ends with the window: its process, or its socket when none comes back within the grace; or on a signal. */
function createLifetime(): Lifetime {
  const ended = Promise.withResolvers<{ code: number; message: string | null }>();
  const connected = Promise.withResolvers<void>();
  const ending = new AbortController();
  const end = (code: number, message: string | null): void => {
    ended.resolve({ code, message });
    ending.abort();
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => end(0, null));
  let grace: NodeJS.Timeout | undefined;
  return {
    ended: ended.promise,
    connected: connected.promise,
    ending: ending.signal,
    end,
    windows(count) {
      clearTimeout(grace);
      if (count === 1) connected.resolve();
      else grace = setTimeout(() => end(0, null), RELOAD_GRACE_MS).unref();
    },
  };
}

async function showWindow(address: string, lifetime: Lifetime): Promise<OpenWindow | null> {
  const opened = await openWindow(address, lifetime);
  if (opened !== null) void opened.closed.then(() => lifetime.end(0, null));
  else if (!lifetime.ending.aborted) say(`No browser could be opened here. Open this address in one; it works once:\n  ${address}`);
  return opened;
}

async function hostCall(name: HostCapability, argument: string | null): Promise<unknown> {
  if (name === 'revealInFolder' && argument !== null) return revealInFolder(argument);
  throw new Error(`This host cannot do ${name}.`);
}

function readArguments(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      allowNegative: true,
      options: {
        window: { type: 'boolean', default: true },
        demo: { type: 'boolean', default: true },
        'print-url': { type: 'boolean' },
      },
    });
    const [book, ...rest] = positionals;
    if (rest.length > 0) return null;
    return {
      window: values.window,
      demo: values.demo,
      printUrl: values['print-url'] === true,
      bookPath: book === undefined ? null : resolve(book),
    };
  } catch {
    return null;
  }
}

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function exit(code: number, message: string | null): void {
  if (message !== null) say(message);
  process.exitCode = code;
}

await main(process.argv.slice(2)).catch((error: Error) =>
  exit(1, `Onefold could not start: ${error.message}. Nothing was changed.`),
);
