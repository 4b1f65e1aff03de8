import { expect, test } from '../app.ts';
import { edited } from '../exports.ts';
import { reviewOf } from '../pages/books.ts';
import { dropFiles, importScreen } from '../pages/import.ts';
import { shell } from '../pages/shell.ts';
import { erp, threeSystems } from '../stories.ts';

test('a source that changes while its question is open is shown before anything is decided', async ({ page }, { project }) => {
  test.skip(project.name !== 'loopback', 'holds back a frame of the socket, which Electron has none of');
  // The import's own commit is held back until the question is on screen: the change then comes while it is looked at.
  const held: (() => void)[] = [];
  let hold = false;
  await page.routeWebSocket(/.*/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => {
      if (hold && String(message).includes('/imports/commit')) held.push(() => server.send(message));
      else server.send(message);
    });
  });
  await page.reload();

  const app = shell(page);
  const incoming = importScreen(page);
  const review = await reviewOf(page, threeSystems());
  await expect(review.title).toHaveText('Jose Müller');
  await dropFiles(page, [edited(edited(erp(), 'Jose Müller', 'Josef Müller'), '2026-03-20 09:00', '2026-03-21 09:00')]);
  await incoming.acceptAccounts();
  hold = true;
  await incoming.commitButton.click();
  await expect.poll(() => held.length).toBe(1);
  await app.go('Duplicates');
  await review.ready();
  await expect(review.row('Client')).toContainText('Jose Müller');
  held[0]?.();

  const banner = page.getByRole('alert').filter({ hasText: 'A source changed while this was open' });
  await expect(banner).toContainText('Client');
  await expect(review.row('Client')).toContainText('Josef Müller');
  await page.keyboard.press('Enter');
  await expect(app.announcer).toContainText('Look once more, then decide');
  await expect(review.items).toHaveCount(3);
  await expect(banner).toBeHidden();
  await page.keyboard.press('Enter');
  await expect(app.toast(/^Merged 2 records/)).toBeVisible();
});
