import { existsSync } from 'node:fs';
import { copyFile, rename } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { accepted, type CliApp } from './app.ts';
import { BadUse, type Command } from './arguments.ts';
import { count, openBook } from './book.ts';
import type { Output } from './output.ts';
import type { ExitCode } from './run.ts';

const finishedExport = z.object({ ticket: z.string(), byteCount: z.int(), sha256: z.string(), rows: z.int(), head: z.string() });

export async function exportFile(command: Extract<Command, { name: 'export' }>, app: CliApp, output: Output): Promise<ExitCode> {
  const { what, format } = command;
  const path = resolve(command.out);
  if (!existsSync(dirname(path))) throw new BadUse(`There is no folder ${dirname(path)}. Nothing was exported.`);
  await openBook(command.book, app);
  const { jobId } = accepted(await app.client.exports.start({ what, format, orderId: null }));
  const job = await app.finished(jobId);
  const { ticket, ...made } = finishedExport.parse(JSON.parse(job?.result ?? 'null'));
  const grant = await app.redeem(ticket);
  if (grant === null) throw new Error('the file was made but could not be fetched.');
  await moveInto(grant.path, path);
  await app.fetched(ticket, made.byteCount);
  output.result({ what, format, path, ...made }, [
    `${path}: ${count(made.rows, what === 'audit-pack' ? 'order' : 'line')}, ${count(made.byteCount, 'byte')}`,
    `SHA-256 ${made.sha256}`,
    `Head of the change log ${made.head}`,
  ]);
  return 0;
}

/** The file appears whole or not at all: it is copied beside its place first, for the two may lie on different disks. */
async function moveInto(from: string, to: string): Promise<void> {
  const partial = `${to}.partial`;
  await copyFile(from, partial);
  await rename(partial, to);
}
