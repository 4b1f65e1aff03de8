import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../app.ts';
import { netsuiteOrders, shopifyOrders } from '../exports.ts';
import { exportAuditPack } from '../pages/audit-pack.ts';
import { reviewOf } from '../pages/books.ts';
import { shell } from '../pages/shell.ts';

const MARKUP = '<img src=x onerror="window.taken=true">';
const SCRIPT = '"><script>window.taken=true</script>';
const FORMULA = '=HYPERLINK("http://127.0.0.1:9","Pay")';

test('what imported cells hold is shown as text, everywhere, and never runs', async ({ page, dataDir }) => {
  const app = shell(page);
  const asked: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('pageerror', (error) => complaints.push(error.message));
  const review = await reviewOf(page, [
    shopifyOrders(`orders ${MARKUP}.csv`, [
      {
        name: '#1',
        client: MARKUP,
        total: '10.00',
        at: '2026-03-02 09:30:58 +0000',
        item: SCRIPT,
        notes: 'javascript:window.taken=true',
      },
    ]),
    netsuiteOrders('erp.csv', [{ id: '1', document: FORMULA, date: '2026-03-04', client: MARKUP, amount: '10.00', memo: SCRIPT }]),
  ]);
  await expect(review.title).toHaveText(MARKUP);
  await page.keyboard.press('d');
  await expect(review.row('Client')).toContainText(MARKUP);
  await review.focusRow('Client');
  await page.keyboard.press('p');
  await expect(app.dialog('Client').locator('mark').last()).toHaveText(MARKUP.replaceAll('"', '""'));
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await expect(app.toast(MARKUP)).toBeVisible();

  await app.go('Orders');
  await expect(page.getByRole('grid', { name: 'Orders' })).toContainText(MARKUP);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('table').first()).toContainText(SCRIPT);
  await app.go('Sources');
  await expect(page.getByRole('table')).toContainText(MARKUP);
  await app.go('Change log');
  await expect(page.getByRole('grid', { name: 'Change log' })).toContainText(SCRIPT);

  const pack = await exportAuditPack(page, dataDir);
  const cells = Buffer.from(pack.files['orders.csv'] ?? []).toString('utf8');
  expect(cells).toContain(MARKUP.replaceAll('"', '""'));
  for (const name of ['orders.csv', 'crosswalk.csv', 'log.csv'])
    expect(Buffer.from(pack.files[name] ?? []).toString('utf8')).not.toMatch(/(^|,|")[=+@]HYPERLINK/m);
  expect(readFileSync(join(dataDir, 'pack.zip')).byteLength).toBeGreaterThan(1000);

  expect(await page.evaluate(() => 'taken' in window)).toBe(false);
  const origin = new URL(page.url()).origin;
  expect(asked.filter((url) => !url.startsWith(origin) && !url.startsWith('blob:'))).toEqual([]);
  expect(complaints).toEqual([]);
});
