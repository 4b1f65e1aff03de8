import { expect, type Locator, type Page } from '@playwright/test';
import type { Dropped } from '../exports.ts';

/** Drops files on the window, as a file manager would: bytes, names, and the events that a drag fires. */
export async function dropFiles(page: Page, files: readonly Dropped[]): Promise<void> {
  const transfer = await page.evaluateHandle(
    (dropped) => {
      const data = new DataTransfer();
      for (const { name, text } of dropped) data.items.add(new File([text], name));
      return data;
    },
    files.map(({ name, text }) => ({ name, text })),
  );
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: transfer });
  await expect(page.getByText(/^Drop to (import into|start a book)/)).toBeVisible();
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer });
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
  await transfer.dispose();
}

/** Picks files in the system's file dialog, opened by the command's key. */
export async function pickFiles(page: Page, files: readonly Dropped[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('ControlOrMeta+i');
  await (await chooser).setFiles(
    files.map(({ name, text }) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) })),
  );
}

/** A thread begins, and reads file after file: longer than a click takes. */
const READING = { timeout: 30_000 };

/** The screen of one import: files, questions, preview, commit. */
export function importScreen(page: Page) {
  const detail = page.getByRole('article');
  const commitButton = page.locator('.import-foot').getByRole('button', { name: /^Import/ });
  const files = page.locator('.import-files').getByRole('listitem');
  const acceptAccount = async (file: Locator): Promise<void> => {
    const name = await file.locator('strong').innerText();
    await files.filter({ hasText: name }).getByRole('button').click();
    await page.getByRole('article', { name }).getByRole('button', { name: 'Use this name' }).click();
    await expect(page.getByRole('article', { name }).getByText(/^Which .* account/)).toBeHidden();
  };
  return {
    detail,
    files,
    file: (name: string) => files.filter({ hasText: name }),
    plan: page.locator('.import-plan'),
    commitButton,
    question: (title: string | RegExp) => page.getByRole('region').filter({ has: page.getByRole('heading', { name: title }) }),
    /** The figures of the chosen file's preview: `{ New: 4, Unreadable: 1, … }`. */
    async figures(): Promise<Record<string, number>> {
      const names = await detail.locator('.figures dt').allInnerTexts();
      const values = await detail.locator('.figures dd').allInnerTexts();
      return Object.fromEntries(names.map((name, i) => [name, Number((values[i] ?? '').replaceAll(',', ''))]));
    },
    /** Keeps the suggested account of each file that asks for one, and waits until every file was read. */
    async acceptAccounts(): Promise<void> {
      await expect(files.first()).toBeVisible();
      const unread = files.filter({ hasText: /waiting|\d%/ });
      await expect(unread).toHaveCount(0, READING);
      for (const file of (await files.filter({ hasText: 'question' }).all()).toReversed()) await acceptAccount(file);
      await expect(unread).toHaveCount(0, READING);
    },
    /** Imports what the preview shows, and waits for the receipt. */
    async commit(): Promise<void> {
      await commitButton.click();
      await expect(page.getByRole('heading', { name: 'Imported', level: 1 })).toBeVisible();
    },
  };
}
