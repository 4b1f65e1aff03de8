import { expect, type Page } from '@playwright/test';
import { shell } from './shell.ts';

/** The start screen: three doors and the recent books. */
export function startScreen(page: Page) {
  return {
    heading: page.getByRole('heading', { name: 'Onefold', level: 1 }),
    openDemo: page.getByRole('button', { name: 'Open the demo book' }),
    recent: page.getByRole('region', { name: 'Recent books' }),
    /** Makes a book in the default folder and waits until it is open. */
    async newBook(name: string, settings: { currency?: string; zone?: string } = {}): Promise<void> {
      await page.getByRole('button', { name: 'New book…' }).click();
      await fillNewBook(page, name, settings);
    },
  };
}

/** Fills the dialog for a new book, which also opens by itself when files are dropped before there is one. */
export async function fillNewBook(page: Page, name: string, { currency = 'USD', zone = 'UTC' } = {}): Promise<void> {
  const dialog = shell(page).dialog('New book');
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByLabel('Base currency').fill(currency);
  await dialog.getByLabel('Time zone').fill(zone);
  await dialog.getByRole('button', { name: 'Make the book' }).click();
  await expect(shell(page).rail).toContainText(name);
}
