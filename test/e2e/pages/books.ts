import { expect, type Page } from '@playwright/test';
import { refundWithoutOrder } from '#test/demo/scenarios.ts';
import type { Dropped } from '../exports.ts';
import { dropFiles, importScreen } from './import.ts';
import { reviewScreen } from './review.ts';
import { shell } from './shell.ts';
import { startScreen } from './start.ts';

/** Drops files into the open book, keeps what is suggested where something is asked, imports, and waits until matching is done. */
export async function importFiles(page: Page, files: readonly Dropped[]): Promise<void> {
  const incoming = importScreen(page);
  await dropFiles(page, files);
  await incoming.acceptAccounts();
  await incoming.commit();
  // Matching begins by itself when the import is published, and says so when it is done.
  await expect(shell(page).announcer).toContainText('Looked for duplicates', { timeout: 30_000 });
  await shell(page).quiet();
}

/** The shortest way to a book with these files in it. */
export async function bookWith(page: Page, files: readonly Dropped[], name = 'Fernworks'): Promise<void> {
  await startScreen(page).newBook(name);
  await importFiles(page, files);
}

/** The same, with the first question on screen. */
export async function reviewOf(page: Page, files: readonly Dropped[]): Promise<ReturnType<typeof reviewScreen>> {
  await bookWith(page, files);
  await shell(page).go('Duplicates');
  const review = reviewScreen(page);
  await review.ready();
  return review;
}

/** An order of a shop, paid through Stripe, refunded in part without an order id, posted in NetSuite; QuickBooks holds its deposit gross. */
function story(): readonly Dropped[] {
  return refundWithoutOrder().files.map(({ name, chunks }) => ({ name, text: [...chunks()].join('') }));
}

/** Drops the files, answers what is asked, imports, and waits until everything is matched and reconciled. */
export async function bookOfTheRefund(page: Page): Promise<void> {
  await startScreen(page).newBook('Kestrel Goods');
  const incoming = importScreen(page);
  await dropFiles(page, story());
  await incoming.acceptAccounts();
  for (const [file, order] of [
    ['netsuite-kestrel-sales-orders.csv', 'Month first'],
    ['stripe-kestrel-us-payments.csv', 'Day first'],
  ] as const) {
    await incoming.file(file).getByRole('button').click();
    await incoming.detail.getByRole('button', { name: order }).click();
    await expect(incoming.detail.getByText(/^How are dates written/)).toBeHidden();
  }
  await incoming.acceptAccounts();
  await incoming.commit();
  await shell(page).quiet();
  await expect.poll(() => shell(page).count('Money')).toBeGreaterThan(0);
}
