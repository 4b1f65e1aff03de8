import type { Page } from '@playwright/test';
import { expect, test } from '../app.ts';
import { expectFits } from '../pages/accessible.ts';
import { bookOfTheRefund, bookWith } from '../pages/books.ts';
import { policyScreen } from '../pages/policy.ts';
import { shell } from '../pages/shell.ts';
import { crm } from '../stories.ts';

test('a rule is changed by keyboard with a reason, stands under Changes with who and why, and is taken back', async ({ page }) => {
  const app = shell(page);
  const policy = policyScreen(page);
  await bookWith(page, [crm()]);
  await page.keyboard.press('g');
  await page.keyboard.press('p');
  await expect(policy.heading).toHaveText('Owners');
  await page.getByLabel('Owner of: Paid more than ordered').selectOption('support');
  await expect(policy.unsaved).toContainText('Paid more than ordered: support');
  // What is not saved stays while other pages are looked at.
  await policy.go('Limits and the book');
  const booked = page.getByRole('row', { name: /What is booked/ });
  await expect(booked).toContainText('QuickBooks, Xero, NetSuite');
  await page.getByLabel('Book of record').selectOption('Xero');
  await expect(booked).toContainText('Xero: the book of record');
  await page.getByLabel('Book of record').selectOption('all of them count');
  const limit = page.getByLabel('Write off at most');
  await limit.fill('five');
  await expect(policy.unsaved).toContainText('One field says nothing that can be saved.');
  await expect(policy.unsaved.getByRole('button', { name: 'Save' })).toBeDisabled();
  await limit.fill('5');
  await expect(policy.unsaved).toContainText('0.00 USD');
  await expect(policy.unsaved).toContainText('5.00 USD');
  await expect(policy.unsaved.getByRole('button', { name: 'Save' })).toBeDisabled();
  await policy.save('as agreed with the auditor');

  await app.command('who changed what');
  const entry = page.getByRole('row', { name: /Write-off limit/ });
  await expect(entry).toContainText('as agreed with the auditor');
  await expect(entry).toContainText('Owners');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(entry).toContainText('taken back');
  await policy.go('Limits and the book');
  await expect(page.getByLabel('Write off at most')).toHaveValue('0.00');
  await app.go('Change log');
  await expect(page.getByRole('grid', { name: 'Change log' })).toContainText('Write-off limit 0.00 USD');
});

test('contract rates from a table: a bad one is refused with its line, a good one can be edited', async ({ page }) => {
  const app = shell(page);
  const policy = policyScreen(page);
  await bookWith(page, [crm()]);
  await app.command('contract rates');
  await page.getByRole('button', { name: 'Take from a CSV…' }).click();
  const dialog = app.dialog('Contract rates from a CSV');
  await dialog.getByLabel('The table').fill('system,account,currency,method,percent,fixed\nstripe,,USD,,much,0.30');
  await dialog.getByLabel('Why').fill('contract of March');
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('Line 2');
  await dialog.getByLabel('The table').fill('system,account,currency,method,percent,fixed\nstripe,,USD,,2.9,0.30');
  await dialog.getByRole('button', { name: 'Take these rates' }).click();
  await expect(dialog).toBeHidden();
  const rate = page.getByRole('row', { name: /Stripe/ });
  await expect(rate).toContainText('2.9 %');
  await expect(rate).toContainText('$0.30');

  const edit = rate.getByRole('button', { name: 'Edit…' });
  await edit.focus();
  await page.keyboard.press('Enter');
  await expect(app.dialog('Edit the rate')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(app.dialog('Edit the rate')).toBeHidden();
  await expect(edit).toBeFocused();
  await page.keyboard.press('Enter');
  await app.dialog('Edit the rate').getByLabel('Percent of the amount').fill('1.4');
  await page.keyboard.press('Enter');
  await expect(rate).toContainText('1.4 %');
  await policy.save('renegotiated');
  await expect(rate).toContainText('1.4 %');

  await policy.go('Accounts in the books');
  await page.getByLabel('Xero code of Fees').fill('404');
  await policy.save('our chart of accounts');
  await expect(page.getByLabel('Xero code of Fees')).toHaveValue('404');
});

test('days that were seen are confirmed, a gap is told and taken back; an opening balance stands on its account', async ({
  page,
}) => {
  test.slow();
  const app = shell(page);
  const policy = policyScreen(page);
  await bookOfTheRefund(page);
  await policy.open();
  await policy.go('Coverage');
  const shop = policy.account(/^Shopify/);
  await expect(shop).toContainText('seen');
  await shop.getByRole('button', { name: 'Confirm…' }).click();
  const confirm = app.dialog('These days are complete');
  await confirm.getByLabel('From').fill('2025-11-01');
  await confirm.getByLabel('To, this day too').fill('2025-11-30');
  await confirm.getByLabel('Why').fill('the whole month was exported');
  await page.keyboard.press('Enter');
  await expect(confirm).toBeHidden();
  await expect(shop).toContainText('confirmed');
  await expect(shop.getByText('1 Nov 2025 – 30 Nov 2025', { exact: true })).toBeVisible();

  await shop.getByRole('button', { name: 'Days are missing…' }).click();
  const missing = app.dialog('Days are missing');
  await missing.getByLabel('From').fill('2025-11-20');
  await missing.getByLabel('To, this day too').fill('2025-11-22');
  await missing.getByLabel('Why').fill('the shop was down');
  await page.keyboard.press('Enter');
  await expect(shop).toContainText('gap');
  await shop.getByRole('button', { name: 'Take back' }).last().click();
  await expect(shop).not.toContainText('gap');

  await page.getByRole('button', { name: 'Confirm all that were seen…' }).click();
  const all = app.dialog('These days are complete');
  await all.getByLabel('Why').fill('every export was whole');
  await page.keyboard.press('Enter');
  await expect(all).toBeHidden();
  await app.quiet();
  await expect(page.getByText('seen', { exact: true })).toHaveCount(0);

  await policy.go('Opening balances');
  const stripe = page.getByRole('row', { name: /Stripe/ });
  await stripe.getByRole('button', { name: 'Enter…' }).click();
  const opening = app.dialog('Opening balance');
  await opening.getByLabel('Balance in USD').fill('-12.50');
  await opening.getByLabel('Why').fill('closing balance of last year');
  await page.keyboard.press('Enter');
  await expect(stripe).toContainText('−$12.50');
  await app.quiet();
  await app.go('Money');
  await page.getByRole('navigation', { name: 'Of the money' }).getByRole('link', { name: 'Clearing accounts' }).click();
  await expect(page.getByRole('region', { name: /^Clearing of Stripe/ })).toContainText('−$12.50');
});

async function everyPage(page: Page, look: () => Promise<void>): Promise<void> {
  const policy = policyScreen(page);
  const names = await policy.nav.getByRole('link').allInnerTexts();
  expect(names).toHaveLength(9);
  for (const name of names) {
    await policy.go(name);
    await expect(policy.heading.first()).toBeVisible();
    await look();
  }
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme, viewport: { width: 1024, height: 700 } });

    test('axe objects to nothing about the policy, empty, unsaved and filled, and nothing hangs over an edge', async ({ page }) => {
      test.setTimeout(300_000);
      const app = shell(page);
      const policy = policyScreen(page);
      await bookOfTheRefund(page);
      await policy.open();
      await everyPage(page, () => expectFits(page));
      await policy.go('Contract rates');
      await page.getByRole('button', { name: 'Add a rate…' }).click();
      await expect(app.dialog('Add a rate')).toBeVisible();
      await expectFits(page);
      await app.dialog('Add a rate').getByLabel('Percent of the amount').fill('2.9');
      await page.keyboard.press('Enter');
      await expect(policy.unsaved).toBeVisible();
      await expectFits(page);
      await policy.save('contract');
      await expectFits(page);
      await policy.go('Changes');
      await expect(page.getByRole('table')).toBeVisible();
      await expectFits(page);
    });
  });
}
