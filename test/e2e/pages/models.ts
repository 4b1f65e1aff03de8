import { expect, type Locator, type Page } from '@playwright/test';
import { shell } from './shell.ts';

/** The Models screen: what is on the left, and the page on the right. */
export function modelsScreen(page: Page) {
  const nav = page.getByRole('navigation', { name: 'Models' });
  return {
    nav,
    heading: page.getByRole('heading', { level: 1 }),
    async open(): Promise<void> {
      await shell(page).go('Models');
      await expect(nav).toBeVisible();
    },
    async go(name: 'Weights' | 'Thresholds' | 'Precision' | 'Runs' | 'Why not?'): Promise<void> {
      await nav.getByRole('link', { name, exact: true }).click();
      await expect(nav.getByRole('link', { name, exact: true })).toHaveAttribute('aria-current', 'page');
    },
    slider: (name: RegExp): Locator => page.getByRole('slider', { name }),
    /** One figure of the counts beside the sliders: in force, with these, change. */
    counts: (row: string | RegExp): Locator =>
      page.getByRole('region', { name: 'What they do, pairs' }).getByRole('row', { name: row }).getByRole('cell'),
    async pick(which: 'One order' | 'The other', text: string): Promise<void> {
      const field = page.getByRole('combobox', { name: which });
      await field.fill(text);
      await expect(page.getByRole('listbox', { name: `${which}: found` }).getByRole('option')).toHaveCount(1);
      await field.press('Enter');
      await expect(field).toBeHidden();
    },
  };
}
