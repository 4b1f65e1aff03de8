import type { Page } from '@playwright/test';
import { expect, test } from '../app.ts';
import { edited } from '../exports.ts';
import { expectAccessible } from '../pages/accessible.ts';
import { bookWith } from '../pages/books.ts';
import { dropFiles, importScreen } from '../pages/import.ts';
import { SCREENS, shell } from '../pages/shell.ts';
import { startScreen } from '../pages/start.ts';
import { crm, erp, shop } from '../stories.ts';

/** Walks through every screen of a small book, one with each kind of thing in it, and hands each to `look`. */
async function everyScreen(page: Page, look: (name: string) => Promise<void>): Promise<void> {
  const app = shell(page);
  const incoming = importScreen(page);
  await expect(startScreen(page).heading).toBeVisible();
  await look('start');
  await page.getByRole('button', { name: 'New book…' }).click();
  await expect(app.dialog('New book')).toBeVisible();
  await look('new book');
  await page.keyboard.press('Escape');
  await startScreen(page).newBook('Fernworks');
  for (const screen of SCREENS) {
    await app.go(screen);
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
    await look(`${screen}, empty`);
  }
  await dropFiles(page, [
    edited(shop(), 'USD,58.40,0.00,0.00,58.40', 'USD,58.40,0.00,0.00,5B.40'),
    crm(),
    erp(['3/5/2026', '3/6/2026']),
  ]);
  await incoming.acceptAccounts();
  await incoming.file('erp-sales-orders.csv').getByRole('button').click();
  await look('import, asking');
  await incoming.detail.getByRole('button', { name: 'Month first' }).click();
  await incoming.file('shop-orders.csv').getByRole('button').click();
  await expect(incoming.detail.getByRole('table')).toBeVisible();
  await look('import, ready');
  await incoming.commit();
  await look('import, done');
  await app.quiet();
  for (const screen of SCREENS) {
    await app.go(screen);
    // Money came in no file of this book; the page of a payout has a walk of its own.
    const shown = page.getByRole('grid').or(page.getByRole('table'));
    await expect(shown.or(page.getByRole('heading', { name: 'No payouts yet' })).first()).toBeVisible();
    await look(screen);
  }
  await app.go('Orders');
  await page.getByRole('grid', { name: 'Orders' }).getByRole('row').nth(1).dblclick();
  await expect(page.getByRole('region', { name: 'One order, every id' })).toBeVisible();
  await look('order');
  await app.go('Sources');
  for (const tab of [/^Unreadable rows/, 'Column mappings']) {
    await page.getByRole('tab', { name: tab }).click();
    await expect(page.getByRole('tabpanel').getByRole('table')).toBeVisible();
    await look(`sources, ${tab}`);
  }
  await page.getByRole('tab', { name: /^Unreadable rows/ }).click();
  await page.getByRole('button', { name: 'Correct', exact: true }).click();
  await expect(app.dialog(/^shop-orders.csv, line/)).toBeVisible();
  await look('correcting a row');
  await page.keyboard.press('Escape');
  await app.go('Change log');
  await page.getByRole('grid', { name: 'Change log' }).getByRole('row').nth(1).dblclick();
  await expect(page.getByRole('complementary', { name: /^Entry/ })).toBeVisible();
  await look('entry');
  await page.getByRole('button', { name: 'Verify' }).click();
  await page.getByRole('button', { name: /^Verify \d+ entries/ }).click();
  await expect(page.getByText('consistent, not witnessed')).toBeVisible();
  await look('verified');
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('axe objects to nothing on any screen', async ({ page }) => {
      // Some thirty looks of axe, a few seconds each on a slow machine.
      test.setTimeout(300_000);
      await everyScreen(page, async (name) => {
        await test.step(name, () => expectAccessible(page));
      });
      await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    });
  });
}

test.describe('in a small window', () => {
  test.use({ viewport: { width: 1024, height: 700 } });

  test('nothing hangs over an edge', async ({ page }) => {
    await everyScreen(page, async (name) => {
      const over = await page.evaluate(() => {
        const { clientWidth, clientHeight, scrollWidth, scrollHeight } = document.documentElement;
        return { right: scrollWidth - clientWidth, below: scrollHeight - clientHeight };
      });
      expect(over, name).toEqual({ right: 0, below: 0 });
    });
  });
});

test('the theme follows the system until another one is chosen, and the choice is kept', async ({ page }) => {
  const app = shell(page);
  const root = page.locator('html');
  await bookWith(page, [crm()]);
  await expect(root).toHaveAttribute('data-theme', 'light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(root).toHaveAttribute('data-theme', 'dark');
  await app.command('theme light');
  await expect(root).toHaveAttribute('data-theme', 'light');
  await page.reload();
  await expect(app.rail).toBeVisible();
  await expect(root).toHaveAttribute('data-theme', 'light');
  await app.command('theme as the system');
  await expect(root).toHaveAttribute('data-theme', 'dark');
});
