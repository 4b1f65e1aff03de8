import type { MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '#shared/contract/menu.ts';

/**
 * The native menu, as data. Items do nothing themselves: they send the window the same commands that its own keys and palette run.
 * An accelerator is given only to what has no key in the window, so that nothing runs twice.
 */
export function menuTemplate(
  send: (command: MenuCommand) => void,
  platform: NodeJS.Platform,
  isDevelopment: boolean,
): MenuItemConstructorOptions[] {
  const item = (label: string, command: MenuCommand, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => send(command),
    ...(accelerator === undefined ? {} : { accelerator }),
  });
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const isMac = platform === 'darwin';
  return [
    ...(isMac ? [{ role: 'appMenu' } satisfies MenuItemConstructorOptions] : []),
    {
      label: 'File',
      submenu: [
        item('New book…', 'book.new', 'CmdOrCtrl+N'),
        item('Open book…', 'book.open', 'CmdOrCtrl+O'),
        ...(isMac
          ? [{ role: 'recentDocuments', submenu: [{ role: 'clearRecentDocuments' }] } satisfies MenuItemConstructorOptions]
          : []),
        separator,
        item('Import files…', 'import.files'),
        item('Export audit pack…', 'export.auditPack'),
        item('Back up book', 'book.backUp'),
        separator,
        { role: isMac ? 'close' : 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: 'Go',
      submenu: [
        item('Duplicates', 'go.review'),
        item('Orders', 'go.orders'),
        item('Sources', 'go.sources'),
        item('Change log', 'go.log'),
        separator,
        item('All commands…', 'palette.open'),
      ],
    },
    {
      label: 'View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        separator,
        { role: 'togglefullscreen' },
        ...(isDevelopment
          ? ([separator, { role: 'reload' }, { role: 'toggleDevTools' }] satisfies MenuItemConstructorOptions[])
          : []),
      ],
    },
    { role: 'windowMenu' },
    { role: 'help', submenu: [item('Keyboard shortcuts', 'keys.show')] },
  ];
}
