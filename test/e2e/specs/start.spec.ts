import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, chromium as playwright, test } from '@playwright/test';
import { findChromium, NO_CHROMIUM } from '../../chromium.mjs';

/** The start rules, each with real processes: what is started is `main/hosts/start.mjs`, as `npm start` does. */
const START = join(import.meta.dirname, '..', '..', '..', 'main', 'hosts', 'start.mjs');

let folder: string;
let children: ChildProcess[];
let servers: Server[];

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onefold-start-'));
  for (const name of ['data', 'tmp', 'no-electron']) mkdirSync(join(folder, name));
  children = [];
  servers = [];
});

test.afterEach(async () => {
  for (const child of children.filter((each) => each.exitCode === null && each.signalCode === null)) {
    // Not SIGKILL: a host that is killed cannot take its window with it.
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(folder, { recursive: true, force: true });
});

/** A machine without Electron's runtime, without network to fetch it, without a browser and with a screen; `changed` says what differs. */
function start(args: string[], changed: Record<string, string> = {}, nodeArgs: string[] = []) {
  const child = spawn(process.execPath, [...nodeArgs, START, ...args], {
    env: {
      HOME: folder,
      TMPDIR: join(folder, 'tmp'),
      PATH: '',
      DISPLAY: ':4711',
      ONEFOLD_DATA_DIR: join(folder, 'data'),
      ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'no-electron'),
      electron_config_cache: join(folder, 'cache'),
      ELECTRON_MIRROR: 'http://127.0.0.1:9/',
      ...changed,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    child,
    ended,
    out: () => out,
    err: () => err,
    /** Resolves with the port of the ready line; rejects when the process ends before it. */
    ready: async (): Promise<number> => {
      const line = await new Promise<string>((resolve, reject) => {
        child.stdout.on('data', () => out.includes('\n') && resolve(out.slice(0, out.indexOf('\n'))));
        void ended.then((code) => reject(new Error(`ended with ${code}:\n${err}`)));
      });
      expect(line).toMatch(/^\{"ready":true,"port":\d+\}$/);
      return JSON.parse(line).port;
    },
    stop: async (): Promise<number | null> => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** A download host that does as told, and counts who came. */
async function downloadHost(answer: (method: string, end: (status: number) => void) => void) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(String(request.method));
    answer(String(request.method), (status) => response.writeHead(status).end());
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The test server has no port.');
  return { asked, mirror: `http://127.0.0.1:${address.port}/` };
}

/**
 * A Chromium that shows its app window to nobody: headless, which knows no app windows, so it opens the address as a page. What the
 * environment of this test has for it (libraries of the packaged Chromium) is handed on.
 */
async function headlessChromium(): Promise<string> {
  const chromium = await findChromium();
  if (chromium === null) throw new Error(NO_CHROMIUM);
  const flags = ['--headless', '--remote-debugging-port=0', ...chromium.args].join(' ');
  return script(
    'chromium',
    `export LD_LIBRARY_PATH='${process.env.LD_LIBRARY_PATH ?? ''}' FONTCONFIG_PATH='${process.env.FONTCONFIG_PATH ?? ''}'
for argument do shift; set -- "$@" "\${argument#--app=}"; done
exec '${chromium.path}' ${flags} "$@"`,
  );
}

function script(name: string, line: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${line}\n`);
  chmodSync(path, 0o755);
  return path;
}

test('an old Node is told apart before anything is loaded', async () => {
  const pretend = "data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.20.2'})";
  const { ended, err, out } = start([], {}, ['--import', pretend]);
  expect(await ended).toBe(78);
  expect(err()).toMatch(
    /^Onefold needs Node 22\.18 or newer; this is Node 20\.20\.2\. Nothing was started and nothing was changed\.\n[^\n]*\n$/,
  );
  expect(out()).toBe('');
});

test('where the runtime is there, the app opens in it', async () => {
  test.skip(process.platform !== 'linux', 'the stand-in has the file name of a Linux runtime');
  mkdirSync(join(folder, 'runtime'));
  script('runtime/electron', `printf '%s\\n' "$@" > '${join(folder, 'arguments')}'`);
  const { ended, out, err } = start(['/books/a.onefold'], { ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'runtime') });
  expect(await ended).toBe(0);
  const given = readFileSync(join(folder, 'arguments'), 'utf8').trimEnd().split('\n');
  expect(given.filter((argument) => argument !== '--no-sandbox')).toEqual([join(START, '..', '..', '..'), '/books/a.onefold']);
  expect([out(), err()]).toEqual(['', '']);
});

test('a runtime that cannot open a window gives way to the local one', async () => {
  test.skip(process.platform !== 'linux', 'the stand-in has the file name of a Linux runtime');
  mkdirSync(join(folder, 'runtime'));
  script('runtime/electron', 'exit 3');
  const { ready, stop, err } = start(['--no-window', '--no-demo'], { ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'runtime') });
  await ready();
  expect(await stop()).toBe(0);
  expect(err()).toBe('Electron ended before its window opened (exit 3). Opening in a local Chromium window instead.\n');
});

test('no runtime and no network: one line, then the local window', async () => {
  const { ready, stop, err } = start(['--no-window', '--no-demo']);
  await ready();
  expect(await stop()).toBe(0);
  expect(err()).toMatch(
    /^Electron [\d.]+ is not on this machine and its download host cannot be reached\. Opening in a local Chromium window instead\.\n$/,
  );
});

test('a failed try is remembered: the next start asks nobody', async () => {
  const first = start(['--no-window', '--no-demo']);
  await first.ready();
  await first.stop();
  const { asked, mirror } = await downloadHost((_method, end) => end(404));
  const second = start(['--no-window', '--no-demo'], { ELECTRON_MIRROR: mirror });
  await second.ready();
  expect(await second.stop()).toBe(0);
  expect(second.err()).toMatch(/could not be fetched earlier today/);
  expect(asked).toEqual([]);
});

test('a download host that never answers does not hold up the start', async () => {
  const { mirror } = await downloadHost(() => {});
  const { ready, stop, err } = start(['--no-window', '--no-demo'], { ELECTRON_MIRROR: mirror });
  await ready();
  expect(await stop()).toBe(0);
  expect(err()).toMatch(/cannot be reached/);
});

test('a download that fails is said in a line, and the local window opens', async () => {
  const { mirror } = await downloadHost((_method, end) => end(404));
  const { ready, stop, err } = start(['--no-window', '--no-demo'], { ELECTRON_MIRROR: mirror });
  await ready();
  expect(await stop()).toBe(0);
  expect(err()).toMatch(
    /^Downloading Electron .*Ctrl-C.*\nElectron [\d.]+ could not be downloaded \([^\n]*\)\. Opening in a local Chromium window instead\.\n$/,
  );
});

test('Ctrl-C ends the download and opens the local window', async () => {
  const reached = Promise.withResolvers<void>();
  const { mirror } = await downloadHost((method, end) => (method === 'HEAD' ? end(200) : reached.resolve()));
  const { child, ready, stop, err } = start(['--no-window', '--no-demo'], { ELECTRON_MIRROR: mirror });
  await reached.promise;
  child.kill('SIGINT');
  await ready();
  expect(await stop()).toBe(0);
  expect(err()).toMatch(/The download was stopped\. Opening in a local Chromium window instead\.\n$/);
  expect(existsSync(join(folder, 'data', 'electron-download.json'))).toBe(false);
});

test('--loopback never asks for Electron', async () => {
  const { asked, mirror } = await downloadHost((_method, end) => end(404));
  const { ready, stop, err } = start(['--loopback', '--no-window', '--no-demo'], { ELECTRON_MIRROR: mirror });
  await ready();
  expect(await stop()).toBe(0);
  expect([asked, err()]).toEqual([[], '']);
});

test('no display: a sentence and a clean end', async () => {
  const { ended, err, out } = start(['--loopback'], { DISPLAY: '' });
  expect(await ended).toBe(0);
  expect(err()).toBe(
    'There is no display here (DISPLAY and WAYLAND_DISPLAY are empty), so no window was opened and nothing is running.\n',
  );
  expect(out()).toBe('');
});

test('no browser: prints the address, which works, and keeps serving', async () => {
  const { ready, stop, err } = start(['--loopback', '--no-demo']);
  const port = await ready();
  await expect
    .poll(err)
    .toMatch(
      /^No browser could be opened here\. Open this address in one; it works once:\n {2}http:\/\/127\.0\.0\.1:\d+\/#launch=[\w-]{43}\n$/,
    );
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  expect(await stop()).toBe(0);
});

test('a browser that ends at once is passed over for the next one', async () => {
  const broken = script('broken', 'exit 1');
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin', 'xdg-open'), `#!/bin/sh\nprintf %s "$1" > '${join(folder, 'opened')}'\n`, { mode: 0o755 });
  const { ready, stop, err } = start(['--loopback', '--no-demo'], { CHROMIUM_PATH: broken, PATH: join(folder, 'bin') });
  await ready();
  await expect.poll(() => existsSync(join(folder, 'opened'))).toBe(true);
  expect(await stop()).toBe(0);
  expect(err()).toBe('');
});

test('the Chromium window connects, and the app ends with it and leaves no profile behind', async () => {
  const { ready, ended, err } = start(['--loopback', '--no-demo'], { CHROMIUM_PATH: await headlessChromium() });
  await ready();
  const browser = await browserIn(join(folder, 'tmp'));
  await browser.connected();
  await browser.close();
  expect([await ended, err()]).toEqual([0, '']);
  expect(profilesIn(join(folder, 'tmp'))).toEqual([]);
});

test('a signal closes the Chromium window, too', async () => {
  const { ready, stop, err } = start(['--loopback', '--no-demo'], { CHROMIUM_PATH: await headlessChromium() });
  await ready();
  const browser = await browserIn(join(folder, 'tmp'));
  await browser.connected();
  expect([await stop(), err()]).toEqual([0, '']);
  await expect(fetch(browser.endpoint)).rejects.toThrow();
  expect(profilesIn(join(folder, 'tmp'))).toEqual([]);
});

test('a second start hands its book to the first and ends', async () => {
  const first = start(['--loopback', '--no-window', '--no-demo']);
  await first.ready();
  const second = start(['--loopback', '--no-window', '--no-demo']);
  expect(await second.ended).toBe(0);
  expect(second.err()).toBe('Onefold is already open on this machine. Use its window, or close it and start again.\n');
  expect(await first.stop()).toBe(0);
  const third = start(['--loopback', '--no-window', '--no-demo']);
  await third.ready();
  expect(await third.stop()).toBe(0);
});

test('a start after a killed one is not held up by what it left', async () => {
  const killed = start(['--loopback', '--no-window', '--no-demo']);
  await killed.ready();
  killed.child.kill('SIGKILL');
  await killed.ended;
  const next = start(['--loopback', '--no-window', '--no-demo']);
  await next.ready();
  expect([await next.stop(), next.err()]).toEqual([0, '']);
});

test('bad use is said in a line', async () => {
  const { ended, err } = start(['--loopback', '--no-such-flag']);
  expect(await ended).toBe(2);
  expect(err()).toBe('Use: onefold [BOOK] [--no-window] [--print-url] [--no-demo]\n');
});

function profilesIn(tmp: string): string[] {
  return readdirSync(tmp).filter((name) => name.startsWith('onefold-window-'));
}

/** The started Chromium, found through the debugging port that it writes into its profile. */
async function browserIn(tmp: string) {
  const portFile = () => profilesIn(tmp).map((name) => join(tmp, name, 'DevToolsActivePort'))[0];
  await expect.poll(() => existsSync(portFile() ?? '')).toBe(true);
  const port = readFileSync(String(portFile()), 'utf8').split('\n')[0];
  const endpoint = `http://127.0.0.1:${port}/json/list`;
  type Target = { readonly type: string; readonly url: string };
  const pages = async () => ((await (await fetch(endpoint)).json()) as Target[]).filter(({ type }) => type === 'page');
  return {
    endpoint,
    /** Waits until the page has taken the launch token out of its address, which is what it does when it connects. */
    connected: () =>
      expect
        .poll(async () => (await pages()).map(({ url }) => url))
        .toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/(#\/.*)?$/)]),
    async close() {
      const connection = await playwright.connectOverCDP(`http://127.0.0.1:${port}`);
      const session = await connection.newBrowserCDPSession();
      await session.send('Browser.close').catch(() => {});
    },
  };
}
