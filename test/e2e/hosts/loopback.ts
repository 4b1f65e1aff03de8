import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { BrowserContext } from '@playwright/test';
import type { LaunchOptions, RunningApp } from './host.ts';

const ENTRY = join(import.meta.dirname, '..', '..', '..', 'out', 'main', 'loopback.js');

/** Starts the built loopback host without a window of its own; the test's browser takes that place. */
export async function launchLoopback(options: LaunchOptions, context: BrowserContext): Promise<RunningApp> {
  const args = [
    '--no-window',
    '--print-url',
    ...(options.demo ? [] : ['--no-demo']),
    ...(options.bookPath ? [options.bookPath] : []),
  ];
  // The test runner's wish for colours would make Node complain on the host's standard error.
  const { FORCE_COLOR: _, ...environment } = process.env;
  const child = spawn(process.execPath, [ENTRY, ...args], {
    env: { ...environment, ONEFOLD_DATA_DIR: options.dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const complaints: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => complaints.push(text));
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const address = await readAddress(child, complaints);
  return {
    options,
    ended,
    address,
    async openPage() {
      const page = await context.newPage();
      await page.goto(address);
      return page;
    },
    async close() {
      child.kill('SIGTERM');
      if ((await ended) !== 0 || complaints.length > 0) {
        throw new Error(`The host ended with ${child.exitCode ?? child.signalCode} and said:\n${complaints.join('')}`);
      }
    },
  };
}

/** The one-use address: the second line on standard output, after the ready line. */
async function readAddress(child: ChildProcess, complaints: readonly string[]): Promise<string> {
  if (child.stdout === null) throw new Error('The host has no standard output.');
  for await (const line of createInterface({ input: child.stdout })) {
    const said: unknown = JSON.parse(line);
    if (typeof said === 'object' && said !== null && 'url' in said) return String(said.url);
  }
  throw new Error(`The host ended before it was ready and said:\n${complaints.join('')}`);
}
