import { existsSync } from 'node:fs';
import { copyFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import type { ExportKind } from '#shared/contract/exports.ts';
import { accepted, type CliApp } from './app.ts';
import { BadUse, type Command } from './arguments.ts';
import { count, openBook } from './book.ts';
import type { ExitCode } from './exit-code.ts';
import type { Output } from './output.ts';

const finishedExport = z.object({
  ticket: z.string(),
  byteCount: z.int(),
  sha256: z.string(),
  rows: z.int(),
  head: z.string(),
  journal: z
    .object({ entries: z.int(), held: z.int(), heldFor: z.record(z.string(), z.int()), payoutsInBooks: z.int() })
    .nullable(),
  heldFile: z.object({ ticket: z.string() }).nullable(),
});
type FinishedExport = z.infer<typeof finishedExport>;

export async function exportFile(command: Extract<Command, { name: 'export' }>, app: CliApp, output: Output): Promise<ExitCode> {
  const { what, format, payoutId } = command;
  const path = resolve(command.out);
  if (!existsSync(dirname(path))) throw new BadUse(`There is no folder ${dirname(path)}. Nothing was exported.`);
  await openBook(command.book, app);
  const { jobId } = accepted(
    await app.client.exports.start({ what, format, orderId: null, ...(payoutId === undefined ? {} : { payoutId }) }),
  );
  const job = await app.finished(jobId);
  const { ticket, heldFile, journal, ...made } = finishedExport.parse(JSON.parse(job?.result ?? 'null'));
  await fetchInto(app, ticket, path);
  const heldPath = heldFile === null ? null : `${path}.held.csv`;
  if (heldFile !== null && heldPath !== null) await fetchInto(app, heldFile.ticket, heldPath);
  // The list of an earlier export would speak of what this one has posted.
  else if (journal !== null) await rm(`${path}.held.csv`, { force: true });
  output.result({ what, format, path, ...made, ...(journal === null ? {} : { journal: { ...journal, heldPath } }) }, [
    `${path}: ${count(made.rows, ...(UNITS[what] ?? ['line']))}, ${count(made.byteCount, 'byte')}`,
    ...(journal === null ? [] : journalWords(journal, heldPath)),
    `SHA-256 ${made.sha256}`,
    `Head of the change log ${made.head}`,
  ]);
  return 0;
}

/** What the rows of an export are, where they are not lines. */
const UNITS: Readonly<Partial<Record<ExportKind, readonly [one: string, many?: string]>>> = {
  'audit-pack': ['order'],
  journal: ['entry', 'entries'],
  workpaper: ['payout'],
};

function journalWords(
  { held, heldFor, payoutsInBooks }: NonNullable<FinishedExport['journal']>,
  heldPath: string | null,
): string[] {
  const inBooks = payoutsInBooks === 0 ? [] : [`${count(payoutsInBooks, 'payout')} in the books already`];
  if (heldPath === null) return [...inBooks, 'Nothing is held back'];
  const reasons = Object.entries(heldFor).map(([reason, number]) => `  ${reason}: ${number}`);
  return [...inBooks, `${count(held, 'line')} held back, listed in ${heldPath}`, ...reasons];
}

async function fetchInto(app: CliApp, ticket: string, path: string): Promise<void> {
  const grant = await app.redeem(ticket);
  if (grant === null) throw new Error('the file was made but could not be fetched.');
  await moveInto(grant.path, path);
  const { size } = await stat(path);
  await app.fetched(ticket, size);
}

/** The file appears whole or not at all: it is copied beside its place first, for the two may lie on different disks. */
async function moveInto(from: string, to: string): Promise<void> {
  const partial = `${to}.partial`;
  await copyFile(from, partial);
  await rename(partial, to);
}
