import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { app, type BrowserWindow, dialog, Menu, protocol, session, shell } from 'electron';
import type { HostCapability } from '#shared/contract/app-thread.ts';
import { type AppThread, startAppThread } from '../app-thread.ts';
import { createAssets, refusal } from '../assets.ts';
import { foldersOf } from '../folders.ts';
import { appVersion, RENDERER_DIR } from '../layout.ts';
import { menuTemplate } from './menu.ts';
import { confineSession, confineWebContents, isAppUrl } from './security.ts';
import { openWindow } from './window.ts';

/**
 * The Electron host: one window over `app://onefold/`, one port to the app thread. It opens no socket, listens to no IPC channel and
 * reads no book.
 */
const folders = foldersOf(process.env);
const isDevelopment = !app.isPackaged;
let window: BrowserWindow | null = null;
let appThread: AppThread | null = null;
let bookPath = bookIn(process.argv);

app.enableSandbox();
app.setPath('userData', join(folders.dataDir, 'electron'));
protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
]);

if (app.requestSingleInstanceLock()) {
  confineWebContents(app);
  // macOS sends the file before the app is ready when a book was double-clicked.
  app.on('open-file', (event, path) => {
    event.preventDefault();
    open(path);
  });
  app.on('second-instance', (_event, argv, workingDirectory) => {
    const path = bookIn(argv, workingDirectory);
    if (path !== null) open(path);
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', (event) => {
    if (appThread === null) return;
    event.preventDefault();
    const ending = appThread;
    appThread = null;
    void ending.stop().then(() => app.quit());
  });
  // Not awaited at the top level: Electron becomes ready only after this module has run to its end.
  void app.whenReady().then(run);
} else {
  app.quit();
}

function run(): void {
  mkdirSync(folders.dataDir, { recursive: true, mode: 0o700 });
  confineSession(session.defaultSession);
  const thread = startAppThread(
    {
      host: { kind: 'electron', capabilities: ['pickBook', 'pickFolder', 'revealInFolder', 'nativeMenu'] },
      ...folders,
      bookPath,
      openDemo: isDevelopment && bookPath === null && !process.argv.includes('--no-demo'),
      appVersion: appVersion(),
    },
    {
      hostCall,
      title: (title) => window?.setTitle(title),
      opened: (path) => {
        if (path !== null && dirname(path) !== folders.dataDir) app.addRecentDocument(path);
      },
      failed(message) {
        dialog.showErrorBox('Onefold has stopped', message);
        app.quit();
      },
    },
  );
  appThread = thread;
  const assets = createAssets(RENDERER_DIR, thread);
  protocol.handle('app', (request) => (isAppUrl(request.url) ? assets(request) : refusal(404, 'There is nothing here.')));
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate((command) => thread.menu(command), process.platform, isDevelopment)));
  window = openWindow(() => thread.connect(), isDevelopment);
}

function open(path: string): void {
  bookPath = path;
  appThread?.openBook(path);
}

/** The book named on a command line, absolute, or null. Chromium adds switches of its own there. */
function bookIn(argv: readonly string[], workingDirectory = process.cwd()): string | null {
  const path = argv.slice(1).find((arg) => arg.endsWith('.onefold') && !arg.startsWith('-'));
  return path === undefined ? null : resolve(workingDirectory, path);
}

async function hostCall(name: HostCapability, argument: string | null): Promise<string | null> {
  switch (name) {
    case 'pickBook':
      return pick({ properties: ['openFile'], filters: [{ name: 'Onefold book', extensions: ['onefold'] }] });
    case 'pickFolder':
      return pick({ properties: ['openDirectory', 'createDirectory'] });
    case 'revealInFolder':
      if (argument !== null) shell.showItemInFolder(argument);
      return null;
    case 'nativeMenu':
      return null;
  }
}

async function pick(options: Electron.OpenDialogOptions): Promise<string | null> {
  const { canceled, filePaths } =
    window === null ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(window, options);
  return canceled ? null : (filePaths[0] ?? null);
}
