import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { browsersOf, hasDisplay, type Machine } from './browsers.ts';
import { revealCommand } from './reveal.ts';

function machine(platform: NodeJS.Platform, environment: Record<string, string>, installed: string[]): Machine {
  return { platform, environment, isExecutable: (path) => installed.includes(path) };
}

const commandsOf = (on: Machine) => browsersOf(on).map(({ kind, command }) => `${kind} ${command}`);

describe('the browser that shows the window', () => {
  it('on Linux: CHROMIUM_PATH, Chromium, Chrome, Edge, then whatever opens addresses', () => {
    const environment = { PATH: ['/usr/local/bin', '/usr/bin'].join(delimiter), CHROMIUM_PATH: '/opt/mine' };
    const installed = ['/usr/bin/xdg-open', '/usr/bin/microsoft-edge', '/usr/bin/google-chrome', '/usr/bin/chromium', '/opt/mine'];
    expect(commandsOf(machine('linux', environment, installed))).toEqual([
      'app-window /opt/mine',
      'app-window /usr/bin/chromium',
      'app-window /usr/bin/google-chrome',
      'app-window /usr/bin/microsoft-edge',
      'default-browser /usr/bin/xdg-open',
    ]);
  });

  it('on macOS: in the applications of the machine and of the user', () => {
    const chrome = 'Google Chrome.app/Contents/MacOS/Google Chrome';
    const installed = [join('/Users/ana/Applications', chrome), '/Applications/Chromium.app/Contents/MacOS/Chromium'];
    expect(commandsOf(machine('darwin', { HOME: '/Users/ana' }, installed))).toEqual([
      'app-window /Applications/Chromium.app/Contents/MacOS/Chromium',
      `app-window ${join('/Users/ana/Applications', chrome)}`,
      'default-browser /usr/bin/open',
    ]);
  });

  it('on Windows: in the program folders; the address goes to no shell', () => {
    const edge = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe';
    const on = machine('win32', { 'PROGRAMFILES(X86)': 'C:\\Program Files (x86)' }, [edge]);
    expect(browsersOf(on)).toEqual([
      { kind: 'app-window', command: edge, args: [] },
      { kind: 'default-browser', command: 'rundll32', args: ['url.dll,FileProtocolHandler'] },
    ]);
  });

  it('is none where nothing is installed, and an empty PATH means no folder rather than this one', () => {
    expect(browsersOf(machine('linux', { PATH: '' }, ['chromium', './chromium', 'xdg-open']))).toEqual([]);
    expect(browsersOf(machine('linux', { CHROMIUM_PATH: '/gone' }, []))).toEqual([]);
  });
});

it.each<[NodeJS.Platform, Record<string, string>, boolean]>([
  ['linux', {}, false],
  ['linux', { DISPLAY: '' }, false],
  ['linux', { DISPLAY: ':0' }, true],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
  ['darwin', {}, true],
  ['win32', {}, true],
])('knows whether %s with %j has a display', (platform, environment, expected) => {
  expect(hasDisplay(machine(platform, environment, []))).toBe(expected);
});

it('shows a file in its folder the way each system does it', () => {
  expect(revealCommand('/books/pack.zip', 'darwin')).toEqual(['/usr/bin/open', '-R', '/books/pack.zip']);
  expect(revealCommand('C:\\books\\pack.zip', 'win32')).toEqual(['explorer.exe', '/select,C:\\books\\pack.zip']);
  expect(revealCommand('/books/pack.zip', 'linux')).toEqual(['xdg-open', '/books']);
});
