import { expect, type Locator, type Page } from '@playwright/test';

export const SCREENS = ['Inbox', 'Duplicates', 'Orders', 'Money', 'Sources', 'Models', 'Change log', 'Policy'] as const;
export type ScreenName = (typeof SCREENS)[number];

/** The frame of the window: rail, toasts, what is announced, palette, dialogs. */
export function shell(page: Page) {
  const rail = page.getByRole('navigation', { name: 'Book' });
  return {
    rail,
    announcer: page.getByTestId('announcer'),
    /** Opens a screen by its entry in the rail, and waits for it. */
    async go(screen: ScreenName): Promise<void> {
      await rail.getByRole('link', { name: screen }).click();
      await expect(rail.getByRole('link', { name: screen })).toHaveAttribute('aria-current', 'page');
    },
    /** The figure beside a screen's name; 0 where there is none. */
    async count(screen: ScreenName): Promise<number> {
      const text = (await rail.getByRole('link', { name: screen }).innerText()).replace(screen, '').trim();
      return Number(text.replaceAll(',', ''));
    },
    toast: (text: string | RegExp): Locator => page.locator('.toast').filter({ hasText: text }),
    /** Waits until nothing runs in the background any more. */
    async quiet(): Promise<void> {
      await expect(page.getByRole('region', { name: 'Work under way' })).toHaveCount(0, { timeout: 60_000 });
    },
    /** Runs a command by a few letters of its name. */
    async command(letters: string): Promise<void> {
      await page.keyboard.press('ControlOrMeta+k');
      const palette = page.getByRole('dialog', { name: 'All commands' });
      await palette.getByRole('combobox').fill(letters);
      await page.keyboard.press('Enter');
      await expect(palette).toBeHidden();
    },
    dialog: (name: string | RegExp): Locator => page.getByRole('dialog', { name }),
  };
}
