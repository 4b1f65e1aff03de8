import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { RouterClient } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MENU_COMMANDS } from '#shared/contract/menu.ts';
import type { EchoRouter } from '#test/contract/echo.worker.ts';
import type { AppThread } from '../app-thread.ts';
import { fakeElectron } from './fake-electron.ts';

/** A worker starts in seconds where the machine has other work: patience costs nothing when all is well. */
const eventually = (expected: () => void): Promise<void> => vi.waitFor(expected, { timeout: 20_000 });

const ECHO_URL = new URL('../../../test/contract/echo.worker.ts', import.meta.url);

let electron: ReturnType<typeof fakeElectron>;
let threads: AppThread[];
const argv = process.argv;

beforeEach(() => {
  vi.resetModules();
  electron = fakeElectron();
  threads = [];
  vi.doMock('electron', () => electron.module);
  // The real app thread, with the echoing worker in place of a book.
  vi.doMock('../app-thread.ts', async (original) => {
    const real = await original<typeof import('../app-thread.ts')>();
    const startAppThread: typeof real.startAppThread = (options, events) => {
      const thread = real.startAppThread(options, events, ECHO_URL);
      threads.push(thread);
      return thread;
    };
    return { startAppThread };
  });
  vi.stubEnv('ONEFOLD_DATA_DIR', mkdtempSync(join(tmpdir(), 'onefold-electron-')));
  process.argv = ['/opt/Onefold/onefold'];
});

afterEach(async () => {
  process.argv = argv;
  vi.unstubAllEnvs();
  await Promise.all(threads.map((thread) => thread.stop()));
});

async function launch() {
  await import('./main.ts');
  await eventually(() => expect(electron.windows).toHaveLength(electron.module.app.hasLock ? 1 : 0));
  const window = electron.windows[0];
  if (window === undefined) throw new Error('No window was opened.');
  return window;
}

const called = (name: string) => electron.calls.filter(([each]) => each === name).map(([, ...given]) => given);

/** Whether the host stopped the event. */
function prevented(
  emitter: { emit(name: string, ...given: unknown[]): boolean },
  name: string,
  details: object = {},
  ...rest: unknown[]
): boolean {
  let stopped = false;
  emitter.emit(name, { ...details, preventDefault: () => (stopped = true) }, ...rest);
  return stopped;
}

describe('the security checklist', () => {
  it('2, 3, 4, 6, 8–11: the window is sandboxed and isolated, with nothing dangerous switched on', async () => {
    const { webPreferences } = (await launch()).options as { webPreferences: Record<string, unknown> };
    expect(webPreferences).toEqual({
      preload: expect.stringMatching(/out[\\/]preload[\\/]index\.cjs$/),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: false,
    });
    expect(called('enableSandbox')).toHaveLength(1);
  });

  it('1, 18: loads its own scheme only, which is not exempt from any policy', async () => {
    await launch();
    expect(called('loadURL')).toEqual([['app://onefold/']]);
    expect(called('registerSchemesAsPrivileged')).toEqual([
      [[{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } }]],
    ]);
  });

  it('5: grants no permission and no device', async () => {
    await launch();
    const granted: boolean[] = [];
    for (const permission of ['media', 'geolocation', 'notifications', 'openExternal', 'clipboard-read', 'fileSystem']) {
      electron.fakeSession.permissionRequest(null, permission, (is) => granted.push(is));
      granted.push(electron.fakeSession.permissionCheck(), electron.fakeSession.devicePermission());
    }
    expect(granted).toEqual(Array.from({ length: 18 }, () => false));
  });

  it('7: serves the page with the content security policy, and nothing for another host name', async () => {
    await launch();
    const page = await electron.request('app://onefold/missing.js');
    expect(page?.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'; /);
    expect((await electron.request('app://evil/'))?.status).toBe(404);
    expect((await electron.request('app://onefold/..%2f..%2fpackage.json'))?.status).toBe(400);
  });

  it('12: attaches no webview', async () => {
    const { webContents } = await launch();
    expect(prevented(webContents, 'will-attach-webview')).toBe(true);
  });

  it.each([
    'https://example.com/',
    'file:///etc/passwd',
    'app://onefold.evil/',
    'app://evil/',
    'javascript:alert(1)',
    'data:text/html,x',
    'not a url',
  ])('13: does not navigate to %s', async (url) => {
    const { webContents } = await launch();
    expect(prevented(webContents, 'will-navigate', { url })).toBe(true);
    expect(prevented(webContents, 'will-frame-navigate', { url, isMainFrame: true })).toBe(true);
    expect(prevented(webContents, 'will-redirect', { url })).toBe(true);
  });

  it('13: may reload its own page, but not into a frame', async () => {
    const { webContents } = await launch();
    expect(prevented(webContents, 'will-navigate', { url: 'app://onefold/' })).toBe(false);
    expect(prevented(webContents, 'will-frame-navigate', { url: 'app://onefold/', isMainFrame: true })).toBe(false);
    expect(prevented(webContents, 'will-frame-navigate', { url: 'app://onefold/', isMainFrame: false })).toBe(true);
  });

  it('14: opens no other window', async () => {
    const { webContents } = await launch();
    expect(webContents.openHandler({ url: 'app://onefold/' })).toEqual({ action: 'deny' });
  });

  it('15: makes no request to any network address, and downloads nothing but its own files', async () => {
    await launch();
    const [filter, listener] = called('onBeforeRequest')[0] as [
      { urls: string[] },
      (details: object, decide: (r: object) => void) => void,
    ];
    expect(filter.urls).toEqual(['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*', 'file://*/*']);
    const decide = vi.fn();
    listener({ url: 'https://example.com/' }, decide);
    expect(decide).toHaveBeenCalledWith({ cancel: true });
    const from = (url: string) => prevented(electron.fakeSession, 'will-download', {}, { getURL: () => url });
    expect([from('https://example.com/a.exe'), from('blob:app://onefold/1'), from('app://onefold/blobs/t')]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('17, 20: listens to no IPC channel; hands one port, to its own page only', async () => {
    const { webContents } = await launch();
    webContents.mainFrame.url = 'https://example.com/';
    webContents.emit('did-finish-load');
    expect(webContents.handed).toEqual([]);
    webContents.mainFrame.url = 'app://onefold/';
    webContents.emit('did-finish-load');
    expect(webContents.handed).toHaveLength(1);
  });
});

describe('the window', () => {
  it('talks to the app thread through its port, and gets a new one when the thread fell over', async () => {
    const { webContents } = await launch();
    webContents.emit('did-finish-load');
    const client = clientOn(webContents.handed[0]);
    expect(await client.echo({ value: 'zażółć' })).toBe('zażółć');
    await client.crash().catch(() => {});
    await eventually(() => expect(webContents.handed).toHaveLength(2));
    expect(await clientOn(webContents.handed[1]).options()).toEqual({ kind: 'electron', bookPath: null });
  });

  it('gets a fresh port with every load of its page', async () => {
    const { webContents } = await launch();
    webContents.emit('did-finish-load');
    webContents.emit('did-finish-load');
    expect(webContents.handed).toHaveLength(2);
    expect(await clientOn(webContents.handed[1]).echo({ value: 1 })).toBe(1);
  });

  it('sends every menu command as it is named', async () => {
    const { webContents } = await launch();
    webContents.emit('did-finish-load');
    const [template] = called('setApplicationMenu')[0] as [MenuItem[]];
    for (const item of flatten(template)) item.click?.();
    const heard = await clientOn(webContents.handed[0]).heard();
    expect(heard.toSorted()).toEqual(MENU_COMMANDS.map((command) => `menu ${command}`).toSorted());
  });

  it('shows itself once it can be seen, and carries the title of its book', async () => {
    const window = await launch();
    expect(called('show')).toHaveLength(0);
    window.emit('ready-to-show');
    expect(called('show')).toHaveLength(1);
  });
});

describe('the app', () => {
  it('opens the book it was started with', async () => {
    process.argv = ['/opt/Onefold/onefold', '--some-switch', '/books/a.onefold'];
    const { webContents } = await launch();
    webContents.emit('did-finish-load');
    expect(await clientOn(webContents.handed[0]).options()).toEqual({ kind: 'electron', bookPath: '/books/a.onefold' });
    await eventually(() => expect(called('addRecentDocument')).toEqual([['/books/a.onefold']]));
  });

  it('opens a book that is double-clicked, or named by a second start', async () => {
    const { webContents } = await launch();
    webContents.emit('did-finish-load');
    const { app } = electron.module;
    expect(prevented(app, 'open-file', {}, '/books/b.onefold')).toBe(true);
    app.emit('second-instance', {}, ['/opt/Onefold/onefold', 'c.onefold'], '/books');
    expect(await clientOn(webContents.handed[0]).heard()).toEqual(['open /books/b.onefold', 'open /books/c.onefold']);
    expect([called('restore').length, called('focus').length]).toEqual([1, 1]);
  });

  it('is only there once', async () => {
    electron.module.app.hasLock = false;
    await import('./main.ts');
    expect(called('quit')).toHaveLength(1);
    expect(threads).toEqual([]);
  });

  it('closes the book before it quits', async () => {
    await launch();
    const { app } = electron.module;
    expect(prevented(app, 'before-quit')).toBe(true);
    await eventually(() => expect(called('quit')).toHaveLength(1));
    expect(prevented(app, 'before-quit')).toBe(false);
  });

  it('says why it cannot go on', async () => {
    process.argv = ['/opt/Onefold/onefold', '/books/from-the-future.onefold'];
    await launch();
    await eventually(() =>
      expect(called('showErrorBox')).toEqual([['Onefold has stopped', 'This book was made by a newer Onefold.']]),
    );
    expect(called('quit')).toHaveLength(1);
  });
});

type MenuItem = { readonly click?: () => void; readonly submenu?: readonly MenuItem[] };

function flatten(items: readonly MenuItem[]): MenuItem[] {
  return items.flatMap((item) => [item, ...flatten(item.submenu ?? [])]);
}

function clientOn(port: ConstructorParameters<typeof RPCLink>[0]['port'] | undefined): RouterClient<EchoRouter> {
  if (port === undefined) throw new Error('The page got no port.');
  return createORPCClient(new RPCLink({ port }));
}
