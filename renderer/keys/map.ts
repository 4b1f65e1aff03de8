/**
 * Every command with a key, as data. The `?` overlay, the palette, the buttons and the dispatcher all read this table, so that
 * what is shown is what works.
 */

/**
 * `anywhere`: acts on every screen. Others act only while their screen's area holds the focus (an element with `data-keys`), which
 * keeps single letters away from text fields and dialogs.
 */
export type KeyScope = 'anywhere' | 'review' | 'order' | 'import' | 'audit' | 'inbox' | 'policy';

export interface KeyCommand {
  readonly label: string;
  readonly group: 'Anywhere' | 'Duplicates' | 'Fields' | 'Order' | 'Import' | 'Precision' | 'Inbox' | 'Policy';
  readonly scope: KeyScope;
  /** Chords or sequences; the first is the one shown. None: reachable by palette and menu only. */
  readonly keys: readonly string[];
}

const anywhere = (label: string, ...keys: string[]): KeyCommand => ({ label, group: 'Anywhere', scope: 'anywhere', keys });
const review = (label: string, ...keys: string[]): KeyCommand => ({ label, group: 'Duplicates', scope: 'review', keys });
const field = (label: string, ...keys: string[]): KeyCommand => ({ label, group: 'Fields', scope: 'review', keys });
const onOrder = (label: string, ...keys: string[]): KeyCommand => ({ label, group: 'Order', scope: 'order', keys });
const audit = (label: string, ...keys: string[]): KeyCommand => ({ label, group: 'Precision', scope: 'audit', keys });
const inbox = (label: string, ...keys: string[]): KeyCommand => ({ label, group: 'Inbox', scope: 'inbox', keys });
const onPolicy = (label: string, ...keys: string[]): KeyCommand => ({ label, group: 'Policy', scope: 'policy', keys });
const onImport = (label: string, ...keys: string[]): KeyCommand => ({ label, group: 'Import', scope: 'import', keys });

export const COMMANDS = {
  palette: anywhere('All commands', 'Mod+K'),
  help: anywhere('Keyboard shortcuts', '?', 'F1'),
  undo: anywhere('Undo', 'Mod+Z'),
  redo: anywhere('Redo', 'Mod+Shift+Z', 'Mod+Y'),
  goInbox: anywhere('Go to Inbox', 'G I'),
  goDuplicates: anywhere('Go to Duplicates', 'G D'),
  goOrders: anywhere('Go to Orders', 'G O'),
  goMoney: anywhere('Go to Money', 'G M'),
  goSources: anywhere('Go to Sources', 'G S'),
  goModels: anywhere('Go to Models', 'G W'),
  goLog: anywhere('Go to Change log', 'G L'),
  goPolicy: anywhere('Go to Policy', 'G P'),
  goCoverage: anywhere('Policy: coverage of sources'),
  goOpenings: anywhere('Policy: opening balances'),
  goRates: anywhere('Policy: contract rates'),
  goAccounts: anywhere('Policy: accounts in the books'),
  goPolicyChanges: anywhere('Policy: who changed what'),
  whyNot: anywhere('Why are two orders not joined?'),
  back: anywhere('Back', 'Escape'),
  importFiles: anywhere('Import files…', 'Mod+I'),
  findOrders: anywhere('Search orders', '/'),
  runMatching: anywhere('Look for duplicates again'),
  runReconciling: anywhere('Reconcile again'),
  exportAuditPack: anywhere('Export audit pack'),
  exportWorkpapers: anywhere('Export workpapers of all payouts and accounts'),
  exportJournalQbo: anywhere('Export journal for QuickBooks Online'),
  exportJournalXero: anywhere('Export journal for Xero'),
  exportJournalNetsuite: anywhere('Export journal for NetSuite'),
  exportJournalIif: anywhere('Export journal for QuickBooks Desktop (IIF)'),
  exportJournalJson: anywhere('Export journal as JSON'),
  backUp: anywhere('Back up this book'),
  newBook: anywhere('New book…'),
  openBook: anywhere('Open a book…'),
  bookSettings: anywhere('Book settings…'),
  profile: anywhere('Your name…'),
  closeBook: anywhere('Close this book'),
  themeSystem: anywhere('Theme: as the system'),
  themeLight: anywhere('Theme: light'),
  themeDark: anywhere('Theme: dark'),

  nextPair: review('Next', 'J', 'PageDown'),
  previousPair: review('Previous', 'K', 'PageUp'),
  merge: review('Merge and next', 'Enter'),
  mergeWithReason: review('Merge with a reason', 'Mod+Enter'),
  apart: review('Not duplicates', 'N'),
  skip: review('Skip', 'S'),
  relate: review('Related, but separate…', 'R'),
  split: review('Split an order…', 'M'),
  bulkAccept: review('Accept a band at once…', 'A Enter'),
  filter: review('Filter the queue', 'F'),
  evidence: review('Show or hide evidence', 'W'),
  history: review('History', 'H'),

  fieldDown: field('Next field', 'ArrowDown'),
  fieldUp: field('Previous field', 'ArrowUp'),
  pickRight: field('Choose the record to the right', 'ArrowRight'),
  pickLeft: field('Choose the record to the left', 'ArrowLeft'),
  pickNumber: field('Choose record 1–6', '1', '2', '3', '4', '5', '6'),
  useAll: field('Use all from record 1–6', 'Shift+1', 'Shift+2', 'Shift+3', 'Shift+4', 'Shift+5', 'Shift+6'),
  nextConflict: field('Next conflict', 'Mod+ArrowDown'),
  previousConflict: field('Previous conflict', 'Mod+ArrowUp'),
  keepBoth: field('Keep both values', 'B'),
  custom: field('Enter another value', 'F2', 'E'),
  blank: field('Leave blank', 'Delete'),
  onlyDifferences: field('Only differences', 'D'),
  provenance: field('Where the value comes from', 'P'),

  takeOut: onOrder('Take records out…', 'M'),
  exportTrail: onOrder('Export this order’s trail', 'X'),

  linkRight: audit('Right: one sale', 'Y'),
  linkWrong: audit('Wrong: not one sale', 'N'),
  linkUnsure: audit('Cannot tell', 'U'),

  takeGuess: inbox('Take the best guess', 'Enter'),
  markResolved: inbox('It was settled…', 'X'),
  snooze: inbox('Not now…', 'Z'),
  assign: inbox('Hand over…', 'A'),
  waive: inbox('Waive…', 'V'),

  savePolicy: onPolicy('Save the policy', 'Mod+Enter'),

  commitImport: onImport('Import', 'Mod+Enter'),
} as const satisfies Record<string, KeyCommand>;

export type CommandId = keyof typeof COMMANDS;
export const COMMAND_IDS = Object.keys(COMMANDS) as CommandId[];

export function isCommandId(text: string): text is CommandId {
  return Object.hasOwn(COMMANDS, text);
}

export function commandSpec(id: CommandId): KeyCommand {
  return COMMANDS[id];
}

/** The key that is shown beside a command, or null. */
export function shownKey(id: CommandId): string | null {
  return commandSpec(id).keys[0] ?? null;
}
