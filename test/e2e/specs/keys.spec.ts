import { expect, test } from '../app.ts';
import { reviewOf } from '../pages/books.ts';
import { SCREENS, shell } from '../pages/shell.ts';
import { threeSystems } from '../stories.ts';

test('the palette finds commands by a few letters, shows their keys and runs them', async ({ page }) => {
  const app = shell(page);
  await reviewOf(page, threeSystems());
  await page.keyboard.press('ControlOrMeta+k');
  const palette = app.dialog('All commands');
  await palette.getByRole('combobox').fill('golog');
  await expect(palette.getByRole('option').first()).toContainText('Go to Change log');
  await expect(palette.getByRole('option').first()).toContainText('G');
  await page.keyboard.press('Enter');
  await expect(palette).toBeHidden();
  await expect(app.rail.getByRole('link', { name: 'Change log' })).toHaveAttribute('aria-current', 'page');
  await page.keyboard.press('ControlOrMeta+k');
  await palette.getByRole('combobox').fill('no such thing');
  await expect(palette).toContainText('No command is called that.');
  await page.keyboard.press('Escape');
  await expect(palette).toBeHidden();
});

test('every screen is reached by its keys and gives the keyboard to its work', async ({ page }) => {
  const app = shell(page);
  await reviewOf(page, threeSystems());
  const keys = {
    Inbox: 'i',
    Duplicates: 'd',
    Money: 'm',
    Orders: 'o',
    Sources: 's',
    Models: 'w',
    'Change log': 'l',
    Policy: 'p',
  } as const;
  for (const screen of [...SCREENS].reverse()) {
    await page.keyboard.press('g');
    await page.keyboard.press(keys[screen]);
    await expect(app.rail.getByRole('link', { name: screen })).toHaveAttribute('aria-current', 'page');
    if (screen === 'Duplicates' || screen === 'Orders' || screen === 'Change log')
      await expect(page.getByRole('grid').locator(':focus').or(page.locator('[role=grid]:focus'))).toHaveCount(1);
  }
});
