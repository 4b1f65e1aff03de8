import { campaign40k } from '#test/demo/scenarios.ts';
import { expect, test } from '../app.ts';
import { droppedFrom } from '../exports.ts';
import { reviewOf } from '../pages/books.ts';
import { shell } from '../pages/shell.ts';

test('the $40,000 campaign: four records become one order, and the ERP copy leaves the total', async ({ page }) => {
  const app = shell(page);
  const review = await reviewOf(page, droppedFrom(campaign40k()));

  await expect(review.items).toHaveCount(1);
  await expect(review.grid.getByRole('columnheader', { name: /Deal 8841207.*owns terms/ })).toBeVisible();
  for (const other of [/420771.*copy/, /Campaign 5520913.*context/, /Project 120488.*context/])
    await expect(review.grid.getByRole('columnheader', { name: other })).toBeVisible();
  await expect(review.result('Total')).toHaveText(/^40,000\.00/);
  await expect(review.evidence).toContainText('4 ids mapped to it');
  await expect(review.evidence).toContainText('1 copy leaves the total−42,400.00 USD');
  await expect(review.evidence).toContainText('82,400.00 USD → 40,000.00 USD');
  await expect(review.evidence).toContainText('82,400.00 USD, unchanged');
  await expect(review.evidence).toContainText(/NetSuite Sales order 420771 differs from the total.*exception, finance/);

  await page.keyboard.press('Enter');
  await expect(app.toast(/^Merged 4 records into Harbor & Pine Co\./)).toBeVisible();

  await app.go('Orders');
  const orders = page.getByRole('grid', { name: 'Orders' });
  await expect(orders.getByRole('row')).toHaveCount(2);
  await expect(orders.getByRole('row').nth(1)).toContainText('$40,000.00');
  await page.keyboard.press('Enter');
  await expect(page.locator('.order-amount')).toHaveText('$40,000.00');
  await expect(page.getByRole('region', { name: 'Position' })).toContainText('$40,000.00');
  const ids = page.getByRole('region', { name: 'One order, every id' });
  for (const id of ['8841207', '420771', '5520913', '120488']) await expect(ids.getByText(id, { exact: true })).toBeVisible();
  await expect(page.getByText('82,400.00 USD')).toBeVisible();
});
