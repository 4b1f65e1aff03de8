/** How journal entries leave: what accounting systems import. */
export const JOURNAL_FORMATS = ['qbo', 'xero', 'netsuite', 'iif', 'json'] as const;
export type JournalFormat = (typeof JOURNAL_FORMATS)[number];

export function isJournalFormat(text: string): text is JournalFormat {
  return (JOURNAL_FORMATS as readonly string[]).includes(text);
}

/** File name endings, without the dot. */
export const JOURNAL_EXTENSIONS: Readonly<Record<JournalFormat, string>> = {
  qbo: 'csv',
  xero: 'csv',
  netsuite: 'csv',
  iif: 'iif',
  json: 'jsonl',
};
