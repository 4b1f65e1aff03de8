import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '../app.ts';
import { saveReady } from '../pages/audit-pack.ts';
import { importScreen, pickFiles } from '../pages/import.ts';
import { reviewScreen } from '../pages/review.ts';
import { shell } from '../pages/shell.ts';
import { erp, shop } from '../stories.ts';

/** Tab until the focus is on a thing of that name, as a person without a mouse would. */
async function tabTo(page: Page, name: string | RegExp, most = 40): Promise<void> {
  const wanted = page.getByRole('button', { name }).or(page.getByRole('link', { name })).or(page.getByRole('textbox', { name }));
  for (let i = 0; i < most; i += 1) {
    await page.keyboard.press('Tab');
    if ((await wanted.and(page.locator(':focus')).count()) > 0) return;
  }
  throw new Error(`Tab never reached ${String(name)}`);
}

test('from nothing to an audit pack without a mouse', async ({ page, dataDir }) => {
  const app = shell(page);
  const review = reviewScreen(page);
  await expect(page.getByRole('heading', { name: 'Onefold', level: 1 })).toBeVisible();
  await tabTo(page, 'New book…');
  await page.keyboard.press('Enter');
  await expect(app.dialog('New book')).toBeVisible();
  await expect(app.dialog('New book').getByLabel('Name')).toBeFocused();
  await page.keyboard.type('Fernworks');
  await page.keyboard.press('Enter');
  await expect(app.rail).toContainText('Fernworks');

  await pickFiles(page, [shop(), erp()]);
  const incoming = importScreen(page);
  await expect(incoming.files.filter({ hasText: 'question' })).toHaveCount(2);
  for (const left of [1, 0]) {
    await tabTo(page, 'Use this name');
    await page.keyboard.press('Enter');
    await expect(incoming.files.filter({ hasText: 'question' })).toHaveCount(left);
  }
  await expect(incoming.plan).toHaveText('Adds 6 records.');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByRole('heading', { name: 'Imported', level: 1 })).toBeVisible();
  await app.quiet();
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await review.ready();
  for (const left of [1, 0]) {
    await page.keyboard.press('Enter');
    await expect(review.items).toHaveCount(left);
  }
  await app.command('export audit pack');
  const save = app.toast(/is ready/).getByRole('button', { name: 'Save' });
  await expect(save).toBeVisible({ timeout: 30_000 });
  const path = join(dataDir, 'pack.zip');
  await saveReady(page, path, async () => {
    await page.keyboard.press('F6');
    await tabTo(page, 'Save');
    await page.keyboard.press('Enter');
  });
  expect(readFileSync(path).subarray(0, 2).toString()).toBe('PK');
});
