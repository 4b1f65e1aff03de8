/**
 * Every bench there is, one after the other, each in a process of its own.
 *
 *   npm run bench -- [--only import,match,money,sets,review,window,start,verify,peers] [--runs 5] [--size N]
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { machine } from './common.ts';

/** Name → file. In the order of the figures they are held against. */
const BENCHES: Readonly<Record<string, string>> = {
  import: 'import.ts',
  match: 'match.ts',
  money: 'money.ts',
  sets: 'sets.ts',
  review: 'review.ts',
  window: 'window.ts',
  start: 'start.ts',
  verify: 'verify.ts',
  peers: 'peers.ts',
};

const { values } = parseArgs({
  options: { only: { type: 'string' }, runs: { type: 'string', default: '5' }, size: { type: 'string' } },
});

const wanted = values.only === undefined ? Object.keys(BENCHES) : values.only.split(',').map((name) => name.trim());
const unknown = wanted.filter((name) => BENCHES[name] === undefined);
if (unknown.length > 0) {
  process.stderr.write(`There is no bench ${unknown.join(', ')}. There are: ${Object.keys(BENCHES).join(', ')}.\n`);
  process.exit(2);
}

process.stdout.write(`${machine()}\n`);
const failed: string[] = [];
for (const name of wanted) {
  const file = join(import.meta.dirname, BENCHES[name] ?? '');
  if (!existsSync(file)) {
    process.stdout.write(`\n${name}: not there\n`);
    failed.push(name);
    continue;
  }
  const flags = ['--runs', values.runs, ...(values.size === undefined ? [] : ['--size', values.size])];
  const { status } = spawnSync(process.execPath, [file, ...flags], { stdio: 'inherit' });
  if (status !== 0) failed.push(name);
}
if (failed.length > 0) process.stdout.write(`\nDid not finish: ${failed.join(', ')}\n`);
process.exitCode = failed.length > 0 ? 1 : 0;
