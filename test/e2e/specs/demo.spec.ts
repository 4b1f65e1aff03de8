import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '../app.ts';
import { reviewScreen } from '../pages/review.ts';
import { shell } from '../pages/shell.ts';
import { startScreen } from '../pages/start.ts';

/** A year is made, imported and matched: until the first questions are there, the window is quiet only between two steps of that. */
async function openDemo(page: Page): Promise<void> {
  await startScreen(page).openDemo.click();
  await expect(shell(page).rail.getByRole('link', { name: 'Duplicates' })).toContainText(/\d/, { timeout: 60_000 });
  await shell(page).quiet();
}

test('the demo company: one press, a book apart from real ones, duplicates to find', async ({ page, dataDir }) => {
  test.slow();
  const app = shell(page);
  const review = reviewScreen(page);
  await openDemo(page);
  await expect(app.rail).toContainText('Demo book, safe to play with');
  await app.go('Duplicates');
  await review.ready();
  expect(await app.count('Duplicates')).toBeGreaterThan(10);
  expect(await app.count('Orders')).toBeGreaterThan(300);
  const waiting = await app.count('Duplicates');
  await page.keyboard.press('Enter');
  await expect(app.toast(/^Merged \d records into/)).toBeVisible();
  await expect.poll(() => app.count('Duplicates')).toBe(waiting - 1);
  expect(existsSync(join(dataDir, 'demo', 'Kestrel Goods.onefold'))).toBe(true);

  await app.command('close this book');
  await expect(startScreen(page).recent.getByRole('button', { name: /Kestrel Goods.*demo/ })).toBeVisible();
  await startScreen(page).newBook('My own shop');
  await expect(app.rail).not.toContainText('Demo book');
  await expect.poll(() => app.count('Orders')).toBe(0);
});

test('what was decided is there after the app was ended and started again', async ({ launch, dataDir }) => {
  test.slow();
  const first = await launch();
  const page = await first.openPage();
  await openDemo(page);
  await shell(page).go('Duplicates');
  await reviewScreen(page).ready();
  const left = (await shell(page).count('Duplicates')) - 1;
  await page.keyboard.press('n');
  await expect(shell(page).toast('Remembered as not duplicates')).toBeVisible();
  await expect.poll(() => shell(page).count('Duplicates')).toBe(left);
  await first.close();

  const second = await launch({ bookPath: join(dataDir, 'demo', 'Kestrel Goods.onefold') });
  const again = await second.openPage();
  await expect.poll(() => shell(again).count('Duplicates')).toBe(left);
  await shell(again).go('Duplicates');
  await reviewScreen(again).ready();
  await again.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => shell(again).count('Duplicates')).toBe(left + 1);
});
