/**
 * Pictures of the real window: the one in the README, or all screens for looking at them.
 *
 *   node test/e2e/shots/take.ts              docs/merge-screen.png, from the demo book
 *   node test/e2e/shots/take.ts --all DIR    every screen, light and dark, wide and small, into DIR
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { reviewScreen } from '../pages/review.ts';
import { SCREENS, shell } from '../pages/shell.ts';
import { ensureBuilt, openDemo } from '../window-app.ts';

const README = join(import.meta.dirname, '..', '..', '..', 'docs', 'merge-screen.png');
const { values } = parseArgs({ options: { all: { type: 'string' } } });

ensureBuilt();
if (values.all === undefined) {
  const window = await openDemo({ width: 1440, height: 900, scale: 1.5, dark: false });
  await showCampaign(window.page);
  await window.page.screenshot({ path: README });
  await window.close();
} else {
  mkdirSync(values.all, { recursive: true });
  for (const [width, height] of [
    [1440, 900],
    [1024, 700],
  ] as const)
    for (const dark of [false, true]) {
      const window = await openDemo({ width, height, scale: 1, dark });
      await everything(window.page, (name) =>
        window.page
          .screenshot({ path: join(values.all ?? '', `${name}-${width}${dark ? '-dark' : ''}.png`) })
          .then(() => undefined),
      );
      await window.close();
    }
}

/** The four records of the $40,000 campaign, side by side, nothing in front of them. */
async function showCampaign(page: Page): Promise<void> {
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

async function everything(page: Page, shoot: (name: string) => Promise<void>): Promise<void> {
  const app = shell(page);
  await showCampaign(page);
  await shoot('duplicates');
  await page.keyboard.press('?');
  await app.dialog('Keyboard shortcuts').waitFor();
  await shoot('keys');
  await page.keyboard.press('Escape');
  for (const screen of SCREENS.filter((name) => name !== 'Duplicates')) {
    await app.go(screen);
    await page.getByRole('grid').or(page.getByRole('table')).first().waitFor();
    await shoot(screen.toLowerCase().replace(' ', '-'));
  }
  for (const rules of ['Limits and the book', 'Coverage', 'Opening balances', 'Accounts in the books']) {
    await page.getByRole('navigation', { name: 'Policy' }).getByRole('link', { name: rules }).click();
    await page.getByRole('heading', { name: rules, level: 1 }).waitFor();
    await shoot(rules.toLowerCase().replaceAll(' ', '-'));
  }
  await app.go('Change log');
  await page.getByRole('grid', { name: 'Change log' }).getByRole('row').nth(1).dblclick();
  await page.getByRole('complementary', { name: /^Entry/ }).waitFor();
  await shoot('entry');
  await app.go('Orders');
  await page.getByRole('searchbox', { name: 'Search orders' }).fill('Birchline');
  await page.getByRole('grid', { name: 'Orders' }).getByRole('row').nth(1).dblclick();
  await page.getByRole('region', { name: 'One order, every id' }).waitFor();
  await page.locator('.origin-text').waitFor();
  await shoot('order');
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
