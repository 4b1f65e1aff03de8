import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { unzipSync } from 'fflate';

/** The page that a third party opens from disk, without the app and without a network. */
const folder = mkdtempSync(join(tmpdir(), 'onefold-page-'));
const pack = join(folder, 'pack.zip');
const extracted = join(folder, 'extracted');
let head = '';
let entries = 0;

// One worker: the pack is made once.
test.describe.configure({ mode: 'default' });

test.beforeAll(() => {
  const cli = (...args: string[]): { head: string; pack: { entries: number } } => {
    const env = { ...process.env, ONEFOLD_DATA_DIR: join(folder, 'data') };
    return JSON.parse(execFileSync(process.execPath, ['out/main/cli.js', ...args, '--json'], { encoding: 'utf8', env }));
  };
  cli('demo', join(folder, 'book.onefold'), '--profile', 'agency', '--orders', '30');
  cli('export', join(folder, 'book.onefold'), '--what', 'audit-pack', '--out', pack);
  for (const [name, bytes] of Object.entries(unzipSync(readFileSync(pack)))) write(name, bytes);
  const { log } = JSON.parse(readFileSync(join(extracted, 'manifest.json'), 'utf8'));
  head = log.head;
  entries = Number(log.entries);
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string | Uint8Array): void {
  const path = join(extracted, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** Opens the page out of the pack; anything but the file itself that it asks for ends up in the list. */
async function openPage(page: Page): Promise<string[]> {
  const asked: string[] = [];
  await page.context().setOffline(true);
  await page.goto(pathToFileURL(join(extracted, 'verify.html')).href);
  page.on('request', (request) => asked.push(request.url()));
  page.on('pageerror', (error) => asked.push(error.message));
  return asked;
}

test('checks the zip, with and without an earlier head, and asks for nothing', async ({ page }) => {
  const asked = await openPage(page);
  await page.setInputFiles('#zipInput', pack);
  await expect(page.getByRole('status')).toHaveText('consistent, not witnessed');
  await expect(page.locator('#facts')).toContainText(head);
  const give = async (text: string) => {
    await page.getByLabel('Earlier head').fill(text);
    await page.getByLabel('Earlier head').press('Enter');
  };
  await give(head);
  await expect(page.getByRole('status')).toHaveText(`witnessed up to entry ${entries} of ${entries}`);
  await give('0'.repeat(64));
  await expect(page.getByRole('status')).toHaveText('broken: the outside head is not in this log');
  await give('not a head');
  await expect(page.getByText('A head is 64 hexadecimal digits.')).toBeVisible();
  expect(asked).toEqual([]);
});

test('checks the extracted folder, and names what was edited', async ({ page }) => {
  await openPage(page);
  await page.setInputFiles('#folderInput', extracted);
  await expect(page.getByRole('status')).toHaveText('consistent, not witnessed');
  const log = readFileSync(join(extracted, 'log.jsonl'), 'utf8');
  write('log.jsonl', log.replace('import.published', 'import.imagined'));
  await page.setInputFiles('#folderInput', extracted);
  await expect(page.getByRole('status')).toHaveText('broken: first at entry 2');
  await expect(page.getByRole('list')).toContainText('log.jsonl is not the file that the manifest names');
  write('log.jsonl', log);
});

test('says what a pack is when it is given something else', async ({ page }) => {
  const asked = await openPage(page);
  await page.setInputFiles('#zipInput', join(extracted, 'orders.csv'));
  await expect(page.getByText('That is not an audit pack')).toBeVisible();
  expect(asked).toEqual([]);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`can be read by everyone, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await openPage(page);
    await page.setInputFiles('#zipInput', pack);
    await expect(page.getByRole('status')).toHaveText('consistent, not witnessed');
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
  });
}
