import type { Page } from '@playwright/test';
import { refundWithoutOrder } from '../../demo/scenarios.ts';
import { expect, test } from '../app.ts';
import type { Dropped } from '../exports.ts';
import { expectAccessible } from '../pages/accessible.ts';
import { dropFiles, importScreen } from '../pages/import.ts';
import { shell } from '../pages/shell.ts';
import { startScreen } from '../pages/start.ts';

/** An order of a shop, paid through Stripe, refunded in part without an order id, posted in NetSuite; QuickBooks holds its deposit gross. */
function story(): readonly Dropped[] {
  return refundWithoutOrder().files.map(({ name, chunks }) => ({ name, text: [...chunks()].join('') }));
}

/** Drops the files, answers what is asked, imports, and waits until everything is matched and reconciled. */
async function bookOfTheStory(page: Page): Promise<void> {
  await startScreen(page).newBook('Kestrel Goods');
  const incoming = importScreen(page);
  await dropFiles(page, story());
  await incoming.acceptAccounts();
  for (const [file, order] of [
    ['netsuite-kestrel-sales-orders.csv', 'Month first'],
    ['stripe-kestrel-us-payments.csv', 'Day first'],
  ] as const) {
    await incoming.file(file).getByRole('button').click();
    await incoming.detail.getByRole('button', { name: order }).click();
    await expect(incoming.detail.getByText(/^How are dates written/)).toBeHidden();
  }
  await incoming.acceptAccounts();
  await incoming.commit();
  await shell(page).quiet();
  await expect.poll(() => shell(page).count('Money')).toBeGreaterThan(0);
}

test('a refund without an order id: proposed, held, and after one confirmation everything agrees', async ({ page }) => {
  test.slow();
  const app = shell(page);
  await bookOfTheStory(page);

  await app.go('Inbox');
  const list = page.getByRole('grid', { name: 'Exceptions' });
  await list.getByRole('row', { name: /Refund has no order id/ }).click();
  const panel = page.getByRole('complementary', { name: 'The exception' });
  await expect(panel).toContainText('$42.00');
  await expect(panel).toContainText('10482');
  await expect(panel.getByText('Held back')).toBeVisible();
  await expect(panel.getByRole('heading', { name: 'What to do' })).toBeVisible();
  expect(await app.count('Orders')).toBe(1);

  await list.focus();
  await page.keyboard.press('Enter');
  await app.quiet();
  await expect(list.getByRole('row', { name: /Refund has no order id/ })).toHaveCount(0);

  await app.go('Orders');
  await page.getByRole('grid', { name: 'Orders' }).getByRole('row').nth(1).dblclick();
  const position = page.getByRole('region', { name: 'Position' });
  await expect(position).toContainText('Refunded');
  await expect(position).toContainText('$42.00');
  await position
    .getByRole('link', { name: /^po_|^PO_/ })
    .first()
    .click();
  await expect(page.getByRole('article', { name: /^Payout/ })).toContainText('every payment and refund is traced to an order');
  await page.getByRole('tab', { name: /^Lines/ }).click();
  await page.getByRole('grid', { name: 'Lines of the payout' }).getByRole('row').nth(1).dblclick();
  await expect(page.getByRole('dialog').getByText(/kept as received/)).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme, viewport: { width: 1024, height: 700 } });

    test('axe objects to nothing about money, and nothing hangs over an edge', async ({ page }) => {
      test.slow();
      const app = shell(page);
      await bookOfTheStory(page);
      await app.go('Inbox');
      await expect(page.getByRole('complementary', { name: 'The exception' }).getByRole('heading').first()).toBeVisible();
      await expectFits(page);
      await page.keyboard.press('v');
      await expect(app.dialog('Waive it')).toBeVisible();
      await expectAccessible(page);
      await page.keyboard.press('Escape');
      await app.go('Money');
      await expect(page.getByRole('article', { name: /^Payout/ })).toBeVisible();
      await expectFits(page);
      for (const name of ['Clearing accounts', 'Leakage']) {
        await page.getByRole('navigation', { name: 'Of the money' }).getByRole('link', { name }).click();
        await expectFits(page);
      }
    });
  });
}

async function expectFits(page: Page): Promise<void> {
  await expectAccessible(page);
  const over = await page.evaluate(() => {
    const { clientWidth, clientHeight, scrollWidth, scrollHeight } = document.documentElement;
    return { right: scrollWidth - clientWidth, below: scrollHeight - clientHeight };
  });
  expect(over).toEqual({ right: 0, below: 0 });
}
