import { expect, test } from '../app.ts';
import { reviewOf } from '../pages/books.ts';
import { shell } from '../pages/shell.ts';
import { threeSystems } from '../stories.ts';

test('records are taken out of an order at any time, the machine does not join them again, and undo restores the order', async ({
  page,
}) => {
  const app = shell(page);
  await reviewOf(page, threeSystems());
  await page.keyboard.press('/');
  await page.getByRole('searchbox', { name: 'Search orders' }).fill('Nora');
  const orders = page.getByRole('grid', { name: 'Orders' });
  await expect(orders.getByRole('row')).toHaveCount(2);
  await expect(orders.getByRole('row').nth(1)).toContainText('joined by rule');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Order #2001', level: 1 })).toBeVisible();

  await page.keyboard.press('m');
  const dialog = app.dialog('Take records out of order #2001');
  const takeOut = dialog.getByRole('button', { name: /^Take out/ });
  await expect(dialog.getByRole('button', { name: 'Choose what to take out' })).toBeDisabled();
  await dialog.getByRole('checkbox', { name: /HubSpot deal 9101/i }).check();
  await expect(dialog).toContainText('2 orders afterwards');
  await expect(dialog).toContainText('77.22 USD → 154.44 USD');
  await dialog.getByLabel('Reason').fill('Another sale of the same day');
  await takeOut.click();
  await expect(app.toast(/^Took 1 out of/)).toBeVisible();
  await expect.poll(() => app.count('Orders')).toBe(8);

  await app.command('look for duplicates again');
  await expect(app.announcer).toContainText('Looked for duplicates');
  await app.quiet();
  await expect.poll(() => app.count('Orders')).toBe(8);

  await page.keyboard.press('ControlOrMeta+z');
  await expect(app.toast(/^Took back: split/)).toBeVisible();
  await expect(app.rail.getByRole('link', { name: 'Orders' })).toContainText('7');
});

test('a merge is taken back from the page of its order', async ({ page }) => {
  const app = shell(page);
  const review = await reviewOf(page, threeSystems());
  await page.keyboard.press('Enter');
  await expect(app.toast(/^Merged 2 records/)).toBeVisible();
  await page.keyboard.press('/');
  await page.getByRole('searchbox', { name: 'Search orders' }).fill('SO-20001');
  await expect(page.getByRole('grid', { name: 'Orders' }).getByRole('row')).toHaveCount(2);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Unmerge' }).click();
  await expect(app.toast(/^Took back: merge of 2 records/)).toBeVisible();
  await app.go('Duplicates');
  await expect(review.items).toHaveCount(3);
  await expect.poll(() => app.count('Orders')).toBe(7);
});
