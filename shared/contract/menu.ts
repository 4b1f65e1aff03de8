/** What a native menu can ask of the window: it arrives there as the event `{kind: 'menu', command}`. */
export const MENU_COMMANDS = [
  'book.new',
  'book.open',
  'book.backUp',
  'import.files',
  'export.auditPack',
  'go.review',
  'go.orders',
  'go.sources',
  'go.log',
  'palette.open',
  'keys.show',
] as const;
export type MenuCommand = (typeof MENU_COMMANDS)[number];
