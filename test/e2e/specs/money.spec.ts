import { expect, test } from '../app.ts';
import { expectAccessible, expectFits } from '../pages/accessible.ts';
import { bookOfTheRefund } from '../pages/books.ts';
import { shell } from '../pages/shell.ts';

test('a refund without an order id: proposed, held, and after one confirmation everything agrees', async ({ page }) => {
  test.slow();
  const app = shell(page);
  await bookOfTheRefund(page);

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
  // The charge and its row on the gateway's balance are one movement, and both are there to be looked at.
  await expect(position).toContainText('charge, the same movement');
  const rows = position.getByRole('table').getByRole('row');
  const all = await rows.count();
  await position.locator('dl').getByRole('button', { name: '$42.00' }).click();
  await expect(position.getByRole('status')).toContainText('Only what is behind “Refunded”');
  expect(await rows.count()).toBeLessThan(all);
  await position.getByRole('button', { name: '$42.00' }).last().click();
  await expect(page.getByRole('dialog').getByText(/kept as received/)).toBeVisible();
  await page.keyboard.press('Escape');
  await position.getByRole('button', { name: 'Show everything' }).click();
  expect(await rows.count()).toBe(all);
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
      await bookOfTheRefund(page);
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
