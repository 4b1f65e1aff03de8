import { expect, test } from '../app.ts';
import { exportAuditPack, verifyOutside } from '../pages/audit-pack.ts';
import { dropFiles, importScreen } from '../pages/import.ts';
import { reviewScreen } from '../pages/review.ts';
import { shell } from '../pages/shell.ts';
import { startScreen } from '../pages/start.ts';
import { crm, erp, shop } from '../stories.ts';

test('a bookkeeper’s first hour', async ({ page, dataDir, browser }) => {
  test.slow();
  const app = shell(page);
  const incoming = importScreen(page);
  const review = reviewScreen(page);

  await test.step('a book, and a name for what is decided in it', async () => {
    await startScreen(page).newBook('Fernworks', { zone: 'America/New_York' });
    await app.command('your name');
    const profile = app.dialog('Your name');
    await profile.getByRole('textbox').fill('Ana');
    await page.keyboard.press('Enter');
    await expect(profile).toBeHidden();
  });

  await test.step('files of three systems are dropped; what they do not say is asked', async () => {
    await dropFiles(page, [shop(), crm(), erp(['3/5/2026', '3/6/2026'])]);
    await incoming.acceptAccounts();
    await expect(incoming.plan).toHaveText('1 file needs an answer');
    await incoming.file('erp-sales-orders.csv').getByRole('button').click();
    await expect(incoming.detail).toContainText('How are dates written in “Date”?');
    await expect(incoming.detail.getByRole('row', { name: '3/6/2026' }).getByRole('cell')).toHaveText([
      '3',
      '3/6/2026',
      '2026-06-03',
      '2026-03-06',
    ]);
    await incoming.detail.getByRole('button', { name: 'Month first' }).click();
    await expect(incoming.plan).toHaveText('Adds 8 records.');
    expect(await incoming.figures()).toMatchObject({ New: 2, Changed: 0, 'Known already': 0, Unreadable: 0 });
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(page.getByRole('heading', { name: 'Imported', level: 1 })).toBeVisible();
  });

  await test.step('duplicates are proposed, with reasons that add up', async () => {
    await app.quiet();
    await app.go('Duplicates');
    await review.ready();
    await expect(review.items).toHaveCount(3);
    await expect(review.title).toHaveText('Jose Müller');
    await expect(review.evidence).toContainText('Same total to the cent');
    await expect(review.evidence).toContainText('Same name');
    expect(await review.bars()).toEqual({ sum: 4.5, shown: 4.5 });
    await expect(review.evidence).toContainText('240.00 USD → 120.00 USD');
    await expect(review.evidence).toContainText('240.00 USD, unchanged');
  });

  await test.step('merged by keyboard, with one value chosen by hand', async () => {
    await expect(review.row('Order no.')).toHaveClass(/on/);
    await page.keyboard.press('ArrowRight');
    await expect(review.result('Order no.')).toHaveText(/^SO-20001/);
    await page.keyboard.press('ArrowLeft');
    await expect(review.result('Order no.')).toHaveText(/^#2002/);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect(review.row('Client')).toHaveClass(/on/);
    await page.keyboard.press('2');
    await expect(review.result('Client')).toHaveText(/^Jose Müller/);
    await page.keyboard.press('Enter');
    await expect(app.toast('Merged 2 records into Jose Müller')).toBeVisible();
    await expect(review.title).toHaveText('A. Brook');
    await expect(app.announcer).toContainText(/A\. Brook, Likely, \d of \d/);
  });

  await test.step('undone, and done again', async () => {
    await page.keyboard.press('ControlOrMeta+z');
    await expect(app.toast('Took back: merge of 2 records by Ana')).toBeVisible();
    await expect(review.items).toHaveCount(3);
    await page.keyboard.press('ControlOrMeta+Shift+z');
    await expect(app.toast('Redid: merge of 2 records by Ana')).toBeVisible();
    await expect(review.items).toHaveCount(2);
  });

  await test.step('the log says who did what, and each entry opens', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('l');
    const log = page.getByRole('grid', { name: 'Change log' });
    // What was decided is reconciled at once, which leaves an entry of its own.
    await expect(log.getByRole('row').filter({ hasText: 'Decision restored' })).toBeVisible();
    await expect(log).toBeFocused();
    const choice = log.getByRole('row').filter({ hasText: 'José Müller → Jose Müller' });
    await expect(choice).toContainText('NetSuite, chosen by Ana');
    await choice.getByRole('gridcell').first().click();
    await page.keyboard.press('Enter');
    const entry = page.getByRole('complementary', { name: /^Entry \d+/ });
    await expect(entry.getByRole('region', { name: 'Before' })).toContainText('José Müller');
    await expect(entry.getByRole('region', { name: 'After' })).toContainText('Jose Müller');
    await expect(entry).toContainText('"action": "field.picked"');
    await page.keyboard.press('Escape');
    await expect(entry).toBeHidden();
  });

  await test.step('a value leads to the very line of its file', async () => {
    await page.keyboard.press('/');
    const search = page.getByRole('searchbox', { name: 'Search orders' });
    await expect(search).toBeFocused();
    await search.fill('SO-20001');
    const orders = page.getByRole('grid', { name: 'Orders' });
    await expect(orders.getByRole('row')).toHaveCount(2);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Order #2002', level: 1 })).toBeVisible();
    await expect(page.getByText('reviewed by Ana').first()).toBeVisible();
    await page
      .getByRole('row', { name: /^Total/ })
      .getByRole('button', { name: '120.00' })
      .first()
      .click();
    const origin = page.getByRole('region', { name: /^Where “120.00” comes from/ });
    await expect(origin).toContainText('shop-orders.csv line 3');
    await expect(origin.locator('mark')).toHaveText(['Total', '120.00']);
  });

  await test.step('the audit pack convinces a stranger without the app', async () => {
    const pack = await exportAuditPack(page, dataDir);
    const report = verifyOutside(pack.path);
    expect(report).toMatchObject({ state: 'consistent', payloads: 8, findings: [] });
    expect(report.verdict).toContain('consistent, not witnessed');
    expect(verifyOutside(pack.path, report.head)).toMatchObject({ state: 'witnessed', head: report.head });

    const stranger = await browser.newPage();
    const asked: string[] = [];
    stranger.on('request', (request) => asked.push(request.url()));
    await stranger.goto(pack.verifierUrl);
    await stranger.locator('#zipInput').setInputFiles(pack.path);
    await expect(stranger.locator('#verdict')).toContainText('consistent, not witnessed');
    await stranger.getByLabel('Earlier head').fill(report.head);
    await stranger.locator('#zipInput').setInputFiles(pack.path);
    await expect(stranger.locator('#verdict')).toHaveAttribute('data-state', 'witnessed');
    expect(asked.filter((url) => !/^(file|blob):/.test(url))).toEqual([]);
    await stranger.close();
  });
});
