import { execFileSync, spawnSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodePorts } from '#main/app/node-ports.ts';
import { buildPack } from '#main/services/exports/pack.ts';
import { shippedEngine } from '#main/services/models/adopted.ts';
import { keepModel } from '#main/services/models/prepare.ts';
import { GENESIS_TEXT } from '#shared/domain/change-log.ts';
import { base32 } from '#shared/domain/ids.ts';
import { openReader, openWriter } from '#store/database.ts';
import { SCHEMA_VERSION } from '#store/migrate.ts';
import type { Report } from '../../verify/verify.mjs';
import { createSmallBook, type SmallBook } from './small-book.ts';

let book: SmallBook;
let zipPath: string;
let content: Map<string, Buffer>;

beforeAll(async () => {
  book = createSmallBook();
  zipPath = join(book.folder, 'pack.zip');
  await pack(zipPath);
  content = new Map(Object.entries(unzipSync(readFileSync(zipPath))).map(([name, bytes]) => [name, Buffer.from(bytes)]));
});
afterAll(() => book.dispose());

async function pack(path: string): Promise<void> {
  const reader = openReader(book.path);
  await buildPack(reader, { path, appVersion: '0.1.0', genesis: hash('sha256', GENESIS_TEXT), step: () => {} });
  reader.close();
}

/** Runs the pack's own verifier as a stranger would. */
function verify(target: string, ...args: string[]): Report & { status: number | null } {
  const script = join(book.folder, 'verify.mjs');
  writeFileSync(script, textOf('verify.mjs'));
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, target, '--json', ...args], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return { ...(JSON.parse(stdout) as Report), status };
}

function textOf(name: string): string {
  return content.get(name)?.toString() ?? '';
}

/** Writes the pack to a folder, with some files changed; `null` leaves one out. */
function extracted(changes: Readonly<Record<string, string | Buffer | null>> = {}): string {
  const folder = join(book.folder, 'extracted');
  rmSync(folder, { recursive: true, force: true });
  for (const [name, bytes] of [...content, ...Object.entries(changes)]) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    if (bytes === null) rmSync(path);
    else writeFileSync(path, bytes);
  }
  return folder;
}

/** What a careful forger does: the manifest names the changed files as they are now. */
function withManifest(changes: Readonly<Record<string, string>>, log: object = {}): Record<string, string> {
  const manifest = JSON.parse(textOf('manifest.json'));
  for (const file of manifest.files) {
    const changed = changes[file.name];
    if (changed !== undefined) Object.assign(file, { bytes: String(Buffer.byteLength(changed)), sha256: hash('sha256', changed) });
  }
  Object.assign(manifest.log, log);
  return { ...changes, 'manifest.json': JSON.stringify(manifest) };
}

/** Hashes the log anew from the first entry on, after an edit of its texts. */
function rehashed(edit: (body: string) => string): { text: string; head: string } {
  let prev = hash('sha256', GENESIS_TEXT);
  const lines = textOf('log.jsonl')
    .trimEnd()
    .split('\n')
    .map((line) => {
      const body = edit(line.slice('{"body":'.length, -',"hash":""}'.length - 64)).replace(
        /"prev":"[0-9a-f]{64}"/,
        `"prev":"${prev}"`,
      );
      prev = hash('sha256', body);
      return `{"body":${body},"hash":"${prev}"}`;
    });
  return { text: `${lines.join('\n')}\n`, head: prev };
}

test('a model that the log names is in the pack, and hashes to its version', async () => {
  const db = openWriter(book.path);
  const { version } = keepModel(db, shippedEngine(), { kind: 'shipped' }, { ports: nodePorts, actor: 'person:Ana', atMs: 0 });
  db.close();
  const path = join(book.folder, 'with-model.zip');
  await pack(path);
  const after = openWriter(book.path);
  after.exec('DELETE FROM models');
  after.close();
  const text = Buffer.from(unzipSync(readFileSync(path))['models.jsonl'] ?? []).toString();
  const line = JSON.parse(text) as { version: string; inForce: boolean; hashed: string };
  expect(line).toMatchObject({ version, inForce: true, origin: 'shipped' });
  expect(line.version).toBe(`orders@${base32(hash('sha256', line.hashed, 'buffer'), 12)}`);
});

test('an honest pack is consistent, as a zip and as a folder, and witnessed by an earlier head', () => {
  const expected = { state: 'consistent', verdict: 'consistent, not witnessed', entries: 5, payloads: 6, findings: [], status: 0 };
  expect(verify(zipPath)).toMatchObject(expected);
  expect(verify(extracted())).toMatchObject(expected);
  const { head } = verify(zipPath);
  expect(verify(zipPath, '--head', head)).toMatchObject({ verdict: 'witnessed up to entry 5 of 5', status: 0 });
  expect(verify(extracted(), '--against', zipPath)).toMatchObject({ state: 'witnessed', status: 0 });
});

const hasUnzip = spawnSync('unzip', ['-v']).status === 0;

test.skipIf(!hasUnzip)('other programs read the zip (skipped where there is no unzip)', () => {
  expect(execFileSync('unzip', ['-t', zipPath], { encoding: 'utf8' })).toContain('No errors detected');
});

test('the same book makes the same bytes', async () => {
  const again = join(book.folder, 'again.zip');
  await pack(again);
  expect(hash('sha256', readFileSync(again))).toBe(hash('sha256', readFileSync(zipPath)));
});

test('the manifest names every file with size and hash, the head, the counts and the control totals', () => {
  const manifest = JSON.parse(textOf('manifest.json'));
  expect(manifest.files.map((file: { name: string }) => file.name).sort()).toEqual(
    [...content.keys()].filter((name) => name !== 'manifest.json').sort(),
  );
  for (const file of manifest.files) {
    expect(file.sha256).toBe(hash('sha256', content.get(file.name) ?? ''));
    expect(file.bytes).toBe(String(content.get(file.name)?.length));
  }
  expect(manifest).toMatchObject({
    app: { version: '0.1.0' },
    book: { name: 'Small Ltd', schema: String(SCHEMA_VERSION) },
    log: { entries: '5', genesis: hash('sha256', GENESIS_TEXT) },
    counts: { batches: '2', records: '6', orders: '5' },
    controlTotals: { ordersMinor: { EUR: '4021250' } },
    period: { ordersFrom: '2026-03-01T00:00:00.000Z', ordersTo: '2026-03-09T00:00:00.000Z' },
  });
});

test('merged records are one order, with every id in the crosswalk', () => {
  const orders = textOf('orders.jsonl').trimEnd().split('\n');
  expect(orders).toEqual([...orders].sort());
  const merged = orders.map((line) => JSON.parse(line)).find((order) => order.members.length === 2);
  expect(merged).toMatchObject({ totalMinor: 4_000_000, currency: 'EUR', state: 'open' });
  expect(merged.aliases).toHaveLength(1);
  expect(merged.members.map((member: { nativeId: string }) => member.nativeId)).toEqual(['D-7', '#1004']);
  const rows = textOf('crosswalk.csv')
    .split('\r\n')
    .filter((row) => row.startsWith(merged.id));
  expect(rows.map((row) => row.split(',').slice(2).join(','))).toEqual(
    expect.arrayContaining([
      'shopify,storeA,order,#1004,native',
      'shopify,storeA,order,alias-#1004,alias',
      'hubspot,main,deal,D-7,native',
      'hubspot,main,deal,alias-D-7,alias',
    ]),
  );
});

test('texts that a spreadsheet would run are text; numbers stay numbers', () => {
  expect(textOf('log.csv')).toContain(`,"'=HYPERLINK(""x"")",`);
  expect(textOf('orders.csv')).toContain(",'=2+5,");
  expect(textOf('orders.csv')).toContain(',-3.00,EUR,');
});

test('sources are the files that were imported, byte for byte', () => {
  const batch = JSON.parse(textOf('sources/batches.jsonl').split('\n')[0] ?? '');
  const file = content.get(batch.path);
  expect(hash('sha256', file ?? '')).toBe(batch.file);
  const record = JSON.parse(textOf('sources/records.jsonl').split('\n')[1] ?? '');
  expect(file?.subarray(record.offset, record.offset + record.length).toString()).toBe('#1002,2026-03-02,80.50,"Łucja, Ltd"');
});

describe('an edited pack is found', () => {
  const source = () => [...content.keys()].find((name) => name.startsWith('sources/files/')) ?? '';

  test.each([
    ['a log entry', () => ({ 'log.jsonl': textOf('log.jsonl').replace('contract', 'invoice') })],
    ['a stored hash', () => ({ 'log.jsonl': textOf('log.jsonl').replace(/"hash":"./, '"hash":"x') })],
    ['the tail of the log', () => ({ 'log.jsonl': textOf('log.jsonl').replace(/[^\n]+\n$/, '') })],
    ['the log as a table', () => ({ 'log.csv': textOf('log.csv').replace('typo', 'slip') })],
    ['an order', () => ({ 'orders.jsonl': textOf('orders.jsonl').replace('4000000', '4000001') })],
    ['a source file', () => ({ [source()]: textOf(source()).replace('80.50', '81.50') })],
    ['a source record', () => ({ 'sources/records.jsonl': textOf('sources/records.jsonl').replace(/[^\n]+\n/, '') })],
    ['a file left out', () => ({ 'crosswalk.csv': null })],
    ['a file slipped in', () => ({ 'sources/files/extra.csv': 'x' })],
  ] as const)('%s', (_, changes) => {
    const report = verify(extracted(changes()));
    expect(report).toMatchObject({ state: 'broken', status: 3 });
    expect(report.findings.length).toBeGreaterThan(0);
  });

  test.each([
    ['a log entry', { 'log.jsonl': (text: string) => text.replace('contract', 'invoice') }],
    ['the tail of the log', { 'log.jsonl': (text: string) => text.replace(/[^\n]+\n$/, '') }],
    ['a source record taken out', { 'sources/records.jsonl': (text: string) => text.replace(/[^\n]+\n/, '') }],
    ['a source record doubled', { 'sources/records.jsonl': (text: string) => text.replace(/^([^\n]+\n)/, '$1$1') }],
    [
      'the records of a batch',
      {
        'sources/batches.jsonl': (text: string) => text.replace(/^[^\n]+\n/, ''),
        'sources/records.jsonl': (text: string) => text.replaceAll(/\{"batch":"1"[^\n]+\n/g, ''),
      },
    ],
  ])('%s, with a manifest that was made to fit', (_, edits) => {
    const changes = Object.fromEntries(Object.entries(edits).map(([name, edit]) => [name, edit(textOf(name))]));
    expect(verify(extracted(withManifest(changes)))).toMatchObject({ state: 'broken', status: 3 });
  });
});

describe('a wholly re-hashed forgery', () => {
  test('is found against an outside head, and is otherwise called consistent, not witnessed', () => {
    const { head } = verify(zipPath);
    const forged = rehashed((body) => body.replace('contract', 'invoice'));
    const folder = extracted(withManifest({ 'log.jsonl': forged.text }, { head: forged.head }));
    expect(verify(folder)).toMatchObject({ verdict: 'consistent, not witnessed', status: 0 });
    expect(verify(folder, '--head', head)).toMatchObject({ verdict: 'broken: the outside head is not in this log', status: 1 });
    expect(verify(folder, '--against', zipPath)).toMatchObject({ state: 'broken', status: 1 });
  });

  test('that also swaps a source must rewrite the entry of its import', () => {
    const name = [...content.keys()].find((path) => path.startsWith('sources/files/')) ?? '';
    const swapped = textOf(name).replace('80.50', '81.50');
    const records = textOf('sources/records.jsonl').replace(
      hash('sha256', '#1002,2026-03-02,80.50,"Łucja, Ltd"'),
      hash('sha256', '#1002,2026-03-02,81.50,"Łucja, Ltd"'),
    );
    const batches = textOf('sources/batches.jsonl').replace(hash('sha256', textOf(name)), hash('sha256', swapped));
    const folder = extracted(withManifest({ [name]: swapped, 'sources/records.jsonl': records, 'sources/batches.jsonl': batches }));
    const report = verify(folder);
    expect(report.status).toBe(3);
    expect(report.findings.join()).toContain('do not have the root that entry 1 vouches for');
  });
});

test.each([
  [[], 'Usage'],
  [['nowhere.zip'], 'not an audit pack'],
  [['ZIP', '--head', 'abc'], '64 hexadecimal'],
  [['ZIP', '--wrong'], 'Usage'],
  [['ZIP', '--against', 'nowhere.zip'], 'names no head'],
])('bad use %j is a sentence and exit 2', (args, words) => {
  const script = join(import.meta.dirname, '../../verify/verify.mjs');
  const { status, stderr } = spawnSync(process.execPath, [script, ...args.map((arg) => (arg === 'ZIP' ? zipPath : arg))], {
    encoding: 'utf8',
  });
  expect(status).toBe(2);
  expect(stderr).toContain(words);
  expect(stderr).not.toContain('    at ');
});
