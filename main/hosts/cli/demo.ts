import { resolve } from 'node:path';
import { accepted, type CliApp } from './app.ts';
import type { Command } from './arguments.ts';
import { showStatus } from './book.ts';
import type { ExitCode } from './exit-code.ts';
import type { Output } from './output.ts';

/** A seeded demo company at BOOK, brought in through the same import and matching as a user's files. */
export async function demo(command: Extract<Command, { name: 'demo' }>, app: CliApp, output: Output): Promise<ExitCode> {
  const { book, profile, orders, seed } = command;
  accepted(await app.client.book.createDemo({ path: resolve(book), profile, orders, seed }));
  await app.idle();
  return showStatus(app, output);
}
