import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../app.ts';
import { saveReady } from '../pages/audit-pack.ts';
import { bookOfTheRefund } from '../pages/books.ts';
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

/** Moves by Tab until the focus is inside what is looked for. */
async function tabInto(page: Page, wanted: Locator, most = 60): Promise<void> {
  for (let i = 0; i < most; i += 1) {
    await page.keyboard.press('Tab');
    if ((await wanted.and(page.locator(':focus')).count()) > 0) return;
  }
  throw new Error(`Tab never reached ${wanted.toString()}`);
}

/** A dialog that Enter opened on what has the focus: Esc closes it, and the focus is back. */
async function opensAndReturns(page: Page, from: Locator, dialog: Locator): Promise<void> {
  await page.keyboard.press('Enter');
  await expect(dialog).toBeVisible();
  await expect(dialog.locator(':focus')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(from).toBeFocused();
}

test('inbox, money, policy and models without a mouse: reached, opened, left with Esc, and the focus is back', async ({ page }) => {
  test.slow();
  const app = shell(page);
  await bookOfTheRefund(page);
  // Not the toasts, which are dialogs, too.
  const anyDialog = page.locator('.modal');

  await page.keyboard.press('g');
  await page.keyboard.press('i');
  const list = page.getByRole('grid', { name: 'Exceptions' });
  await expect(list).toBeFocused();
  for (const [key, title] of [
    ['x', 'It was settled outside the book'],
    ['z', 'Not now'],
    ['a', 'Hand it over'],
    ['v', 'Waive it'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(app.dialog(title)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(anyDialog).toBeHidden();
    await expect(list).toBeFocused();
  }

  await page.keyboard.press('g');
  await page.keyboard.press('m');
  await expect(page.getByRole('article', { name: /^Payout/ })).toBeVisible();
  await tabInto(page, page.getByRole('listbox', { name: 'Payouts, newest first' }));
  const payments = page.getByRole('list', { name: 'From orders to the books' }).getByRole('button').nth(1);
  await tabInto(page, payments);
  await page.keyboard.press('Enter');
  const lines = page.getByRole('tab', { name: /^Lines/ });
  await expect(lines).toHaveAttribute('aria-selected', 'true');
  await tabInto(page, lines);
  await page.keyboard.press('End');
  await expect(page.getByRole('tab', { name: /^Source records/ })).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(lines).toBeFocused();
  const table = page.getByRole('grid', { name: 'Lines of the payout' });
  await tabInto(page, table);
  await opensAndReturns(page, table, anyDialog);

  await page.keyboard.press('g');
  await page.keyboard.press('m');
  const pages = page.getByRole('navigation', { name: 'Of the money' });
  await tabInto(page, pages.getByRole('link', { name: 'Clearing accounts' }));
  await page.keyboard.press('Enter');
  const figure = page
    .getByRole('region', { name: /^Clearing of Stripe/ })
    .getByRole('button')
    .first();
  await tabInto(page, figure);
  await opensAndReturns(page, figure, anyDialog);

  await page.keyboard.press('g');
  await page.keyboard.press('p');
  const rules = page.getByRole('navigation', { name: 'Policy' });
  await tabInto(page, rules.getByRole('link', { name: 'Coverage' }));
  await page.keyboard.press('Enter');
  const confirm = page.getByRole('button', { name: 'Confirm…' }).first();
  await tabInto(page, confirm);
  await opensAndReturns(page, confirm, app.dialog('These days are complete'));

  await page.keyboard.press('g');
  await page.keyboard.press('w');
  await tabInto(page, page.getByRole('navigation', { name: 'Models' }).getByRole('link', { name: 'Thresholds' }));
  await page.keyboard.press('Enter');
  const bar = page.getByRole('slider', { name: /Joined by itself/ });
  await tabInto(page, bar);
  const before = await bar.inputValue();
  await page.keyboard.press('ArrowRight');
  expect(Number(await bar.inputValue())).toBeGreaterThan(Number(before));
});
