import { expect, test } from '../app.ts';
import { reviewOf } from '../pages/books.ts';
import { shell } from '../pages/shell.ts';
import { threeSystems } from '../stories.ts';

test('a locked term is changed only with a reason, and the old value stays in view', async ({ page }) => {
  const app = shell(page);
  const review = await reviewOf(page, threeSystems());
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(review.title).toHaveText('Priya Raman');
  await review.focusRow('Total');
  await page.keyboard.press('ArrowRight');
  await expect(app.announcer).toContainText('Total is locked');
  await expect(review.result('Total')).toHaveText(/^310\.75/);

  await page.keyboard.press('e');
  const dialog = app.dialog('Override Total');
  await dialog.getByRole('radio', { name: /301\.75/ }).check();
  await expect(dialog.getByRole('button', { name: 'Override', exact: true })).toBeDisabled();
  await dialog.getByLabel('In a few words').fill('The shop charged 301.75, see the receipt');
  await dialog.getByRole('button', { name: 'Override', exact: true }).click();
  await expect(review.result('Total')).toContainText('301.75');
  await expect(review.result('Total').locator('del')).toHaveText('310.75');
  await review.mergeButton.click();
  await expect(app.toast(/^Merged 2 records/)).toBeVisible();

  await app.go('Change log');
  const overridden = page.getByRole('grid', { name: 'Change log' }).getByRole('row').filter({ hasText: 'Value overridden' });
  await expect(overridden).toContainText('310.75 USD → 301.75 USD');
  await expect(overridden).toContainText('The shop charged 301.75, see the receipt');
});

test('a value typed, both kept, and one left blank with its reason: the order is what the preview showed', async ({ page }) => {
  const app = shell(page);
  const review = await reviewOf(page, threeSystems());
  await review.focusRow('Client');
  await page.keyboard.press('F2');
  await page.keyboard.type('Müller & Sons');
  await page.keyboard.press('Enter');
  await expect(review.result('Client')).toContainText('Müller & Sons');
  await expect(review.result('Client')).toContainText('entered by you');

  await review.focusRow('Order no.');
  await page.keyboard.press('b');
  await expect(review.result('Order no.')).toContainText('#2002');
  await expect(review.result('Order no.')).toContainText('SO-20001');

  await review.focusRow('Email');
  await page.keyboard.press('Delete');
  await expect(review.result('Email')).toContainText('left blank');
  await page.keyboard.press('Enter');
  const reason = review.evidence.getByRole('textbox', { name: 'Reason' });
  await expect(reason).toBeFocused();
  await expect(review.evidence).toContainText('Say why Email is left blank.');
  await page.keyboard.type('The address bounced');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(app.toast('Merged 2 records into Müller & Sons')).toBeVisible();

  await page.keyboard.press('/');
  await page.getByRole('searchbox', { name: 'Search orders' }).fill('Müller');
  await expect(page.getByRole('grid', { name: 'Orders' }).getByRole('row')).toHaveCount(2);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  const said = page.getByRole('table').first();
  await expect(said.getByRole('row', { name: /^Client/ })).toContainText('Müller & Sons');
  await expect(said.getByRole('row', { name: /^Order no\./ })).toContainText('#2002');
  await expect(said.getByRole('row', { name: /^Order no\./ })).toContainText('SO-20001');
  await expect(said.getByRole('row', { name: /^Email/ })).toHaveCount(0);
});

test('only differences are shown until all are asked for', async ({ page }) => {
  const review = await reviewOf(page, threeSystems());
  await expect(review.row('Currency')).toHaveCount(0);
  await page.keyboard.press('d');
  await expect(review.row('Currency')).toBeVisible();
  await page.keyboard.press('d');
  await expect(review.row('Currency')).toHaveCount(0);
});
