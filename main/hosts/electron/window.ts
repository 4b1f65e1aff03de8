import type { MessagePort } from 'node:worker_threads';
import { BrowserWindow, MessageChannelMain, type MessagePortMain } from 'electron';
import { APP_ORIGIN, PORT_MESSAGE } from '#shared/contract/electron-port.ts';
import { PRELOAD_PATH } from '../layout.ts';
import { isAppUrl } from './security.ts';

/** Opens the one window. Every time its page has loaded it gets a fresh port, piped to a fresh port of the app thread. */
export function openWindow(connect: () => MessagePort, isDevelopment: boolean): BrowserWindow {
  const window = new BrowserWindow({
    title: 'Onefold',
    width: 1440,
    height: 900,
    minWidth: 900,
    minHeight: 600,
    show: false,
    webPreferences: {
      preload: PRELOAD_PATH,
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
      // The spelling checker would fetch its dictionaries.
      spellcheck: false,
      devTools: isDevelopment,
    },
  });
  let pageEnd: MessagePortMain | null = null;

  function hand(): void {
    const frame = window.webContents.mainFrame;
    if (!isAppUrl(frame.url)) return;
    pageEnd?.close();
    const { port1, port2 } = new MessageChannelMain();
    pageEnd = port1;
    const threadEnd = connect();
    // A page that went away needs no port; one whose thread fell over and was started again gets a port to the new thread.
    port1.once('close', () => {
      if (pageEnd === port1) pageEnd = null;
    });
    threadEnd.once('close', () => {
      if (pageEnd === port1) hand();
    });
    carry(port1, threadEnd);
    frame.postMessage(PORT_MESSAGE, null, [port2]);
  }

  window.webContents.on('did-finish-load', hand);
  window.once('ready-to-show', () => window.show());
  window.once('closed', () => {
    pageEnd?.close();
    pageEnd = null;
  });
  void window.loadURL(`${APP_ORIGIN}/`);
  return window;
}

/** Frames as they are, both ways; when one end closes, so does the other. */
function carry(page: MessagePortMain, thread: MessagePort): void {
  page.on('message', (event) => thread.postMessage(event.data));
  thread.on('message', (frame) => page.postMessage(frame));
  page.once('close', () => thread.close());
  thread.once('close', () => page.close());
  page.start();
}
