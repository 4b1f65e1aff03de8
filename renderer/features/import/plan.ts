/** What an import will do, in words, from the counts of its preview. */
import type { ImportCounts, ImportFile, ImportSession } from '#shared/contract/imports.ts';
import { plural } from '../../design/format.ts';

const NOTHING: ImportCounts = { rows: 0, records: 0, new: 0, changed: 0, known: 0, unreadable: 0 };

/** Sum over the files that will be published. */
export function sumCounts(files: readonly ImportFile[]): ImportCounts {
  return files
    .filter((file) => file.state === 'ready' || file.state === 'published')
    .reduce<ImportCounts>((sum, { counts }) => (counts === null ? sum : addCounts(sum, counts)), NOTHING);
}

function addCounts(a: ImportCounts, b: ImportCounts): ImportCounts {
  return {
    rows: a.rows + b.rows,
    records: a.records + b.records,
    new: a.new + b.new,
    changed: a.changed + b.changed,
    known: a.known + b.known,
    unreadable: a.unreadable + b.unreadable,
  };
}

/** The same after the fact: "Added 1,204 records and changed 12. …" */
export function doneSentence(files: readonly ImportFile[]): string {
  return sentence(files, { add: 'added', change: 'changed', nothing: 'Nothing new was added' });
}

/** "Adds 1,204 records and changes 12. 40 are known already. 3 rows cannot be read and are set aside." */
export function planSentence(files: readonly ImportFile[]): string {
  return sentence(files, { add: 'adds', change: 'changes', nothing: 'Adds nothing new' });
}

function sentence(files: readonly ImportFile[], words: { add: string; change: string; nothing: string }): string {
  const counts = sumCounts(files);
  const acts = [
    counts.new > 0 ? `${words.add} ${plural(counts.new, 'record')}` : '',
    counts.changed > 0 ? `${words.change} ${plural(counts.changed, 'record')}` : '',
  ].filter((part) => part !== '');
  const sentences = [acts.length === 0 ? words.nothing : capital(acts.join(' and '))];
  if (counts.known > 0) sentences.push(`${plural(counts.known, 'record is', 'records are')} known already`);
  if (counts.unreadable > 0)
    sentences.push(`${plural(counts.unreadable, 'row cannot be read and is', 'rows cannot be read and are')} set aside`);
  return `${sentences.join('. ')}.`;
}

/** What was taken for granted about the amounts of a file. @param records in the file altogether. */
export function currencySentence(
  { currency, records: without }: NonNullable<ImportFile['assumedCurrency']>,
  records: number,
): string {
  return without >= records
    ? `This file names no currency: its amounts are read in ${currency}, the base currency of the book.`
    : `${plural(without, 'record names', 'records name')} no currency: such amounts are read in ${currency}, the base currency of the book.`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Why the import cannot be committed yet, or null when it can. */
export function holdUp(session: ImportSession): string | null {
  const asking = session.files.filter((file) => file.state === 'asking').length;
  if (asking > 0) return `${plural(asking, 'file')} ${asking === 1 ? 'needs' : 'need'} an answer`;
  if (session.files.some((file) => file.state === 'reading' || file.state === 'waiting')) return 'Still reading';
  if (!session.files.some((file) => file.state === 'ready')) return 'Nothing here can be imported';
  return session.previewToken === null ? 'Still counting' : null;
}

/** Still to be told which account it is of. */
export function asksAccount(file: Pick<ImportFile, 'state' | 'questions'>): boolean {
  return file.state === 'asking' && file.questions.some(({ kind }) => kind === 'account');
}
