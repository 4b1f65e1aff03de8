import { expect, test } from '../app.ts';
import { reviewOf } from '../pages/books.ts';
import { shell } from '../pages/shell.ts';
import { manyCopies } from '../stories.ts';

const COPIES = 45;

test('a band is accepted after a look at twenty, and one undo takes all of it back', async ({ page }) => {
  const app = shell(page);
  const review = await reviewOf(page, manyCopies(COPIES));
  await expect(app.rail.getByRole('link', { name: 'Duplicates' })).toContainText(String(COPIES));
  await page.keyboard.press('a');
  await page.keyboard.press('Enter');
  const dialog = app.dialog('Accept a band at once');
  const band = dialog.getByRole('row', { name: /^Likely/ });
  await expect(band).toContainText('none of this band was reviewed yet');
  await band.getByRole('button', { name: 'Look at a sample' }).click();
  await expect(dialog.getByRole('heading', { name: `20 questions drawn at random out of ${COPIES}` })).toBeVisible();
  await expect(dialog.locator('.bulk-sample tr')).toHaveCount(20);
  const accept = dialog.getByRole('button', { name: `Merge ${COPIES}` });
  await expect(accept).toBeDisabled();
  await dialog.getByRole('checkbox', { name: 'I have looked at the sample' }).check();
  await accept.click();
  await expect(dialog).toBeHidden();
  await app.quiet();
  await expect.poll(() => app.count('Duplicates')).toBe(0);
  await expect.poll(() => app.count('Orders')).toBe(COPIES);

  await page.keyboard.press('ControlOrMeta+z');
  await app.quiet();
  await expect(app.rail.getByRole('link', { name: 'Duplicates' })).toContainText(String(COPIES));
  await expect.poll(() => app.count('Orders')).toBe(2 * COPIES);
  await expect(review.items.first()).toBeVisible();
});
