import { apiRetry } from '#test/demo/scenarios.ts';
import { expect, test } from '../app.ts';
import { droppedFrom } from '../exports.ts';
import { dropFiles, importScreen } from '../pages/import.ts';
import { reviewScreen } from '../pages/review.ts';
import { shell } from '../pages/shell.ts';
import { startScreen } from '../pages/start.ts';

for (const [charged, charges] of [
  ['one_charge', 1],
  ['two_charges', 2],
] as const) {
  test(`the API retry, charged ${charges === 1 ? 'once' : 'twice'}: one sale is left, and every charge still counts`, async ({
    page,
  }) => {
    const app = shell(page);
    await startScreen(page).newBook('Kestrel Goods', { zone: 'America/New_York' });
    await dropFiles(page, droppedFrom(apiRetry(charged)));
    const incoming = importScreen(page);
    await incoming.acceptAccounts();
    await incoming.file('stripe-kestrel-us-payments.csv').getByRole('button').click();
    await incoming.detail.getByRole('button', { name: 'Day first' }).click();
    await incoming.commit();
    await app.quiet();
    await app.go('Duplicates');
    const review = reviewScreen(page);
    await review.ready();

    // Two ids of one shop are never joined by the machine, however alike they are.
    await expect(review.items).toHaveCount(1);
    await expect(review.items).toContainText('API retry');
    await expect(review.evidence).toContainText('seconds apart');
    await expect(review.evidence).toContainText('368.40 USD → 184.20 USD');
    const overpaid = review.evidence.getByText('2 payments for one sale: 368.40 paid');
    await expect(overpaid).toHaveCount(charges - 1);
    await page.keyboard.press('Enter');
    await expect(app.toast('Merged 2 records into Mabel Ortiz')).toBeVisible();

    await app.go('Orders');
    const orders = page.getByRole('grid', { name: 'Orders' });
    await expect(orders.getByRole('row')).toHaveCount(2);
    await expect(orders.getByRole('row').nth(1)).toContainText('$184.20');
    await page.keyboard.press('Enter');
    const ids = page.getByRole('region', { name: 'One order, every id' });
    await expect(ids.getByText('#10482', { exact: true })).toBeVisible();
    await expect(ids.getByText('#10483', { exact: true })).toBeVisible();
    await expect(ids.getByText('balance transaction', { exact: true })).toHaveCount(charges);
  });
}
