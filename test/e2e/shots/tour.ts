/** A walk through every screen of a book, whatever is in it: what is not there is passed by. */
import type { Locator, Page } from '@playwright/test';
import { edited } from '../exports.ts';
import { dropFiles, importScreen } from '../pages/import.ts';
import { reviewScreen } from '../pages/review.ts';
import { SCREENS, type ScreenName, shell } from '../pages/shell.ts';
import { crm, erp, shop } from '../stories.ts';

type Shoot = (name: string) => Promise<void>;

/** The pages of a screen that has several, by the name of their navigation. */
const PAGES: Partial<Record<ScreenName, string>> = { Money: 'Of the money', Models: 'Models', Policy: 'Policy' };

/** Hands each screen to `shoot`, under a name that is the same in every book. */
export async function tour(page: Page, shoot: Shoot): Promise<void> {
  const app = shell(page);
  const look = async (name: string): Promise<void> => {
    await still(page);
    await shoot(
      name
        .toLowerCase()
        .replaceAll(/[^a-z]+/g, ' ')
        .trim()
        .replaceAll(' ', '-'),
    );
  };
  await closeToasts(page);
  for (const screen of SCREENS) {
    await app.go(screen);
    await look(screen);
    const pages = page.getByRole('navigation', { name: PAGES[screen] ?? 'none' }).getByRole('link');
    for (const link of (await pages.all()).slice(1)) {
      const name = (await link.innerText()).split('\n')[0] ?? '';
      await link.click();
      await look(`${screen} ${name}`);
    }
    for (const tab of (await page.getByRole('tab').all()).slice(1)) {
      const name = (await tab.innerText()).split('\n')[0] ?? '';
      await tab.click();
      await look(`${screen} ${name}`);
    }
  }
  await opened(page, 'Orders', page.getByRole('grid', { name: 'Orders' }).getByRole('row').nth(1), look);
  await opened(page, 'Change log', page.getByRole('grid', { name: 'Change log' }).getByRole('row').nth(1), look);
  await app.go('Money');
  await followed(
    page,
    'Money payout',
    page
      .locator('main')
      .getByRole('link', { name: /^po_|^PO_|payout/i })
      .first(),
    look,
  );
  await app.go('Inbox');
  await opened(page, 'Inbox', page.getByRole('grid').getByRole('row').nth(1), look);
  for (const [key, name] of [
    ['?', 'keys'],
    ['ControlOrMeta+k', 'palette'],
  ] as const) {
    await page.keyboard.press(key);
    await look(name);
    await page.keyboard.press('Escape');
  }
}

/** Three files of a small company: what is asked, what would come in, what came. */
export async function firstImport(page: Page, shoot: Shoot): Promise<void> {
  const incoming = importScreen(page);
  await dropFiles(page, [
    edited(shop(), 'USD,58.40,0.00,0.00,58.40', 'USD,58.40,0.00,0.00,5B.40'),
    crm(),
    erp(['3/5/2026', '3/6/2026']),
  ]);
  await still(page);
  await shoot('import-account');
  await incoming.acceptAccounts();
  await incoming.file('erp-sales-orders.csv').getByRole('button').click();
  await still(page);
  await shoot('import-asking');
  await incoming.detail.getByRole('button', { name: 'Month first' }).click();
  await incoming.file('shop-orders.csv').getByRole('button').click();
  await still(page);
  await shoot('import-ready');
  await incoming.commit();
  await still(page);
  await shoot('import-done');
}

/** The four records of the demo's $40,000 campaign, side by side, nothing in front of them. */
export async function showCampaign(page: Page): Promise<void> {
  await shell(page).go('Duplicates');
  const review = reviewScreen(page);
  await review.ready();
  const filter = page.getByLabel('Client, number or id');
  await page.keyboard.press('f');
  await filter.fill('Harbor & Pine');
  await review.items.first().filter({ hasText: '$40,000.00' }).getByRole('link').waitFor();
  await page.keyboard.press('Escape');
  await review.items.first().getByRole('link').click();
  await review.grid.getByRole('columnheader', { name: /Deal 8841207/ }).waitFor();
  // The queue as it is, with the question in its place.
  await page.keyboard.press('f');
  await filter.fill('');
  await page.keyboard.press('Escape');
  await review.ready();
  await closeToasts(page);
}

async function opened(page: Page, screen: ScreenName, row: Locator, look: Shoot): Promise<void> {
  await shell(page).go(screen);
  await still(page);
  if ((await row.count()) === 0) return;
  await row.dblclick();
  await look(`${screen} opened`);
}

async function followed(page: Page, name: string, link: Locator, look: Shoot): Promise<void> {
  await still(page);
  if ((await link.count()) === 0) return;
  await link.click();
  await look(name);
}

/** Waits until nothing in the page has changed for a second, ten seconds at most: a picture shows what came by then. */
async function still(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        let quiet = setTimeout(resolve, 1000);
        const watch = new MutationObserver(() => {
          clearTimeout(quiet);
          quiet = setTimeout(resolve, 1000);
        });
        watch.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
        setTimeout(resolve, 10_000);
      }),
  );
}

async function closeToasts(page: Page): Promise<void> {
  for (const close of await page.locator('.toast').getByRole('button', { name: 'Close', includeHidden: true }).all())
    await close.click();
  await page
    .locator('.toast')
    .first()
    .waitFor({ state: 'detached' })
    .catch(() => undefined);
}
