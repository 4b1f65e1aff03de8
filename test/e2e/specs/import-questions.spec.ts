import { expect, test } from '../app.ts';
import { csv, shopifyOrders } from '../exports.ts';
import { bookWith } from '../pages/books.ts';
import { dropFiles, importScreen, pickFiles } from '../pages/import.ts';
import { shell } from '../pages/shell.ts';
import { fillNewBook, startScreen } from '../pages/start.ts';
import { SHOP_ORDERS, shop } from '../stories.ts';

test('files that are dropped before there is a book ask for one and then go in', async ({ page }) => {
  await expect(startScreen(page).heading).toBeVisible();
  await dropFiles(page, [shop()]);
  await fillNewBook(page, 'Fernworks');
  const incoming = importScreen(page);
  await incoming.acceptAccounts();
  await expect(incoming.plan).toHaveText('Adds 4 records.');
});

test('a reload of the window loses nothing of an import under way', async ({ page }) => {
  await startScreen(page).newBook('Fernworks');
  await dropFiles(page, [shop()]);
  const incoming = importScreen(page);
  await incoming.acceptAccounts();
  await page.reload();
  await expect(incoming.plan).toHaveText('Adds 4 records.');
  await incoming.commit();
  await expect.poll(() => shell(page).count('Orders')).toBe(4);
});

test('several files of one shop are told its name once', async ({ page }) => {
  await startScreen(page).newBook('Fernworks');
  const later = shopifyOrders(
    'later.csv',
    SHOP_ORDERS.map((order) => ({ ...order, name: `${order.name}9` })),
  );
  await dropFiles(page, [shop(), later]);
  const incoming = importScreen(page);
  await incoming.detail.getByRole('button', { name: 'Use it for all 2 Shopify files' }).click();
  await expect(incoming.plan).toHaveText('Adds 8 records.');
});

test('two shops that use the same numbers are asked about before anything goes in', async ({ page }) => {
  const app = shell(page);
  await bookWith(page, [shop()]);
  const other = shopifyOrders(
    'other-shop.csv',
    SHOP_ORDERS.map((order) => ({ ...order, client: `Not ${order.client}`, total: '12.00', at: '2025-01-02 03:04:05 +0000' })),
  );
  await pickFiles(page, [other]);
  const incoming = importScreen(page);
  await expect(incoming.detail).toContainText('A second shop?');
  await expect(incoming.detail.getByRole('row', { name: /#2001/ })).toContainText('12.00');
  await expect(incoming.detail.getByRole('row', { name: /#2001/ })).toContainText('77.22');
  await expect(incoming.commitButton).toBeDisabled();
  await incoming.detail.getByLabel('It is another shop, called').fill('outlet');
  await incoming.detail.getByRole('button', { name: 'Import as another shop' }).click();
  await expect(incoming.plan).toHaveText('Adds 4 records.');
  await incoming.commit();
  await app.go('Sources');
  await expect(page.getByRole('list', { name: 'Source systems' }).getByRole('listitem')).toContainText(['main', 'outlet']);
  await expect.poll(() => app.count('Orders')).toBe(8);
});

test('columns that no connector knows are mapped once per header', async ({ page }) => {
  const app = shell(page);
  await startScreen(page).newBook('Fernworks');
  const table = (name: string, id: string) =>
    csv(
      name,
      ['Beleg', 'Kunde', 'Datum', 'Betrag', 'Währung'],
      [
        [`${id}-1`, 'Harbor GmbH', '2026-03-14', '1250.00', 'EUR'],
        [`${id}-2`, 'Pine AG', '2026-03-15', '80.50', 'EUR'],
      ],
    );
  await dropFiles(page, [table('belege-maerz.csv', 'B3')]);
  const incoming = importScreen(page);
  await expect(incoming.detail).toContainText('What do these columns mean?');
  for (const [column, meaning] of [
    ['Beleg', 'Its id in the source'],
    ['Kunde', 'Client'],
    ['Datum', 'Placed'],
    ['Betrag', 'Total'],
    ['Währung', 'Currency'],
  ] as const)
    await incoming.detail.getByLabel(`What ${column} means`).selectOption({ label: meaning });
  await incoming.detail.getByLabel('Name of this layout').fill('Belege');
  await incoming.detail.getByRole('button', { name: 'Use this mapping' }).click();
  await incoming.acceptAccounts();
  await expect(incoming.plan).toHaveText('Adds 2 records.');
  await incoming.commit();

  await dropFiles(page, [table('belege-april.csv', 'B4')]);
  await incoming.acceptAccounts();
  await expect(incoming.plan).toHaveText('Adds 2 records.');
  await incoming.commit();

  await app.go('Orders');
  await expect(page.getByRole('grid', { name: 'Orders' }).getByRole('row').filter({ hasText: '€1,250.00' })).toHaveCount(2);
  await app.go('Sources');
  await page.getByRole('tab', { name: 'Column mappings' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Belege' })).toContainText('Beleg, Kunde, Datum, Betrag, Währung');
});

test('one broken file does not stop the others', async ({ page }) => {
  await startScreen(page).newBook('Fernworks');
  await dropFiles(page, [{ name: 'holiday.png', text: '\u0089PNG\r\n\u001a\n\u0000\u0000' }, shop()]);
  const incoming = importScreen(page);
  await incoming.acceptAccounts();
  await expect(incoming.file('holiday.png')).toContainText('cannot be read');
  await expect(incoming.plan).toHaveText('Adds 4 records.');
  await incoming.commit();
});
