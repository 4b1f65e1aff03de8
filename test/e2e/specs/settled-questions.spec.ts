import { expect, test } from '../app.ts';
import { type Dropped, edited } from '../exports.ts';
import { importFiles, reviewOf } from '../pages/books.ts';
import { dropFiles, importScreen } from '../pages/import.ts';
import { reviewScreen } from '../pages/review.ts';
import { shell } from '../pages/shell.ts';
import { crm, erp, shop, threeSystems } from '../stories.ts';

/** The ERP's file as exported later, after one thing in it was changed. */
function modified(at: string, before: string, after: string): Dropped {
  return edited(edited(erp(), before, after), '2026-03-20 09:00', at);
}

test('“not duplicates” is remembered over re-imports, and asked again only when a compared field changed', async ({ page }) => {
  const app = shell(page);
  const review = await reviewOf(page, threeSystems());
  await expect(review.title).toHaveText('Jose Müller');
  await page.keyboard.press('n');
  await expect(app.toast('Remembered as not duplicates')).toBeVisible();
  await expect(review.items).toHaveCount(2);

  await test.step('the same files once more add nothing and ask nothing', async () => {
    await dropFiles(page, threeSystems());
    const incoming = importScreen(page);
    await expect(incoming.files.filter({ hasText: 'known already' })).toHaveCount(3);
    await expect(incoming.plan).toHaveText('Nothing here can be imported');
    await app.go('Duplicates');
    await expect(review.items).toHaveCount(2);
  });

  await test.step('a later export in which other things changed asks nothing either', async () => {
    await importFiles(page, [modified('2026-03-21 09:00', 'Web order', 'Web order, phoned in')]);
    await app.go('Duplicates');
    await expect(review.items).toHaveCount(2);
    await review.show('Not duplicates');
    await expect(review.items).toHaveCount(1);
    await review.show('To review');
  });

  await test.step('a new total makes it a new question, which says so', async () => {
    await importFiles(page, [modified('2026-03-22 09:00', '120.00', '120.01')]);
    await app.go('Duplicates');
    await expect(review.items.filter({ hasText: 'Total changed' })).toHaveCount(1);
  });
});

test('what was merged stays merged when its files come again, in another order and one by one', async ({ page }) => {
  const app = shell(page);
  const review = await reviewOf(page, [crm(), erp(), shop()]);
  await page.keyboard.press('Enter');
  await expect(app.toast('Merged 2 records into José Müller')).toBeVisible();
  await importFiles(page, [edited(shop(), 'Stoneware bowl', 'Stoneware bowl, blue')]);
  await app.go('Orders');
  await expect(page.getByRole('grid', { name: 'Orders' }).getByRole('row')).toHaveCount(1 + 6);
  await app.go('Duplicates');
  await expect(review.items).toHaveCount(2);
});

test('a skipped question waits under Skipped and can be taken back', async ({ page }) => {
  const app = shell(page);
  const review = await reviewOf(page, threeSystems());
  const skipped = await review.title.innerText();
  await page.keyboard.press('s');
  await expect(app.toast('Skipped; it comes back in 7 days')).toBeVisible();
  await expect(review.items).toHaveCount(2);
  await expect(review.items.filter({ hasText: skipped })).toHaveCount(0);
  await review.show('Skipped');
  await expect(review.items).toHaveText(new RegExp(skipped));
  await review.show('To review');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(review.items).toHaveCount(3);
});

test('related orders are linked and stay two', async ({ page }) => {
  const app = shell(page);
  await reviewOf(page, threeSystems());
  const review = reviewScreen(page);
  await page.keyboard.press('r');
  const dialog = app.dialog('Related, but separate');
  await dialog.getByLabel('Reason').fill('A replacement for a broken bowl');
  await page.keyboard.press('Enter');
  await expect(app.toast('Linked as related, not merged')).toBeVisible();
  await expect(review.items).toHaveCount(2);
  await expect.poll(() => app.count('Orders')).toBe(7);
});
