import { expect, test } from '../app.ts';
import { expectAccessible } from '../pages/accessible.ts';
import { reviewOf } from '../pages/books.ts';
import { reviewScreen } from '../pages/review.ts';
import { shell } from '../pages/shell.ts';
import { threeSystems } from '../stories.ts';

test('choices on the merge screen: kept, explained, and never silent', async ({ page }) => {
  const app = shell(page);
  const review = reviewScreen(page);
  await reviewOf(page, threeSystems());
  const title = await review.title.innerText();
  const { result } = review;

  await test.step('a choice outlives a look at another question', async () => {
    await page.keyboard.press('2');
    const chosen = await review.row('Order no.').getByRole('gridcell', { selected: true }).innerText();
    await page.keyboard.press('j');
    await expect(review.title).not.toHaveText(title);
    await page.keyboard.press('k');
    await expect(review.title).toHaveText(title);
    await expect(result('Order no.')).toContainText(chosen);
    await expect(result('Order no.')).toContainText('chosen by you');
  });

  await test.step('a value of one’s own, typed in the result', async () => {
    await page.keyboard.press('e');
    await page.keyboard.type('FERN-77');
    await page.keyboard.press('Enter');
    await expect(result('Order no.')).toContainText('FERN-77');
    await expect(result('Order no.')).toContainText('entered by you');
  });

  await test.step('a value left blank needs a reason before anything is merged', async () => {
    await page.keyboard.press('Delete');
    await expect(result('Order no.')).toContainText('left blank');
    await page.keyboard.press('Enter');
    await expect(page.getByLabel('Reason')).toBeFocused();
    await expect(review.evidence).toContainText('Say why Order no. is left blank.');
    await page.keyboard.press('Escape');
    await review.row('Order no.').getByRole('gridcell').first().click();
  });

  await test.step('a locked term is overridden with a reason of ten characters, and the old value stays in view', async () => {
    const placed = review.row('Placed locked');
    const before = await result('Placed locked').locator('.cmp-value').innerText();
    await placed.getByRole('gridcell').nth(1).click();
    const dialog = app.dialog('Override Placed');
    await dialog.getByLabel('In a few words').fill('too short');
    await expect(dialog.getByRole('button', { name: 'Override' })).toBeDisabled();
    await dialog.getByLabel('In a few words').fill('the client signed on the day of the ERP');
    await dialog.getByRole('button', { name: 'Override' }).click();
    await expect(result('Placed locked').locator('del')).toHaveText(before);
    await expect(result('Placed locked')).toContainText('the client signed on the day of the ERP');
  });

  await test.step('what is shown is what is merged', async () => {
    const shown = await result('Placed locked')
      .locator('.cmp-value')
      .evaluate((value) => value.firstChild?.textContent ?? '');
    await review.mergeButton.click();
    await expect(app.toast(/^Merged 2 records/)).toBeVisible();
    await review.show('Merged');
    await expect(result('Placed locked')).toContainText(shown);
    await expect(page.getByRole('button', { name: 'Take the merge back' })).toBeVisible();
  });
});

test('keys act where they are meant, and nowhere else', async ({ page }) => {
  const app = shell(page);
  const review = reviewScreen(page);
  await reviewOf(page, threeSystems());
  const title = await review.title.innerText();

  await page.getByLabel('Reason').fill('no news, just notes');
  await expect(page.getByLabel('Reason')).toHaveValue('no news, just notes');
  await expect(review.title).toHaveText(title);

  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  const help = app.dialog('Keyboard shortcuts');
  await expect(help.getByText('Merge and next')).toBeVisible();
  await help.getByRole('checkbox', { name: 'Single letters are shortcuts' }).uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press('n');
  await page.keyboard.press('s');
  await expect(review.items).toHaveCount(3);
  await app.command('shortcuts');
  await help.getByRole('checkbox', { name: 'Single letters are shortcuts' }).check();
  await page.keyboard.press('Escape');
  await page.keyboard.press('s');
  await expect(app.toast(/^Skipped/)).toBeVisible();
  await expect(review.items).toHaveCount(2);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('the merge screen and its dialogs have nothing that axe objects to', async ({ page }) => {
      test.slow();
      const review = reviewScreen(page);
      await reviewOf(page, threeSystems());
      await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
      await expectAccessible(page);
      for (const [keys, opened] of DIALOGS) {
        for (const key of keys) await page.keyboard.press(key);
        const dialog = page.getByRole('dialog', { name: opened });
        await expect(dialog).toBeVisible();
        await expectAccessible(page);
        await page.keyboard.press('Escape');
        await expect(dialog).toBeHidden();
        await review.ready();
      }
    });
  });
}

const DIALOGS: readonly (readonly [keys: readonly string[], name: string])[] = [
  [['?'], 'Keyboard shortcuts'],
  [['ControlOrMeta+k'], 'All commands'],
  [['f'], 'Filter the queue'],
  [['p'], 'Order no.'],
  [['r'], 'Related, but separate'],
  [['a', 'Enter'], 'Accept a band at once'],
];
