/**
 * A book of some million records of five systems, made once through the product itself (command line: import, match) and kept under the
 * system's folder for temporary files: making it takes minutes, and every bench of the window wants the same one.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFiveSystems } from '#test/demo/bulk/index.ts';
import { count } from './common.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const SCHEMA = join(ROOT, 'main', 'store', 'migrations');
const CLI = join(ROOT, 'main', 'hosts', 'cli', 'index.ts');
const ACCOUNT = 'bulk';
/** System → the file that the generator writes for it. */
const FILES = {
  shopify: 'shopify-bulk-orders.csv',
  woocommerce: 'woocommerce-bulk-orders.json',
  amazon: 'amazon-bulk-orders.txt',
  hubspot: 'hubspot-bulk-deals.csv',
  netsuite: 'netsuite-bulk-sales-orders.csv',
} as const;

/** Path of the kept book; made where there is none for this size and this schema. */
export function bigBook(records: number): string {
  const schema = createHash('sha256')
    .update(
      readdirSync(SCHEMA)
        .sort()
        .map((name) => readFileSync(join(SCHEMA, name), 'utf8'))
        .join('\n'),
    )
    .digest('hex');
  const folder = join(tmpdir(), 'onefold-bench-books');
  const path = join(folder, `five-systems-${records}-${schema.slice(0, 8)}.onefold`);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  const files = join(folder, 'files');
  rmSync(files, { recursive: true, force: true });
  mkdirSync(files);
  const making = join(folder, 'making.onefold');
  for (const ending of ['', '-wal', '-shm', '.lock']) rmSync(`${making}${ending}`, { force: true });
  process.stderr.write(`Making a book of ${count(records)} records under ${folder}. This happens once.\n`);
  writeFiveSystems(files, records, 1);
  const accounts = Object.keys(FILES).flatMap((system) => ['--account', `${system}=${ACCOUNT}`]);
  onefold('import', making, ...accounts, '--date-order', 'mdy', ...Object.values(FILES).map((name) => join(files, name)));
  onefold('match', making);
  rmSync(files, { recursive: true, force: true });
  renameSync(making, path);
  return path;
}

/** The kept book must stay as it is: what a bench opens is a copy of its own. */
export function copyOfBigBook(records: number, folder: string): string {
  const copy = join(folder, 'big.onefold');
  copyFileSync(bigBook(records), copy);
  return copy;
}

function onefold(...args: string[]): void {
  const { status } = spawnSync(process.execPath, [CLI, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`onefold ${args[0]} ended with ${status}`);
}
