import { expect, test } from '../app.ts';
import { edited, shopifyOrders } from '../exports.ts';
import { bookWith, importFiles } from '../pages/books.ts';
import { dropFiles, importScreen } from '../pages/import.ts';
import { shell } from '../pages/shell.ts';
import { startScreen } from '../pages/start.ts';
import { SHOP_ORDERS, shop } from '../stories.ts';

test('an import is undone whole and redone, with overlapping files in play', async ({ page }) => {
  const app = shell(page);
  await bookWith(page, [shop()]);
  const later = shopifyOrders('shop-orders-later.csv', [
    ...SHOP_ORDERS.slice(2),
    { name: '#2005', client: 'Wen Li', total: '15.00', at: '2026-03-09 10:00:00 -0500' },
  ]);
  await importFiles(page, [later]);
  await app.go('Sources');
  const imports = page.getByRole('table');
  const row = (name: string) => imports.getByRole('row').filter({ hasText: name });
  await expect(row('shop-orders-later.csv').getByRole('cell')).toContainText(['shop-orders-later.csv', '', '', '1', '0', '2', '0']);
  await expect.poll(() => app.count('Orders')).toBe(5);

  async function undo(name: string): Promise<void> {
    await row(name).getByRole('button', { name: 'Undo import' }).click();
    const dialog = app.dialog(`Undo the import of ${name}?`);
    await dialog.getByLabel('Reason').fill('Wrong month');
    await dialog.getByRole('button', { name: 'Undo import' }).click();
    await expect(row(name).getByRole('button', { name: 'Redo import' })).toBeVisible();
    await app.quiet();
  }
  const orders = (count: number) => expect.poll(() => app.count('Orders')).toBe(count);

  await undo('shop-orders.csv');
  await orders(3);
  await undo('shop-orders-later.csv');
  await orders(0);
  await importFiles(page, [edited(shop(), 'Stoneware bowl', 'Stoneware bowl')]);
  await orders(4);
  await app.go('Sources');
  await row('shop-orders-later.csv').getByRole('button', { name: 'Redo import' }).click();
  await orders(5);
  await app.go('Change log');
  const log = page.getByRole('grid', { name: 'Change log' });
  await expect(log.getByRole('row').filter({ hasText: 'Import undone' })).toHaveCount(2);
  await expect(log.getByRole('row').filter({ hasText: 'Wrong month' })).toHaveCount(2);
});

test('an unreadable row holds up nothing, is entered by a named person, and gives way to the source', async ({ page }) => {
  const app = shell(page);
  const broken = edited(shop(), 'USD,58.40,0.00,0.00,58.40', 'USD,58.40,0.00,0.00,5B.40');
  await startScreen(page).newBook('Fernworks');
  await dropFiles(page, [broken]);
  const incoming = importScreen(page);
  await incoming.acceptAccounts();
  await expect(incoming.plan).toHaveText('Adds 3 records. 1 row cannot be read and is set aside.');
  await expect(incoming.detail.getByRole('row').filter({ hasText: '5B.40' })).toContainText('4');
  await incoming.commit();

  await app.go('Sources');
  await page.getByRole('tab', { name: /^Unreadable rows/ }).click();
  const waiting = page.getByRole('row').filter({ hasText: 'shop-orders.csv, line 4' });
  await expect(waiting).toContainText('5B.40');
  await waiting.getByRole('button', { name: 'Correct' }).click();
  const dialog = app.dialog('shop-orders.csv, line 4');
  await dialog.getByLabel('Total', { exact: true }).fill('58.40');
  await dialog.getByLabel('Where you know it from').fill('The receipt in the mailbox');
  await dialog.getByRole('button', { name: 'Enter this row' }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(() => app.count('Orders')).toBe(4);

  await page.keyboard.press('/');
  await page.getByRole('searchbox', { name: 'Search orders' }).fill('#2003');
  await expect(page.getByRole('grid', { name: 'Orders' }).getByRole('row')).toHaveCount(2);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/Entered by \S+\. No file says it\./)).toBeVisible();

  await importFiles(page, [shop()]);
  await app.go('Sources');
  await page.getByRole('tab', { name: /^Unreadable rows/ }).click();
  await page.getByRole('button', { name: 'Replaced by the source' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'shop-orders.csv, line 4' })).toBeVisible();
});
