import { expect, type Locator, type Page } from '@playwright/test';
import { shell } from './shell.ts';

/** The Policy screen: its pages on the left, one of them on the right, what is not saved at the foot. */
export function policyScreen(page: Page) {
  const nav = page.getByRole('navigation', { name: 'Policy' });
  const unsaved = page.getByRole('form', { name: 'Changes that are not saved' });
  return {
    nav,
    unsaved,
    heading: page.getByRole('heading', { level: 1 }),
    async open(): Promise<void> {
      await shell(page).go('Policy');
      await expect(nav).toBeVisible();
    },
    async go(name: string): Promise<void> {
      await nav.getByRole('link', { name, exact: true }).click();
      await expect(nav.getByRole('link', { name, exact: true })).toHaveAttribute('aria-current', 'page');
    },
    async save(why: string): Promise<void> {
      await unsaved.getByLabel('Why').fill(why);
      await page.keyboard.press('ControlOrMeta+Enter');
      await expect(unsaved).toBeHidden();
    },
    account: (name: string | RegExp): Locator => page.getByRole('region', { name }),
  };
}
