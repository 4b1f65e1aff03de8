import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';

/**
 * What the host uses of Electron, as a recorder: settings are kept to be looked at, events are sent by the test, ports are real.
 * For tests only; the host itself is type-checked against Electron's own declarations.
 */
export class FakePort extends EventEmitter {
  readonly port: MessagePort;

  constructor(port: MessagePort) {
    super();
    this.port = port;
    port.on('message', (data: unknown) => this.emit('message', { data }));
    port.on('close', () => this.emit('close'));
  }
  start(): void {}
  close(): void {
    this.port.close();
  }
  postMessage(data: unknown): void {
    this.port.postMessage(data);
  }
}

export class FakeContents extends EventEmitter {
  openHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' });
  readonly handed: MessagePort[] = [];
  readonly mainFrame = {
    url: 'app://onefold/',
    postMessage: (_channel: string, _message: null, ports: FakePort[]) => this.handed.push(...ports.map((each) => each.port)),
  };
  setWindowOpenHandler(handler: FakeContents['openHandler']): void {
    this.openHandler = handler;
  }
}

export function fakeElectron() {
  const calls: [string, ...unknown[]][] = [];
  const note =
    (name: string) =>
    (...given: unknown[]) =>
      void calls.push([name, ...given]);
  let scheme: ((request: Request) => Promise<Response>) | null = null;
  const windows: InstanceType<typeof BrowserWindow>[] = [];
  const app = Object.assign(new EventEmitter(), {
    isPackaged: true,
    hasLock: true,
    enableSandbox: note('enableSandbox'),
    setPath: note('setPath'),
    quit: note('quit'),
    addRecentDocument: note('addRecentDocument'),
    requestSingleInstanceLock: () => app.hasLock,
    whenReady: () => Promise.resolve(),
  });
  const session = Object.assign(new EventEmitter(), {
    permissionRequest: note('unset') as (contents: null, permission: string, decide: (granted: boolean) => void) => void,
    permissionCheck: () => true,
    devicePermission: () => true,
    setPermissionRequestHandler: (handler: typeof session.permissionRequest) =>
      Object.assign(session, { permissionRequest: handler }),
    setPermissionCheckHandler: (handler: () => boolean) => Object.assign(session, { permissionCheck: handler }),
    setDevicePermissionHandler: (handler: () => boolean) => Object.assign(session, { devicePermission: handler }),
    webRequest: { onBeforeRequest: note('onBeforeRequest') },
  });
  class BrowserWindow extends EventEmitter {
    readonly webContents = new FakeContents();
    readonly options: Record<string, unknown>;

    constructor(options: Record<string, unknown>) {
      super();
      this.options = options;
      windows.push(this);
      app.emit('web-contents-created', {}, this.webContents);
    }
    isMinimized = () => true;
    restore = note('restore');
    focus = note('focus');
    show = note('show');
    setTitle = note('setTitle');
    loadURL = async (url: string) => note('loadURL')(url);
  }
  class MessageChannelMain {
    readonly port1: FakePort;
    readonly port2: FakePort;

    constructor() {
      const { port1, port2 } = new MessageChannel();
      this.port1 = new FakePort(port1);
      // The page's end is used as it is: it must not be read here.
      this.port2 = Object.assign(Object.create(FakePort.prototype), { port: port2 });
    }
  }
  return {
    calls,
    windows,
    fakeSession: session,
    request: (url: string) => scheme?.(new Request(url)),
    module: {
      app,
      BrowserWindow,
      MessageChannelMain,
      session: { defaultSession: session },
      protocol: {
        registerSchemesAsPrivileged: note('registerSchemesAsPrivileged'),
        handle: (_name: string, handler: typeof scheme) => {
          scheme = handler;
        },
      },
      Menu: { setApplicationMenu: note('setApplicationMenu'), buildFromTemplate: (template: unknown) => template },
      dialog: {
        showErrorBox: note('showErrorBox'),
        showOpenDialog: async () => ({ canceled: false, filePaths: ['/books/a.onefold'] }),
      },
      shell: { showItemInFolder: note('showItemInFolder') },
    },
  };
}
