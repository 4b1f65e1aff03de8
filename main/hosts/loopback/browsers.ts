import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A way to show the window: a Chromium that can do without its browser frame, or whatever opens web addresses here. */
export interface Browser {
  readonly kind: 'app-window' | 'default-browser';
  readonly command: string;
  readonly args: readonly string[];
}

export interface Machine {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** True for a file that can be run. */
  isExecutable(path: string): boolean;
}

export const thisMachine: Machine = {
  environment: process.env,
  platform: process.platform,
  isExecutable(path) {
    try {
      accessSync(path, constants.X_OK);
      return statSync(path).isFile();
    } catch {
      return false;
    }
  },
};

/** Whether a window can be shown at all. Linux and the BSDs say so in the environment; macOS and Windows sessions always can. */
export function hasDisplay(machine: Machine): boolean {
  if (machine.platform === 'darwin' || machine.platform === 'win32') return true;
  return Boolean(machine.environment.DISPLAY || machine.environment.WAYLAND_DISPLAY);
}

/** What there is to open a window with, best first: `CHROMIUM_PATH`, Chromium, Chrome, Edge, the default browser. */
export function browsersOf(machine: Machine): Browser[] {
  const chosen = machine.environment.CHROMIUM_PATH;
  const appWindows = [...(chosen ? [chosen] : []), ...chromiumPaths(machine)]
    .filter((path) => machine.isExecutable(path))
    .map((command): Browser => ({ kind: 'app-window', command, args: [] }));
  return [...appWindows, ...defaultBrowser(machine)];
}

function chromiumPaths({ environment, platform }: Machine): string[] {
  if (platform === 'darwin') {
    const apps = ['Chromium', 'Google Chrome', 'Microsoft Edge'].map((name) => `${name}.app/Contents/MacOS/${name}`);
    const folders = ['/Applications', ...(environment.HOME ? [join(environment.HOME, 'Applications')] : [])];
    return apps.flatMap((app) => folders.map((folder) => join(folder, app)));
  }
  if (platform === 'win32') {
    const apps = [
      'Chromium\\Application\\chrome.exe',
      'Google\\Chrome\\Application\\chrome.exe',
      'Microsoft\\Edge\\Application\\msedge.exe',
    ];
    const folders = [environment.PROGRAMFILES, environment['PROGRAMFILES(X86)'], environment.LOCALAPPDATA];
    return apps.flatMap((app) => folders.flatMap((folder) => (folder ? [`${folder}\\${app}`] : [])));
  }
  const names = [
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    'microsoft-edge',
    'microsoft-edge-stable',
  ];
  return names.flatMap((name) => onPath(name, environment));
}

function defaultBrowser(machine: Machine): Browser[] {
  if (machine.platform === 'darwin') return [{ kind: 'default-browser', command: '/usr/bin/open', args: [] }];
  // rundll32 takes the address as it is; cmd's `start` would read `&` and `^` in it.
  if (machine.platform === 'win32')
    return [{ kind: 'default-browser', command: 'rundll32', args: ['url.dll,FileProtocolHandler'] }];
  return onPath('xdg-open', machine.environment)
    .filter((path) => machine.isExecutable(path))
    .slice(0, 1)
    .map((command): Browser => ({ kind: 'default-browser', command, args: [] }));
}

function onPath(name: string, environment: Machine['environment']): string[] {
  return (environment.PATH ?? '').split(delimiter).flatMap((folder) => (folder ? [join(folder, name)] : []));
}
